"""Indicators: what several items measure together, worked out from their figures as shown.

Nothing but shown figures goes in, so an indicator gives away no more than these do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from analysis import precision
from analysis.exports.observations import in_numbers
from analysis.publications import Cell, Status
from surveys.items import Kind
from surveys.questionnaires import Item, Version

_COVERAGES = ("80–90", "90–95", "≥95")


@dataclass(frozen=True)
class Indicator:
    """What some items measure together, by respondent group: the groups are asked other items.

    `scales` are the values of their answers, where all items have the same.
    """

    name: str
    items: Mapping[str, tuple[str, ...]]
    scales: Mapping[str, tuple[float, ...]]

    @property
    def code(self) -> str:
        """Give the indicator's name among the measures."""
        return f"indicator~{self.name}"


def indicators_of(version: Version) -> list[Indicator]:
    """Give the indicators of a version, in the order of its items."""
    items = [item for item in version.items if item.measures and _is_judged(item)]
    return [
        _indicator(name, [item for item in items if item.measures == name])
        for name in dict.fromkeys(item.measures for item in items)
    ]


def with_indicators(version: Version, cells: Iterable[Cell]) -> Iterator[Cell]:
    """Give the figures, and behind those of each unit and group its indicators.

    The figures of a unit and group must stand together. An indicator is shown where all of its
    items are, each with a favourable share: as the mean of these, at the precision of the item
    that fewest answered. It has a mean where its items have one scale. There is none over all
    groups, since each group has its own items.
    """
    # A file may be written when the version is no longer at hand.
    return _with_indicators(indicators_of(version), cells)


def _with_indicators(indicators: Sequence[Indicator], cells: Iterable[Cell]) -> Iterator[Cell]:
    def unit_and_group(cell: Cell) -> tuple[str, str, str]:
        return cell.unit_kind, cell.unit_key, cell.respondent_group

    for (kind, key, group), figures in groupby(cells, unit_and_group):
        of_measure = {}
        for cell in figures:
            of_measure[cell.measure] = cell
            yield cell
        for indicator in indicators:
            items = [of_measure[item] for item in indicator.items.get(group, ())]
            if items:
                yield Cell(
                    unit_kind=kind,
                    unit_key=key,
                    respondent_group=group,
                    measure=indicator.code,
                    **_together(items, indicator.scales.get(group, ())),
                )


def _is_judged(item: Item) -> bool:
    return Kind(item.kind) is not Kind.MULTIPLE and any(one.favourable for one in item.choices)


def _indicator(name: str, items: list[Item]) -> Indicator:
    groups = dict.fromkeys(group for item in items for group in item.groups)
    asked = {group: [item for item in items if group in item.groups] for group in groups}
    scales = {group: {_scale(item) for item in of_group} for group, of_group in asked.items()}
    return Indicator(
        name,
        {group: tuple(item.code for item in of_group) for group, of_group in asked.items()},
        {group: next(iter(found)) for group, found in scales.items() if len(found) == 1},
    )


def _scale(item: Item) -> tuple[float, ...]:
    values = (choice.value for choice in item.choices if not choice.missing)
    return tuple(sorted(value for value in values if value is not None))


def _together(items: list[Cell], scale: tuple[float, ...]) -> dict[str, Any]:
    if any(cell.status != Status.SHOWN or not cell.favourable for cell in items):
        nothing = dict.fromkeys(("n", "coverage", "mean", "favourable"), "")
        return {"status": Status.HIDDEN.value, **nothing, "shares": {}}
    fewest = min(int(cell.n) for cell in items)
    return {
        "status": Status.SHOWN.value,
        "n": str(fewest),
        "coverage": min((cell.coverage for cell in items), key=_COVERAGES.index),
        "mean": _mean(items, scale, fewest) if len(scale) > 1 else "",
        "favourable": precision.share_text(_average(_percent(cell) for cell in items), fewest),
        "shares": {},
    }


def _mean(items: list[Cell], scale: tuple[float, ...], fewest: int) -> str:
    mean = _average(Fraction(cell.mean) for cell in items)
    return precision.mean_text(mean, fewest, Fraction(scale[0]), Fraction(scale[-1]))


def _percent(cell: Cell) -> Fraction:
    """Give the favourable share; of one that is shown as an end, the middle of what it may be."""
    said = in_numbers("favourable", cell.favourable)
    return Fraction(said.lower or 0) / 2 + Fraction(said.upper or 0) / 2


def _average(numbers: Iterable[Fraction]) -> Fraction:
    found = list(numbers)
    return sum(found, Fraction()) / len(found)
