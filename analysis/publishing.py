"""Publishing: the answers of a closed wave become figures, once, by the rules of disclosure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from analysis import disclosure, precision
from analysis.aggregate import NO, YES, Measure, tabulate
from analysis.attack import Report
from analysis.figures import Figure, MeasuredBlocks, figures_of
from analysis.gate import Candidate, attack_candidate, attack_published
from analysis.microdata import count_answers, count_respondents, has_waiting
from analysis.precision import Scale
from analysis.publications import (
    Block,
    Cell,
    Publication,
    Status,
    digest,
    latest,
    load_cells,
)
from analysis.units import pilots_of, units_of
from surveys.campaigns import YOUNG_THRESHOLD, Wave, get_wave, smallest_group
from surveys.distribution import Link, load_links
from surveys.errors import InvalidWave, SurveysError
from surveys.items import Kind
from surveys.questionnaires import Item, Version


class UnsafePublication(SurveysError):
    """The attack test found a way to single out respondents: nobody can release this."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.summary())
        self.report = report


def publish(session: Session, wave_id: int, *, now: datetime, software_version: str) -> Publication:
    """Publish a closed wave.

    Raises InvalidWave when it is open, unmixed or published already, and UnsafePublication when
    the attack test can single out respondents.
    """
    wave = get_wave(session, wave_id)
    if wave.closed_at is None or has_waiting(session, wave_id):
        raise InvalidWave("only the answers of a closed and mixed wave can be published")
    if latest(session, wave_id) is not None:
        raise InvalidWave("this wave is published already")
    candidate = draft(session, wave)
    report = attack_candidate(candidate)
    if not report.is_safe:
        raise UnsafePublication(report)
    publication = Publication(
        wave=wave,
        number=1,
        published_at=now,
        rules=_rules(wave),
        software_version=software_version,
    )
    blocks = list(_block_rows(candidate.blocks))
    cells = [_cell(figure) for figure in candidate.figures]
    publication.digest = digest(publication.rules, candidate.units, blocks, cells)
    publication.units = list(candidate.units)
    session.add(publication)
    session.flush()
    publication.blocks, publication.cells = blocks, cells
    session.flush()
    return publication


def draft(session: Session, wave: Wave) -> Candidate:
    """Give what would be published of a wave by its answers as they are now."""
    links = load_links(session, wave.id)
    units = units_of(wave, links)
    blocks = list(_form_blocks(session, wave, links))
    return Candidate(wave.id, units, blocks, list(figures_of(blocks, units)))


def try_outsider(session: Session, publication: Publication) -> Report:
    """Let the outsider try a publication, while the answers are still there to judge by."""
    cells = load_cells(session, publication.id)
    return attack_published(draft(session, publication.wave), cells)


def threshold(wave: Wave, group: str, *, is_sensitive: bool) -> int:
    """Give how many respondents a block needs."""
    return smallest_group(wave.campaign.threshold, group, is_sensitive=is_sensitive)


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


def _form_blocks(session: Session, wave: Wave, links: Sequence[Link]) -> Iterator[MeasuredBlocks]:
    answers = count_answers(session, wave.id)
    respondents = count_respondents(session, wave.id)
    places = _places(wave, {link.school_id: link.school for link in links}.values())
    groups = sorted({link.respondent_group for link in links})
    for measure in measures(wave.version):
        for group in groups:
            if group not in measure.groups:
                continue
            counts = tabulate(answers, respondents, measure, group)
            lowest = threshold(wave, group, is_sensitive=measure.is_sensitive)
            blocks = disclosure.form_blocks(counts, places.loc[counts.index], threshold=lowest)
            invited = frozenset(link.school_id for link in links if link.respondent_group == group)
            yield MeasuredBlocks(measure, group, lowest, invited, counts, blocks)


def _places(wave: Wave, schools: Any) -> pd.DataFrame:
    pilots = pilots_of(wave)
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


def _rules(wave: Wave) -> dict[str, Any]:
    return {
        "version": disclosure.RULES_VERSION,
        "threshold": wave.campaign.threshold,
        "threshold_young_or_sensitive": max(wave.campaign.threshold, YOUNG_THRESHOLD),
        "smallest_pool": disclosure.SMALLEST_POOL,
        "largest_part_of_pool": str(disclosure.LARGEST_PART_OF_POOL),
        "lowest_coverage": str(precision.LOWEST_COVERAGE),
    }


def _block_rows(blocks: Sequence[MeasuredBlocks]) -> Iterator[Block]:
    for one in blocks:
        for number, block in enumerate(one.blocks, start=1):
            yield Block(
                respondent_group=one.group,
                measure=one.measure.code,
                number=number,
                school_ids=list(block.schools),
                counts=dict(block.counts),
            )


def _cell(figure: Figure) -> Cell:
    shown = figure.shown
    return Cell(
        unit_kind=figure.unit.kind,
        unit_key=figure.unit.key,
        respondent_group=figure.group,
        measure=figure.measure.code,
        status=(Status.SHOWN if shown else Status.HIDDEN).value,
        n=shown.n if shown else "",
        coverage=shown.coverage if shown else "",
        mean=shown.mean if shown else "",
        favourable=shown.favourable if shown else "",
        shares=dict(shown.shares) if shown else {},
    )
