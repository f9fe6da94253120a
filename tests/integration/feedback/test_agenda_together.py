"""Several people work on one agenda: they arrange it, and nobody overwrites another unseen."""

import re

import pytest
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from surveys.agenda import Domain, Goal, Indicator, PlannedAction, Row
from tests.cast import signed_in
from tests.factories import a_region, a_school, an_agenda
from tests.page import Page, check_page

INDICATOR = {
    "text": "Thuiszitters", "measured": "", "group": "all", "statistic": "favourable",
    "direction": "down", "unit": "leerlingen", "baseline": "40", "target": "10",
}  # fmt: skip


@pytest.fixture
def region(session):
    """A region with two domains; the first has a tree of goals."""
    region = a_region(session, schools=[a_school(session)])
    first = an_agenda(session, region)
    for text in ("Elk kind hoort erbij.", "Hulp is dichtbij."):
        first.goals.append(Goal(text=text))
    session.flush()
    first.goals.append(Goal(text="Een vast gezicht.", parent_id=first.goals[0].id))
    first.goals.append(Goal(text="Snel gebeld.", parent_id=first.goals[0].id))
    second = Domain(region_id=region.id, position=1, name="Preventie", years=["26-27"])
    session.add(second)
    session.commit()
    return region


@pytest.fixture
def noor(app, region):
    return signed_in(app, Role.ADMINISTRATOR)


@pytest.fixture
def fatma(app, region):
    return signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, region.id)


def number_of(session, model, *rules):
    return session.scalars(select(model.id).where(*rules).order_by(model.id)).first()


def opened(client, address, prefix=""):
    """Open a form: gives what its page carries unseen."""
    shown = client.get(address)
    check_page(shown)
    given = {one.get("name"): one.get("value", "") for one in Page(shown.text).all("input")}
    return {name: given[name] for name in ("csrf_token", f"{prefix}seen")} | (
        {f"{prefix}csrf_token": given[f"{prefix}csrf_token"]} if prefix else {}
    )


def press(client, address, page):
    token = opened_token(client, page)
    return client.post(address, data={"csrf_token": token})


def opened_token(client, page):
    fields = Page(client.get(page).text).all("input")
    return next(one["value"] for one in fields if one.get("name") == "csrf_token")


def address_of(session, region, kind):
    start = f"/agenda/{region.id}"
    if kind == "domain":
        number = number_of(session, Domain)
        return f"{start}/{number}/edit", f"{start}/{number}/edit", ""
    if kind == "goal":
        address = f"{start}/goals/{number_of(session, Goal)}"
        return address, address, ""
    if kind == "indicator":
        address = f"{start}/indicators/{number_of(session, Indicator)}"
        return address, address, ""
    if kind == "action":
        address = f"{start}/actions/{number_of(session, PlannedAction)}"
        return address, address, ""
    row = number_of(session, Row)
    return f"{start}/goals/{number_of(session, Goal)}", f"{start}/rows/{row}", f"row-{row}-"


CASES = {
    "domain": ("name", {"introduction": "", "years": "26-27, 27-28"}),
    "goal": ("text", {"part_of": "0"}),
    "indicator": ("text", INDICATOR),
    "action": ("text", {"actors": "Leerplicht", "years": "26-27"}),
    "row": ("investment", {}),
}


@pytest.mark.parametrize("kind", CASES)
def test_two_who_change_the_same_see_each_others_words(session, region, noor, fatma, kind):
    field, rest = CASES[kind]
    page, address, prefix = address_of(session, region, kind)
    if kind in ("indicator", "action"):
        rest = rest | {"row": str(number_of(session, Row))}
    of_noor, of_fatma = opened(noor, page, prefix), opened(fatma, page, prefix)
    name = f"{prefix}{field}"

    assert noor.post(address, data=of_noor | rest | {name: "Van Noor."}).status_code == 303
    refused = fatma.post(address, data=of_fatma | rest | {name: "Van Fatma."})

    assert refused.status_code == 409
    check_page(refused)
    text = refused.text
    assert "Somebody else changed this meanwhile" in text
    assert re.search(r"<dd>.*Van Noor\.", text)
    assert 'value="Van Fatma."' in text
    session.expire_all()
    assert "Van Noor." in fatma.get(page).text

    seen = next(
        one["value"] for one in Page(text).all("input") if one.get("name") == f"{prefix}seen"
    )
    again = of_fatma | rest | {name: "Van Noor en Fatma.", f"{prefix}seen": seen}
    assert fatma.post(address, data=again).status_code == 303
    assert "Van Noor en Fatma." in fatma.get(page).text


REMOVABLE = ["domain", "goal", "indicator", "action"]


def remover(client, page):
    """Read a page from which something can be removed: gives what its button sends."""
    shown = client.get(page)
    check_page(shown)
    given = {one.get("name"): one.get("value", "") for one in Page(shown.text).all("input")}
    return {name: given[name] for name in ("csrf_token", "whole")}


def removal_of(address):
    return f"{address.removesuffix('/edit')}/remove"


@pytest.mark.parametrize("kind", REMOVABLE)
def test_nobody_removes_what_somebody_else_changed_meanwhile(session, region, noor, fatma, kind):
    field, rest = CASES[kind]
    page, address, _ = address_of(session, region, kind)
    if kind in ("indicator", "action"):
        rest = rest | {"row": str(number_of(session, Row))}
    of_fatma = remover(fatma, page)
    noor.post(address, data=opened(noor, page) | rest | {field: "Van Noor."})

    asked = fatma.post(removal_of(address), data=of_fatma)

    assert (asked.status_code, asked.location) == (303, page)
    text = fatma.get(page).text
    assert "Read it again before you remove it" in text
    assert "Van Noor." in text
    assert fatma.post(removal_of(address), data=remover(fatma, page)).location != page
    assert fatma.get(page).status_code == 404


def test_a_goal_with_a_new_value_in_it_is_read_again_before_it_goes(session, region, noor, fatma):
    page, address, _ = address_of(session, region, "goal")
    indicator, _, _ = address_of(session, region, "indicator")
    of_fatma = remover(fatma, page)
    token = opened_token(noor, indicator)
    value = {"value-csrf_token": token, "value-day": "2026-01-01", "value-value": "33"}
    assert noor.post(f"{indicator}/values", data={"csrf_token": token} | value).status_code == 303

    fatma.post(removal_of(address), data=of_fatma)

    assert "Read it again before you remove it" in fatma.get(page).text


@pytest.mark.parametrize("kind", CASES)
def test_what_was_written_for_something_that_is_gone_is_shown(session, region, noor, fatma, kind):
    field, rest = CASES[kind]
    page, address, prefix = address_of(session, region, kind)
    if kind in ("indicator", "action"):
        rest = rest | {"row": str(number_of(session, Row))}
    of_fatma = opened(fatma, page, prefix)
    goal, _, _ = address_of(session, region, "goal")
    gone = page if kind in REMOVABLE else goal
    noor.post(removal_of(gone), data=remover(noor, gone))

    refused = fatma.post(address, data=of_fatma | rest | {f"{prefix}{field}": "Van Fatma."})

    assert refused.status_code == 404
    check_page(refused)
    assert "This was removed meanwhile" in refused.text
    assert "Van Fatma.</blockquote>" in refused.text
    assert of_fatma[f"{prefix}seen"] not in refused.text


def test_a_field_that_both_left_alone_is_not_told(session, region, noor, fatma):
    page, address, _ = address_of(session, region, "action")
    rest = {"years": "26-27", "row": str(number_of(session, Row)), "text": "Melden."}
    of_noor, of_fatma = opened(noor, page), opened(fatma, page)

    noor.post(address, data=of_noor | rest | {"actors": "Wijkteam"})
    text = fatma.post(address, data=of_fatma | rest | {"actors": "Leerplicht"}).text

    assert re.findall(r"<dt>(.*?)</dt>", text) == ["Who does it"]


def test_who_wrote_the_same_is_not_bothered(session, region, noor, fatma):
    page, address, _ = address_of(session, region, "goal")
    of_noor, of_fatma = opened(noor, page), opened(fatma, page)
    same = {"text": "Elk kind leert.", "part_of": "0"}

    assert noor.post(address, data=of_noor | same).status_code == 303
    assert fatma.post(address, data=of_fatma | same).status_code == 303


def test_moving_a_goal_is_no_change_of_its_words(session, region, noor, fatma):
    page, address, _ = address_of(session, region, "goal")
    begun = opened(fatma, page)
    domain = f"/agenda/{region.id}/{number_of(session, Domain)}"

    press(noor, f"{page}/down", domain)

    assert fatma.post(address, data=begun | {"text": "Nieuw.", "part_of": "0"}).status_code == 303


def goals_on(client, region, domain_id):
    text = client.get(f"/agenda/{region.id}/{domain_id}").text
    return re.findall(r'<h2 lang="nl">(.*?)</h2>', text)


def test_goals_change_places_among_those_that_are_part_of_the_same(session, region, noor):
    domain_id = number_of(session, Domain)
    page = f"/agenda/{region.id}/{domain_id}"
    near = number_of(session, Goal, Goal.text == "Hulp is dichtbij.")
    part = number_of(session, Goal, Goal.text == "Een vast gezicht.")

    moved = press(noor, f"/agenda/{region.id}/goals/{near}/up", page)
    press(noor, f"/agenda/{region.id}/goals/{part}/down", page)

    assert moved.location == f"{page}#goal-{near}"
    assert goals_on(noor, region, domain_id) == [
        "Elk kind gaat naar school.", "Snel gebeld.", "Een vast gezicht.",
        "Hulp is dichtbij.", "Elk kind hoort erbij.",
    ]  # fmt: skip
    deeds = session.scalars(select(AuditEvent.action).where(AuditEvent.thing == "region")).all()
    assert deeds == ["changed the agenda of"] * 2


def test_at_the_end_nothing_moves_and_there_is_no_button(session, region, noor):
    domain_id = number_of(session, Domain)
    page = f"/agenda/{region.id}/{domain_id}"
    before = goals_on(noor, region, domain_id)
    first = number_of(session, Goal)

    assert press(noor, f"/agenda/{region.id}/goals/{first}/up", page).status_code == 303

    assert goals_on(noor, region, domain_id) == before
    text = noor.get(page).text
    assert "Move up: Elk kind gaat naar school." not in text
    assert "Move down: Elk kind gaat naar school." in text
    assert "Move down: Hulp is dichtbij." not in text


def test_domains_change_places_and_keep_their_order_in_the_file(session, region, noor):
    page = f"/agenda/{region.id}"
    second = number_of(session, Domain, Domain.name == "Preventie")

    moved = press(noor, f"{page}/{second}/up", page)

    assert moved.location == f"{page}#domain-{second}"
    for text in (noor.get(page).text, noor.get(f"{page}/agenda.csv").text):
        assert text.index("Preventie") < text.index("Thuiszitters")


def test_who_only_reads_sees_no_buttons(app, session, region):
    reader = signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, region.id)
    for page in (f"/agenda/{region.id}", f"/agenda/{region.id}/{number_of(session, Domain)}"):
        assert "Move " not in reader.get(page).text
