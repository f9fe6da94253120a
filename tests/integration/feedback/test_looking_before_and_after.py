"""Whoever looks at everything there is before and after one person answers, sees no difference."""

import random
import re
from itertools import count

import pytest

from feedback import work
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.answering.limits import Limits
from feedback.api.tokens import make_client
from feedback.i18n import today
from surveys.distribution import load_links
from surveys.items import RespondentGroup
from surveys.keys import FormKeys
from tests.cast import count_statements, signed_in
from tests.databases import on_sqlite
from tests.factories import (
    a_link,
    a_publication,
    a_school,
    a_wave,
    close,
    now,
    respond,
)

N_ATTACKS = 1_000
# A form has a key of its own, a staff page a token, and a session counts its seconds.
FRESH = re.compile(r'name="(key|csrf_token)"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"')
PARENT, TEACHER = RespondentGroup.PARENT, RespondentGroup.TEACHER


@pytest.fixture
def wave(session, wave_keys):
    """A running wave after one that was published, of the same schools."""
    schools = [a_school(session, f"School {number}") for number in range(4)]
    earlier = a_wave(session, wave_keys)
    wave = a_wave(session, wave_keys, version=earlier.version)
    for number, school in enumerate(schools):
        link = a_link(session, earlier, school, PARENT)
        for answer in ["yes", "partly", "no", "yes", "partly", "no"] * (1 + number):
            respond(session, link, {"dichtbij": [answer]})
        a_link(session, wave, school, PARENT)
        a_link(session, wave, school, TEACHER)
    a_publication(session, close(session, wave_keys, earlier))
    session.commit()
    return wave


@pytest.fixture
def links(session, wave):
    return load_links(session, wave.id)


@pytest.fixture
def look(app, session, wave, links):
    """All that anybody can look at, each as whoever sees most there."""
    _, token = make_client(
        session, "Dashboard", OrganisationKind.INSTALLATION, days=9, today=today()
    )
    session.commit()
    administrator = signed_in(app, Role.ADMINISTRATOR)
    anybody, bearer = app.test_client(), {"Authorization": f"Bearer {token}"}
    published = anybody.get("/api/v1/publications", headers=bearer).json["items"][0]["id"]
    pages = [
        (anybody, f"/v/{link.code}{path}", {})
        for link in links
        for path in ("", "/nl", "/nl/steps", "/nl/info", "/nl/thanks")
    ]
    pages += [
        (anybody, address, bearer)
        for address in (
            "/api/v1/publications",
            f"/api/v1/publications/{published}/observations",
            "/odata/v1/Datasets",
        )
    ]
    pages += [
        (administrator, address, {})
        for address in (
            "/staff", "/waves/", f"/waves/{wave.id}", "/results/", "/comments/themes",
            f"/results/{published}/region/{wave.campaign.region_id}",
            f"/results/{published}/figures.csv",
        )
    ]  # fmt: skip

    def look(place):
        client, address, headers = pages[place % len(pages)]
        answer = client.get(address, headers=headers)
        assert answer.status_code in (200, 303), address
        kept = [one for one in answer.headers if one[0] not in ("Date", "Set-Cookie")]
        text = FRESH.sub("", answer.text)
        return address, answer.status_code, len(text), sorted(kept), text

    return look


@pytest.fixture
def answer(app, client, settings, links):
    """Answer as one person, somewhere; sometimes with words, sometimes with nothing."""
    # An hour goes by between two of them: what is too fast is tried elsewhere.
    app.extensions["limits"] = Limits(count(0, 3600).__next__)

    def answer(dice):
        link = dice.choice(links)
        key = FormKeys(settings.secret_key).make(link.code, now=now())
        form = {"key": key, "is_checked": "y"}
        form |= dice.choice(
            [{}, {"dichtbij": "yes", "cijfer": "9"}, {"dichtbij": "no", "toelichting": "Help mij"}]
        )
        sent = client.post(f"/v/{link.code}/nl/send", data=form)
        assert sent.status_code in (200, 303)

    return answer


@on_sqlite
def test_a_thousand_looks_before_and_after_an_answer_learn_nothing(app, look, answer):
    dice = random.Random(1)
    for place in range(60):
        look(place)

    for number in range(N_ATTACKS):
        place = dice.randrange(1000)
        before = look(place)
        answer(dice)
        if number % 20 == 0:
            with app.app_context():
                work.mix_waves()
        assert look(place) == before


def test_an_answer_changes_nothing_that_anybody_can_look_at(app, look, answer):
    dice = random.Random(2)
    places = range(60)
    for place in places:
        look(place)
    before = [look(place) for place in places]

    for _ in range(12):
        answer(dice)
    with app.app_context():
        work.mix_waves()

    assert [look(place) for place in places] == before


def test_an_answer_costs_no_page_one_question_to_the_database_more(app, look, answer):
    dice = random.Random(3)
    for place in range(60):
        look(place)
    before = [count_statements(app, lambda place=place: look(place)) for place in range(60)]

    for _ in range(30):
        answer(dice)

    after = [count_statements(app, lambda place=place: look(place)) for place in range(60)]
    assert after == before
