"""The OData feed agrees with the contract, and with its own description."""

import xml.etree.ElementTree as ET

import pytest
from itsdangerous import TimestampSigner

from analysis.exports.observations import observations as observations_of
from analysis.publications import load_units
from feedback.accounts.permissions import OrganisationKind
from feedback.api import odata
from feedback.api.odata import LINK_OPENS_SECONDS
from feedback.api.published import get_publication
from feedback.database import db
from tests.factories import figures_of

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


@pytest.fixture
def dataset(town):
    return f"/odata/v1/Klankbord/W{town.wave_id}"


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(odata, "PAGE_SIZE", 50)


def expected(town):
    """The observations of the contract, by the codes of the feed."""
    publication = get_publication(town.publication_id)
    units = load_units(db.session(), publication.id)
    cells = figures_of(db.session(), publication)
    return {
        (
            f"{row.unit_kind}:{row.unit_key}",
            row.respondent_group,
            ".".join(part for part in (row.measure, row.statistic, row.option) if part),
        ): (row.value or None, row.status)
        for row in observations_of(publication, units, cells)
    }


def test_every_observation_is_one_of_the_contract(town, ask, dataset):
    rows = ask(f"{dataset}/Observations").json["value"]

    assert len(rows) == len({row["Id"] for row in rows})
    assert {
        (row["Unit"], row["Respondents"], row["Measure"]): (
            row["StringValue"],
            "hidden" if row["ValueAttribute"] == "Confidential" else "shown",
        )
        for row in rows
    } == expected(town)
    assert all(float(r["StringValue"]) == r["Value"] for r in rows if r["Value"] is not None)


def test_every_code_has_its_words(ask, dataset):
    rows = ask(f"{dataset}/Observations").json["value"]
    sets = {"Measure": "MeasureCodes", "Unit": "UnitCodes"}
    sets |= {"Respondents": "RespondentsCodes", "Periods": "PeriodsCodes"}

    for column, name in sets.items():
        words = {row["Identifier"]: row["Title"] for row in ask(f"{dataset}/{name}").json["value"]}
        assert {row[column] for row in rows} <= set(words)
        assert all(words.values())


def test_every_group_of_a_code_is_there(ask, dataset):
    for codes, groups, column in (
        ("MeasureCodes", "MeasureGroups", "MeasureGroupId"),
        ("UnitCodes", "UnitGroups", "DimensionGroupId"),
    ):
        used = {row[column] for row in ask(f"{dataset}/{codes}").json["value"]}
        assert used == {row["Id"] for row in ask(f"{dataset}/{groups}").json["value"]}


@pytest.mark.parametrize("root", ["/odata/v1", None])
def test_what_is_served_is_what_is_described(ask, dataset, root):
    root = root or dataset
    described = ET.fromstring(ask(f"{root}/$metadata").data)
    columns = {
        kind.get("Name"): {one.get("Name") for one in kind.iter(f"{EDM}Property")}
        for kind in described.iter(f"{EDM}EntityType")
    }
    kinds = {
        one.get("Name"): (one.get("EntityType") or one.get("Type")).removeprefix("Klankbord.")
        for tag in ("EntitySet", "Singleton")
        for one in described.iter(EDM + tag)
    }

    listed = ask(root).json["value"]
    assert {entry["name"] for entry in listed} == set(kinds)
    for entry in listed:
        said = ask(f"{root}/{entry['url']}").json
        row = said["value"][0] if entry["kind"] == "EntitySet" else said
        assert {name for name in row if not name.startswith("@")} == columns[kinds[entry["name"]]]


@pytest.mark.parametrize(
    ("query", "keep"),
    [
        ("Measure eq 'dichtbij.mean'", lambda row: row["Measure"] == "dichtbij.mean"),
        ("startswith(Unit,'school:')", lambda row: row["Unit"].startswith("school:")),
        ("ValueAttribute ne 'None'", lambda row: row["ValueAttribute"] != "None"),
        (
            "(Unit eq 'board:1' or Unit eq 'board:2') and contains(Measure,'.share.')",
            lambda row: row["Unit"].startswith("board") and ".share." in row["Measure"],
        ),
        ("Value gt 50", lambda row: (row["Value"] or 0) > 50),
    ],
)
def test_a_filter_keeps_what_it_asks_for(ask, dataset, query, keep):
    every = ask(f"{dataset}/Observations").json["value"]

    kept = ask(f"{dataset}/Observations?$filter={query}&$count=true").json

    assert kept["value"] == [row for row in every if keep(row)]
    assert kept["@odata.count"] == len(kept["value"]) > 0


def test_top_skip_and_select_choose_rows_and_columns(ask, dataset):
    every = ask(f"{dataset}/Observations").json["value"]

    some = ask(f"{dataset}/Observations?$skip=5&$top=3&$select=Id,Value").json

    assert some["value"] == [{"Id": row["Id"], "Value": row["Value"]} for row in every[5:8]]
    assert some["@odata.context"].endswith("#Observations(Id,Value)")


def test_the_pages_together_are_the_whole(ask, give_token, dataset, monkeypatch):
    token = give_token()
    every = ask(f"{dataset}/Observations", token).json["value"]
    monkeypatch.setattr(odata, "PAGE_SIZE", 30)
    pages, address = [], f"{dataset}/Observations?$skip=4&$top=100"
    while address:
        page = ask(address, token).json
        pages.append(page["value"])
        address = page.get("@odata.nextLink")

    assert [row for page in pages for row in page] == every[4:104]
    assert [len(page) for page in pages] == [30, 30, 30, 10]


def test_the_next_page_opens_without_the_token_for_a_while(
    app, ask, dataset, small_pages, monkeypatch
):
    link = ask(f"{dataset}/Observations?$filter=Value gt 0").json["@odata.nextLink"]
    stranger = app.test_client()

    assert stranger.get(link).status_code == 200
    assert stranger.get(link.replace("gt", "lt")).status_code == 401
    assert stranger.get(link.replace("Observations", "UnitCodes")).status_code == 401
    later = TimestampSigner("key").get_timestamp() + LINK_OPENS_SECONDS + 1
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: later)
    assert stranger.get(link).status_code == 401


def test_all_observations_can_be_counted(ask, town, dataset):
    assert ask(f"{dataset}/Observations/$count").text == str(len(expected(town)))


def test_a_unit_outside_the_scope_is_not_in_the_feed(ask, give_token, town, dataset):
    token = give_token(OrganisationKind.BOARD, town.board_ids["De Schakel"])
    other = f"school:{town.school_ids['De Brug']}"

    rows = ask(f"{dataset}/Observations", token).json["value"]

    assert rows
    assert other not in {row["Unit"] for row in rows}
    assert other not in {
        row["Identifier"] for row in ask(f"{dataset}/UnitCodes", token).json["value"]
    }


def test_a_dataset_without_a_unit_of_the_token_is_not_there(ask, give_token, dataset):
    token = give_token(OrganisationKind.SCHOOL, 999)

    assert ask("/odata/v1/Datasets", token).json["value"] == []
    for part in ("", "/$metadata", "/Properties", "/UnitCodes", "/Observations"):
        assert ask(dataset + part, token).status_code == 404


@pytest.mark.parametrize("name", ["W999", "P999", "X1", "W0", "P1 "])
def test_a_dataset_that_is_not_there_is_not_found(ask, name):
    assert ask(f"/odata/v1/Klankbord/{name}").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("$orderby=Value", 501), ("$expand=Unit", 501), ("$apply=x", 501),
        ("$filter=Elsewhere eq 1", 400), ("$select=Elsewhere", 400), ("$top=-1", 400),
        ("$skip=x", 400), ("$count=maybe", 400), ("$format=atom", 400), ("$skiptoken=x", 404),
    ],
)  # fmt: skip
def test_what_the_feed_does_not_speak_is_refused(ask, dataset, query, status):
    refused = ask(f"{dataset}/Observations?{query}")

    assert refused.status_code == status
    assert refused.json["error"]["message"] == refused.json["detail"]


def test_a_filter_on_units_reads_no_other_figures(ask, give_token, dataset, statements):
    token = give_token()
    statements.clear()

    ask(f"{dataset}/Observations?$filter=Unit eq 'region:1'", token)

    assert len([sent for sent in statements if "published_cell" in sent]) == 1
