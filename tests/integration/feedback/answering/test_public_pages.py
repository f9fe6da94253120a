import gzip
import re
from datetime import date, timedelta

import pytest

from analysis.publishing import regroup
from feedback.i18n import LOCALES
from surveys.items import RespondentGroup
from surveys.questionnaires import load_questions
from tests.e2e.town import CATALOGUE
from tests.factories import (
    SIGNING_KEY,
    a_link,
    a_pilot,
    a_publication,
    a_region,
    a_school,
    a_version,
    a_wave,
    an_action,
    close,
    now,
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


@pytest.fixture
def two_waves(session, wave_keys):
    """A wave of two schools in which help is far, and a later one of the first in which it is near.

    Gives the region, the schools and the two publications.
    """
    schools = [a_school(session, "De Brug"), a_school(session, "De Ster")]
    region = a_region(session, schools=schools)
    publications = []
    for days, answer, asked in ((60, "no", schools), (20, "yes", schools[:1])):
        wave = a_wave(session, wave_keys, region=region, opens_at=now() - timedelta(days=days))
        wave.campaign = publications[0].wave.campaign if publications else wave.campaign
        for school in asked:
            link = a_link(session, wave, school)
            for number in range(40):
                respond(session, link, {"dichtbij": [answer if number % 5 else "partly"]})
        publications.append(a_publication(session, close(session, wave_keys, wave)))
    session.commit()
    return region, schools, publications


def page_of(client, region, school=None, wave=None):
    path = f"/{school.location_code}" if school else ""
    shown = client.get(f"/r/{region.id}/nl{path}" + (f"?wave={wave.id}" if wave else ""))
    check_page(shown)
    return " ".join(re.sub(r"<[^>]+>", " ", shown.text).split())


NEAR, FAR = "Ongeveer 8 van de 10 mensen zeiden: Ja", "Minder dan 1 van de 10 mensen zei: Ja"


def test_an_older_wave_that_is_published_again_does_not_come_first(client, session, two_waves):
    region, schools, publications = two_waves
    a_pilot(session, region, schools)
    regroup(
        session, publications[0].wave_id, now=now(), software_version="test", key=SIGNING_KEY
    )  # fmt: skip
    session.commit()

    for school in (None, schools[0]):
        assert NEAR in page_of(client, region, school)
        assert FAR not in page_of(client, region, school)


def test_a_school_that_was_not_asked_again_keeps_its_page(client, two_waves):
    region, schools, _ = two_waves

    assert FAR in page_of(client, region, schools[1])
    assert "De Ster" in page_of(client, region)


def test_a_page_says_from_which_wave_it_is_and_leads_to_the_others(client, two_waves):
    region, schools, (first, second) = two_waves
    named = f"{first.wave.campaign.name} – {first.wave.kind}"

    for school, path in ((None, ""), (schools[0], f"/{schools[0].location_code}")):
        shown = client.get(f"/r/{region.id}/nl{path}").text
        assert named in shown
        assert f'href="/r/{region.id}/nl{path}?wave={first.wave_id}"' in shown
        assert FAR in page_of(client, region, school, first.wave)
        earlier = client.get(f"/r/{region.id}/nl{path}?wave={first.wave_id}").text
        assert f'href="/r/{region.id}/tr{path}?wave={first.wave_id}"' in earlier
        assert f"?wave={second.wave_id}" in earlier


def test_a_wave_in_which_a_school_was_not_asked_is_not_there(client, two_waves):
    region, schools, (_, second) = two_waves
    address = f"/r/{region.id}/nl/{schools[1].location_code}?wave={second.wave_id}"

    assert client.get(address).status_code == 404


def test_what_a_region_does_stands_on_its_page(client, session, two_waves):
    region, schools, (_, second) = two_waves
    assert "Een vast gezicht." not in page_of(client, region)
    an_action(session, second.wave, None, "Een vast gezicht.", status="planned")
    an_action(session, second.wave, None, "Een folder.", status="dropped")
    session.commit()

    assert "Een vast gezicht. Gepland" in page_of(client, region)
    assert "Een folder." not in page_of(client, region)
    assert "Een vast gezicht." not in page_of(client, region, schools[0])


def test_what_is_planned_is_told_with_its_day(client, session, two_waves):
    region, schools, (_, second) = two_waves
    due_on = date(2030, 1, 2)
    an_action(session, second.wave, schools[0], "Spreekuur.", status="planned", due_on=due_on)
    session.commit()

    assert "Spreekuur. Gepland: 2 januari 2030" in page_of(client, region, schools[0])


def test_what_was_done_since_the_wave_before_stands_beside_its_question(client, session, two_waves):
    region, schools, (first, _) = two_waves
    an_action(session, first.wave, schools[0], "Een spreekuur.", item="dichtbij")
    an_action(session, first.wave, None, "Een vast gezicht.", item="dichtbij")
    session.commit()

    at_school, of_region = page_of(client, region, schools[0]), page_of(client, region)
    assert "Is er hulp op school? Een spreekuur. Gedaan Een vast gezicht. Gedaan" in at_school
    assert "Is er hulp op school? Een vast gezicht. Gedaan" in of_region
