import gzip
import re

import pytest

from feedback.i18n import LOCALES
from surveys.items import RespondentGroup
from surveys.questionnaires import load_questions
from tests.e2e.town import CATALOGUE
from tests.factories import (
    a_link,
    a_publication,
    a_region,
    a_school,
    a_version,
    a_wave,
    an_action,
    close,
    respond,
)
from tests.page import check_page

MOST_BYTES = 14_000
GROUPS = (RespondentGroup.PARENT, RespondentGroup.YOUTH, RespondentGroup.TEACHER)


@pytest.fixture
def town(session, wave_keys):
    """A region with a long questionnaire in eight languages, published."""
    schools = [a_school(session, "De Brug"), a_school(session, "De <b>Ster</b>")]
    region = a_region(session, schools=schools)
    text = (CATALOGUE / "helpt-de-hulp-1.toml").read_text(encoding="utf-8")
    version = a_version(session, text)
    wave = a_wave(session, wave_keys, region=region, version=version)
    for school in schools:
        for group in GROUPS:
            link = a_link(session, wave, school, group)
            asked = load_questions(session, version, group, "nl").questions
            codes = {
                one.code: [option.code for option in one.options if not option.missing]
                for one in asked
                if one.options and one.condition is None
            }
            for number in range(40):
                respond(session, link, {code: [of[number % len(of)]] for code, of in codes.items()})
    an_action(session, wave, schools[0], "Een extra juf in groep 5.")
    publication = a_publication(session, close(session, wave_keys, wave))
    session.commit()
    return region.id, schools[0].location_code, publication


def test_everybody_reads_what_was_said_in_their_language(client, town):
    region, code, _ = town
    for language in LOCALES:
        for path in ("", f"/{code}"):
            shown = client.get(f"/r/{region}/{language}{path}")

            check_page(shown)
            assert f'lang="{language}"' in shown.text
            assert "<script" not in shown.text
            assert "Set-Cookie" not in shown.headers
            assert shown.headers["Cache-Control"] == "public, max-age=300"
            assert len(gzip.compress(shown.data, 6)) <= MOST_BYTES
            assert ("Een extra juf in groep 5." in shown.text) == bool(path)
            assert "<b>Ster" not in shown.text


def test_somebody_without_a_language_is_sent_to_their_own(client, town):
    sent = client.get(f"/r/{town[0]}", headers={"Accept-Language": "uk"})

    assert sent.location.endswith(f"/r/{town[0]}/uk")


@pytest.mark.parametrize("path", ["/r/{0}/xx", "/r/99/nl", "/r/{0}/nl/99ZZ99"])
def test_what_was_never_published_is_not_there(client, town, path):
    assert client.get(path.format(town[0])).status_code == 404


def test_every_number_of_answers_is_one_that_is_published(client, town):
    region, code, publication = town
    shown = client.get(f"/r/{region}/nl/{code}").text

    told = set(re.findall(r"(\d+) antwoorden", shown))

    assert told
    assert told <= {cell.n for cell in publication.cells}
