"""The JSON API gives what the contract says, within the scope of a token."""

import pytest

from analysis.exports.observations import observations as observations_of
from analysis.publications import load_units
from feedback.accounts.permissions import OrganisationKind
from feedback.api.published import get_publication
from feedback.database import db
from tests.factories import figures_of


@pytest.fixture
def address(town):
    return f"/api/v1/publications/{town.publication_id}"


def all_of(ask, address, token=None):
    """Follow the pages of an answer to its end."""
    items = []
    while address:
        page = ask(address, token).json
        items += page["items"]
        address = page["next"]
    return items


def expected(town):
    publication = get_publication(town.publication_id)
    units = load_units(db.session(), publication.id)
    cells = figures_of(db.session(), publication)
    return [row._asdict() for row in observations_of(publication, units, cells)]


def in_order(rows):
    return sorted(tuple(row.values()) for row in rows)


def test_all_observations_come_page_by_page(town, ask, give_token, address):
    rows = all_of(ask, f"{address}/observations?limit=7", give_token())

    assert in_order(rows) == in_order(expected(town))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unit_kind", "school"),
        ("respondent_group", "parent"),
        ("measure", "wie:leraar"),
        ("statistic", "mean"),
    ],
)
def test_a_filter_keeps_what_it_names(town, ask, give_token, address, name, value):
    rows = all_of(ask, f"{address}/observations?limit=50&{name}={value}", give_token())

    wanted = [row for row in expected(town) if row[name] == value]
    assert in_order(rows) == in_order(wanted)
    assert wanted


def test_the_figures_of_a_unit_are_its_cells(town, ask, address):
    key = town.school_ids["De Brug"]

    figures = ask(f"{address}/units/school/{key}/figures").json["items"]

    cells = figures_of(db.session(), get_publication(town.publication_id), [("school", str(key))])
    assert [(f["measure"], f["n"], f["shares"]) for f in figures] == [
        (cell.measure, cell.n, cell.shares) for cell in cells
    ]


def test_a_token_of_a_board_sees_its_schools_and_what_is_larger(town, ask, give_token, address):
    token = give_token(OrganisationKind.BOARD, town.board_ids["De Schakel"])

    units = ask(f"{address}/units", token).json["items"]

    names = {unit["unit_name"] for unit in units}
    assert {"De Vlieger", "Eensgezind", "De Schakel", "Zeeuws-Vlaanderen"} <= names
    assert names.isdisjoint({"De Brug", "Het Anker", "Stichting Samen"})


def test_the_unit_of_another_is_not_there(town, ask, give_token, address):
    token = give_token(OrganisationKind.SCHOOL, town.school_ids["De Vlieger"])
    key = town.school_ids["De Brug"]

    hidden = ask(f"{address}/units/school/{key}/figures", token)

    assert hidden.status_code == 404
    assert hidden.json == ask(f"{address}/units/school/999/figures", token).json
    rows = ask(f"{address}/observations?unit_kind=school&unit_key={key}", token).json
    assert rows["items"] == []


def test_a_publication_without_a_unit_of_the_token_is_not_there(ask, give_token, address):
    token = give_token(OrganisationKind.SCHOOL, 999)

    assert ask("/api/v1/publications", token).json == {"items": []}
    for part in ("", "/units", "/observations"):
        assert ask(address + part, token).status_code == 404


def test_a_page_of_one_client_opens_nothing_for_another(ask, give_token, address):
    following = ask(f"{address}/observations?limit=1", give_token()).json["next"]

    assert ask(following, give_token()).status_code == 404


@pytest.mark.parametrize("cursor", ["", "x"])
def test_a_page_that_nobody_was_given_is_not_there(ask, address, cursor):
    assert ask(f"{address}/observations?cursor={cursor}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=10001", "limit=x", "limit=-1",
        "unit_kind=street", "elsewhere=1",
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_refused(ask, address, query):
    refused = ask(f"{address}/observations?{query}")

    assert refused.status_code == 400
    assert refused.json["detail"]


@pytest.mark.parametrize("number", ["0", "999", str(2**63), "1" * 40])
def test_a_publication_that_is_not_there_is_not_found(ask, number):
    assert ask(f"/api/v1/publications/{number}").status_code == 404
