"""Figures: what is counted of each unit, and what of it may be shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis import precision
from analysis.aggregate import BlockSum, Measure, sum_inside
from analysis.disclosure import SafeBlock
from analysis.precision import Shown
from analysis.publications import ALL_GROUPS, Unit, UnitKind

# Few do not answer: only where many were asked does it tell something.
WIDE_UNITS = frozenset(
    {UnitKind.MUNICIPALITY, UnitKind.PILOT, UnitKind.EDUCATION_AREA, UnitKind.REGION}
)
NOTHING = BlockSum({}, frozenset())


@dataclass(frozen=True)
class MeasuredBlocks:
    """The blocks of one measure and group, from the counts per school (rows) and answer.

    `invited` are the schools whose members of the group were asked.
    """

    measure: Measure
    group: str
    threshold: int
    invited: frozenset[int]
    counts: pd.DataFrame
    blocks: Sequence[SafeBlock]

    @cached_property
    def n_of(self) -> Mapping[int, int]:
        """Give how many respondents each school has."""
        return dict(zip(self.counts.index.tolist(), self.counts.sum(axis=1).tolist(), strict=True))


@dataclass(frozen=True)
class Figure:
    """What is counted of a unit, out of `n_all` respondents, and what of it may be shown."""

    unit: Unit
    measure: Measure
    group: str
    counted: BlockSum
    n_all: int

    @cached_property
    def shown(self) -> Shown | None:
        """Give the figure as it may be shown."""
        return precision.show(self.counted.counts, self.n_all, self.measure.scale)


def figures_of(blocks: Sequence[MeasuredBlocks], units: Sequence[Unit]) -> Iterator[Figure]:
    """Give every figure: unit × measure × group, and over all groups where there are several.

    A unit has no figure for a group that none of its schools invited: that is public. Who did not
    answer is told of wide units only.
    """
    units_of: dict[int, set[int]] = {}
    for position, unit in enumerate(units):
        for school_id in unit.school_ids:
            units_of.setdefault(school_id, set()).add(position)
    inside = {school: frozenset(positions) for school, positions in units_of.items()}
    for of_measure in _by_measure(blocks):
        sums = [sum_inside(one.blocks, one.group, inside) for one in of_measure]
        for position, unit in enumerate(units):
            figures = [
                Figure(
                    unit,
                    one.measure,
                    one.group,
                    of_units.get(position, NOTHING),
                    sum(one.n_of.get(school, 0) for school in unit.school_ids),
                )
                for one, of_units in zip(of_measure, sums, strict=True)
                if not one.invited.isdisjoint(unit.school_ids)
                and not (one.measure.of_answering and unit.kind not in WIDE_UNITS)
            ]
            yield from figures
            if len(figures) > 1:
                together = BlockSum.of(figure.counted for figure in figures)
                n_all = sum(figure.n_all for figure in figures)
                yield Figure(unit, of_measure[0].measure, ALL_GROUPS, together, n_all)


def _by_measure(blocks: Sequence[MeasuredBlocks]) -> Iterable[list[MeasuredBlocks]]:
    together: dict[str, list[MeasuredBlocks]] = {}
    for one in blocks:
        together.setdefault(one.measure.code, []).append(one)
    return together.values()
