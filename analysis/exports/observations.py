"""What every file and feed is made of: a row per figure and statistic. docs/export.md says it all.

The names and codes here are a contract: CONTRACT changes when they do.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from analysis.publications import Cell, Publication, Status, Unit

CONTRACT = "1"


class Observation(NamedTuple):
    """One statistic of one figure, as it may be shown; `value` is empty when it is hidden."""

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


COLUMNS = Observation._fields


def observations(
    publication: Publication, units: Iterable[Unit], cells: Iterable[Cell]
) -> Iterator[Observation]:
    """Give what these figures of a publication say, in their order.

    A hidden figure is one observation: statistic "n" without a value, status "hidden".
    """
    names = {(unit.kind, unit.key): unit.name for unit in units}
    wave = publication.wave
    about = (
        str(publication.id),
        wave.campaign.name,
        wave.kind,
        wave.opens_on.isoformat(),
        wave.last_on.isoformat(),
    )
    for cell in cells:
        unit = (cell.unit_kind, cell.unit_key)
        figure = (*about, *unit, names[unit], cell.respondent_group, cell.measure)
        for (statistic, option), value in statistics(cell).items():
            yield Observation(*figure, statistic, option, value, cell.status)


def statistics(cell: Cell) -> Mapping[tuple[str, str], str]:
    """Give what a figure says, by (statistic, option code): only what is there."""
    if cell.status == Status.HIDDEN.value:
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
