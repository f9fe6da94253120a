import pandas as pd

from analysis.aggregate import BlockSum, Measure, sum_inside, tabulate
from analysis.disclosure import SafeBlock
from analysis.precision import Scale

BRUG, ANKER = 1, 2
SCALE = Scale({"yes": 3, "partly": 2, "no": 1}, frozenset({"yes"}))
NEAR = Measure("dichtbij", None, SCALE, ("parent",), is_sensitive=False)
TEAM = Measure("wie", "wijkteam", Scale({"yes": None, "no": None}, frozenset()), ("parent",), False)

ANSWERS = pd.DataFrame(
    [
        (BRUG, "parent", "dichtbij", "yes", 4),
        (BRUG, "parent", "dichtbij", "no", 2),
        (BRUG, "parent", "dichtbij", "na", 3),
        (BRUG, "youth", "dichtbij", "no", 9),
        (ANKER, "parent", "dichtbij", "na", 5),
        (BRUG, "parent", "wie", "leraar", 6),
        (BRUG, "parent", "wie", "wijkteam", 2),
        (ANKER, "parent", "wie", "leraar", 4),
    ],
    columns=["school_id", "respondent_group", "item", "code", "n"],
)
RESPONDENTS = pd.DataFrame(
    [(BRUG, "parent", "wie", 7), (ANKER, "parent", "wie", 4), (BRUG, "youth", "wie", 5)],
    columns=["school_id", "respondent_group", "item", "n"],
)


def counts(measure, group="parent"):
    return tabulate(ANSWERS, RESPONDENTS, measure, group).to_dict("index")


def test_answers_of_one_group_are_counted_per_school():
    assert counts(NEAR) == {BRUG: {"no": 2, "yes": 4}}


def test_who_does_not_know_is_counted_nowhere():
    assert ANKER not in counts(NEAR)


def test_an_option_is_counted_among_all_who_answered_its_question():
    assert counts(TEAM) == {BRUG: {"yes": 2, "no": 5}, ANKER: {"yes": 0, "no": 4}}


def test_a_group_that_gave_no_answer_has_no_rows():
    assert counts(NEAR, "teacher") == {}


def test_an_option_goes_by_the_code_of_its_item_and_its_own():
    assert (NEAR.code, TEAM.code) == ("dichtbij", "wie:wijkteam")


POOL = SafeBlock((1, 2, 3), {"yes": 6, "no": 6})
ALONE = SafeBlock((4,), {"yes": 3, "no": 2})
UNITS_OF = {1: {10, 20}, 2: {10, 20}, 3: {10}, 4: {10, 20}}


def sums():
    return sum_inside(
        [POOL, ALONE], "parent", {school: frozenset(units) for school, units in UNITS_OF.items()}
    )


def test_a_unit_is_the_sum_of_the_blocks_inside_it():
    assert sums()[10].counts == {"yes": 9, "no": 8}


def test_a_block_that_lies_partly_outside_a_unit_does_not_count_in_it():
    assert sums()[20] == BlockSum({"yes": 3, "no": 2}, frozenset({(4, "parent")}))


def test_a_sum_knows_whom_it_counts():
    assert sums()[10].pairs == {(school, "parent") for school in (1, 2, 3, 4)}
