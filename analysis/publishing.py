"""Publishing: the answers of a closed wave become figures, once, by the rules of disclosure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from analysis import disclosure, precision
from analysis.aggregate import NO, YES, Measure, sum_inside, tabulate
from analysis.disclosure import SafeBlock
from analysis.microdata import count_answers, count_respondents, has_waiting
from analysis.precision import Scale
from analysis.publications import (
    ALL_GROUPS,
    Block,
    Cell,
    Publication,
    Status,
    Unit,
    UnitKind,
    digest,
    latest,
)
from surveys.campaigns import Wave, get_wave
from surveys.distribution import Link, load_links
from surveys.errors import InvalidWave
from surveys.items import Kind, RespondentGroup
from surveys.organisations import School
from surveys.questionnaires import Item, Version

# Children and youth, and items marked sensitive, need twice as many respondents.
YOUNG = frozenset({RespondentGroup.CHILD.value, RespondentGroup.YOUTH.value})
YOUNG_THRESHOLD = 10


@dataclass(frozen=True)
class _Figures:
    """The blocks of one measure and group, and how many respondents each school has for it."""

    measure: Measure
    group: str
    blocks: Sequence[SafeBlock]
    n_of: Mapping[int, int]


def publish(session: Session, wave_id: int, *, now: datetime, software_version: str) -> Publication:
    """Publish a closed wave. Raises InvalidWave when it is open, unmixed or published already."""
    wave = get_wave(session, wave_id)
    if wave.closed_at is None or has_waiting(session, wave_id):
        raise InvalidWave("only the answers of a closed and mixed wave can be published")
    if latest(session, wave_id) is not None:
        raise InvalidWave("this wave is published already")
    links = load_links(session, wave_id)
    units = units_of_links(wave, links)
    figures = list(_figures(session, wave, links))
    publication = Publication(
        wave=wave,
        number=1,
        published_at=now,
        rules=_rules(wave),
        software_version=software_version,
    )
    blocks = list(_block_rows(figures))
    cells = list(_cell_rows(figures, units))
    publication.digest = digest(publication.rules, units, blocks, cells)
    publication.units = units
    session.add(publication)
    session.flush()
    publication.blocks, publication.cells = blocks, cells
    session.flush()
    return publication


def threshold(wave: Wave, group: str, *, is_sensitive: bool) -> int:
    """Give how many respondents a block needs."""
    lowest: int = wave.campaign.threshold
    return max(lowest, YOUNG_THRESHOLD) if group in YOUNG or is_sensitive else lowest


def measures(version: Version) -> list[Measure]:
    """Give what can be counted of a version: everything but what people write."""
    return [
        measure for item in version.items if not Kind(item.kind).is_text
        for measure in _measures_of(item)
    ]  # fmt: skip


def _measures_of(item: Item) -> Iterator[Measure]:
    def measure(option: str | None, scale: Scale) -> Measure:
        return Measure(item.code, option, scale, tuple(item.groups), item.sensitive)

    choices = [choice for choice in item.choices if not choice.missing]
    if Kind(item.kind) is Kind.MULTIPLE:
        for choice in choices:
            yield measure(choice.code, Scale({YES: None, NO: None}, frozenset({YES})))
    elif Kind(item.kind) is Kind.NUMBER:
        numbers = range(item.minimum or 0, (item.maximum or 0) + 1)
        yield measure(None, Scale({str(number): number for number in numbers}, frozenset()))
    else:
        favourable = frozenset(choice.code for choice in choices if choice.favourable)
        yield measure(None, Scale({choice.code: choice.value for choice in choices}, favourable))


def _figures(session: Session, wave: Wave, links: Sequence[Link]) -> Iterator[_Figures]:
    answers = count_answers(session, wave.id)
    respondents = count_respondents(session, wave.id)
    places = _places(wave, {link.school_id: link.school for link in links}.values())
    groups = sorted({link.respondent_group for link in links})
    for measure in measures(wave.version):
        for group in groups:
            if group not in measure.groups:
                continue
            counts = tabulate(answers, respondents, measure, group)
            blocks = disclosure.form_blocks(
                counts,
                places.loc[counts.index],
                threshold=threshold(wave, group, is_sensitive=measure.is_sensitive),
            )
            n_of = dict(zip(counts.index.tolist(), counts.sum(axis=1).tolist(), strict=True))
            yield _Figures(measure, group, blocks, n_of)


def _places(wave: Wave, schools: Any) -> pd.DataFrame:
    pilots = _pilots_of(wave)
    rows = {
        school.id: {
            "municipality": school.municipality_id,
            "board": school.board_id,
            "pilots": pilots.get(school.id, frozenset()),
        }
        for school in schools
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", dtype=object)
    return frame.where(frame.notna(), None)


def _pilots_of(wave: Wave) -> dict[int, frozenset[int]]:
    """Give the pilots that each school is in while the wave is open."""
    pilots: dict[int, set[int]] = {}
    for pilot in wave.campaign.region.pilots:
        for member in pilot.members:
            if member.takes_part(wave.opens_at.date()):
                pilots.setdefault(member.school_id, set()).add(pilot.id)
    return {school_id: frozenset(ids) for school_id, ids in pilots.items()}


def units_of_links(wave: Wave, links: Sequence[Link]) -> list[Unit]:
    """Give the units that figures are published for: sets of the schools that take part."""
    schools: dict[int, School] = {link.school_id: link.school for link in links}
    pilots = _pilots_of(wave)
    names = {pilot.id: pilot.name for pilot in wave.campaign.region.pilots}
    found: dict[tuple[UnitKind, str], Unit] = {}

    def add(kind: UnitKind, key: object, name: str, school: School) -> None:
        unit = found.setdefault(
            (kind, str(key)), Unit(kind=kind.value, key=str(key), name=name, school_ids=[])
        )
        unit.school_ids.append(school.id)

    for _, school in sorted(schools.items()):
        add(UnitKind.SCHOOL, school.id, school.name, school)
        add(UnitKind.MUNICIPALITY, school.municipality_id, school.municipality.name, school)
        add(UnitKind.REGION, wave.campaign.region_id, wave.campaign.region.name, school)
        if school.board is not None:
            add(UnitKind.BOARD, school.board_id, school.board.name, school)
        if school.education_area:
            add(UnitKind.EDUCATION_AREA, school.education_area, school.education_area, school)
        for row in school.education_types:
            add(UnitKind.EDUCATION_TYPE, row.education_type, row.education_type, school)
        for pilot_id in sorted(pilots.get(school.id, ())):
            add(UnitKind.PILOT, pilot_id, names[pilot_id], school)
    return list(found.values())


def _rules(wave: Wave) -> dict[str, Any]:
    return {
        "version": disclosure.RULES_VERSION,
        "threshold": wave.campaign.threshold,
        "threshold_young_or_sensitive": max(wave.campaign.threshold, YOUNG_THRESHOLD),
        "smallest_pool": disclosure.SMALLEST_POOL,
        "largest_part_of_pool": str(disclosure.LARGEST_PART_OF_POOL),
        "lowest_coverage": str(precision.LOWEST_COVERAGE),
    }


def _block_rows(figures: Sequence[_Figures]) -> Iterator[Block]:
    for figure in figures:
        for number, block in enumerate(figure.blocks, start=1):
            yield Block(
                respondent_group=figure.group,
                measure=figure.measure.code,
                number=number,
                school_ids=list(block.schools),
                counts=dict(block.counts),
            )


def _cell_rows(figures: Sequence[_Figures], units: Sequence[Unit]) -> Iterator[Cell]:
    units_of: dict[int, set[int]] = {}
    for position, unit in enumerate(units):
        for school_id in unit.school_ids:
            units_of.setdefault(school_id, set()).add(position)
    inside = {school: frozenset(positions) for school, positions in units_of.items()}
    for together in _by_measure(figures):
        measure = together[0].measure
        sums = [sum_inside(figure.blocks, inside) for figure in together]
        for position, unit in enumerate(units):
            parts = [
                _Part(
                    figure.group,
                    counts.get(position, {}),
                    sum(figure.n_of.get(school, 0) for school in unit.school_ids),
                )
                for figure, counts in zip(together, sums, strict=True)
            ]
            if len(parts) > 1:
                parts.append(_all_groups(parts))
            for part in parts:
                yield _cell(unit, measure, part)


@dataclass(frozen=True)
class _Part:
    """The blocks of one group inside a unit, out of `n_all` respondents."""

    group: str
    counts: Mapping[str, int]
    n_all: int


def _all_groups(parts: Sequence[_Part]) -> _Part:
    counts: dict[str, int] = {}
    for part in parts:
        for code, n in part.counts.items():
            counts[code] = counts.get(code, 0) + n
    return _Part(ALL_GROUPS, counts, sum(part.n_all for part in parts))


def _by_measure(figures: Sequence[_Figures]) -> Iterable[list[_Figures]]:
    together: dict[str, list[_Figures]] = {}
    for figure in figures:
        together.setdefault(figure.measure.code, []).append(figure)
    return together.values()


def _cell(unit: Unit, measure: Measure, part: _Part) -> Cell:
    shown = precision.show(part.counts, part.n_all, measure.scale)
    cell = Cell(
        unit_kind=unit.kind,
        unit_key=unit.key,
        respondent_group=part.group,
        measure=measure.code,
        status=(Status.SHOWN if shown else Status.HIDDEN).value,
        n="", coverage="", mean="", favourable="", shares={},
    )  # fmt: skip
    if shown is not None:
        cell.n, cell.coverage, cell.mean = shown.n, shown.coverage, shown.mean
        cell.favourable, cell.shares = shown.favourable, dict(shown.shares)
    return cell
