"""Safe blocks: who is counted together, what may be shown and how precisely.

Every published figure is a sum over complete blocks of respondents, so whatever anyone adds,
subtracts or combines, they end at sums of whole blocks. docs/disclosure.md gives the reasons.
Plain frames and numbers in and out.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

# The finest grouping comes first: a pool is as near to its schools as safety allows.
POOL_LEVELS: tuple[tuple[str, ...], ...] = (
    ("municipality", "board", "pilots"),
    ("municipality", "board"),
    ("municipality",),
    (),
)
SMALLEST_POOL = 3
LARGEST_PART_OF_POOL = Fraction(2, 3)
# Below this part of a unit's respondents a figure would not speak for the unit.
LOWEST_COVERAGE = Fraction(8, 10)
# The version of the rules in this module: a publication says by which it was made.
RULES_VERSION = "1"

LOW, MIDDLE, HIGH = "low", "middle", "high"


@dataclass(frozen=True)
class SafeBlock:
    """A set of schools whose respondents are only ever counted together."""

    schools: tuple[int, ...]
    counts: Mapping[str, int]

    @property
    def n(self) -> int:
        """Give the number of respondents."""
        return sum(self.counts.values())


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


def form_blocks(counts: pd.DataFrame, places: pd.DataFrame, *, threshold: int) -> list[SafeBlock]:
    """Give the blocks of one measure and respondent group in one wave.

    `counts` has a row per school and a column per answer, holding respondents; `places` has the
    same index and the columns municipality, board and pilots. A school with at least `threshold`
    answers is a block, unless all of them, or all but one, are the same: then everyone's answer is
    known, or the odd one out could read the others'. The other schools are pooled, the nearest
    first, by the same rule; who is left over is counted nowhere. Raises ValueError for a negative
    count.

    Source: the rules are docs/disclosure.md; group disclosure in Hundepool et al., Statistical
    Disclosure Control (Wiley, 2012), §1.
    """
    if (counts < 0).any(axis=None):
        raise ValueError("a count of respondents is negative")
    n = counts.sum(axis=1)
    alone = (n >= threshold) & (counts.max(axis=1) <= n - 2)
    blocks = [_block(counts.loc[[school]]) for school in counts.index[alone]]
    rest = counts.index[~alone & (n > 0)]
    for level in POOL_LEVELS:
        pools = [
            pool for pool in _groups(rest, places, level)
            if _is_safe_pool(counts.loc[pool], threshold)
        ]  # fmt: skip
        blocks += [_block(counts.loc[pool]) for pool in pools]
        rest = rest.difference([school for pool in pools for school in pool])
    return sorted(blocks, key=lambda block: block.schools)


def _groups(
    schools: pd.Index, places: pd.DataFrame, level: Sequence[str]
) -> Iterator[list[Hashable]]:
    if not level:
        yield list(schools)
        return
    groups: dict[tuple[Hashable, ...], list[Hashable]] = {}
    for school, *key in places.loc[schools, list(level)].itertuples():
        # A school whose board is not known shares it with no other school.
        if all(part is not None for part in key):
            groups.setdefault(tuple(key), []).append(school)
    yield from groups.values()


def _is_safe_pool(counts: pd.DataFrame, threshold: int) -> bool:
    n = counts.sum(axis=1)
    total = int(n.sum())
    return (
        len(counts) >= SMALLEST_POOL
        and total >= 2 * threshold
        and int(n.max()) <= LARGEST_PART_OF_POOL * total
        and int(counts.sum().max()) <= total - 2
    )


def _block(counts: pd.DataFrame) -> SafeBlock:
    totals = counts.sum()
    return SafeBlock(
        schools=tuple(sorted(int(school) for school in counts.index)),
        counts={str(code): int(n) for code, n in totals.items() if n},
    )


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
    favourable = sum(n_code for code, n_code in counts.items() if code in scale.favourable)
    return Shown(
        n="5–9" if n < 10 else str(n),
        coverage=_coverage(n, n_all),
        mean=_mean(counts, scale.values, n),
        favourable=_share(favourable, n) if scale.favourable else "",
        shares={code: _share(counts.get(code, 0), n) for code in scale.values} if n >= 20 else {},
    )


def _coverage(n: int, n_all: int) -> str:
    part = Fraction(n, n_all)
    if part >= Fraction(95, 100):
        return "95–100"
    return "90–95" if part >= Fraction(9, 10) else "80–90"


def _share(part: int, n: int) -> str:
    """Give a percentage as precisely as n respondents carry it; empty below ten."""
    if n < 10:
        return ""
    step, end = next(
        (step, end)
        for most, step, end in ((19, 10, 20), (99, 5, 5), (299, 1, 2), (None, 1, 1))
        if most is None or n <= most
    )
    rounded = round(Fraction(100 * part, n * step)) * step
    if rounded <= end:
        return f"≤{end}"
    return f"≥{100 - end}" if rounded >= 100 - end else str(rounded)


def _mean(counts: Mapping[str, int], values: Mapping[str, float | None], n: int) -> str:
    """Give the mean of the values as precisely as n respondents carry it.

    Exact fractions, so that every machine and database rounds to the same figure.
    """
    points = {code: Fraction(value) for code, value in values.items() if value is not None}
    if not points or len(points) < len(values):
        return ""
    low, high = min(points.values()), max(points.values())
    mean = sum((points[code] * n_code for code, n_code in counts.items()), Fraction()) / n
    if n < 10:
        part = (mean - low) / (high - low)
        return LOW if part < Fraction(3, 8) else HIGH if part > Fraction(5, 8) else MIDDLE
    is_long = high - low > 5
    if n < 20:
        step = Fraction(1) if is_long else Fraction(1, 2)
        return _decimal(_clip(round(mean / step) * step, low + step, high - step))
    if n < 100:
        end = Fraction(2, 5) if is_long else Fraction(1, 5)
        return _decimal(_clip(mean, low + end, high - end))
    return _decimal(mean)


def _clip(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(max(value, low), high)


def _decimal(value: Fraction) -> str:
    tenths = round(value * 10)
    return f"{tenths // 10}.{tenths % 10}"
