import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from analysis.actions import Action
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.i18n import today
from surveys.campaigns import WaveKind, make_wave
from tests.cast import post, signed_in
from tests.factories import a_closed_wave, a_link, a_publication, a_school, an_action, now
from tests.page import Page, check_page

KIND = OrganisationKind
LONG_AGO, DAY = date(2020, 1, 1), timedelta(days=1)
ANSWERS = {
    "text": "Elke week een spreekuur.",
    "item": "dichtbij",
    "owner": "intern begeleider",
    "due_on": "2027-05-05",
    "status": "busy",
    "day": "",
}


@pytest.fixture
def school(session):
    return a_school(session, "De Brug")


@pytest.fixture
def wave(session, wave_keys, school):
    anchor = a_school(session, "Het Anker", municipality="Hulst", board="Anders")
    counts = {"yes": 8, "partly": 6, "no": 4}
    wave = a_closed_wave(session, wave_keys, {school: counts, anchor: counts})
    a_link(session, wave, school)
    session.commit()
    return wave


@pytest.fixture
def administrator(app, wave):
    return signed_in(app, Role.ADMINISTRATOR, KIND.REGION, wave.campaign.region_id)


@pytest.fixture
def coordinator(app, wave, school):
    return signed_in(app, Role.SCHOOL_COORDINATOR, KIND.SCHOOL, school.id)


@pytest.fixture
def page(wave, school):
    return f"/waves/{wave.id}/schools/{school.id}/"


def add(client, page, **changed):
    form = {f"new-{name}": text for name, text in (ANSWERS | changed).items()}
    return post(client, f"{page}actions", page=page, **form)


def only(session):
    session.expire_all()
    return session.scalars(select(Action)).one()


def words(response):
    return " ".join(response.text.split())


def test_a_school_says_what_it_does_about_a_question_by_whom_and_by_when(
    session, coordinator, page, school
):
    assert add(coordinator, page).status_code == 303

    action = only(session)
    assert (action.school_id, action.item, action.owner, action.due_on, action.status) == (
        school.id, "dichtbij", "intern begeleider", date(2027, 5, 5), "busy",
    )  # fmt: skip
    shown = coordinator.get(page)
    check_page(shown)
    assert '(Busy with it, by May 5, 2027 · <span lang="nl">intern begeleider' in words(shown)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": ""}, "Write what is done."),
        ({"text": "De moeder van Fatima Bouzid belt."}, "“Fatima Bouzid”"),
        ({"text": "Bel voor hulp 06-12345678."}, "“06-12345678”"),
        ({"owner": "Jan de Vries"}, "“Jan de Vries”"),
        ({"status": "vergeten"}, "Not a valid choice"),
        ({"item": "verzonnen"}, "Not a valid choice"),
        ({"day": "2027-01-01"}, "Choose “Done” too"),
        ({"status": "done", "day": "2099-01-01"}, "This day is yet to come."),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(session, coordinator, page, wrong, told):
    refused = add(coordinator, page, **wrong)

    assert refused.status_code == 422
    check_page(refused)
    assert told in refused.text
    assert (ANSWERS | wrong)["text"] in refused.text
    assert session.scalars(select(Action.id)).all() == []


def test_what_was_planned_is_done_later(session, coordinator, page, wave, school):
    action = an_action(session, wave, school, status="planned", due_on=LONG_AGO)
    session.commit()
    assert "Too late: it should have been done on January 1, 2020" in coordinator.get(page).text

    form = {f"{action.id}-{name}": text for name, text in ANSWERS.items()} | {
        f"{action.id}-status": "done",
        f"{action.id}-day": today().isoformat(),
    }
    post(coordinator, f"{page}actions/{action.id}", page=page, **form)

    assert (only(session).is_done, only(session).day) == (True, today())
    assert "Too late" not in coordinator.get(page).text


def test_what_is_late_stands_first_and_is_said_in_words(session, administrator, wave, school):
    an_action(session, wave, school, "Op tijd.", status="planned", due_on=date(2099, 1, 1))
    an_action(session, wave, None, "Een vast gezicht.", status="busy", due_on=LONG_AGO)
    an_action(session, wave, school, "Al klaar.", item="dichtbij", day=LONG_AGO)
    session.commit()

    shown = administrator.get("/actions/")

    check_page(shown)
    text = words(shown)
    assert "Too late (1)" in text
    order = ["Een vast gezicht.", "Too late: it should", "Op tijd.", "Al klaar."]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert "The whole region: Zeeuws-Vlaanderen" in text
    assert "Is there help at school?" in text


def test_a_coordinator_sees_the_own_school_and_the_region_and_no_other_school(
    session, coordinator, wave, school, page
):
    other = a_school(session, "De Ster")
    own = an_action(session, wave, school, "Van ons.", status="planned")
    an_action(session, wave, other, "Van een ander.", status="planned")
    an_action(session, wave, None, "Van de regio.", status="planned")
    session.commit()

    shown = coordinator.get("/actions/").text

    assert "Van ons." in shown
    assert f'href="{page}#action-{own.id}"' in shown
    assert "Van de regio." in shown
    assert "Van een ander." not in shown
    assert "/actions/new/" not in shown


def test_a_region_adds_changes_and_removes_what_it_does(session, administrator, wave):
    page = f"/actions/new/{wave.id}"
    refused = post(administrator, page, page=page, **ANSWERS | {"text": ""})
    assert refused.status_code == 422
    check_page(refused)
    assert "intern begeleider" in refused.text

    post(administrator, page, page=page, **ANSWERS)
    own = f"/actions/{only(session).id}"
    check_page(administrator.get(own))
    assert "Elke week een spreekuur." in administrator.get(own).text
    post(administrator, own, page=own, **ANSWERS | {"status": "dropped"})
    assert (only(session).status, only(session).school_id) == ("dropped", None)
    post(administrator, own, page=own, remove="yes")

    assert session.scalars(select(Action.id)).all() == []
    deeds = session.scalars(select(AuditEvent.action)).all()
    assert deeds.count("said what was done") == 2
    assert deeds.count("took back what was done") == 1


def test_a_region_names_nobody_in_what_everybody_may_read(session, administrator, wave):
    page = f"/actions/new/{wave.id}"

    refused = post(administrator, page, page=page, **ANSWERS | {"text": "Wij bellen Jan de Vries."})

    assert refused.status_code == 422
    assert "“Jan de Vries”" in refused.text
    assert session.scalars(select(Action.id)).all() == []


def seen_on(shown, prefix=""):
    given = Page(shown.text).all("input")
    return next(one["value"] for one in given if one.get("name") == f"{prefix}seen")


@pytest.mark.parametrize("of_school", [True, False])
def test_two_who_change_an_action_read_each_other(
    session, administrator, coordinator, page, wave, school, of_school
):
    action = an_action(session, wave, school if of_school else None)
    session.commit()
    address = f"{page}actions/{action.id}" if of_school else f"/actions/{action.id}"
    client, shown_at = (coordinator, page) if of_school else (administrator, address)
    prefix = f"{action.id}-" if of_school else ""

    def change(seen, **changed):
        form = {f"{prefix}{name}": text for name, text in (ANSWERS | changed).items()}
        return post(client, address, page=shown_at, **form, **{f"{prefix}seen": seen})

    begun = seen_on(client.get(shown_at), prefix)
    assert change(begun, text="Eerst dit.").status_code == 303
    assert change(begun, text="Eerst dit.").status_code == 303
    asked = change(begun, text="Liever dat.")

    assert asked.status_code == 409
    check_page(asked)
    assert re.findall("<dt>(.*?)</dt><dd>.*Eerst dit", asked.text) == ["What is done"]
    assert "Liever dat.</textarea>" in asked.text
    assert only(session).text == "Eerst dit."
    assert change(seen_on(asked, prefix), text="Allebei.").status_code == 303
    assert only(session).text == "Allebei."


def test_what_a_school_does_is_not_changed_as_if_it_were_the_region(
    session, administrator, wave, school
):
    action = an_action(session, wave, school)
    session.commit()

    assert administrator.get(f"/actions/{action.id}").status_code == 404


def test_an_administrator_of_another_region_changes_nothing_here(app, session, wave):
    action = an_action(session, wave, None)
    session.commit()
    other = signed_in(app, Role.ADMINISTRATOR, KIND.REGION, 99)

    assert other.get(f"/actions/{action.id}").status_code == 404
    assert other.get(f"/actions/new/{wave.id}").status_code == 404


def test_the_results_of_the_next_wave_show_what_was_done_beside_the_question(
    session, wave_keys, coordinator, administrator, wave, school
):
    before = make_wave(
        session, wave.campaign, wave.version, kind=WaveKind.BASELINE, keys=wave_keys, now=now(),
        opens_at=wave.opens_at - 99 * DAY, closes_at=wave.opens_at - 90 * DAY,
    )  # fmt: skip
    an_action(session, before, school, "Een spreekuur.", item="dichtbij", day=LONG_AGO)
    an_action(session, before, None, "Een vast gezicht.", item="dichtbij")
    an_action(session, wave, school, "Een folder.", item="dichtbij", status="planned")
    publication = a_publication(session, wave)
    session.commit()

    shown = coordinator.get(f"/results/{publication.id}/school/{school.id}")

    check_page(shown)
    figure = shown.text.split('<section class="figure">')[1]
    for part in ("What we did", "Een spreekuur.", "Een vast gezicht.", "What we do with this"):
        assert part in figure
    region = administrator.get(f"/results/{publication.id}/region/{wave.campaign.region_id}").text
    assert "Een vast gezicht." in region
    assert "Een spreekuur." not in region
    assert figure.count("This holds for the whole region.") == 1
