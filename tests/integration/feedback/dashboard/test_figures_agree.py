"""One publication, one set of numbers: on its pages, in its files, on paper, and for everybody."""

import csv
import re
from html import unescape
from io import BytesIO, StringIO

import pypdfium2
import pytest

from feedback.accounts.permissions import OrganisationKind, Role
from surveys.items import RespondentGroup
from tests.cast import signed_in
from tests.factories import a_link, a_publication, a_region, a_school, a_wave, close, respond

GROUPS = (RespondentGroup.PARENT, RespondentGroup.YOUTH)


@pytest.fixture
def publication(session, wave_keys):
    """Schools large, small and too small, with two groups."""
    schools = [a_school(session, name) for name in ("De Brug", "Het Anker", "De Ster", "Klein")]
    wave = a_wave(session, wave_keys, region=a_region(session, schools=schools))
    for school, n in zip(schools, (120, 31, 12, 3), strict=True):
        for group in GROUPS:
            link = a_link(session, wave, school, group)
            for number in range(n):
                near = ("yes", "partly", "no", "yes", "yes")[number % 5]
                respond(session, link, {"dichtbij": [near], "cijfer": [str(3 + number % 7)]})
    publication = a_publication(session, close(session, wave_keys, wave))
    session.commit()
    return publication


@pytest.fixture
def analyst(app, publication):
    region = publication.wave.campaign.region_id
    client = signed_in(app, Role.ANALYST, OrganisationKind.REGION, region)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    return client


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def paper(pdf):
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def told(text):
    """Give every number of answers, and everything said in ten people, that a text tells."""
    return set(re.findall(r"[\d–]+ antwoorden|[1-9] van de 10 mensen", text))


def test_page_paper_file_and_public_page_tell_the_same(app, analyst, publication):
    file = analyst.get(f"/results/{publication.id}/figures.csv?language=nl").text.lstrip("\ufeff")
    delimiter = max(";,", key=file.splitlines()[0].count)
    rows = list(csv.DictReader(StringIO(file), delimiter=delimiter))
    region = publication.wave.campaign.region_id
    for unit in publication.units:
        page = f"/results/{publication.id}/{unit.kind}/{unit.key}"
        on_screen = set()
        for group in (*GROUPS, "all"):
            shown = analyst.get(f"{page}?group={group}")
            on_screen |= told(plain(shown.text)) if shown.status_code == 200 else set()
        in_file = {
            f"{row['value']} antwoorden"
            for row in rows
            if (row["unit_kind"], row["unit_key"], row["statistic"]) == (unit.kind, unit.key, "n")
        }
        assert {one for one in on_screen if "antwoorden" in one} <= in_file
        assert told(paper(analyst.get(f"{page}/report.pdf").data)) == on_screen
        if unit.kind == "region":
            public = app.test_client().get(f"/r/{region}/nl")
            assert told(plain(public.text)) <= on_screen
