"""How far people who code alone agree: Krippendorff's alpha for nominal values."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

# Source of both: Krippendorff, Content Analysis (4th ed., Sage, 2019), chapter 12.
RELIABLE = 0.8
TENTATIVE = 0.667


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Give Krippendorff's alpha: 1 when all agree, 0 when they agree no more than by chance.

    A unit holds the values that it got, of whoever coded it: somebody who did not is left out.
    Units with one value say nothing about agreement. None when there is nothing to compare, or
    when one value is all that was ever given: chance would then agree as well.

    Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C.
    """
    pairable = [Counter(values) for values in units if len(values) > 1]
    totals = sum(pairable, Counter[Hashable]())
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        return None
    observed = sum(_disagreement(unit) for unit in pairable)
    return 1 - (n - 1) * observed / expected


def _disagreement(unit: Counter[Hashable]) -> float:
    """Give the pairs of different values in a unit, each counted for one coder out of m - 1."""
    m = unit.total()
    return sum(count * (m - count) for count in unit.values()) / (m - 1)
