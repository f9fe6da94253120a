import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest

from analysis.exports.odata import (
    DATASET_SETS,
    DATASET_SINGLETONS,
    Observation,
    csdl,
    observation_rows,
    period_code,
)
from analysis.publications import Cell, Unit
from surveys.campaigns import Wave, WaveKind

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


def a_wave(kind=WaveKind.BASELINE, opens_at=datetime(2026, 11, 2, 8, tzinfo=UTC)):
    return Wave(kind=kind.value, opens_at=opens_at)


def row_of(**said) -> Observation:
    unit = Unit(kind="school", key="12", name="De Brug", school_ids=[12])
    cell = Cell(
        respondent_group="parent", measure="hulp",
        **{"status": "shown", "n": "", "coverage": "", "mean": "", "favourable": "", "shares": {}}
        | said,
    )  # fmt: skip
    [row] = observation_rows(a_wave(), unit, [cell])
    return row


@pytest.mark.parametrize(
    ("said", "attribute", "value"),
    [
        ({"n": "23"}, "None", 23.0),
        ({"n": "5–9"}, "Band", None),
        ({"mean": "3.5"}, "None", 3.5),
        ({"mean": "low"}, "Band", None),
        ({"coverage": "90–95"}, "Band", None),
        ({"favourable": "≤5"}, "AtMost", None),
        ({"shares": {"yes": "≥95"}}, "AtLeast", None),
    ],
)
def test_a_value_is_a_number_only_where_that_number_was_shown(said, attribute, value):
    row = row_of(**said)

    assert (row.ValueAttribute, row.Value) == (attribute, value)
    assert row.StringValue in [*said.values(), *said.get("shares", {}).values()]


def test_a_hidden_figure_has_no_value_and_says_so():
    row = row_of(status="hidden")

    assert (row.ValueAttribute, row.Value, row.StringValue) == ("Confidential", None, None)


def test_an_observation_is_told_apart_by_its_id():
    assert row_of(shares={"yes": "40"}).Id == "school:12/parent/hulp.share.yes"


@pytest.mark.parametrize(
    ("kind", "opens_at", "code"),
    [
        (WaveKind.BASELINE, datetime(2026, 11, 2, tzinfo=UTC), "2026MM11"),
        (WaveKind.FOLLOW_UP, datetime(2027, 1, 2, tzinfo=UTC), "2027MM01"),
        (WaveKind.QUARTERLY, datetime(2026, 11, 2, tzinfo=UTC), "2026KW04"),
        (WaveKind.QUARTERLY, datetime(2026, 3, 2, tzinfo=UTC), "2026KW01"),
        # In the Netherlands the new year has begun.
        (WaveKind.FOLLOW_UP, datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2027MM01"),
    ],
)
def test_a_period_is_that_of_the_first_day(kind, opens_at, code):
    assert period_code(a_wave(kind, opens_at)) == code


def test_the_metadata_names_every_set_and_column():
    described = ET.fromstring(csdl(DATASET_SETS, DATASET_SINGLETONS))
    columns = {
        kind.get("Name"): [one.get("Name") for one in kind.iter(f"{EDM}Property")]
        for kind in described.iter(f"{EDM}EntityType")
    }

    for tag, sets in ((f"{EDM}EntitySet", DATASET_SETS), (f"{EDM}Singleton", DATASET_SINGLETONS)):
        assert {one.get("Name") for one in described.iter(tag)} == set(sets)
        assert all(columns[kind.__name__] == list(kind._fields) for kind in sets.values())


def test_the_columns_of_an_observation_are_a_contract():
    assert Observation._fields == (
        "Id", "Measure", "Unit", "Respondents", "Periods",
        "ValueAttribute", "Value", "StringValue",
    )  # fmt: skip
