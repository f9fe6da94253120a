from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from feedback.accounts.permissions import Role
from feedback.database import db
from feedback.i18n import today
from surveys.organisations import Municipality, Pilot, PilotSchool, Region, School
from tests.cast import post, signed_in
from tests.factories import a_school
from tests.page import check_page

DAYS = {
    "starts_on": today().isoformat(),
    "ends_on": (today() + timedelta(days=5 * 365)).isoformat(),
}


@pytest.fixture
def schools(session):
    schools = [
        a_school(session, "De Brug"),
        a_school(session, "De Ster"),
        a_school(session, "Het Anker", municipality="Hulst"),
    ]
    for municipality in session.scalars(select(Municipality)):
        municipality.region = None
    session.flush()
    session.execute(delete(Region))
    session.commit()
    return {school.name: school.id for school in schools}


@pytest.fixture
def administrator(app, schools):
    return signed_in(app, Role.ADMINISTRATOR)


def make_region(client, municipalities, name="Zeeuws-Vlaanderen"):
    return post(client, "/regions/", page="/regions/", name=name, municipalities=municipalities)


def make_pilot(client, **answers):
    with client.application.app_context():
        address = f"/regions/{db.session.scalars(select(Region.id)).one()}/pilots/new"
    return post(client, address, page=address, **{"name": "Samen dichtbij"} | DAYS | answers)


def members_of(app):
    with app.app_context():
        return sorted(db.session.scalars(select(School.name).join(PilotSchool)))


def test_a_region_is_made_of_municipalities(app, administrator):
    assert make_region(administrator, "terneuzen, Hulst").status_code == 303

    shown = administrator.get("/regions/")
    check_page(shown)
    assert "Hulst, Terneuzen" in shown.text


def test_municipalities_are_added_to_a_region_that_is_there(app, administrator):
    make_region(administrator, "Hulst")
    make_region(administrator, "Terneuzen")

    with app.app_context():
        [region] = db.session.scalars(select(Region))
        assert len(region.municipalities) == 2


@pytest.mark.parametrize(
    ("name", "municipalities", "said"),
    [
        ("Elders", "Hulst", "Hulst belongs to Zeeuws-Vlaanderen already."),
        ("Elders", "Nergens, Hulst", "no municipality of this name: Nergens"),
        ("", "Hulst", "Write a name."),
        ("Elders", "", "Write at least one municipality."),
    ],
)
def test_a_region_that_cannot_be_is_refused(app, administrator, name, municipalities, said):
    make_region(administrator, "Hulst")

    refused = make_region(administrator, municipalities, name)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text
    with app.app_context():
        assert db.session.scalars(select(Region.name)).all() == ["Zeeuws-Vlaanderen"]


def test_a_pilot_is_made_of_a_whole_municipality_and_single_schools(app, administrator, schools):
    make_region(administrator, "Terneuzen, Hulst")
    with app.app_context():
        hulst = db.session.scalars(
            select(Municipality.id).where(Municipality.name == "Hulst")
        ).one()

    made = make_pilot(administrator, municipalities=[hulst], schools=[schools["De Ster"]])

    assert made.status_code == 303
    assert members_of(app) == ["De Ster", "Het Anker"]
    check_page(administrator.get("/regions/pilots/1"))


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"name": ""}, "Write a name."),
        ({"ends_on": DAYS["starts_on"]}, "A proeftuin ends after it starts."),
        ({"schools": []}, "Choose at least one municipality or school."),
        ({"schools": ["999"]}, "not"),
    ],
)
def test_a_pilot_that_cannot_be_is_refused(app, administrator, schools, mistake, said):
    make_region(administrator, "Terneuzen")

    refused = make_pilot(administrator, **{"schools": [schools["De Brug"]]} | mistake)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text
    with app.app_context():
        assert db.session.scalar(select(Pilot)) is None


def test_two_pilots_of_a_region_have_names_of_their_own(administrator, schools):
    make_region(administrator, "Terneuzen")
    make_pilot(administrator, schools=[schools["De Brug"]])

    again = make_pilot(administrator, schools=[schools["De Ster"]])

    assert "There is a proeftuin of this name already." in again.text


def test_a_school_that_leaves_a_pilot_stays_in_its_past(app, administrator, schools):
    make_region(administrator, "Terneuzen")
    make_pilot(administrator, schools=[schools["De Brug"]])
    page = "/regions/pilots/1"

    post(administrator, f"{page}/schools/{schools['De Brug']}/leave", page=page)

    assert "left on" in administrator.get(page).text
    with app.app_context():
        [member] = db.session.scalars(select(PilotSchool))
        assert member.left_on == today()
        assert not member.takes_part(today())
