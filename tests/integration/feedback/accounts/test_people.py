import re

import pytest
from sqlalchemy import select

from feedback import audit
from feedback.accounts.models import User, find_user
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.database import db
from tests.cast import HOME, PASSWORD, a_user, in_english, post, sign_in, signed_in
from tests.factories import a_school
from tests.page import check_page

FATMA = {"name": "Fatma", "email": "fatma@klankbord.example"}


@pytest.fixture
def schools(session):
    schools = [
        a_school(session, "De Brug"),
        a_school(session, "De Brug", municipality="Hulst"),
        a_school(session, "Het Anker"),
    ]
    session.commit()
    return [(school.id, school.location_code) for school in schools]


@pytest.fixture
def administrator(app, schools):
    return signed_in(app, Role.ADMINISTRATOR)


def invite(client, **answers):
    return post(client, "/people/new", page="/people/new", **FATMA | answers)


def roles_of(app, email):
    with app.app_context():
        user = find_user(db.session(), email)
        return user and [(a.role, a.organisation_kind, a.organisation_id) for a in user.assignments]


def test_somebody_is_invited_for_a_school_by_its_name(app, administrator, schools):
    answer = invite(administrator, role="school_coordinator", wanted="het anker")

    assert answer.status_code == 303
    assert roles_of(app, FATMA["email"]) == [
        (Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, schools[2][0])
    ]
    check_page(administrator.get(answer.location))
    check_page(administrator.get("/people/"))


def test_somebody_is_invited_for_a_school_by_its_code(app, administrator, schools):
    invite(administrator, role="school_coordinator", wanted=schools[1][1].lower())

    assert roles_of(app, FATMA["email"])[0][2] == schools[1][0]


def test_two_schools_of_one_name_are_offered_to_choose(app, administrator, schools):
    asked = invite(administrator, role="school_coordinator", wanted="De Brug")

    assert asked.status_code == 422
    offered = [
        given["value"] for given in check_page(asked).all("input") if given.get("type") == "radio"
    ]
    assert offered == [f"school:{number}" for number, _ in schools[:2]]
    assert 'value="fatma@klankbord.example"' in asked.text
    invite(administrator, role="school_coordinator", wanted="De Brug", organisation=offered[1])
    assert roles_of(app, FATMA["email"])[0][2] == schools[1][0]


def test_nobody_is_given_a_role_at_an_organisation_that_was_not_found(app, administrator, schools):
    refused = invite(
        administrator, role="school_coordinator", wanted="Nergens", organisation="school:1"
    )

    assert refused.status_code == 422
    assert "Nothing of this name was found: School" in refused.text
    assert roles_of(app, FATMA["email"]) is None


@pytest.mark.parametrize("bad", [{"email": "fatma"}, {"name": ""}, {"role": "king"}])
def test_an_invitation_that_is_not_complete_is_asked_again(app, administrator, bad):
    refused = invite(administrator, **{"role": "analyst"} | bad)

    assert refused.status_code == 422
    check_page(refused)


def test_the_link_of_an_invitation_works_once(app, administrator, schools):
    person = invite(administrator, role="school_coordinator", wanted="Het Anker").location
    page = post(administrator, f"{person}/invitation", page=person)
    link = re.search(r">http://localhost(/reset/[^<]+)<", page.text)[1]
    check_page(page)

    guest = in_english(app)
    form = guest.get(link, follow_redirects=True)
    address = form.request.path
    chosen = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert post(guest, address, page=address, **chosen).status_code == 302
    assert sign_in(guest, FATMA["email"]).status_code == 302
    assert guest.get(HOME).status_code == 200
    assert in_english(app).get(link).location.startswith("/reset")


@pytest.fixture
def fatma(app, schools):
    return a_user(
        app,
        **FATMA,
        role=Role.SCHOOL_COORDINATOR,
        kind=OrganisationKind.SCHOOL,
        organisation_id=schools[0][0],
    )


def press(client, fatma, path, **form):
    return post(client, f"/people/{fatma}/{path}", page=f"/people/{fatma}", **form)


@pytest.mark.parametrize("path", ["sessions/end", "access", "second-factor/remove"])
def test_somebody_whose_sessions_are_ended_is_out_at_once(app, administrator, fatma, path):
    visitor = app.test_client()
    sign_in(visitor, FATMA["email"])
    assert visitor.get(HOME).status_code == 200

    press(administrator, fatma, path)

    assert visitor.get(HOME).status_code == 302


def test_somebody_without_access_cannot_sign_in_until_it_is_given_back(app, administrator, fatma):
    press(administrator, fatma, "access")
    assert sign_in(app.test_client(), FATMA["email"]).status_code == 200

    press(administrator, fatma, "access")
    assert sign_in(app.test_client(), FATMA["email"]).status_code == 302


def test_a_role_that_is_taken_away_ends_what_it_showed(app, administrator, fatma):
    visitor = app.test_client()
    sign_in(visitor, FATMA["email"])
    with app.app_context():
        given = db.session.get(User, fatma).assignments[0].id

    press(administrator, fatma, f"roles/{given}/remove")

    assert visitor.get("/waves/").status_code == 303
    assert roles_of(app, FATMA["email"]) == []


def test_an_administrator_cannot_lock_themselves_out(app, administrator):
    with app.app_context():
        own = db.session.scalars(select(User)).one()
        number, given = own.id, own.assignments[0].id

    for path in ("access", f"roles/{given}/remove"):
        press(administrator, number, path)

    assert administrator.get("/people/").status_code == 200


def test_every_deed_is_in_the_audit_log_in_words(app, administrator, fatma):
    press(administrator, fatma, "roles", role="analyst", wanted="")
    press(administrator, fatma, "sessions/end")
    press(administrator, fatma, "access")

    page = administrator.get("/audit-log/")

    check_page(page)
    assert "gave the role analyst" in page.text
    assert "ended the access of" in page.text
    assert "No line was changed or removed" in page.text
    file = administrator.get("/audit-log/deeds.csv").text
    with app.app_context():
        assert len(file.splitlines()) == len(audit.load_deeds(db.session()))


def test_the_audit_log_says_when_a_line_is_missing(app, administrator, fatma):
    press(administrator, fatma, "sessions/end")
    with app.app_context():
        first = db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)).first()
        db.session.connection().exec_driver_sql(f"DELETE FROM audit_event WHERE id = {first}")
        db.session.commit()

    assert "A line was changed or removed" in administrator.get("/audit-log/").text


def test_the_audit_log_can_be_read_of_one_person(app, administrator, fatma):
    sign_in(app.test_client(), FATMA["email"])

    shown = check_page(administrator.get(f"/audit-log/?user={fatma}"))

    assert len(shown.all("tr")) == 2


def test_an_administrator_of_everything_needs_no_organisation(app, administrator, schools):
    invite(administrator, role="administrator", wanted="")

    assert roles_of(app, FATMA["email"]) == [
        (Role.ADMINISTRATOR, OrganisationKind.INSTALLATION, None)
    ]


def test_somebody_of_the_demo_is_given_no_role(app, administrator, schools):
    a_user(app, **FATMA, is_demo=True)

    assert invite(administrator, role="analyst").status_code == 422
    assert roles_of(app, FATMA["email"]) == []
