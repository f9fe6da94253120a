import pytest

from analysis.publications import Unit, UnitKind
from feedback.accounts.permissions import Scope
from feedback.accounts.visibility import visible


def a_unit(kind, key, *school_ids):
    return Unit(kind=kind.value, key=str(key), name=f"{kind} {key}", school_ids=list(school_ids))


# Schools 1 and 2 stand in municipality 7; 2 and 3 share board 4; 3 stands in municipality 8.
UNITS = [
    *(a_unit(UnitKind.SCHOOL, number, number) for number in (1, 2, 3)),
    a_unit(UnitKind.MUNICIPALITY, 7, 1, 2),
    a_unit(UnitKind.MUNICIPALITY, 8, 3),
    a_unit(UnitKind.BOARD, 4, 2, 3),
    a_unit(UnitKind.PILOT, 5, 1),
    a_unit(UnitKind.REGION, 6, 1, 2, 3),
]


def seen(**scope):
    ids = {name: frozenset(some) for name, some in scope.items()}
    return {(unit.kind, unit.key) for unit in visible(UNITS, Scope(**ids))}


def schools_seen(**scope):
    return {key for kind, key in seen(**scope) if kind == "school"}


def test_who_may_see_everything_sees_every_unit():
    assert visible(UNITS, Scope(everything=True)) == UNITS


def test_who_may_see_nothing_sees_no_unit():
    assert visible(UNITS, Scope()) == []


def test_a_school_is_seen_with_each_larger_unit_that_it_is_in():
    assert seen(school_ids=[1]) == {
        ("school", "1"),
        ("municipality", "7"),
        ("pilot", "5"),
        ("region", "6"),
    }


@pytest.mark.parametrize(
    ("scope", "schools"),
    [
        ({"municipality_ids": [7]}, {"1", "2"}),
        ({"board_ids": [4]}, {"2", "3"}),
        ({"pilot_ids": [5]}, {"1"}),
        ({"region_ids": [6]}, {"1", "2", "3"}),
    ],
)
def test_an_organisation_is_seen_with_its_own_schools_only(scope, schools):
    assert schools_seen(**scope) == schools


def test_two_roles_open_what_each_of_them_opens():
    assert schools_seen(school_ids=[1], municipality_ids=[8]) == {"1", "3"}


def test_an_organisation_that_did_not_take_part_opens_nothing():
    assert seen(school_ids=[9], region_ids=[9]) == set()
