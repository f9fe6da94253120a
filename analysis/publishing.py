"""Publishing: answers become figures, once, by the rules of disclosure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from analysis import disclosure, precision
from analysis.aggregate import Measure, tabulate, tabulate_answering
from analysis.attack import Report
from analysis.editions import load_editions
from analysis.figures import Figure, MeasuredBlocks
from analysis.frozen import load_frozen
from analysis.gate import Edition, attack_editions, edition_of
from analysis.language_differences import find_differences
from analysis.measures import measures_of
from analysis.microdata import Counted, count_wave, has_answers, has_waiting
from analysis.precision import Shown
from analysis.publications import (
    Block,
    Cell,
    Publication,
    Status,
    Turnout,
    Unit,
    UnitKind,
    digest,
    load_cells,
    load_numbers,
    load_units,
)
from analysis.signing import SigningKey
from analysis.units import pilots_of, units_of
from surveys.campaigns import YOUNG_THRESHOLD, Wave, get_wave, smallest_group
from surveys.distribution import Link, load_links
from surveys.errors import InvalidWave, SurveysError
from surveys.headcounts import load_headcounts
from surveys.items import RespondentGroup
from surveys.organisations import School


class UnsafePublication(SurveysError):
    """The attack test found a way to single out respondents: nobody can release this."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.summary())
        self.report = report


def publish(
    session: Session,
    wave_id: int,
    *,
    now: datetime,
    software_version: str,
    key: SigningKey,
    interim: bool = False,
    with_schools: bool = True,
) -> Publication:
    """Publish a closed wave; or, when `interim`, what was mixed so far of an open one.

    Without schools only larger units have figures.

    A second publication of a wave supersedes the first. It takes up corrections and withdrawals,
    and who answered since, where `disclosure.carry_on` allows. Raises InvalidWave when the wave is
    open or unmixed, when its answers are gone or nothing changed, and UnsafePublication when the
    attack test can single out respondents.
    """
    wave = get_wave(session, wave_id)
    if wave.closed_at is None and not interim:
        raise InvalidWave("an open wave has an interim publication, or none")
    if wave.closed_at is not None and has_waiting(session, wave_id):
        raise InvalidWave("only the answers of a mixed wave can be published")
    if load_numbers(session, wave_id) and not has_answers(session, wave_id):
        raise InvalidWave("the answers are gone: what was published stays as it is")
    candidate = draft(session, wave, with_schools=with_schools)
    return _release(
        session, wave, candidate, [list(astuple(one)) for one in find_differences(session, wave)],
        now=now, software_version=software_version, key=key,
    )  # fmt: skip


def regroup(
    session: Session, wave_id: int, *, now: datetime, software_version: str, key: SigningKey
) -> Publication:
    """Publish a wave once more for the groupings of today that its publication does not have.

    A new pilot, or boards that merged, are counted as unions of the blocks that were frozen then:
    no answer is read, and what was shown stays as it was. Raises InvalidWave when the wave was
    never published or there is no new grouping, and UnsafePublication as `publish` does.
    """
    wave = get_wave(session, wave_id)
    earlier = load_numbers(session, wave_id)
    if not earlier:
        raise InvalidWave("only what was published can be grouped anew")
    _check_frozen(earlier[-1])
    units = [_copy(unit) for unit in load_units(session, earlier[-1].id)]
    known = {(unit.kind, unit.key) for unit in units}
    today = units_of(wave, load_links(session, wave_id), on=now.date())
    units += [unit for unit in today if (unit.kind, unit.key) not in known]
    candidate = edition_of(earlier[-1].number + 1, units, load_frozen(session, earlier[-1]))
    return _release(
        session, wave, candidate, earlier[-1].language_differences,
        now=now, software_version=software_version, key=key,
    )  # fmt: skip


def draft(session: Session, wave: Wave, *, with_schools: bool = True) -> Edition:
    """Give what would be published of a wave by its answers as they are now."""
    earlier = load_numbers(session, wave.id)
    if earlier:
        _check_frozen(earlier[-1])
    frozen = load_frozen(session, earlier[-1]) if earlier else []
    links = load_links(session, wave.id)
    blocks = list(form_all_blocks(wave, links, count_wave(session, wave), frozen))
    units = [unit for unit in units_of(wave, links) if with_schools or unit.kind != UnitKind.SCHOOL]
    return edition_of(len(earlier) + 1, units, blocks)


def attack_draft(session: Session, wave: Wave, candidate: Edition) -> Report:
    """Let the outsider have a candidate beside all that was published of the wave before."""
    return attack_editions([*load_editions(session, wave.id), candidate])


def threshold(wave: Wave, group: str, *, is_sensitive: bool) -> int:
    """Give how many respondents a block needs."""
    return smallest_group(wave.campaign.threshold, group, is_sensitive=is_sensitive)


def form_all_blocks(
    wave: Wave, links: Sequence[Link], counted: Counted, frozen: Sequence[MeasuredBlocks]
) -> Iterator[MeasuredBlocks]:
    """Give the blocks of every measure and group, from counts and what was frozen before."""
    places = places_of(wave, {link.school_id: link.school for link in links}.values())
    groups = sorted({link.respondent_group for link in links})
    before = {(one.measure.code, one.group): one for one in frozen}
    for measure in measures_of(wave.version):
        for group in groups:
            if group not in measure.groups:
                continue
            invited = frozenset(link.school_id for link in links if link.respondent_group == group)
            counts = _tabulate(counted, measure, group)
            lowest = threshold(wave, group, is_sensitive=measure.is_sensitive)
            blocks, counts = _carry_on(
                before.get((measure.code, group)), counts, places, threshold=lowest
            )
            yield MeasuredBlocks(measure, group, lowest, invited, counts, blocks)


def _tabulate(counted: Counted, measure: Measure, group: str) -> pd.DataFrame:
    if measure.of_answering:
        return tabulate_answering(
            counted.answers, counted.respondents, counted.asked, measure, group
        )
    return tabulate(counted.answers, counted.respondents, measure, group)


def _carry_on(
    before: MeasuredBlocks | None, counts: pd.DataFrame, places: pd.DataFrame, *, threshold: int
) -> tuple[list[disclosure.SafeBlock], pd.DataFrame]:
    if before is None:
        near = places.loc[counts.index]
        return disclosure.form_blocks(counts, near, threshold=threshold), counts
    return disclosure.carry_on(before.blocks, before.counts, counts, places, threshold=threshold)


def _release(
    session: Session,
    wave: Wave,
    candidate: Edition,
    language_differences: list[list[Any]] | None,
    *,
    now: datetime,
    software_version: str,
    key: SigningKey,
) -> Publication:
    earlier = load_numbers(session, wave.id)
    rules = _rules(wave)
    _count_people(session, wave, candidate.units)
    blocks = list(_block_rows(candidate.blocks))
    turnouts = list(map(_turnout, candidate.blocks))
    cells = [cell_of(figure, shown) for figure, shown in candidate.said]
    if earlier and _says(candidate.units, cells) == _says_already(session, earlier[-1]):
        raise InvalidWave("nothing changed since the last publication")
    contents = digest(rules, candidate.units, blocks, turnouts, cells, language_differences)
    report = attack_draft(session, wave, candidate)
    if not report.is_safe:
        raise UnsafePublication(report)
    publication = Publication(
        wave=wave,
        wave_id=wave.id,
        number=candidate.number,
        published_at=now,
        rules=rules,
        software_version=software_version,
        digest=contents,
        language_differences=language_differences,
    )
    publication.signature = key.sign(publication.signed_text)
    publication.units = list(candidate.units)
    session.add(publication)
    session.flush()
    publication.blocks, publication.turnouts, publication.cells = blocks, turnouts, cells
    session.flush()
    return publication


def _count_people(session: Session, wave: Wave, units: Iterable[Unit]) -> None:
    """Let units say how many people there are of each group that was asked."""
    asked: dict[str, set[int]] = {}
    for link in load_links(session, wave.id):
        asked.setdefault(link.respondent_group, set()).add(link.school_id)
    known = load_headcounts(session, set().union(*asked.values()))
    for unit in units:
        schools = {group: own & set(unit.school_ids) for group, own in asked.items()}
        unit.headcounts = {
            group: sum(known[school_id, RespondentGroup(group)] for school_id in own)
            for group, own in sorted(schools.items())
            if own and all((school_id, RespondentGroup(group)) in known for school_id in own)
        }


def _says(units: Iterable[Unit], cells: Iterable[Cell]) -> str:
    """Give what people can read in a publication, as one text to compare by."""
    return digest({}, units, (), (), cells)


def _says_already(session: Session, publication: Publication) -> str:
    return _says(load_units(session, publication.id), load_cells(session, publication.id))


def cell_of(figure: Figure, shown: Shown | None) -> Cell:
    """Give the row that says what is shown of a figure."""
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


def _check_frozen(publication: Publication) -> None:
    if not publication.signature:
        raise InvalidWave("what an earlier version of the software published stays as it is")


def _copy(unit: Unit) -> Unit:
    return Unit(kind=unit.kind, key=unit.key, name=unit.name, school_ids=list(unit.school_ids))


def places_of(wave: Wave, schools: Iterable[School]) -> pd.DataFrame:
    """Give where schools are: a row each, with municipality, board and pilots."""
    pilots = pilots_of(wave, wave.opens_on)
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
        "interim": "yes" if wave.closed_at is None else "no",
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


def _turnout(one: MeasuredBlocks) -> Turnout:
    return Turnout(
        respondent_group=one.group,
        measure=one.measure.code,
        threshold=one.threshold,
        n={str(school): one.n_of.get(school, 0) for school in sorted(one.invited)},
    )
