import pandas as pd
import pytest

from analysis.disclosure import form_blocks


def town(**answers):
    """Counts of "ja" and "nee" per school, by its first letter numbered from 1."""
    return pd.DataFrame(answers.values(), index=range(1, len(answers) + 1), columns=["ja", "nee"])


def places(n, *, municipality=1, board=1, pilots=frozenset()):
    def each(value):
        return value if isinstance(value, list) else [value] * n

    columns = {"municipality": municipality, "board": board, "pilots": pilots}
    return pd.DataFrame(
        {name: each(value) for name, value in columns.items()},
        index=range(1, n + 1),
        dtype=object,
    )


def blocks(counts, threshold=5, **where):
    formed = form_blocks(counts, places(len(counts), **where), threshold=threshold)
    return [block.schools for block in formed]


def test_a_school_with_enough_answers_that_differ_stands_alone():
    assert blocks(town(brug=[3, 2])) == [(1,)]


def test_a_school_with_too_few_answers_counts_nowhere_on_its_own():
    assert blocks(town(brug=[2, 2])) == []


def test_a_higher_threshold_holds():
    assert blocks(town(brug=[6, 3]), threshold=10) == []


@pytest.mark.parametrize("counts", [[9, 0], [8, 1]])
def test_a_school_of_which_all_or_all_but_one_agree_does_not_stand_alone(counts):
    assert blocks(town(brug=counts)) == []


def test_a_school_of_which_all_but_two_agree_stands_alone():
    assert blocks(town(brug=[7, 2])) == [(1,)]


def test_three_small_schools_together_are_a_block_with_their_sums():
    [pool] = form_blocks(
        town(brug=[2, 2], anker=[1, 2], linde=[2, 1]), places(3), threshold=5
    )  # fmt: skip

    assert (pool.schools, pool.counts, pool.n) == ((1, 2, 3), {"ja": 5, "nee": 5}, 10)


def test_two_small_schools_are_no_pool():
    assert blocks(town(brug=[2, 2], anker=[3, 1])) == []


def test_a_school_without_answers_is_no_third_one():
    assert blocks(town(brug=[6, 0], anker=[0, 6], leeg=[0, 0])) == []
    assert blocks(town(brug=[6, 0], anker=[0, 6], linde=[1, 1])) == [(1, 2, 3)]


def test_a_pool_needs_twice_the_threshold():
    assert blocks(town(brug=[2, 1], anker=[1, 2], linde=[2, 1])) == []


def test_a_pool_is_not_for_more_than_two_thirds_one_school():
    assert blocks(town(brug=[20, 1], anker=[1, 2], linde=[2, 2])) == []


def test_the_schools_beside_the_largest_are_enough_by_themselves():
    assert blocks(town(brug=[8, 0], anker=[1, 1], linde=[1, 1])) == []


def test_a_pool_in_which_all_but_one_agree_is_no_block():
    assert blocks(town(brug=[4, 0], anker=[4, 0], linde=[3, 1])) == []


SMALL = [2, 2]


def test_schools_of_one_board_are_pooled_before_those_of_another():
    counts = town(a=SMALL, b=SMALL, c=SMALL, d=SMALL, e=SMALL, f=SMALL)

    assert blocks(counts, board=[1, 2, 1, 2, 1, 2]) == [(1, 3, 5), (2, 4, 6)]


def test_schools_of_the_same_pilots_are_pooled_before_others_of_their_board():
    counts = town(a=SMALL, b=SMALL, c=SMALL, d=SMALL, e=SMALL, f=SMALL)
    pilots = [frozenset({1}), frozenset(), frozenset({1})] * 2

    assert blocks(counts, pilots=pilots) == [(1, 3, 4, 6)]


def test_schools_without_a_board_are_pooled_by_their_municipality():
    counts = town(a=SMALL, b=SMALL, c=SMALL, d=SMALL, e=SMALL, f=SMALL)

    assert blocks(counts, municipality=[1, 2] * 3, board=None) == [(1, 3, 5), (2, 4, 6)]


def test_what_no_municipality_can_pool_is_pooled_in_the_region():
    counts = town(a=SMALL, b=SMALL, c=SMALL)

    assert blocks(counts, municipality=[1, 2, 3]) == [(1, 2, 3)]


def test_no_answers_at_all_give_no_blocks():
    assert blocks(town(brug=[0, 0])) == []


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        blocks(town(brug=[-1, 9]))
