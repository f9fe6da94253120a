import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement import krippendorff_alpha

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve
# units, and a dot where somebody did not code.
PUBLISHED = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
codings = st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12)


def units_of(*coders):
    return [
        [value for value in unit if value != "."]
        for unit in zip(*(coder.split() for coder in coders), strict=True)
    ]


def test_the_published_example_gives_the_published_value():
    assert krippendorff_alpha(units_of(*PUBLISHED)) == pytest.approx(0.743, abs=0.0005)


def test_two_coders_of_yes_and_no_give_the_published_value():
    """Section A of the same paper: ten units, alpha 0.095."""
    units = units_of("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")

    assert krippendorff_alpha(units) == pytest.approx(0.095, abs=0.0005)


def test_who_agrees_about_everything_agrees_wholly():
    assert krippendorff_alpha([["a", "a"], ["b", "b", "b"]]) == 1


def test_who_always_differs_agrees_less_than_by_chance():
    assert krippendorff_alpha([["a", "b"], ["b", "a"]]) < 0


@pytest.mark.parametrize("units", [[], [["a"], ["b"]], [["a", "a"], ["a", "a"]]])
def test_where_nothing_can_be_compared_there_is_no_value(units):
    assert krippendorff_alpha(units) is None


@given(codings)
def test_a_unit_that_one_person_coded_changes_nothing(units):
    assert krippendorff_alpha([*units, ["a"]]) == krippendorff_alpha(units)


@given(codings, st.randoms())
def test_who_is_asked_first_makes_no_difference(units, dice):
    before = krippendorff_alpha(units)
    for unit in units:
        dice.shuffle(unit)
    dice.shuffle(units)

    assert krippendorff_alpha(units) == (before if before is None else pytest.approx(before))
