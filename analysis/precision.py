"""How precisely a sum of blocks may be shown: the fewer respondents, the coarser.

Exact fractions, so that every machine and database rounds to the same figure. docs/disclosure.md
has the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

# Below this part of a unit's respondents a figure would not speak for the unit.
LOWEST_COVERAGE = Fraction(8, 10)
# How much of a unit is counted when there is nothing to say of the rest.
MOST_OF_ALL = "≥95"
# How high a mean is, where too few people answered for a number.
LOW, MIDDLE, HIGH = "low", "middle", "high"


@dataclass(frozen=True)
class Scale:
    """The answers to one measure by code, with their values if they have any, in order."""

    values: Mapping[str, float | None]
    favourable: frozenset[str]


@dataclass(frozen=True)
class Shown:
    """A figure at the precision at which it may be shown; empty where nothing may be."""

    n: str
    coverage: str
    mean: str
    favourable: str
    shares: Mapping[str, str]


def show(counts: Mapping[str, int], n_all: int, scale: Scale) -> Shown | None:
    """Give what may be shown of a sum of blocks, out of `n_all` respondents in the unit.

    None when the blocks hold too small a part of them. Precision follows the number of
    respondents; the ends are coded, so that nobody reads that all, or none, said something.

    Source: display rules after NCES 2011-603, Statistical Methods for Protecting Personally
    Identifiable Information in Aggregate Reporting.
    """
    n = sum(counts.values())
    if n == 0 or n < LOWEST_COVERAGE * n_all:
        return None

    def share(part: int) -> str:
        return share_text(Fraction(100 * part, n), n)

    favourable = sum(n_code for code, n_code in counts.items() if code in scale.favourable)
    return Shown(
        n="5–9" if n < 10 else str(n),
        coverage=_coverage(n, n_all),
        mean=_mean(counts, scale.values, n),
        favourable=share(favourable) if scale.favourable else "",
        shares={code: share(counts.get(code, 0)) for code in scale.values} if n >= 20 else {},
    )


def _coverage(n: int, n_all: int) -> str:
    part = Fraction(n, n_all)
    if part >= Fraction(95, 100):
        return MOST_OF_ALL
    return "90–95" if part >= Fraction(9, 10) else "80–90"


def share_text(percent: Fraction, n: int) -> str:
    """Give a percentage as precisely as n respondents carry it; empty below ten."""
    if n < 10:
        return ""
    step, end = next(
        (step, end)
        for most, step, end in ((19, 10, 20), (99, 5, 5), (299, 1, 2), (None, 1, 1))
        if most is None or n <= most
    )
    rounded = round(percent / step) * step
    if rounded <= end:
        return f"≤{end}"
    return f"≥{100 - end}" if rounded >= 100 - end else str(rounded)


def _mean(counts: Mapping[str, int], values: Mapping[str, float | None], n: int) -> str:
    points = {code: Fraction(value) for code, value in values.items() if value is not None}
    if len(set(points.values())) < 2 or len(points) < len(values):
        return ""
    low, high = min(points.values()), max(points.values())
    mean = sum((points[code] * n_code for code, n_code in counts.items()), Fraction()) / n
    return mean_text(mean, n, low, high)


def mean_text(mean: Fraction, n: int, low: Fraction, high: Fraction) -> str:
    """Give a mean on a scale from low to high as precisely as n respondents carry it."""
    if n < 10:
        part = (mean - low) / (high - low)
        return LOW if part < Fraction(3, 8) else HIGH if part > Fraction(5, 8) else MIDDLE
    if n < 20:
        step = Fraction(1, 2)
        return _decimal(_clip(round(mean / step) * step, low + step, high - step))
    return _decimal(_clip(mean, low + Fraction(1, 5), high - Fraction(1, 5)))


def _clip(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(max(value, low), high)


def _decimal(value: Fraction) -> str:
    return f"{round(value * 10) / 10:.1f}"
