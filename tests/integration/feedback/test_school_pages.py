from io import BytesIO

import pytest
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.database import db
from feedback.long_jobs import LongJob
from surveys.headcounts import Headcount
from surveys.organisations import School, SchoolAlliance
from tests.cast import a_user, do_jobs, in_english, post, sign_in, signed_in
from tests.factories import a_region, a_school
from tests.page import check_page

HEADER = "vestigingscode;naam;type;straat;gemeente;provincie;leerlingen"
BRUG = "99XA00;De Brug;basisschool;Kade;TERNEUZEN;Zeeland;210"
STER = "99XC00;De Ster;basisschool;Plein;TERNEUZEN;Zeeland;90"
ANKER = "99XB00;Het Anker;VSO;Haven;HULST;Zeeland;"
SITE = {
    "name": "Kindercentrum De Regenboog",
    "municipality": "terneuzen",
    "postcode": "4531 ab",
    "education_types": ["kinderopvang"],
    "board_number": "",
}


@pytest.fixture
def administrator(app):
    return signed_in(app, Role.ADMINISTRATOR)


@pytest.fixture
def school(session):
    school = a_school(session, "De Brug")
    session.commit()
    return school


def a_file(*lines):
    return BytesIO("\n".join([HEADER, *lines]).encode()), "scholen.csv"


def upload(client, *lines):
    return post(client, "/schools/import/", page="/schools/import/", file=a_file(*lines))


def import_all(app, client, *lines, **ticks):
    preview = upload(client, *lines).location
    job = post(client, preview, page=preview, **ticks).location
    do_jobs(app)
    return client.get(job).text


def schools_in(app):
    with app.app_context():
        return {
            school.location_code: (school.name, school.closed_on is None)
            for school in db.session.scalars(select(School))
        }


def test_a_register_is_looked_at_before_anything_is_stored(app, administrator):
    import_all(app, administrator, BRUG, ANKER, STER)

    preview = upload(administrator, BRUG.replace("Kade", "Laan"), "99XD00;De Zon;SBAO;;HULST;;")

    shown = administrator.get(preview.location)
    check_page(shown)
    words = " ".join(shown.text.split())
    assert "1 new school<" in words
    assert "De Zon, Hulst (99XD00)" in words
    assert "De Brug, Terneuzen (99XA00): address" in words
    # The file has no VSO, so that it says nothing of Het Anker.
    assert "1 school is not in this file" in words
    assert "De Ster" in words
    assert "Het Anker" not in words
    assert "99XD00" not in schools_in(app)


def test_a_register_is_imported_by_the_worker_and_the_outcome_is_found_again(app, administrator):
    shown = import_all(app, administrator, BRUG, ANKER)

    assert "2 schools added, 0 changed, 0 unchanged, 0 closed; 0 rows left out." in shown
    assert schools_in(app) == {"99XA00": ("De Brug", True), "99XB00": ("Het Anker", True)}
    listed = administrator.get("/jobs/")
    check_page(listed)
    assert "Import of the school register" in listed.text
    with app.app_context():
        assert "asked to import" in db.session.scalars(select(AuditEvent.action)).all()
        # The file itself is not kept.
        assert db.session.scalars(select(LongJob.upload)).all() == [None]


def test_schools_that_are_not_in_the_file_close_only_when_asked(app, administrator):
    import_all(app, administrator, BRUG, STER, ANKER)
    import_all(app, administrator, BRUG)
    assert schools_in(app)["99XC00"] == ("De Ster", True)

    import_all(app, administrator, BRUG, close_missing="y")

    assert schools_in(app) == {
        "99XA00": ("De Brug", True),
        "99XB00": ("Het Anker", True),
        "99XC00": ("De Ster", False),
    }


def test_every_wrong_row_is_told_and_nothing_is_imported(app, administrator):
    wrong = "99XC00;;basisschool;;TERNEUZEN;Zeeland;veel"

    shown = administrator.get(upload(administrator, BRUG, wrong).location)

    check_page(shown)
    assert "There are 2 mistakes in the file" in shown.text
    assert "not in this file" not in shown.text
    assert "Nothing was changed" in import_all(app, administrator, BRUG, wrong)
    assert schools_in(app) == {}


def test_the_right_rows_are_imported_when_somebody_says_so(app, administrator):
    import_all(app, administrator, BRUG, "99XC00;;basisschool;;HULST;;", skip_invalid="y")

    assert schools_in(app) == {"99XA00": ("De Brug", True)}


def test_a_file_without_the_columns_is_refused_at_once(administrator):
    refused = post(
        administrator, "/schools/import/", page="/schools/import/",
        file=(BytesIO(b"a;b\n1;2"), "x.csv"),
    )  # fmt: skip

    assert refused.status_code == 422
    assert "use a known layout" in refused.text


def test_a_draft_of_somebody_else_is_not_there(app, administrator):
    draft = upload(administrator, BRUG).location
    a_user(
        app, email="bas@klankbord.example", role=Role.ADMINISTRATOR,
        kind=OrganisationKind.INSTALLATION, organisation_id=None,
    )  # fmt: skip
    other = in_english(app)
    sign_in(other, "bas@klankbord.example")

    assert other.get(draft).status_code == 404


def test_childcare_is_added_by_hand(app, session, school, administrator):
    made = post(administrator, "/schools/new", page="/schools/new", **SITE)

    assert made.status_code == 303
    check_page(administrator.get(made.location))
    with app.app_context():
        site = db.session.scalars(select(School).where(School.location_code == "K00001")).one()
        assert (site.name, site.postcode, site.board) == (SITE["name"], "4531AB", None)
        assert site.municipality.name == "Terneuzen"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"municipality": "Atlantis"}, "no municipality of this name: Atlantis"),
        ({"postcode": "12"}, "Write four digits and two letters"),
        ({"education_types": []}, "Choose at least one kind"),
        ({"name": ""}, "Write a name"),
    ],
)
def test_a_place_with_a_mistake_is_told_and_keeps_what_was_typed(
    school, administrator, wrong, told
):
    refused = post(administrator, "/schools/new", page="/schools/new", **SITE | wrong)

    assert refused.status_code == 422
    assert told in refused.text
    assert "Kindercentrum De Regenboog" in refused.text or "name" in wrong


def test_a_school_is_found_and_changed(app, school, administrator):
    found = administrator.get("/schools/?q=brug")
    check_page(found)
    assert f'href="/schools/{school.id}"' in found.text
    assert "No school was found" in administrator.get("/schools/?q=brug%25").text

    page = f"/schools/{school.id}"
    changed = post(
        administrator, page, page=page, name="De Nieuwe Brug", municipality="Terneuzen",
        education_types=["basisschool", "kinderopvang"], board_number="41234",
        board_name="Samen Sterk", n_pupils="200",
    )  # fmt: skip

    assert changed.status_code == 303
    with app.app_context():
        stored = db.session.get_one(School, school.id)
        assert (stored.name, stored.n_pupils) == ("De Nieuwe Brug", 200)
        assert (stored.board.number, stored.board.name) == ("41234", "Samen Sterk")
        assert [row.education_type for row in stored.education_types] == [
            "basisschool",
            "kinderopvang",
        ]


def test_a_school_merges_and_is_opened_again(app, session, school, administrator):
    other = a_school(session, "De Ster")
    session.commit()
    page = f"/schools/{school.id}"

    refused = post(administrator, f"{page}/close", page=page, merged_into="nergens")
    assert refused.status_code == 422
    assert "No school has this code" in refused.text
    post(administrator, f"{page}/close", page=page, merged_into=other.location_code)

    shown = administrator.get(page)
    check_page(shown)
    assert "It merged into De Ster." in shown.text
    post(administrator, f"{page}/reopen", page=page)
    assert "It merged into" not in administrator.get(page).text


def test_people_are_counted_by_hand(app, school, administrator):
    page = f"/schools/{school.id}"

    refused = post(administrator, f"{page}/headcounts", page=page, parent="0", teacher="12")
    assert refused.status_code == 422
    post(administrator, f"{page}/headcounts", page=page, parent="150", teacher="12")

    with app.app_context():
        rows = db.session.scalars(select(Headcount))
        assert {row.respondent_group: row.n for row in rows} == {"parent": 150, "teacher": 12}


def test_the_file_of_headcounts_goes_out_and_comes_back(app, session, school, administrator):
    a_region(session, schools=[school])
    school.n_pupils = 210
    session.commit()
    given = administrator.get("/schools/headcounts/headcounts.csv").text
    assert given.splitlines()[1] == f"{school.location_code};De Brug;Terneuzen;;210;;;"

    filled = given.replace(";;210;;;", ";150;;;12;").encode()
    page = "/schools/headcounts/"
    saved = post(administrator, page, page=page, file=(BytesIO(filled), "aantallen.csv"))

    assert saved.status_code == 303
    with app.app_context():
        rows = db.session.scalars(select(Headcount))
        assert {row.respondent_group: row.n for row in rows} == {"parent": 150, "teacher": 12}


def test_mistakes_in_headcounts_are_all_told(session, school, administrator):
    page = "/schools/headcounts/"
    wrong = f"vestigingscode;ouders\n{school.location_code};veel\nXX;2".encode()

    refused = post(administrator, page, page=page, file=(BytesIO(wrong), "aantallen.csv"))

    assert refused.status_code == 422
    assert "There are 2 mistakes in the file" in refused.text


def test_an_alliance_is_made_and_changed(app, school, administrator):
    page = "/schools/alliances"
    answers = {"number": "po2903", "sector": "po", "municipalities": "Terneuzen"}

    post(administrator, page, page=page, name="Samen", **answers)
    post(administrator, page, page=page, name="Samen verder", **answers)

    shown = administrator.get(page)
    check_page(shown)
    assert "1 school" in shown.text
    with app.app_context():
        assert db.session.scalars(select(SchoolAlliance.name)).all() == ["Samen verder"]
    refused = post(administrator, page, page=page, name="X", **answers | {"municipalities": "Y"})
    assert refused.status_code == 422


def test_who_sets_up_one_region_does_not_change_schools(app, session, school):
    region = a_region(session, schools=[school])
    session.commit()
    regional = signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, region.id)

    assert regional.get(f"/schools/{school.id}").status_code == 404
