from datetime import timedelta

import pytest
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.database import db
from feedback.i18n import today
from surveys.campaigns import Wave
from surveys.distribution import Link, load_links
from surveys.headcounts import save_headcounts
from surveys.items import RespondentGroup
from surveys.organisations import Municipality, School, SchoolAlliance, close_school
from surveys.planning import DateChange
from tests.cast import post, signed_in
from tests.factories import a_pilot, a_region, a_school, a_version, a_wave, make_links
from tests.page import check_page

FIRST = today() + timedelta(days=10)
LAST = today() + timedelta(days=31)


@pytest.fixture
def town(session, wave_keys):
    schools = [a_school(session, "De Brug"), a_school(session, "Het Anker", municipality="Hulst")]
    region = schools[0].municipality.region or a_region(session)
    for school in schools:
        school.municipality.region = region
    town = {
        "region": region.id,
        "pilot": a_pilot(session, region, schools[:1]).id,
        "municipality": schools[1].municipality_id,
        "version": a_version(session).id,
        "schools": [school.id for school in schools],
    }
    session.commit()
    return town


@pytest.fixture
def administrator(app, town):
    return signed_in(app, Role.ADMINISTRATOR)


def make(client, town, **other):
    answers = {
        "campaign": "Helpt de hulp?",
        "version": town["version"],
        "kind": "0-meting",
        "first_on": FIRST.isoformat(),
        "last_on": LAST.isoformat(),
        "groups": ["parent", "teacher"],
        "pilots": [town["pilot"]],
        "languages": ["nl"],
        "mode": "open",
        "go_on": "y",
    }
    address = f"/waves/new/{town['region']}"
    return post(client, address, page=address, **answers | other)


def count_people(session, town, group):
    for school in session.scalars(select(School).where(School.id.in_(town["schools"]))):
        save_headcounts(session, school, {group: 40}, today=today())
    session.commit()


def test_a_wave_is_set_up_on_one_page(app, administrator, town):
    check_page(administrator.get(f"/waves/new/{town['region']}"))

    made = make(administrator, town, municipalities=[town["municipality"]])

    assert made.status_code == 303
    check_page(administrator.get(made.location))
    with app.app_context():
        [wave] = db.session.scalars(select(Wave))
        assert (wave.opens_on, wave.last_on, wave.kind) == (FIRST, LAST, "0-meting")
        assert {
            (link.school_id, link.respondent_group) for link in load_links(db.session(), 1)
        } == {(school, group) for school in town["schools"] for group in ("parent", "teacher")}
        assert wave.version.frozen_at
        assert db.session.scalars(select(AuditEvent.action)).all()[-1] == "set up"


def test_a_second_wave_joins_the_campaign_of_that_name(app, administrator, town):
    make(administrator, town)
    make(
        administrator,
        town,
        kind="vervolgmeting",
        first_on=FIRST + timedelta(days=200),
        last_on=LAST + timedelta(days=200),
    )

    with app.app_context():
        assert len({wave.campaign_id for wave in db.session.scalars(select(Wave))}) == 1


def test_a_wave_can_ask_for_codes(app, administrator, town):
    make(administrator, town, mode="code")

    with app.app_context():
        assert set(db.session.scalars(select(Link.mode))) == {"code"}


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"campaign": " "}, "Write a name."),
        ({"groups": []}, "Choose at least one group."),
        ({"languages": []}, "Choose at least one language."),
        ({"pilots": []}, "Choose a proeftuin or a municipality with schools."),
        ({"first_on": "2020-01-01"}, "The first day is today or later."),
        ({"last_on": FIRST - timedelta(days=1)}, "The last day does not come before"),
        ({"first_on": "tomorrow"}, "Not a valid date"),
        ({"groups": ["supporter"]}, "has no questions for"),
        ({"groups": ["everybody"]}, "not"),
        ({"pilots": ["999"]}, "not"),
        ({"version": "999"}, "Not a valid choice"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_made(app, administrator, town, mistake, said):
    refused = make(administrator, town, **mistake)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text
    with app.app_context():
        assert db.session.scalar(select(Wave)) is None


def test_who_is_asked_a_lot_is_told_before_they_are_asked_again(app, administrator, town):
    make(administrator, town)

    warned = make(administrator, town, campaign="Nog een", go_on="")

    assert warned.status_code == 422
    assert "1 of these schools" in warned.text
    assert make(administrator, town, campaign="Nog een").status_code == 303


def test_other_people_of_the_same_school_are_not_asked_a_lot(session, administrator, town):
    make(administrator, town, groups=["teacher"])
    count_people(session, town, RespondentGroup.PARENT)

    second = make(administrator, town, campaign="Nog een", groups=["parent"], go_on="")

    assert second.status_code == 303


def test_a_wave_without_headcounts_is_made_once_somebody_has_seen_that(
    session, administrator, town
):
    warned = make(administrator, town, groups=["parent"], go_on="")

    assert warned.status_code == 422
    assert "Of 1 group at a school nobody said how many people there are" in warned.text
    count_people(session, town, RespondentGroup.PARENT)
    assert make(administrator, town, groups=["parent"], go_on="").status_code == 303


def test_the_schools_of_an_alliance_are_asked(app, session, administrator, town):
    session.add(
        SchoolAlliance(
            number="PO2903",
            name="Samen",
            sector="po",
            municipalities=[session.get_one(Municipality, town["municipality"])],
        )
    )
    session.commit()
    with app.app_context():
        alliance = db.session.scalars(select(SchoolAlliance.id)).one()

    make(administrator, town, pilots=[], alliances=[alliance])

    with app.app_context():
        asked = {link.school_id for link in load_links(db.session(), 1)}
        assert asked == {town["schools"][1]}


def test_a_school_that_closed_is_not_asked(app, session, administrator, town):
    close_school(session, session.get_one(School, town["schools"][1]), on=today())
    session.commit()

    make(administrator, town, municipalities=[town["municipality"]])

    with app.app_context():
        asked = {link.school_id for link in load_links(db.session(), 1)}
        assert asked == {town["schools"][0]}


def test_the_calendar_shows_who_is_asked_again_too_soon(administrator, town):
    make(administrator, town, groups=["teacher"])
    make(administrator, town, campaign="Nog een", groups=["parent", "teacher"])

    shown = administrator.get("/waves/calendar")

    check_page(shown)
    words = " ".join(shown.text.split())
    assert "At 1 school the same people are asked again too soon." in words
    assert words.count("(too soon)") == 1
    assert "Teachers and school staff <strong>(too soon)" in words


def test_a_group_that_no_school_has_is_told(app, administrator, town):
    refused = make(administrator, town, groups=["youth"])

    assert refused.status_code == 422
    assert "none of these schools has one of these groups" in refused.text.lower()
    with app.app_context():
        assert db.session.scalar(select(Wave)) is None


def test_a_region_of_somebody_else_is_not_there(app, session, town):
    elsewhere = a_region(session, name="Elders")
    session.commit()
    client = signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, elsewhere.id)

    assert client.get(f"/waves/new/{town['region']}").status_code == 404
    assert client.get("/waves/new").location == f"/waves/new/{elsewhere.id}"


@pytest.fixture
def open_wave(session, wave_keys, town):
    wave = a_wave(session, wave_keys)
    make_links(session, wave, [a_school(session, "De Ster")], [RespondentGroup.PARENT], ["nl"])
    session.commit()
    return wave.id


def change(client, wave_id, **answers):
    address = f"/waves/{wave_id}/days"
    return post(client, address, page=address, **answers)


def test_a_wave_that_is_open_can_stay_open_longer_and_the_reason_is_kept(
    app, administrator, open_wave
):
    with app.app_context():
        before = db.session.get(Wave, open_wave).last_on
    later = before + timedelta(days=7)

    saved = change(administrator, open_wave, last_on=later.isoformat(), reason="De griep")

    assert saved.status_code == 303
    assert "De griep" in administrator.get(saved.location).text
    with app.app_context():
        assert db.session.get(Wave, open_wave).last_on == later
        [kept] = db.session.scalars(select(DateChange))
        assert kept.last_on == before


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"last_on": LAST.isoformat(), "reason": ""}, "Write why the days change."),
        ({"last_on": "2020-01-01", "reason": "Zomaar"}, "The last day is today or later"),
        (
            {"first_on": LAST.isoformat(), "last_on": LAST.isoformat(), "reason": "Zomaar"},
            "A wave that is open keeps its first day",
        ),
    ],
)
def test_days_that_cannot_be_are_refused(app, administrator, open_wave, answers, said):
    refused = change(administrator, open_wave, **answers)

    assert refused.status_code == 422
    assert said.lower() in refused.text.lower()
    with app.app_context():
        assert db.session.scalar(select(DateChange)) is None


def test_a_wave_that_has_not_opened_cannot_have_opened_before_today(app, administrator, town):
    make(administrator, town)
    yesterday = (today() - timedelta(days=1)).isoformat()

    refused = change(
        administrator, 1, first_on=yesterday, last_on=LAST.isoformat(), reason="Zomaar"
    )

    assert refused.status_code == 422
    assert "The first day is today or later." in refused.text
    saved = change(
        administrator, 1, first_on=today().isoformat(), last_on=LAST.isoformat(), reason="Eerder"
    )
    assert saved.status_code == 303
