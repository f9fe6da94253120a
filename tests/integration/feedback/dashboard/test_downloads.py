import json
from io import BytesIO

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from analysis.exports.as_xlsx import TooManyFigures
from analysis.exports.observations import CONTRACT
from analysis.publications import Publication, Unit
from analysis.publishing import publish
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.cli import klankbord
from feedback.dashboard.files import MOST_UNITS_AS_EXCEL, Wish, figures_file
from feedback.database import db
from surveys.keys import WaveKeys
from tests.cast import a_user, sign_in
from tests.factories import SIGNING_KEY, a_closed_wave, a_school, now
from tests.page import check_page

TOWN = {"De Brug": "Terneuzen", "Het Anker": "Hulst"}


@pytest.fixture
def town(app, settings):
    """The numbers of a publication and of the schools in it, by name."""
    with app.app_context():
        session = db.session()
        schools = {
            a_school(session, name, municipality=place, board=name): {
                "yes": 9,
                "partly": 7,
                "no": 6,
            }
            for name, place in TOWN.items()
        }
        wave = a_closed_wave(session, WaveKeys(settings.key_directory), schools)
        publication = publish(
            session, wave.id, now=now(), software_version="1.2.3", key=SIGNING_KEY
        )
        session.commit()
        return publication.id, {school.name: school.id for school in schools}


@pytest.fixture
def publication_id(town):
    return town[0]


@pytest.fixture
def analyst(app, client, town):
    a_user(app, role=Role.ANALYST, kind=OrganisationKind.INSTALLATION, organisation_id=None)
    sign_in(client)
    return client


def take(client, address):
    """A file, read to its end and closed."""
    with client.get(address) as response:
        return response.data


def said_in(data, ending):
    if ending == "xlsx":
        return str([list(sheet.values) for sheet in openpyxl.load_workbook(BytesIO(data))])
    return data.decode()


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_file_is_named_after_its_publication_and_contract(analyst, publication_id, ending):
    with analyst.get(f"/results/{publication_id}/figures.{ending}") as response:
        response.get_data()

    name = f"klankbord-publication-{publication_id}-contract-{CONTRACT}.{ending}"
    assert response.status_code == 200
    assert name in response.headers["Content-Disposition"]


def test_every_download_is_recorded(app, analyst, publication_id):
    for ending in ("csv", "xlsx"):
        take(analyst, f"/results/{publication_id}/figures.{ending}")

    with app.app_context():
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.thing == "publication"))
        assert [(event.action, event.thing_id, event.user_id) for event in events] == [
            ("downloaded as csv", str(publication_id), 1),
            ("downloaded as xlsx", str(publication_id), 1),
        ]


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_file_holds_only_what_its_reader_may_see(app, client, town, ending):
    publication_id, schools = town
    a_user(app, role=Role.ANALYST, kind=OrganisationKind.SCHOOL, organisation_id=schools["De Brug"])
    sign_in(client)

    said = said_in(take(client, f"/results/{publication_id}/figures.{ending}"), ending)

    assert "De Brug" in said
    assert "Het Anker" not in said


def test_a_file_can_be_wide_and_labelled(analyst, publication_id):
    address = f"/results/{publication_id}/figures.json?layout=wide&language=en"

    rows = json.loads(take(analyst, address))["rows"]
    school = next(
        row for row in rows if (row["unit_kind"], row["measure"]) == ("school", "dichtbij")
    )

    assert (school["measure_label"], school["n"]) == ("Is there help at school?", "22")


@pytest.mark.parametrize("query", ["layout=round", "language=fr"])
def test_a_file_that_nobody_makes_is_not_there(analyst, publication_id, query):
    assert analyst.get(f"/results/{publication_id}/figures.csv?{query}").status_code == 404


def test_the_results_lead_to_every_file(analyst, publication_id):
    page = check_page(analyst.get("/results/"))

    links = {given.get("href") for given in page.all("a")}
    assert {f"/results/{publication_id}/figures.{e}" for e in ("csv", "json", "xlsx")} <= links


def test_who_may_not_export_reads_the_codebook_but_gets_no_file(app, client, town):
    publication_id, schools = town
    school = schools["De Brug"]
    a_user(app, role=Role.SCHOOL_COORDINATOR, kind=OrganisationKind.SCHOOL, organisation_id=school)
    sign_in(client)

    page = client.get(f"/results/{publication_id}/codebook")

    check_page(page)
    assert "Is there help at school?" in page.text
    assert client.get(f"/results/{publication_id}/figures.csv").status_code == 404


def test_who_sees_no_unit_sees_no_codebook(app, client, town):
    a_user(app, role=Role.BOARD_VIEWER, kind=OrganisationKind.SCHOOL, organisation_id=10**6)
    sign_in(client)

    assert client.get(f"/results/{town[0]}/codebook").status_code == 404
    assert client.get(f"/results/{town[0]}/codebook.xml").status_code == 404


def test_the_codebook_is_there_as_ddi(analyst, publication_id):
    response = analyst.get(f"/results/{publication_id}/codebook.xml")

    assert response.mimetype == "application/xml"
    assert b"ddi:codebook:2_5" in response.data


def export(app, *words):
    return CliRunner().invoke(klankbord, ["publication", "export", *words], obj=lambda: app)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "parquet", "sav", "zip", "xml"])
def test_the_command_writes_what_the_ending_says(app, publication_id, tmp_path, ending):
    file = tmp_path / f"figures.{ending}"

    done = export(app, str(publication_id), "--to", str(file))

    assert done.exit_code == 0, done.output
    assert file.stat().st_size > 0


def test_the_command_takes_every_wish(app, publication_id, tmp_path):
    file = tmp_path / "figures.txt"

    export(app, str(publication_id), "--to", str(file), "--format", "csv", "--layout", "wide",
           "--language", "nl", "--delimiter", ",")  # fmt: skip

    header = file.read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("publication,campaign")
    assert header.endswith(
        "status,unit_kind_label,respondent_group_label,measure_label,status_label"
    )


def test_the_command_is_recorded(app, publication_id, tmp_path):
    export(app, str(publication_id), "--to", str(tmp_path / "figures.csv"))

    with app.app_context():
        [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "exported"))
        assert (event.user_id, event.thing_id) == (None, str(publication_id))


@pytest.mark.parametrize(
    ("name", "wish", "complaint"),
    [
        ("figures.doc", [], "is none of"),
        ("figures.xlsx", ["--layout", "wide"], "no wide layout"),
        ("figures.csv", ["--language", "fr"], "fr"),
    ],
)
def test_the_command_says_what_it_cannot_write(
    app, publication_id, tmp_path, name, wish, complaint
):
    done = export(app, str(publication_id), "--to", str(tmp_path / name), *wish)

    assert done.exit_code == 1
    assert complaint in done.output


def test_excel_of_a_whole_country_is_refused(app, publication_id):
    units = [Unit(kind="school", key=str(number)) for number in range(MOST_UNITS_AS_EXCEL + 1)]

    with app.app_context(), pytest.raises(TooManyFigures):
        figures_file(db.session().get(Publication, publication_id), units, Wish(), "xlsx")
