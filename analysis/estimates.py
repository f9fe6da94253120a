"""What a shown figure can say of all people, those who did not answer included.

Everything here follows from what a publication shows: a share as it is rounded, how many answered,
and how many there are. So an interval can never tell more than its figure does.

Sources: Agresti & Coull (1998), "Approximate is better than 'exact' for interval estimation of
binomial proportions", The American Statistician 52; Brown, Cai & DasGupta (2001), "Interval
estimation for a binomial proportion", Statistical Science 16; Burstein (1975), "Finite model
choice and finite population correction for binomial confidence limits", JASA 70; Newcombe (1998),
"Interval estimation for the difference between independent proportions", Statistics in Medicine
17, method 10; Hill (1970), "Algorithm 396: Student's t-quantiles", CACM 13.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, inf, sqrt

from analysis.publications import Cell, Status

Z = 1.959963984540054
# Who does not answer is never a random draw: the last third of a group is not counted as known.
MOST_SAMPLED = 0.65
FEWEST = 10
# Of a scale from 1 to 5, a mean is shown as 1.2 at least and 4.8 at most.
NEAR_AN_END = 0.2 + 1e-9
_HALF_A_TENTH = 0.5


class Verdict(StrEnum):
    """What can be said of a difference."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE_SHOWN = "none-shown"


@dataclass(frozen=True)
class Share:
    """A share between 0 and 1 of n people, known up to its rounding, out of `population` people."""

    low: float
    high: float
    n: int
    population: int | None = None

    @property
    def middle(self) -> float:
        """Give the middle of what the rounded share may be."""
        return (self.low + self.high) / 2


def effective_size(n: float, population: int | None) -> float:
    """Give how many answers out of endlessly many people would say as much as these n."""
    if population is None or population <= 1:
        return n
    sampled = min(n / population, MOST_SAMPLED)
    whole = n / sampled
    return n * (whole - 1) / (whole - n)


def share_limits(share: float, n: float) -> tuple[float, float]:
    """Give the 95 % limits of a share of n answers, between 0 and 1 (Agresti–Coull)."""
    size = n + Z * Z
    middle = (share * n + Z * Z / 2) / size
    half = Z * sqrt(middle * (1 - middle) / size)
    return max(0.0, middle - half), min(1.0, middle + half)


def limits_of(share: Share) -> tuple[float, float]:
    """Give the 95 % limits of a share among all people, its rounding included."""
    size = effective_size(share.n, share.population)
    return share_limits(share.low, size)[0], share_limits(share.high, size)[1]


def difference_limits(one: Share, other: Share) -> tuple[float, float]:
    """Give the 95 % limits of one share less another, their rounding included (Newcombe)."""
    (low, high), (other_low, other_high) = _wilson(one), _wilson(other)
    lower = one.low - other.high
    upper = one.high - other.low
    return (
        lower - sqrt((one.low - low) ** 2 + (other_high - other.high) ** 2),
        upper + sqrt((high - one.high) ** 2 + (other.low - other_low) ** 2),
    )


def compare(one: Share, other: Share) -> Verdict:
    """Say whether one share differs from another by more than chance and rounding explain.

    A part of a whole is compared with that whole as if they shared nobody, which errs on the side
    of saying nothing.
    """
    low, high = difference_limits(one, other)
    if low > 0:
        return Verdict.HIGHER
    return Verdict.LOWER if high < 0 else Verdict.NONE_SHOWN


def mean_limits(
    mean: float, shares: Mapping[float, float], n: int, population: int | None = None
) -> tuple[float, float]:
    """Give the 95 % limits of a mean of n answers, by Student's t.

    How far the answers lie apart follows from the share of each value.
    """
    total = sum(shares.values())
    middle = sum(value * share for value, share in shares.items()) / total
    spread = sum(share * (value - middle) ** 2 for value, share in shares.items()) / total
    size = effective_size(n, population)
    half = t_quantile(n - 1) * sqrt(spread * n / (n - 1) / size)
    return mean - half, mean + half


def shown_mean_limits(
    cell: Cell, values: Mapping[str, float], population: int | None = None
) -> tuple[float, float] | None:
    """Give the limits of the mean that a cell shows, outward to a tenth and within the scale.

    `values` are those of the options. None where so few answered that the shares are not shown.
    """
    shares: dict[float, float] = {}
    for code, text in cell.shares.items():
        if code in values and (share := share_of(text, cell.n)):
            shares[values[code]] = shares.get(values[code], 0) + share.middle
    if not cell.mean or len(shares) < 2:
        return None
    mean, lowest, highest = float(cell.mean), min(shares), max(shares)
    low, high = mean_limits(mean, shares, int(cell.n), population)
    low, high = floor(10 * low - _HALF_A_TENTH) / 10, ceil(10 * high + _HALF_A_TENTH) / 10
    # A mean near an end is shown as if it were no nearer.
    return (
        lowest if mean <= lowest + NEAR_AN_END else max(lowest, low),
        highest if mean >= highest - NEAR_AN_END else min(highest, high),
    )


def t_quantile(freedom: float) -> float:
    """Give the two-sided 95 % point of Student's t, to four digits from 9 degrees of freedom on."""
    if freedom == inf:
        return Z
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    return Z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))


def as_grade(mean: float, low: float, high: float) -> float:
    """Give a mean on a scale from low to high as a grade from 1 to 10."""
    return 1 + 9 * (mean - low) / (high - low)


def share_of(text: str, n: str, population: int | None = None) -> Share | None:
    """Give the share that a publication shows, with all that its rounding leaves open.

    None where so few people answered that no share is shown.
    """
    if not text or not n.isdecimal() or int(n) < FEWEST:
        return None
    number = float(text.lstrip("≤≥"))
    if text.startswith("≤"):
        return Share(0, number / 100, int(n), population)
    if text.startswith("≥"):
        return Share(number / 100, 1, int(n), population)
    half = step_of(int(n)) / 2
    return Share(max(0, number - half) / 100, min(100, number + half) / 100, int(n), population)


def step_of(n: int) -> int:
    """Give the step in percent to which the shares of n people are rounded."""
    return 10 if n < 20 else 5 if n < 100 else 1


def favourable_of(cell: Cell | None, population: int | None = None) -> Share | None:
    """Give the favourable share that a cell shows."""
    if cell is None or cell.status == Status.HIDDEN:
        return None
    return share_of(cell.favourable, cell.n, population)


def shown_limits(share: Share) -> tuple[int, int]:
    """Give the limits of a share in whole percent, outward to the step in which it is shown."""
    step = step_of(share.n)
    low, high = limits_of(share)
    return int(100 * low / step) * step, min(100, -int(-100 * high // step) * step)


def response_rate(n: str, population: int | None) -> str:
    """Give which part of all people answered, in percent down to five; empty where unknown."""
    if not population or not n.isdecimal():
        return ""
    rate = int(n) * 100 // population // 5 * 5
    return "≥95" if rate >= 95 else "<5" if rate < 5 else str(rate)


def _wilson(share: Share) -> tuple[float, float]:
    """Give Wilson's score limits: the lower one of the lowest it may be, the upper of the highest.

    Newcombe's method is built on them.
    """
    size = effective_size(share.n, share.population)
    return _score(share.low, size)[0], _score(share.high, size)[1]


def _score(share: float, n: float) -> tuple[float, float]:
    size = 1 + Z * Z / n
    middle = (share + Z * Z / (2 * n)) / size
    half = Z / size * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return middle - half, middle + half
