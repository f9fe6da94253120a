"""From counts per school to sums per unit. Plain frames in and out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure import SafeBlock
from analysis.precision import Scale

# Columns of the frame that `microdata.count_answers` gives.
ANSWERS = ["school_id", "respondent_group", "item", "code", "n"]
YES, NO = "yes", "no"
# Of who was asked: gave an answer, or passed over the question. Between them stand the codes of
# answers such as "don't know".
ANSWERED, SKIPPED = "answered", "skipped"


@dataclass(frozen=True)
class Measure:
    """What figures are made of: one item, or one option of a multiple choice (`option`).

    Or, `of_answering`, who of those asked answered the item, did not know, or skipped it.
    """

    item: str
    option: str | None
    scale: Scale
    groups: tuple[str, ...]
    is_sensitive: bool
    of_answering: bool = False

    @property
    def code(self) -> str:
        """Give the measure's name in publications."""
        if self.of_answering:
            return f"{self.item}~{ANSWERED}"
        return self.item if self.option is None else f"{self.item}:{self.option}"


def tabulate(
    answers: pd.DataFrame, respondents: pd.DataFrame, measure: Measure, group: str
) -> pd.DataFrame:
    """Give a row per school and a column per answer of one measure, holding respondents.

    `answers` has the columns of ANSWERS; `respondents` has school_id, respondent_group, item and
    n: how many answered the item at all, which a multiple choice needs. Answers that are not on
    the scale (such as "don't know") are left out, and so are schools without any other.
    """
    rows = answers[(answers["item"] == measure.item) & (answers["respondent_group"] == group)]
    if measure.option is not None:
        return _tabulate_option(rows, respondents, measure, group)
    rows = rows[rows["code"].isin(list(measure.scale.values))]
    return rows.pivot_table(
        index="school_id", columns="code", values="n", aggfunc="sum", fill_value=0
    ).astype(int)


def tabulate_answering(
    answers: pd.DataFrame,
    respondents: pd.DataFrame,
    asked: pd.DataFrame,
    measure: Measure,
    group: str,
) -> pd.DataFrame:
    """Give a row per school: how many answered an item, gave each missing code, or skipped it.

    `asked` has school_id, respondent_group, item and n: who was led to the item. The others are as
    in `tabulate`.
    """

    def of_item(counts: pd.DataFrame) -> pd.DataFrame:
        return counts[(counts["item"] == measure.item) & (counts["respondent_group"] == group)]

    n = of_item(asked).set_index("school_id")["n"]
    rows = of_item(answers)
    by_code = rows.pivot_table(
        index="school_id", columns="code", values="n", aggfunc="sum", fill_value=0
    )
    missing = [code for code in measure.scale.values if code not in (ANSWERED, SKIPPED)]
    not_known = by_code.reindex(index=n.index, columns=missing, fill_value=0)
    picked = of_item(respondents).set_index("school_id")["n"]
    every = picked if len(picked) else by_code.sum(axis=1)
    answered = every.reindex(n.index, fill_value=0) - not_known.sum(axis=1)
    table = not_known.assign(**{ANSWERED: answered})
    table[SKIPPED] = n - table.sum(axis=1)
    return table[list(measure.scale.values)].astype(int)


def _tabulate_option(
    rows: pd.DataFrame, respondents: pd.DataFrame, measure: Measure, group: str
) -> pd.DataFrame:
    of_group = (respondents["item"] == measure.item) & (respondents["respondent_group"] == group)
    n = respondents[of_group].set_index("school_id")["n"]
    picked = rows[rows["code"] == measure.option].set_index("school_id")["n"]
    yes = picked.reindex(n.index, fill_value=0)
    return pd.DataFrame({YES: yes, NO: n - yes}).astype(int)


@dataclass(frozen=True)
class BlockSum:
    """A sum of blocks: the counts, and the (school, respondent group) pairs that are in it."""

    counts: Mapping[str, int]
    pairs: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, sums: Iterable["BlockSum"]) -> "BlockSum":
        """Add up sums that have no block in common."""
        together = list(sums)
        counts: Counter[str] = Counter()
        for one in together:
            counts.update(one.counts)
        return cls(dict(counts), frozenset().union(*(one.pairs for one in together)))


def sum_inside(
    blocks: Iterable[SafeBlock], group: str, units_of: Mapping[int, frozenset[int]]
) -> dict[int, BlockSum]:
    """Give each unit the sum of the blocks of one group that lie wholly inside it.

    `units_of` says to which units a school belongs.
    """
    inside: dict[int, list[BlockSum]] = {}
    for block in blocks:
        one = BlockSum(block.counts, frozenset((school, group) for school in block.schools))
        for unit in frozenset.intersection(*(units_of[school] for school in block.schools)):
            inside.setdefault(unit, []).append(one)
    return {unit: BlockSum.of(sums) for unit, sums in inside.items()}
