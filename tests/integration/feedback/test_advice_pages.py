from datetime import date

import pytest
from sqlalchemy import select

from analysis.advice import Advice
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from tests.cast import post, signed_in
from tests.factories import a_region, a_school, an_advice
from tests.page import check_page

LIST = "/advice/"
QUESTION = {"title": "Lang wachten", "question": "Wat helpt ouders die wachten?"}
TEXT = "Bel binnen een week terug, ook als er nog niets is."
ANSWER = {
    "verdict": "yes",
    "reason": "Dit kan meteen.",
    "due_on": "2027-05-05",
    "owner": "regisseur",
}


@pytest.fixture
def region(session):
    region = a_region(session, schools=[a_school(session)])
    session.commit()
    return region


@pytest.fixture
def steering(app, region):
    return signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, region.id)


@pytest.fixture
def panel(app, region):
    return signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, region.id)


@pytest.fixture
def given(session, region):
    given = an_advice(session, region)
    session.commit()
    return given


def send(client, address, **form):
    return post(client, address, page=LIST, **form)


def read(client, address):
    shown = client.get(address)
    assert shown.status_code == 200
    check_page(shown)
    return " ".join(shown.text.split())


def only(session):
    session.expire_all()
    return session.scalars(select(Advice)).one()


def test_the_regiegroep_asks_the_klankbordgroep_advises_and_the_regiegroep_answers(
    session, region, steering, panel
):
    asked = send(steering, f"/advice/ask/{region.id}", **QUESTION).location
    assert "Waits for the klankbordgroep" in read(panel, LIST)
    send(panel, f"{asked}/text", text=TEXT)
    assert "Waits for an answer of the regiegroep" in read(steering, LIST)
    send(steering, f"{asked}/answer", **ANSWER)

    shown = read(panel, asked)
    assert QUESTION["question"] in shown
    assert TEXT in shown
    assert "<strong>Yes</strong>" in shown
    assert "Dit kan meteen." in shown
    assert 'by May 5, 2027 · <span lang="nl">regisseur' in shown
    assert "Answer: Yes, by May 5, 2027" in read(panel, LIST)
    deeds = session.scalars(select(AuditEvent.action).where(AuditEvent.thing == "advice")).all()
    assert deeds == ["asked for", "gave", "answered"]


def test_the_klankbordgroep_advises_unasked_and_changes_it_until_it_is_answered(
    session, region, panel, steering
):
    given = send(panel, f"/advice/give/{region.id}", title="Folder", text=TEXT).location
    send(panel, f"{given}/text", text="Schrijf een kortere folder.")
    assert only(session).text == "Schrijf een kortere folder."
    assert "Given unasked on" in read(steering, given)
    send(steering, f"{given}/answer", **ANSWER)

    assert send(panel, f"{given}/text", text=TEXT).status_code == 409
    assert only(session).text == "Schrijf een kortere folder."
    assert "Change the advice" not in read(panel, given)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"verdict": ""}, "Choose one."),
        ({"reason": ""}, "Write why."),
        ({"reason": "Vraag Jan de Vries."}, "“Jan de Vries”"),
        ({"due_on": ""}, "Choose a day."),
        ({"verdict": "partly", "due_on": ""}, "Choose a day."),
        ({"owner": "Jan de Vries"}, "“Jan de Vries”"),
    ],
)
def test_an_answer_with_a_mistake_is_told_and_kept_in_the_form(
    session, steering, given, wrong, told
):
    refused = send(steering, f"/advice/{given.id}/answer", **ANSWER | wrong)

    assert refused.status_code == 422
    check_page(refused)
    assert told in refused.text
    assert "Dit kan meteen." in refused.text or "reason" in wrong
    assert only(session).verdict is None


def test_a_no_needs_a_reason_and_no_day(session, steering, given):
    answer = {"verdict": "no", "reason": "Te duur.", "due_on": "", "owner": ""}

    assert send(steering, f"/advice/{given.id}/answer", **answer).status_code == 303
    assert (only(session).verdict, only(session).due_on) == ("no", None)


def test_the_regiegroep_may_answer_anew(session, steering, given):
    send(steering, f"/advice/{given.id}/answer", **ANSWER)
    send(steering, f"/advice/{given.id}/answer", **ANSWER | {"due_on": "2027-06-06"})

    assert only(session).due_on == date(2027, 6, 6)


@pytest.mark.parametrize("text", ["", "Bel 06-12345678.", "zonder hoofdletters"])
def test_advice_with_a_mistake_is_not_given(session, region, panel, text):
    refused = send(panel, f"/advice/give/{region.id}", title="Folder", text=text)

    assert refused.status_code == 422
    check_page(refused)
    assert 'value="Folder"' in refused.text
    assert session.scalars(select(Advice.id)).all() == []


def test_what_nobody_advised_yet_has_no_answer(session, region, steering):
    asked = send(steering, f"/advice/ask/{region.id}", **QUESTION).location

    assert "Answer this advice" not in read(steering, asked)
    assert send(steering, f"{asked}/answer", **ANSWER).status_code == 404


def test_a_question_is_taken_back_until_advice_was_given(session, region, steering, panel):
    first = send(steering, f"/advice/ask/{region.id}", **QUESTION).location
    assert send(panel, f"{first}/remove").status_code == 404
    assert send(steering, f"{first}/remove").status_code == 303
    assert session.scalars(select(Advice.id)).all() == []

    second = send(steering, f"/advice/ask/{region.id}", **QUESTION).location
    send(panel, f"{second}/text", text=TEXT)
    assert send(steering, f"{second}/remove").status_code == 404
    assert send(panel, f"{second}/remove").status_code == 404


def test_another_region_keeps_its_advice_to_itself(app, session, given):
    elsewhere = a_region(session, "Zwolle")
    session.commit()
    panel = signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, elsewhere.id)

    assert given.title not in read(panel, LIST)
    assert panel.get(f"/advice/{given.id}").status_code == 404
    assert panel.get(f"/advice/give/{given.region_id}").status_code == 404
