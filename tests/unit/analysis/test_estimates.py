from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.estimates import (
    MOST_SAMPLED,
    Share,
    Verdict,
    as_grade,
    compare,
    difference_limits,
    effective_size,
    limits_of,
    mean_limits,
    response_rate,
    share_limits,
    share_of,
    shown_limits,
    shown_mean_limits,
    t_quantile,
)
from analysis.precision import Scale, show
from analysis.publications import Cell

SIZES = (10, 11, 15, 20, 35, 50, 100, 200, 500)


def exactly(part: int, n: int, population: int | None = None) -> Share:
    return Share(part / n, part / n, n, population)


def coverage(n: int, population: int | None) -> np.ndarray:
    """Give how often the limits hold the true share, for every true share there can be."""
    parts = np.arange(n + 1)
    size = effective_size(n, population)
    limits = np.array([share_limits(part / n, size) for part in parts])
    if population is None:
        shares = np.linspace(0.001, 0.999, 999)
        chances = stats.binom.pmf(parts[None, :], n, shares[:, None])
    else:
        totals = np.arange(population + 1)
        shares = totals / population
        chances = stats.hypergeom.pmf(parts[None, :], population, totals[:, None], n)
    holds = (limits[None, :, 0] <= shares[:, None] + 1e-12) & (
        shares[:, None] - 1e-12 <= limits[None, :, 1]
    )
    return (chances * holds).sum(axis=1)


@pytest.mark.parametrize("n", SIZES)
def test_limits_hold_the_true_share_95_times_in_100(n):
    covered = coverage(n, None)

    assert 0.93 <= covered.mean() <= 0.97
    assert covered.min() >= 0.88


@pytest.mark.parametrize("n", SIZES[:-1])
def test_they_do_so_in_small_schools_too(n):
    sampled = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, MOST_SAMPLED)
    of_populations = [coverage(n, None), *(coverage(n, round(n / part)) for part in sampled)]

    assert 0.93 <= np.mean([covered.mean() for covered in of_populations]) <= 0.97
    assert min(covered.min() for covered in of_populations) >= 0.88


@pytest.mark.parametrize("n", SIZES[:-1])
def test_where_nearly_everybody_answered_they_err_on_the_wide_side(n):
    assert coverage(n, n + 2).min() >= 0.95


def test_the_limits_of_agresti_and_coull_are_those_they_published():
    # Brown, Cai & DasGupta (2001), §1.1: the interval centred at (X + z²/2) / (n + z²).
    low, high = share_limits(0.2, 50)

    n, middle = 50 + 1.959964**2, (10 + 1.959964**2 / 2) / (50 + 1.959964**2)
    half = 1.959964 * sqrt(middle * (1 - middle) / n)
    assert (low, high) == pytest.approx((middle - half, middle + half), abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        # Newcombe (1998), Table II, method 10.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
    ],
)
def test_a_difference_has_the_limits_that_newcombe_published(one, other, published):
    assert difference_limits(exactly(*one), exactly(*other)) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize("freedom", [9, 19, 50, 200, 1000, inf])
def test_students_t_agrees_with_scipy(freedom):
    assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-4)


def test_the_limits_of_a_mean_agree_with_scipy():
    answers = np.repeat([1, 2, 3, 4, 5], [2, 4, 10, 14, 10])
    shares = {float(value): np.mean(answers == value) for value in range(1, 6)}

    ours = mean_limits(answers.mean(), shares, len(answers))

    theirs = stats.t.interval(0.95, len(answers) - 1, answers.mean(), stats.sem(answers))
    assert ours == pytest.approx(theirs, rel=1e-4)


VALUES = {str(value): float(value) for value in range(1, 6)}


def shown_cell(answers):
    """What a publication shows of answers from 1 to 5."""
    counts = {code: int(np.sum(answers == value)) for code, value in VALUES.items()}
    shown = show(counts, len(answers), Scale(VALUES, frozenset()))
    return Cell(n=shown.n, mean=shown.mean, shares=shown.shares)


@pytest.mark.parametrize(
    "weights",
    [(1, 1, 1, 1, 1), (5, 15, 20, 35, 25), (0, 1, 2, 37, 60), (70, 20, 5, 3, 2), (50, 0, 0, 0, 50)],
)
@pytest.mark.parametrize(("n", "population"), [(20, None), (40, 80), (90, None), (250, 500)])
def test_the_limits_of_a_shown_mean_hold_the_true_one(weights, n, population):
    dice = np.random.default_rng(1)
    chances = np.array(weights) / sum(weights)
    held = []
    for _ in range(300):
        if population:
            people = dice.choice(5, population, p=chances) + 1
            answers, true = people[:n], people.mean()
        else:
            answers, true = dice.choice(5, n, p=chances) + 1, chances @ np.arange(1, 6)
        low, high = shown_mean_limits(shown_cell(answers), VALUES, population)
        held.append(low <= true <= high)

    assert np.mean(held) >= 0.93


def test_the_limits_of_a_mean_near_an_end_reach_the_end():
    cell = shown_cell(np.array([5] * 60))

    assert cell.mean == "4.8"
    low, high = shown_mean_limits(cell, VALUES)
    assert high == 5
    assert low >= 4.4


def test_where_few_answered_a_mean_has_no_limits():
    assert shown_mean_limits(shown_cell(np.array([1, 2, 3, 4, 5] * 3)), VALUES) is None


def test_the_larger_the_part_that_answered_the_narrower_the_limits():
    widths = [
        high - low
        for population in (None, 1000, 200, 100)
        for low, high in [limits_of(exactly(30, 60, population))]
    ]

    assert widths == sorted(widths, reverse=True)


@given(st.integers(10, 500), st.integers(0, 100), st.one_of(st.none(), st.integers(10, 2000)))
def test_a_shown_share_lies_between_its_shown_limits(n, percent, population):
    step = 10 if n < 20 else 5 if n < 100 else 1
    share = share_of(str(percent // step * step), str(n), population)

    low, high = shown_limits(share)

    assert 0 <= low <= percent // step * step <= high <= 100
    assert low % step == high % step == 0


@given(st.integers(20, 300), st.integers(20, 300), st.integers(0, 20), st.integers(0, 20))
def test_a_difference_that_is_told_is_one_whatever_the_rounding(n, other_n, fives, other_fives):
    one, other = share_of(str(5 * fives), str(n)), share_of(str(5 * other_fives), str(other_n))

    if compare(one, other) is Verdict.HIGHER:
        assert one.low > other.high
        assert compare(other, one) is Verdict.LOWER


def test_nothing_is_told_of_a_small_difference():
    assert compare(share_of("60", "40"), share_of("65", "400")) is Verdict.NONE_SHOWN
    assert compare(share_of("20", "40"), share_of("65", "400")) is Verdict.LOWER


@pytest.mark.parametrize(("text", "n"), [("", "40"), ("50", "5–9"), ("50", ""), ("50", "9")])
def test_no_share_is_no_interval(text, n):
    assert share_of(text, n) is None


def test_the_ends_of_a_share_are_open():
    assert share_of("≤5", "40") == Share(0, 0.05, 40)
    assert share_of("≥95", "40") == Share(0.95, 1, 40)


@pytest.mark.parametrize(
    ("n", "population", "rate"),
    [("40", 100, "40"), ("43", 100, "40"), ("3", 100, "<5"), ("99", 100, "≥95"), ("5–9", 50, ""),
     ("40", None, "")],
)  # fmt: skip
def test_a_response_rate_goes_down_to_a_multiple_of_five(n, population, rate):
    assert response_rate(n, population) == rate


def test_a_mean_is_a_grade_too():
    assert as_grade(1, 1, 5) == 1
    assert as_grade(5, 1, 5) == 10
    assert as_grade(3, 1, 5) == 5.5
