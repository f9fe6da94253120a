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
# The version of the rules in this module: a publication says by which it was made.
RULES_VERSION = "1"


@dataclass(frozen=True)
class SafeBlock:
    """A set of schools whose respondents are only ever counted together."""

    schools: tuple[int, ...]
    counts: Mapping[str, int]

    @property
    def n(self) -> int:
        """Give the number of respondents."""
        return sum(self.counts.values())


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
        # Whoever knows the answers of the largest school is left with others enough.
        and total - int(n.max()) >= threshold
        and int(counts.sum().max()) <= total - 2
    )


def _block(counts: pd.DataFrame) -> SafeBlock:
    totals = counts.sum()
    return SafeBlock(
        schools=tuple(sorted(int(school) for school in counts.index)),
        counts={str(code): int(n) for code, n in totals.items() if n},
    )
