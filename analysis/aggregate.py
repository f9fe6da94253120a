"""From counts per school to sums per unit. Plain frames in and out."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure import SafeBlock
from analysis.precision import Scale

# Columns of the frame that `microdata.count_answers` gives.
ANSWERS = ["school_id", "respondent_group", "item", "code", "n"]
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Measure:
    """What figures are made of: one item, or one option of a multiple choice (`option`)."""

    item: str
    option: str | None
    scale: Scale
    groups: tuple[str, ...]
    is_sensitive: bool

    @property
    def code(self) -> str:
        """Give the measure's name in publications."""
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


def _tabulate_option(
    rows: pd.DataFrame, respondents: pd.DataFrame, measure: Measure, group: str
) -> pd.DataFrame:
    of_group = (respondents["item"] == measure.item) & (respondents["respondent_group"] == group)
    n = respondents[of_group].set_index("school_id")["n"]
    picked = rows[rows["code"] == measure.option].set_index("school_id")["n"]
    yes = picked.reindex(n.index, fill_value=0)
    return pd.DataFrame({YES: yes, NO: n - yes}).astype(int)


def sum_inside(
    blocks: Iterable[SafeBlock], units_of: Mapping[int, frozenset[Hashable]]
) -> dict[Hashable, dict[str, int]]:
    """Give the counts of each unit: the sum of the blocks that lie wholly inside it.

    `units_of` says to which units a school belongs.
    """
    sums: dict[Hashable, dict[str, int]] = {}
    for block in blocks:
        for unit in frozenset.intersection(*(units_of[school] for school in block.schools)):
            counts = sums.setdefault(unit, {})
            for code, n in block.counts.items():
                counts[code] = counts.get(code, 0) + n
    return sums
