"""One figure of the parts of a unit, beside each other; and all figures of a unit through time.

Nothing stands here that the pages of these units do not say: it is the same cells in another order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from analysis.estimates import favourable_of, shown_limits
from analysis.exports.indicators import indicators_of, with_indicators
from analysis.publications import (
    Cell,
    Publication,
    Status,
    Unit,
    UnitKind,
    answering_code,
    load_cells_of_kind,
)
from feedback.charts import Segment, share_bar
from feedback.figures import Reading, UnitReadings
from feedback.i18n import gettext as _
from feedback.trends import Point

# One part has nothing to stand beside.
FEWEST_PARTS = 2


@dataclass(frozen=True)
class Part:
    """What one part of a unit says of the same question."""

    unit: Unit
    reading: Reading

    @property
    def is_hidden(self) -> bool:
        """Tell whether too few (different) people answered there."""
        return self.reading.cell.status == Status.HIDDEN


@dataclass(frozen=True)
class Beside:
    """One measure of a unit for one group, and of its parts of one kind in the order of names.

    `is_judged` tells that some answers are favourable, so that their share says it all.
    """

    whole: Reading
    kind: UnitKind
    parts: Sequence[Part]
    is_judged: bool

    @property
    def legend(self) -> Sequence[Segment]:
        """Give the answers that the bars are made of, where they are not judged."""
        longest = max((part.reading.bar for part in self.parts), key=len, default=())
        return () if self.is_judged else longest


@dataclass(frozen=True)
class Trends:
    """The readings of a unit that were asked before, on one line of time."""

    publications: Sequence[Publication]
    readings: Sequence[Reading]

    def points(self, reading: Reading) -> Mapping[int, Point]:
        """Give the points of a reading by their place on the line of time."""
        places = {one.id: place for place, one in enumerate(self.publications)}
        return {places[point.publication.id]: point for point in reading.trend.points}


def parts_of(unit: Unit, units: Sequence[Unit]) -> Mapping[UnitKind, Sequence[Unit]]:
    """Give the smaller units that lie within a unit, by kind, where there are several.

    The smallest kind comes first; within a kind they stand by name, never by figure.
    """
    own = set(unit.school_ids)
    kinds = list(UnitKind)[: list(UnitKind).index(UnitKind(unit.kind))]
    found = {
        kind: sorted(
            (one for one in units if one.kind == kind and own.issuperset(one.school_ids)),
            key=lambda one: (one.name.casefold(), one.key),
        )
        for kind in kinds
    }
    return {kind: parts for kind, parts in found.items() if len(parts) >= FEWEST_PARTS}


def measures_of(readings: UnitReadings) -> Sequence[Reading]:
    """Give what can be asked for: each question, and each indicator."""
    named = [Reading(name.capitalize(), cell, (), ()) for name, cell in readings.indicators]
    return [*readings.readings, *named]


def read_beside(
    session: Session, readings: UnitReadings, parts: Sequence[Unit], measure: str
) -> Beside | None:
    """Read one measure of these parts of a unit; None when it was not asked.

    Parts where the group was not asked are left out; without a measure it is the first one.
    """
    whole = next((one for one in measures_of(readings) if measure in ("", one.cell.measure)), None)
    if whole is None or not parts:
        return None
    kind = UnitKind(parts[0].kind)
    cells = _cells_of(session, readings, kind, whole.cell.measure)
    shown = [
        Part(part, _reading(part, cells[part.key], whole, readings.group))
        for part in parts
        if part.key in cells
    ]
    if not shown:
        return None
    is_judged = _is_indicator(whole.cell.measure) or any(one.favourable for one in whole.options)
    return Beside(whole, kind, shown, is_judged)


def read_trends(readings: UnitReadings) -> Trends | None:
    """Give the figures of a unit that were measured before; None when none was."""
    found = [one for one in readings.readings if one.trend.sentences]
    waves = {point.publication for one in found for point in one.trend.points}
    if not waves:
        return None
    return Trends(sorted(waves, key=lambda one: one.wave.opens_at), found)


def _cells_of(
    session: Session, readings: UnitReadings, kind: UnitKind, measure: str
) -> Mapping[str, Mapping[str, Cell]]:
    """Give the figures of a measure, and who answered it, of all units of a kind by their key."""
    version = readings.publication.wave.version
    items = {one.code: one.items.get(readings.group, ()) for one in indicators_of(version)}
    cells = load_cells_of_kind(
        session,
        readings.publication.id,
        kind,
        group=readings.group,
        measures=[*items.get(measure, (measure,)), answering_code(measure)],
    )
    told = with_indicators(version, cells) if measure in items else cells
    by_unit: dict[str, dict[str, Cell]] = {}
    for cell in told:
        by_unit.setdefault(cell.unit_key, {})[cell.measure] = cell
    return {key: found for key, found in by_unit.items() if measure in found}


def _reading(unit: Unit, cells: Mapping[str, Cell], whole: Reading, group: str) -> Reading:
    measure = whole.cell.measure
    cell = cells[measure]
    share = favourable_of(cell, (unit.headcounts or {}).get(group))
    reading = Reading(
        text=whole.text,
        cell=cell,
        options=whole.options,
        bar=share_bar(cell, whole.options, _("the rest")),
        answering=cells.get(answering_code(measure)),
    )
    # Of several questions together nobody knows how sure their mean is.
    if share is None or _is_indicator(measure) or reading.mostly_does_not_apply:
        return reading
    return replace(reading, limits=shown_limits(share))


def _is_indicator(measure: str) -> bool:
    return measure.startswith("indicator~")
