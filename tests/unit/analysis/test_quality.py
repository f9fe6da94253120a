from collections import Counter, defaultdict
from random import Random

import pytest

from analysis.previews import Flag, Sign
from analysis.quality import find_flags

N_ITEMS = 11


def a_form(dice, level):
    """What one person answers: near their own mood, near that of their school."""
    mood = level + dice.gauss(0, 0.8)
    codes = [str(min(5, max(1, round(mood + dice.gauss(0, 0.9))))) for _ in range(N_ITEMS)]
    return tuple((f"item-{number:02}", code) for number, code in enumerate(codes))


def a_region(seed, n_schools=60):
    dice = Random(seed)
    vectors = defaultdict(Counter)
    for school_id in range(n_schools):
        level = dice.gauss(3.6, 0.4)
        for _ in range(dice.randint(12, 90)):
            vectors[school_id, "parent"][a_form(dice, level)] += 1
    return vectors


A_FORM = a_form(Random(4), 3)
ALL_THE_SAME = tuple((f"item-{number:02}", "5") for number in range(N_ITEMS))


@pytest.mark.parametrize("seed", range(5))
def test_of_an_honest_region_at_most_one_unit_in_a_hundred_is_red(seed):
    vectors = a_region(seed)

    assert sum(flag.is_red for flag in find_flags(vectors, {}, {})) <= len(vectors) / 100


@pytest.mark.parametrize("seed", range(5))
def test_forty_copies_of_one_form_are_red(seed):
    vectors = a_region(seed)
    vectors[7, "parent"][A_FORM] += 40

    assert [flag for flag in find_flags(vectors, {}, {}) if flag.is_red] == [
        Flag(7, "parent", Sign.COPIES)
    ]


def test_copies_show_at_a_school_that_is_on_its_own():
    vectors = {unit: counts for unit, counts in a_region(1).items() if unit[0] == 7}
    vectors[7, "parent"][A_FORM] += 40

    assert [flag.sign for flag in find_flags(vectors, {}, {})] == [Sign.COPIES]


def test_a_school_where_everybody_is_happy_is_not_red():
    vectors = a_region(2)
    vectors[7, "parent"] = Counter({ALL_THE_SAME: 60})

    assert not any(flag.is_red for flag in find_flags(vectors, {}, {}))


def test_a_school_where_far_more_people_say_one_thing_everywhere_is_looked_at():
    vectors = a_region(2)
    vectors[7, "parent"] = Counter({ALL_THE_SAME: 60})

    assert Flag(7, "parent", Sign.STRAIGHT) in find_flags(vectors, {}, {})


def test_what_everybody_answers_everywhere_is_no_sign():
    vectors = {(school_id, "parent"): Counter({A_FORM: 30}) for school_id in range(10)}

    assert list(find_flags(vectors, {}, {})) == []


def test_short_forms_tell_nothing():
    vectors = {(1, "parent"): Counter({A_FORM[:7]: 60})}

    assert list(find_flags(vectors, {}, {})) == []


def test_more_pupils_than_a_school_has_are_a_sign():
    vectors = {(1, "youth"): Counter({A_FORM: 3, ALL_THE_SAME: 9}), (2, "youth"): Counter()}

    assert [flag.sign for flag in find_flags(vectors, {1: 10, 2: None}, {})] == [Sign.TOO_MANY]


def test_parents_may_be_more_than_pupils():
    vectors = {(1, "parent"): Counter({A_FORM: 3, ALL_THE_SAME: 9})}

    assert list(find_flags(vectors, {1: 10}, {})) == []


def test_programs_that_fill_in_forms_are_a_sign_where_others_take_their_time():
    vectors = a_region(2)
    hasty = {(7, "parent"): 15, (8, "parent"): 2}

    assert list(find_flags(vectors, {}, hasty)) == [Flag(7, "parent", Sign.HASTY)]


@pytest.mark.parametrize("share", [2, 4])
def test_being_as_fast_as_everybody_else_is_no_sign(share):
    vectors = a_region(2)
    hasty = {unit: sum(counts.values()) // share for unit, counts in vectors.items()}

    assert list(find_flags(vectors, {}, hasty)) == []
