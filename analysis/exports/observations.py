"""What every file and feed is made of: a row per figure and statistic. docs/export.md says it all.

The names and codes here are a contract: CONTRACT changes when they do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from analysis.publications import Cell, Publication, Status, Unit

# The first number grows when something changes, the second when something is added at the end.
CONTRACT = "1.2"
STATISTICS = ("n", "coverage", "mean", "favourable", "share")
# Looked up for every cell, and an enumeration takes its time.
_HIDDEN = Status.HIDDEN.value
_SHOWN_NUMBER = re.compile(r"([≤≥]?)(-?\d+(?:\.\d+)?)(?:–(\d+))?")

Number = int | float


class Numbers(NamedTuple):
    """What a shown value says in numbers; None where it says none."""

    exactly: Number | None
    lower: Number | None
    upper: Number | None


class Observation(NamedTuple):
    """One statistic of one figure, as it may be shown; `value` is empty when it is hidden.

    The last three say the same as `value` in numbers.
    """

    publication: str
    campaign: str
    wave: str
    first_day: str
    last_day: str
    unit_kind: str
    unit_key: str
    unit_name: str
    respondent_group: str
    measure: str
    statistic: str
    option: str
    value: str
    status: str
    value_number: Number | None
    lower: Number | None
    upper: Number | None


COLUMNS = Observation._fields


def about(publication: Publication) -> tuple[str, str, str, str, str]:
    """Give what every row of a publication begins with: its number, campaign, wave and days."""
    wave = publication.wave
    return (
        str(publication.id),
        wave.campaign.name,
        wave.kind,
        wave.opens_on.isoformat(),
        wave.last_on.isoformat(),
    )


def observations(
    publication: Publication, units: Iterable[Unit], cells: Iterable[Cell]
) -> Iterator[Observation]:
    """Give what these figures of a publication say, in their order.

    A hidden figure is one observation: statistic "n" without a value, status "hidden".
    """
    return _observations(about(publication), names_of(units), cells)


def names_of(units: Iterable[Unit]) -> Mapping[tuple[str, str], str]:
    """Give what units are called, by kind and key."""
    return {(unit.kind, unit.key): unit.name for unit in units}


def _observations(
    start: tuple[str, ...], names: Mapping[tuple[str, str], str], cells: Iterable[Cell]
) -> Iterator[Observation]:
    for cell in cells:
        unit = (cell.unit_kind, cell.unit_key)
        figure = (*start, *unit, names[unit], cell.respondent_group, cell.measure)
        for (statistic, option), value in statistics(cell).items():
            numbers = in_numbers(statistic, value)
            yield Observation._make((*figure, statistic, option, value, cell.status, *numbers))


def statistics(cell: Cell) -> Mapping[tuple[str, str], str]:
    """Give what a figure says, by (statistic, option code): only what is there."""
    if cell.status == _HIDDEN:
        return {("n", ""): ""}
    shares = {("share", option): value for option, value in cell.shares.items()}
    said = {
        ("n", ""): cell.n,
        ("coverage", ""): cell.coverage,
        ("mean", ""): cell.mean,
        ("favourable", ""): cell.favourable,
        **shares,
    }
    return {key: value for key, value in said.items() if value}


@cache
def in_numbers(statistic: str, value: str) -> Numbers:
    """Give a shown value as a number with its ends: "≤5" percent is 0 to 5, "5–9" is 5 to 9.

    A word ("low") and nothing at all have no numbers.
    """
    shown = _SHOWN_NUMBER.fullmatch(value)
    if shown is None:
        return Numbers(None, None, None)
    end, first, last = shown.groups()
    number = float(first) if statistic == "mean" else int(first)
    if last:
        return Numbers(None, number, int(last))
    if end:
        return Numbers(None, 0, number) if end == "≤" else Numbers(None, number, 100)
    return Numbers(number, number, number)
