"""Where the agenda stands: what an indicator says, by hand or as published, beside its target.

Published figures are taken at the precision at which they are shown, and nothing else goes in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.exports.indicators import indicators_of, with_indicators
from analysis.exports.observations import in_numbers
from analysis.publications import Cell, Publication, Status, UnitKind, load_cells
from analysis.trends import Change, change_of
from surveys.agenda import Direction, Indicator, Source, Statistic
from surveys.campaigns import Campaign, Wave
from surveys.items import Kind
from surveys.questionnaires import Item, Questionnaire, Version


class State(StrEnum):
    """Where an indicator stands."""

    REACHED = "reached"
    UNDER_WAY = "under-way"
    NOT_BETTER = "not-better"
    # There is a figure, and no baseline or target to hold it against.
    UNJUDGED = "unjudged"
    NO_FIGURE = "no-figure"


@dataclass(frozen=True)
class Range:
    """What a figure may be: "≤5" is 0 to 5, and an exact one has two equal ends."""

    lower: float
    upper: float

    @classmethod
    def exactly(cls, value: float) -> "Range":
        """Give the range of one number."""
        return cls(value, value)

    @property
    def middle(self) -> float:
        """Give the number halfway."""
        return (self.lower + self.upper) / 2


@dataclass(frozen=True)
class Figure:
    """What an indicator stood at: `shown` as published, or a number by hand.

    `wave` is the kind of wave that measured it. A hidden figure shows nothing; one of few people
    is a word ("low") that no number can be made of, so it has no range.
    """

    day: date
    shown: str
    range: Range | None
    wave: str = ""
    publication_id: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Standing:
    """Where an indicator stands, and how far of the way from baseline to target (0–1) it is."""

    indicator: Indicator
    state: State
    figures: Sequence[Figure]
    baseline: Range | None
    share: float | None
    is_overdue: bool

    @property
    def last(self) -> Figure | None:
        """Give the figure that counts now, if there is one."""
        return self.figures[-1] if self.figures else None


def load_standings(
    session: Session, region_id: int, indicators: Sequence[Indicator], *, today: date
) -> dict[Indicator, Standing]:
    """Give where each of these indicators of a region stands."""
    sources = {one.follows for one in indicators if one.follows is not None}
    published = load_figures(session, region_id, sources)
    return {
        one: standing(one, published[one.follows] if one.follows else by_hand(one), today=today)
        for one in indicators
    }


def by_hand(indicator: Indicator) -> list[Figure]:
    """Give the figures of an indicator that were entered by hand, by day."""
    return [
        Figure(one.day, str(one.value), Range.exactly(one.value))
        for one in sorted(indicator.values, key=lambda each: each.day)
    ]


def standing(indicator: Indicator, figures: Sequence[Figure], *, today: date) -> Standing:
    """Judge an indicator by its last figure.

    Without a baseline of its own the first of several figures serves as one. A figure that is
    shown as a range is only better, or good enough, when all of the range is.
    """
    baseline = _baseline(indicator, figures)
    last = figures[-1].range if figures else None
    return Standing(
        indicator,
        _state(indicator, last, baseline),
        figures,
        baseline,
        _share(indicator, last, baseline),
        indicator.evaluate_on is not None and indicator.evaluate_on < today,
    )


def load_figures(
    session: Session, region_id: int, sources: Iterable[Source]
) -> Mapping[Source, list[Figure]]:
    """Give what the publications that hold now say of a region, the oldest wave first.

    Where a question got a new meaning, what was measured before it is left out.
    """
    figures: dict[Source, list[Figure]] = {source: [] for source in sources}
    asked = {source.questionnaire for source in figures}
    before: dict[str, Version] = {}
    for publication in _publications(session, region_id, asked) if asked else ():
        version = publication.wave.version
        code = version.questionnaire.code
        unit = (UnitKind.REGION.value, str(region_id))
        cells = with_indicators(version, load_cells(session, publication.id, [unit]))
        found = {(cell.respondent_group, cell.measure): cell for cell in cells}
        for source in (one for one in figures if one.questionnaire == code):
            change = change_of(source.measure, before.get(code, version), version)
            if change is Change.NEW_MEANING:
                figures[source].clear()
            cell = found.get((source.group, source.measure))
            if cell is not None:
                figures[source].append(_figure(publication, cell, source.statistic))
        before[code] = version
    return figures


@dataclass(frozen=True)
class Offer:
    """A measure of a questionnaire that an indicator can follow."""

    questionnaire: str
    measure: str
    item: Item | None
    name: str
    groups: tuple[str, ...]
    statistics: tuple[Statistic, ...]


def offers_of(version: Version) -> list[Offer]:
    """Give what an indicator can follow of a version: its indicators, and the items it judges."""
    code = version.questionnaire.code
    together = [
        Offer(
            code,
            one.code,
            None,
            one.name,
            tuple(one.items),
            (Statistic.FAVOURABLE, Statistic.MEAN)
            if all(len(one.scales.get(group, ())) > 1 for group in one.items)
            else (Statistic.FAVOURABLE,),
        )
        for one in indicators_of(version)
    ]
    return together + [
        Offer(code, item.code, item, item.code, tuple(item.groups), statistics)
        for item in version.items
        if (statistics := _statistics(item))
    ]


def _publications(session: Session, region_id: int, codes: Iterable[str]) -> list[Publication]:
    """Give the last publication of each wave of the region, the oldest wave first."""
    query = (
        select(Publication)
        .join(Publication.wave)
        .join(Wave.campaign)
        .join(Wave.version)
        .join(Version.questionnaire)
        .where(Campaign.region_id == region_id, Questionnaire.code.in_(sorted(codes)))
        .order_by(Wave.opens_at, Wave.id, Publication.number)
    )
    return list({one.wave_id: one for one in session.scalars(query)}.values())


def _figure(publication: Publication, cell: Cell, statistic: Statistic) -> Figure:
    shown = cell.favourable if statistic is Statistic.FAVOURABLE else cell.mean
    numbers = in_numbers(statistic.value, shown)
    known = numbers.lower is not None and numbers.upper is not None
    return Figure(
        publication.wave.last_on,
        shown,
        Range(float(numbers.lower or 0), float(numbers.upper or 0)) if known else None,
        publication.wave.kind,
        publication.id,
        cell.status == Status.HIDDEN,
    )


def _statistics(item: Item) -> tuple[Statistic, ...]:
    """Give what publications say of an item as one number."""
    kind = Kind(item.kind)
    if kind.is_text or kind is Kind.MULTIPLE:
        return ()
    choices = [choice for choice in item.choices if not choice.missing]
    values = [choice.value for choice in choices]
    has_mean = kind is Kind.NUMBER or (None not in values and len(set(values)) > 1)
    is_judged = any(choice.favourable for choice in choices)
    return ((Statistic.FAVOURABLE,) if is_judged else ()) + ((Statistic.MEAN,) if has_mean else ())


def _baseline(indicator: Indicator, figures: Sequence[Figure]) -> Range | None:
    if indicator.baseline is not None:
        return Range.exactly(indicator.baseline)
    return figures[0].range if len(figures) > 1 else None


def _state(indicator: Indicator, last: Range | None, baseline: Range | None) -> State:
    if last is None:
        return State.NO_FIGURE
    is_up = indicator.direction == Direction.UP
    target = indicator.target
    if target is not None and (last.lower >= target if is_up else last.upper <= target):
        return State.REACHED
    if baseline is None:
        return State.UNJUDGED
    is_better = last.lower > baseline.upper if is_up else last.upper < baseline.lower
    return State.UNDER_WAY if is_better else State.NOT_BETTER


def _share(indicator: Indicator, last: Range | None, baseline: Range | None) -> float | None:
    if last is None or baseline is None or indicator.target is None:
        return None
    if _state(indicator, last, baseline) is State.REACHED:
        return 1.0
    way = indicator.target - baseline.middle
    return min(max((last.middle - baseline.middle) / way, 0.0), 1.0) if way else 0.0
