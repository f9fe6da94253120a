import pytest

from analysis.precision import Scale, show

AGREE = Scale({"5": 5, "4": 4, "3": 3, "2": 2, "1": 1}, frozenset({"5", "4"}))
PARTLY = Scale({"yes": 3, "partly": 2, "no": 1}, frozenset({"yes"}))
REASONS = Scale({"ver": None, "duur": None}, frozenset())


def shown(n_all=None, scale=AGREE, **counts):
    counts = {code.removeprefix("c"): n for code, n in counts.items()}
    return show(counts, n_all or sum(counts.values()), scale)


def test_a_unit_without_blocks_shows_nothing():
    assert show({}, 0, AGREE) is None


@pytest.mark.parametrize(
    ("n_all", "coverage"),
    [(20, "≥95"), (21, "≥95"), (22, "90–95"), (23, "80–90"), (25, "80–90")],
)
def test_coverage_is_said_in_bands(n_all, coverage):
    assert shown(c4=10, c2=10, n_all=n_all).coverage == coverage


def test_blocks_with_less_than_four_in_five_respondents_do_not_speak_for_the_unit():
    assert shown(c4=10, c2=10, n_all=26) is None


@pytest.mark.parametrize(
    ("high", "n"), [(5, "5–9"), (7, "5–9"), (8, "10"), (17, "19"), (298, "300")]
)
def test_a_number_below_ten_is_not_told_exactly(high, n):
    counts = {"c4": high, "c2": 2} if high > 5 else {"c4": 3, "c2": 2}

    assert shown(**counts).n == n


@pytest.mark.parametrize(
    ("high", "n", "share"),
    [
        (5, 9, ""),
        (5, 10, "50"),
        (2, 10, "≤20"),
        (8, 10, "≥80"),
        (11, 20, "55"),
        (2, 40, "≤5"),
        (38, 40, "≥95"),
        (51, 99, "50"),
        (33, 100, "33"),
        (2, 100, "≤2"),
        (98, 100, "≥98"),
        (2, 300, "≤1"),
        (298, 300, "≥99"),
        (6, 300, "2"),
    ],
)
def test_a_share_is_as_precise_as_its_number_carries(high, n, share):
    assert shown(c4=high, c2=n - high).favourable == share


@pytest.mark.parametrize(("n", "has_shares"), [(19, False), (20, True)])
def test_the_share_of_every_answer_is_told_from_twenty_on(n, has_shares):
    assert bool(shown(c4=8, c2=n - 8).shares) == has_shares


def test_every_answer_of_the_scale_has_a_share_also_when_nobody_gave_it():
    assert shown(c4=12, c2=12).shares == {"5": "≤5", "4": "50", "3": "≤5", "2": "50", "1": "≤5"}


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        ({"c1": 4, "c3": 2}, "low"),
        ({"c2": 3, "c4": 3}, "middle"),
        ({"c5": 4, "c3": 2}, "high"),
        ({"c4": 7, "c3": 5}, "3.5"),
        ({"c5": 10, "c4": 2}, "4.5"),
        ({"c1": 10, "c2": 2}, "1.5"),
        ({"c4": 14, "c3": 10}, "3.6"),
        ({"c5": 38, "c4": 2}, "4.8"),
        ({"c1": 38, "c2": 2}, "1.2"),
        ({"c5": 398, "c4": 2}, "4.8"),
    ],
)
def test_a_mean_is_as_precise_as_its_number_carries_and_stays_off_the_ends(counts, mean):
    assert shown(**counts).mean == mean


def test_a_scale_of_three_points_has_a_mean_of_its_own():
    assert show({"yes": 12, "partly": 6, "no": 6}, 24, PARTLY).mean == "2.2"


def test_answers_without_values_have_no_mean():
    assert show({"ver": 12, "duur": 12}, 24, REASONS).mean == ""


def test_answers_that_all_count_for_the_same_have_no_mean():
    assert show({"a": 3, "b": 3}, 6, Scale({"a": 1, "b": 1}, frozenset())).mean == ""


def test_a_mean_below_zero_is_written_as_it_is():
    assert show({"a": 12, "b": 12}, 24, Scale({"a": -2, "b": 1}, frozenset())).mean == "-0.5"


def test_answers_of_which_none_is_favourable_have_no_favourable_share():
    assert show({"ver": 12, "duur": 12}, 24, REASONS).favourable == ""


def test_halves_are_rounded_the_same_everywhere():
    assert shown(c4=21, c2=19).mean == "3.0"
    assert shown(c4=9, c2=11).favourable == "45"
