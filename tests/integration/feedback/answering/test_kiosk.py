"""A class tablet: a PIN, one pupil after another, and nothing that stays."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.answering import kiosk
from surveys.items import RespondentGroup
from surveys.lessons import LESSON, MOST_TRIES, start_lesson
from surveys.responses import Inbox
from tests.cast import post, signed_in
from tests.databases import on_sqlite
from tests.factories import a_link, a_wave, now
from tests.page import check_page

pytestmark = on_sqlite


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys), group=RespondentGroup.YOUTH)
    session.commit()
    return link


@pytest.fixture
def lesson(session, link, settings):
    """The PIN of a lesson that runs."""
    _, pin = start_lesson(session, link, secret=settings.secret_key, now=now())
    session.commit()
    return pin


def open_tablet(client, link, pin):
    return client.post(f"/k/{link.code}", data={"pin": pin})


def begin(client, tablet, language="nl"):
    """The address and the hidden fields of a new form."""
    led = client.get(f"{tablet}/{language}")
    return led.location, hidden(client.get(led.location))


def hidden(response):
    page = check_page(response, respondent=True)
    assert response.headers["Cache-Control"] == "no-store"
    return {
        each["name"]: each["value"] for each in page.all("input") if each.get("type") == "hidden"
    }


def hand_in(client, tablet, fields, **answers):
    sent = fields | {"is_checked": "y"} | answers
    return client.post(f"{tablet}/nl/send", data=sent)


def forms(session):
    session.rollback()
    return [json.loads(form)[:4] for form in session.scalars(select(Inbox.form))]


def test_a_pin_opens_the_tablet_and_pupil_after_pupil_answers(session, client, link, lesson):
    tablet = open_tablet(client, link, f" {lesson[:3]} {lesson[3:]} ").location

    for answer in ("yes", "no"):
        check_page(client.get(tablet), respondent=True)
        _, fields = begin(client, tablet)
        sent = hand_in(client, tablet, fields, dichtbij=answer)
        done = client.get(sent.location)
        page = check_page(done, respondent=True)
        assert "Volgende leerling" in done.text
        assert tablet in [each["href"] for each in page.all("a")]

    assert sorted(form[0]["dichtbij"] for form in forms(session)) == [["no"], ["yes"]]


def test_on_a_tablet_nobody_gets_a_code_that_the_next_one_would_see(client, link, lesson):
    tablet = open_tablet(client, link, lesson).location
    _, fields = begin(client, tablet)

    sent = hand_in(client, tablet, fields, wants_code="y")

    assert sent.status_code == 303
    assert "withdraw" not in client.get(sent.location).text


@pytest.mark.parametrize("pin", ["", "000000x", "'; --", "é" * 500])
def test_a_wrong_pin_opens_nothing(client, link, lesson, pin):
    refused = open_tablet(client, link, pin)

    assert refused.status_code == 422
    check_page(refused, respondent=True)
    assert "Deze pincode werkt niet" in refused.text


def test_wrong_pins_are_counted_also_when_they_are_refused(client, link, lesson):
    for _ in range(MOST_TRIES):
        open_tablet(client, link, "wrong")

    assert open_tablet(client, link, lesson).status_code == 422


def test_no_page_of_a_tablet_may_be_kept(client, link, lesson):
    opened = open_tablet(client, link, lesson)
    tablet = opened.location
    address, fields = begin(client, tablet)
    answers = [opened, client.get(tablet), client.get(f"{tablet}/nl"), client.get(address)]
    answers += [
        client.post(f"{tablet}/nl/{door}", data=fields) for door in ("steps", "switch", "send")
    ]
    answers += [hand_in(client, tablet, fields), client.get(f"{tablet}/nl/thanks")]

    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
    assert answers[-1].headers["Clear-Site-Data"] == '"cache", "storage"'


def test_once_a_form_is_sent_its_addresses_say_so_and_show_no_answer(session, client, link, lesson):
    tablet = open_tablet(client, link, lesson).location
    address, fields = begin(client, tablet)
    later = hidden(client.post(f"{tablet}/nl/steps", data=fields | {"dichtbij": "yes"}))
    hand_in(client, tablet, later, wie="leraar", toelichting="Geheim.")

    again = [client.get(address)]
    again += [client.post(f"{tablet}/nl/{door}", data=later) for door in ("steps", "switch")]
    again += [hand_in(client, tablet, later, wie="wijkteam")]

    for answer in again:
        page = check_page(answer, respondent=True)
        assert "al verstuurd" in answer.text
        assert page.all("input") == []
    assert len(forms(session)) == 1


def test_a_form_is_asked_for_one_question_at_a_time_only(client, link, lesson):
    tablet = open_tablet(client, link, lesson).location
    address, _ = begin(client, tablet)
    shown = client.get(address)

    assert "/all" not in shown.text
    page = check_page(shown, respondent=True)
    assert [each["autocomplete"] for each in page.all("form")] == ["off"]
    assert client.post(f"{tablet}/nl/send", data={"dichtbij": "yes"}).location == tablet


def test_after_the_lesson_who_had_begun_may_finish_and_nobody_begins(
    session, client, link, settings, monkeypatch
):
    ended = now() - LESSON - timedelta(minutes=1)
    begun, _ = start_lesson(session, link, secret=settings.secret_key, now=ended)
    session.commit()
    with client.application.app_context():
        invitation = kiosk.invitation_of(link.code)
        ticket = kiosk._new_ticket(invitation, begun)
        key = kiosk.exchange.new_key(invitation)
    tablet = f"/k/{link.code}/{ticket}"

    assert client.get(f"{tablet}/nl").status_code == 403
    assert hand_in(client, tablet, {"key": key, "on_page": "dichtbij"}).status_code == 303
    monkeypatch.setattr(kiosk, "GRACE", timedelta(0))
    assert hand_in(client, tablet, {"key": key, "on_page": "dichtbij"}).status_code == 403


@pytest.mark.parametrize("change", [lambda it: it[:-1], lambda it: f"x{it}", lambda it: "nowhere"])
def test_a_ticket_that_was_changed_opens_nothing(client, link, lesson, change):
    tablet = open_tablet(client, link, lesson).location
    *here, ticket = tablet.split("/")

    assert client.get("/".join([*here, change(ticket)])).status_code == 403


def test_a_form_key_that_was_made_up_is_refused(session, client, link, lesson):
    tablet = open_tablet(client, link, lesson).location

    assert client.get(f"{tablet}/nl/made-up").status_code == 422
    refused = hand_in(client, tablet, {"key": "made-up", "on_page": "dichtbij"})
    assert refused.status_code == 422
    assert forms(session) == []


def test_a_lesson_takes_as_many_forms_as_a_class_can_need(client, link, lesson, monkeypatch):
    monkeypatch.setattr(kiosk, "MOST_FORMS", 3)
    tablet = open_tablet(client, link, lesson).location

    begun = [client.get(f"{tablet}/nl").status_code for _ in range(4)]

    assert begun == [303, 303, 303, 429]


def test_a_coordinator_starts_a_lesson_for_the_own_school(session, app, client, link):
    coordinator = signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, link.school_id)
    page = f"/waves/{link.wave_id}"

    shown = post(coordinator, f"{page}/links/{link.id}/lessons", page=page)

    check_page(shown)
    pin = shown.text.split('class="lead">')[1].split("<")[0]
    assert open_tablet(client, link, pin).status_code == 303


def test_nobody_starts_a_lesson_for_a_school_of_others(session, app, link):
    stranger = signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, link.school_id + 99)

    refused = post(stranger, f"/waves/{link.wave_id}/links/{link.id}/lessons", page="/staff")

    assert refused.status_code == 404
