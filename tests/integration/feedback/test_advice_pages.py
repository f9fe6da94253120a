from datetime import date

import pytest
from sqlalchemy import select

from analysis.actions import Action
from analysis.advice import USUALLY_ANSWERED_WITHIN, Advice
from analysis.follow_ups import FollowUp
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.i18n import today
from surveys.organisations import School
from tests.cast import post, signed_in
from tests.factories import a_region, a_school, a_wave, an_action, an_advice
from tests.page import Page, check_page

LIST, LONG_AGO = "/advice/", date(2020, 1, 1)
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

    refused = send(panel, f"{given}/text", text=f"{TEXT} En nog iets.")
    assert refused.status_code == 409
    check_page(refused)
    assert "The regiegroep answered this advice meanwhile" in refused.text
    assert f"{TEXT} En nog iets.</blockquote>" in refused.text
    assert only(session).text == "Schrijf een kortere folder."
    assert "Change the advice" not in read(panel, given)


def hidden(shown):
    """Give the marks that the forms of a page carry unseen."""
    given = Page(shown.text).all("input")
    marks = ("seen", "seen_text")
    return {one["name"]: one.get("value", "") for one in given if one.get("name") in marks}


def test_an_answer_to_words_that_changed_meanwhile_is_not_kept_unread(
    session, panel, steering, given
):
    address = f"/advice/{given.id}"
    begun = hidden(steering.get(address))
    send(panel, f"{address}/text", text="Sluit de wijkteams helemaal.")

    asked = send(steering, f"{address}/answer", **ANSWER | begun)

    assert asked.status_code == 409
    check_page(asked)
    assert "Somebody else changed this meanwhile" in asked.text
    assert '<dd><span lang="nl">Sluit de wijkteams helemaal.' in asked.text
    assert "Dit kan meteen." in asked.text
    assert only(session).verdict is None
    kept = send(steering, f"{address}/answer", **ANSWER | hidden(asked))
    assert kept.status_code == 303
    assert only(session).verdict == "yes"


def test_a_second_answer_does_not_take_the_place_of_the_first_unread(session, steering, given):
    address = f"/advice/{given.id}"
    begun = hidden(steering.get(address))
    send(steering, f"{address}/answer", **ANSWER | begun)
    other = ANSWER | {"verdict": "no", "reason": "Toch niet."} | begun

    asked = send(steering, f"{address}/answer", **other)

    assert asked.status_code == 409
    check_page(asked)
    assert '<dd><span lang="nl">Dit kan meteen.' in asked.text
    assert "Toch niet." in asked.text
    assert only(session).verdict == "yes"
    assert send(steering, f"{address}/answer", **other | hidden(asked)).status_code == 303
    assert only(session).verdict == "no"


def test_an_answer_that_is_sent_twice_is_kept_once_more(steering, given):
    address = f"/advice/{given.id}"
    begun = hidden(steering.get(address))

    for _time in range(2):
        assert send(steering, f"{address}/answer", **ANSWER | begun).status_code == 303


def test_two_who_put_an_advice_in_other_words_read_each_other(session, panel, given):
    address = f"/advice/{given.id}"
    begun = hidden(panel.get(address))
    send(panel, f"{address}/text", text="Bel eerder terug.", **begun)

    asked = send(panel, f"{address}/text", text="Bel later terug.", **begun)

    assert asked.status_code == 409
    check_page(asked)
    assert '<dd><span lang="nl">Bel eerder terug.' in asked.text
    assert "Bel later terug.</textarea>" in asked.text
    assert only(session).text == "Bel eerder terug."
    send(panel, f"{address}/text", text="Bel op tijd terug.", **hidden(asked))
    assert only(session).text == "Bel op tijd terug."


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


@pytest.fixture
def actions(session, wave_keys, region):
    """Something that the region does, something of its school, and something of elsewhere."""
    wave = a_wave(session, wave_keys, region=region)
    school = session.scalars(select(School)).first()
    elsewhere = a_wave(session, wave_keys, region=a_region(session, "Zwolle"))
    made = (
        an_action(session, wave, None, "Een vast gezicht.", status="planned"),
        an_action(session, wave, school, "Een extra juf.", status="busy", due_on=LONG_AGO),
        an_action(session, elsewhere, None, "Iets anders."),
    )
    session.commit()
    return made


def link(client, advice, action):
    return send(client, f"/advice/{advice.id}/actions", **{"follow-up-action": action.id})


def test_an_advice_and_the_actions_that_follow_from_it_lead_to_each_other(
    session, steering, panel, given, actions
):
    of_region, of_school, _ = actions
    assert link(steering, given, of_region).status_code == 303
    assert link(steering, given, of_school).status_code == 303

    shown = read(panel, f"/advice/{given.id}")
    assert shown.index("Een extra juf.") < shown.index("Een vast gezicht.")
    assert "Too late: it should have been done" in shown
    assert "Link an action" not in shown
    for reader in (steering, panel):
        assert read(reader, "/actions/").count(f'href="/advice/{given.id}"') == 2
    deeds = session.scalars(select(AuditEvent.action).where(AuditEvent.thing == "advice")).all()
    assert deeds == ["linked an action to"] * 2


def test_a_link_is_taken_away_and_the_action_stays(session, steering, given, actions):
    link(steering, given, actions[0])

    send(steering, f"/advice/{given.id}/actions/{actions[0].id}/remove")

    assert f"/advice/{given.id}" not in read(steering, "/actions/")
    assert session.scalars(select(FollowUp.advice_id)).all() == []
    assert session.get(Action, actions[0].id) is not None


def test_an_action_of_another_region_cannot_be_linked(session, steering, given, actions):
    refused = link(steering, given, actions[2])

    assert refused.status_code == 422
    check_page(refused)
    assert session.scalars(select(FollowUp.advice_id)).all() == []


def test_without_a_choice_it_is_told_what_to_do(steering, given, actions):
    refused = send(steering, f"/advice/{given.id}/actions")

    assert refused.status_code == 422
    check_page(refused)
    assert "Choose an action." in refused.text


def test_the_klankbordgroep_links_nothing(session, panel, given, actions):
    assert link(panel, given, actions[0]).status_code == 404


def test_nothing_follows_from_what_was_not_advised(session, region, steering, actions):
    asked = an_advice(session, region, question="Wat?", asked_on=LONG_AGO, text="", given_on=None)
    session.commit()

    assert link(steering, asked, actions[0]).status_code == 404
    url = f"/actions/new/{actions[0].wave_id}?advice={asked.id}"
    assert steering.get(url).status_code == 404


def test_a_new_action_follows_from_the_advice_where_it_was_begun(session, steering, given, actions):
    page = read(steering, f"/advice/{given.id}")
    url = f"/actions/new/{actions[0].wave_id}?advice={given.id}"
    assert url in page
    assert given.title in read(steering, url)

    made = send(steering, url, text="Een spreekuur.", status="planned")

    assert made.location == f"/advice/{given.id}"
    assert "Een spreekuur." in read(steering, made.location)


@pytest.mark.parametrize("wrong", ["999", "x", ""])
def test_no_action_follows_from_an_advice_that_is_not_there(steering, given, actions, wrong):
    url = f"/actions/new/{actions[0].wave_id}?advice={wrong}"

    assert steering.get(url).status_code == 404


def test_a_coordinator_reads_the_action_without_the_advice(app, session, steering, given, actions):
    link(steering, given, actions[1])
    school = actions[1].school_id
    coordinator = signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, school)

    page = read(coordinator, "/actions/")

    assert "Een extra juf." in page
    assert f"/advice/{given.id}" not in page


def test_an_action_or_advice_that_goes_takes_the_link_along(session, steering, given, actions):
    link(steering, given, actions[0])
    send(steering, f"/actions/{actions[0].id}", remove="yes")

    session.expire_all()
    assert session.scalars(select(FollowUp.advice_id)).all() == []
    assert "Nothing yet." in read(steering, f"/advice/{given.id}")


def test_an_answer_that_is_late_stands_first_and_out(session, region, steering, panel, given):
    an_advice(session, region, title="Te laat", given_on=date(2027, 5, 5), answer_by=LONG_AGO)
    session.commit()

    shown = read(panel, LIST)

    assert shown.index("Te laat") < shown.index(given.title)
    assert shown.count("Too late: the regiegroep should have answered on") == 1


def test_the_klankbordgroep_says_by_when_it_wants_an_answer(session, region, panel, steering):
    proposed = (today() + USUALLY_ANSWERED_WITHIN).isoformat()
    assert f'value="{proposed}"' in read(panel, f"/advice/give/{region.id}")
    given = send(
        panel, f"/advice/give/{region.id}", title="Folder", text=TEXT, answer_by="2020-02-02"
    ).location

    assert "Too late: the regiegroep should have answered on" in read(steering, given)
    send(panel, f"{given}/text", text=TEXT, answer_by="2099-02-02")
    assert "wants one by February 2, 2099" in read(steering, given)
    send(steering, f"{given}/answer", **ANSWER)
    assert "Too late" not in read(steering, LIST)


def test_another_region_keeps_its_advice_to_itself(app, session, given):
    elsewhere = a_region(session, "Zwolle")
    session.commit()
    panel = signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, elsewhere.id)

    assert given.title not in read(panel, LIST)
    assert panel.get(f"/advice/{given.id}").status_code == 404
    assert panel.get(f"/advice/give/{given.region_id}").status_code == 404
