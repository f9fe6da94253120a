import pytest

from feedback.api.filters import DEEPEST, read_filter
from feedback.api.problems import Refused

COLUMNS = ("Measure", "Unit", "Value", "ValueAttribute")
ROW = {"Measure": "hulp.mean", "Unit": "school:1", "Value": 3.5, "ValueAttribute": "None"}


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ("Unit eq 'school:1'", True),
        ("Unit ne 'school:1'", False),
        ("Unit eq 'school:2' or Measure eq 'hulp.mean'", True),
        ("Unit eq 'school:1' and Measure eq 'hulp.n'", False),
        # `and` binds before `or`.
        ("Unit eq 'school:1' or Unit eq 'x' and Unit eq 'y'", True),
        ("(Unit eq 'school:1' or Unit eq 'x') and Unit eq 'y'", False),
        ("not (Unit eq 'school:1')", False),
        ("not contains(Unit, 'board') and startswith(Measure, 'hulp')", True),
        ("endswith(Measure,'.mean')", True),
        ("Unit in ('school:2', 'school:1')", True),
        ("Value gt 3 and Value le 3.5", True),
        ("Value eq null", False),
        ("Value gt 'x'", False),
        ("Unit eq 'it''s'", False),
    ],
)
def test_a_filter_tells_which_rows_it_wants(written, holds):
    assert read_filter(written, COLUMNS)(ROW) is holds


def test_what_is_hidden_is_smaller_nor_greater_than_any_number():
    hidden = ROW | {"Value": None}

    assert not read_filter("Value gt 0 or Value le 0", COLUMNS)(hidden)
    assert read_filter("Value eq null", COLUMNS)(hidden)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Unit eq 'school:2' and Value gt 3", False),
        ("Unit eq 'school:1' and Value gt 3", None),
        ("Unit eq 'school:1' or Value gt 3", True),
        ("not (Value gt 3)", None),
        ("Value in (1, 2)", None),
    ],
)
def test_a_unit_is_passed_over_only_when_none_of_its_rows_can_be_wanted(written, known):
    assert read_filter(written, COLUMNS)({"Unit": "school:1"}) is known


@pytest.mark.parametrize(
    "written",
    [
        "Unit",
        "Unit eq",
        "eq 'x'",
        "Unit eq 'x' Unit",
        "Unit eq 'x",
        "Elsewhere eq 'x'",
        "(Unit eq 'x'",
        "Unit in ()",
        "Unit in 'x'",
        "contains(Unit)",
        "Unit like 'x'",
        "Unit eq 'x'; drop",
        "length(Unit) eq 1",
    ],
)
def test_what_cannot_be_read_is_refused(written):
    with pytest.raises(Refused) as refused:
        read_filter(written, COLUMNS)

    assert refused.value.status == 400


@pytest.mark.parametrize("opening", ["(", "not "])
def test_a_filter_that_is_too_deep_is_refused(opening):
    with pytest.raises(Refused):
        read_filter(opening * (DEEPEST + 1) + "Unit eq 'x'", COLUMNS)
