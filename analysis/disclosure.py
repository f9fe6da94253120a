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
RULES_VERSION = "2"


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


def carry_on(
    frozen: Sequence[SafeBlock],
    then: pd.DataFrame,
    now: pd.DataFrame,
    places: pd.DataFrame,
    *,
    threshold: int,
) -> tuple[list[SafeBlock], pd.DataFrame]:
    """Give the blocks of a later publication of the same wave, and the counts they stand for.

    `then` and `now` are counts as in `form_blocks`, as they were published and as they are. A
    published block is never split again. It takes up what changed only when those who came, and
    those who went, would each be a safe block of their own, or are nobody; until then it keeps its
    old value, and so does the number of respondents of a school in no block. Schools that were in
    no block form new ones.
    """
    schools = then.index.union(now.index)
    codes = now.columns.union(then.columns, sort=False)
    then, now = (
        counts.reindex(index=schools, columns=codes, fill_value=0) for counts in (then, now)
    )
    counted = now.copy()
    has_changed = set(schools[(then != now).any(axis=1)])
    blocks = []
    for block in frozen:
        rows = list(block.schools)
        if has_changed.isdisjoint(rows):
            blocks.append(block)
        elif _may_move(then.loc[rows], now.loc[rows], threshold):
            blocks.append(_block(now.loc[rows]))
        else:
            blocks.append(block)
            counted.loc[rows] = then.loc[rows]
    rest = schools.difference([school for block in frozen for school in block.schools])
    fresh = form_blocks(now.loc[rest], places.loc[rest], threshold=threshold)
    left_out = rest.difference([school for block in fresh for school in block.schools])
    moved = (now.loc[left_out].sum(axis=1) - then.loc[left_out].sum(axis=1)).abs()
    still = left_out[moved < threshold]
    counted.loc[still] = then.loc[still]
    together = sorted([*blocks, *fresh], key=lambda block: block.schools)
    return together, counted[counted.sum(axis=1) > 0]


def _may_move(then: pd.DataFrame, now: pd.DataFrame, threshold: int) -> bool:
    """Tell whether nobody is given away by the difference between a block then and now.

    Of a pool only its sums over schools and over answers are known as they were.
    """
    by_answer = now.sum() - then.sum()
    by_school = now.sum(axis=1) - then.sum(axis=1)
    is_safe = _is_safe_pool if len(now) > 1 else _is_safe_alone
    if not is_safe(now, threshold):
        return False
    for sign in (1, -1):
        answers, n = (sign * by_answer).clip(lower=0), (sign * by_school).clip(lower=0)
        total = int(answers.sum())
        if total == 0 and not n.any():
            continue
        if total < threshold or int(answers.max()) > total - 2:
            return False
        if len(now) > 1 and not _hides_each(n[n > 0], threshold):
            return False
    return True


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


def _is_safe_alone(counts: pd.DataFrame, threshold: int) -> bool:
    n = int(counts.to_numpy().sum())
    return n >= threshold and int(counts.to_numpy().max()) <= n - 2


def _is_safe_pool(counts: pd.DataFrame, threshold: int) -> bool:
    n = counts.sum(axis=1)
    return _hides_each(n, threshold) and int(counts.sum().max()) <= int(n.sum()) - 2


def _hides_each(n: pd.Series, threshold: int) -> bool:
    """Tell whether so many respondents per school hide every school among the others."""
    total = int(n.sum())
    return (
        len(n) >= SMALLEST_POOL
        and total >= 2 * threshold
        and int(n.max()) <= LARGEST_PART_OF_POOL * total
        # Whoever knows the answers of the largest school is left with others enough.
        and total - int(n.max()) >= threshold
    )


def _block(counts: pd.DataFrame) -> SafeBlock:
    totals = counts.sum()
    return SafeBlock(
        schools=tuple(sorted(int(school) for school in counts.index)),
        counts={str(code): int(n) for code, n in totals.items() if n},
    )
