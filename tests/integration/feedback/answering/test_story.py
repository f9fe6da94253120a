"""One address throughout: what comes, the questions, what was answered, what was done."""

from datetime import date, timedelta

import pytest

from surveys.campaigns import WaveKind, make_wave
from surveys.items import RespondentGroup
from tests.factories import (
    a_closed_wave,
    a_link,
    a_publication,
    a_school,
    a_wave,
    an_action,
    make_links,
    now,
)
from tests.page import check_page

DAY = timedelta(days=1)


@pytest.fixture
def school(session):
    return a_school(session, "De Brug")


@pytest.fixture
def told(session, wave_keys, school):
    """The link of a school of which enough people answered, once it is published."""

    def tell(answers, *, others=()):
        counts = {school: answers} | {
            a_school(session, f"School {number}"): each for number, each in enumerate(others)
        }
        wave = a_closed_wave(session, wave_keys, counts)
        [link] = make_links(session, wave, [school], [RespondentGroup.PARENT], ["nl", "en"])
        a_publication(session, wave)
        session.commit()
        return link

    return tell


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    check_page(response, respondent=True)
    return response.text


def test_before_the_wave_the_page_says_what_comes_and_when(client, session, wave_keys, school):
    opens_at = now() + 3 * DAY
    wave = a_wave(session, wave_keys, opens_at=opens_at, closes_at=opens_at + DAY)
    link = a_link(session, wave, school)
    session.commit()

    page = read(client, f"/v/{link.code}/nl")

    assert "nog niet open" in page
    assert "De Brug" in page
    assert str(wave.opens_on.day) in page
    assert f"/v/{link.code}/en" in page
    assert client.post(f"/v/{link.code}/nl/send", data={}).status_code == 403


def test_after_the_wave_the_page_says_that_answers_are_added_up(client, session, wave_keys, school):
    wave = a_closed_wave(session, wave_keys, {school: {"yes": 8, "partly": 6}})
    [link] = make_links(session, wave, [school], [RespondentGroup.PARENT], ["nl"])
    session.commit()

    assert "opgeteld" in read(client, f"/v/{link.code}")
    assert client.post(f"/v/{link.code}/nl/send", data={}).status_code == 410


def test_once_published_it_says_in_a_sentence_what_was_answered(client, told):
    link = told({"yes": 14, "partly": 4, "no": 2})

    page = read(client, f"/v/{link.code}/nl")

    assert "Wat ouders zeiden" in page
    assert "Ongeveer 7 van de 10 mensen zeiden: Ja" in page
    assert "20 antwoorden" in page


def test_in_another_language_it_says_the_same(client, told):
    link = told({"yes": 14, "partly": 4, "no": 2})

    assert "About 7 in 10 people answered: Yes" in read(client, f"/v/{link.code}/en")


def test_where_a_school_shows_nothing_a_wider_circle_speaks_and_is_named(client, told):
    few = {"yes": 2, "no": 2}
    link = told(few, others=[{"yes": 9, "no": 5}, {"yes": 8, "no": 6}, few, few])

    page = read(client, f"/v/{link.code}/nl")

    assert "van alle scholen in Terneuzen samen" in page
    assert ">4 antwoorden" not in page


def test_where_nothing_is_shown_it_says_why_in_one_way(client, told):
    page = read(client, f"/v/{told({'yes': 3}).code}/nl")

    assert "Te weinig (verschillende) antwoorden" in page
    assert "3 antwoorden" not in page


def test_what_was_done_stands_above_what_was_answered(client, session, told, school):
    link = told({"yes": 14, "partly": 4, "no": 2})
    an_action(session, link.wave, school, "Meer <rust> in de klas.", day=date(2027, 3, 3))
    an_action(session, link.wave, school, "Een moestuin.", is_done=False)
    session.commit()

    page = read(client, f"/v/{link.code}/nl")

    assert page.index("Meer &lt;rust&gt; in de klas.") < page.index("Een moestuin.")
    assert page.index("Een moestuin.") < page.index("Ongeveer 7 van de 10")
    assert "Gedaan: 3 maart 2027" in page
    assert "Gepland" in page


def test_what_was_given_up_is_not_told(client, session, told, school):
    link = told({"yes": 14, "partly": 4, "no": 2})
    an_action(session, link.wave, school, "Een klimrek.", status="dropped")
    session.commit()

    assert "Een klimrek." not in read(client, f"/v/{link.code}/nl")


def test_the_next_wave_tells_what_was_done_beside_the_question_it_was_about(
    client, session, wave_keys, told, school
):
    link = told({"yes": 14, "partly": 4, "no": 2})
    campaign = link.wave.campaign
    before = make_wave(
        session, campaign, link.wave.version, kind=WaveKind.BASELINE, keys=wave_keys,
        opens_at=link.wave.opens_at - 99 * DAY, closes_at=link.wave.opens_at - 90 * DAY, now=now(),
    )  # fmt: skip
    elsewhere = a_school(session, "Het Anker")
    an_action(session, before, school, "Een spreekuur.", item="dichtbij", day=date(2027, 3, 3))
    an_action(session, before, None, "Een vast gezicht.", item="cijfer", is_done=False)
    an_action(session, before, elsewhere, "Van een ander.", item="dichtbij")
    session.commit()

    page = read(client, f"/v/{link.code}/nl")

    section = page.split("Is er hulp op school?")[1].split("</section>")[0]
    assert "Een spreekuur." in section
    assert "Gedaan: 3 maart 2027" in section
    assert "Een vast gezicht." not in section
    assert "Een vast gezicht." in page
    assert "Van een ander." not in page


def test_the_page_with_results_may_be_kept_by_a_proxy_per_language(client, told):
    link = told({"yes": 14, "partly": 4, "no": 2})

    headers = client.get(f"/v/{link.code}").headers

    assert headers["Cache-Control"] == "public, max-age=300"
    assert "Accept-Language" in headers["Vary"]
