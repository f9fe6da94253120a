"""What a publication would show, pool and leave out; what that costs, and what else could be done.

The alternatives are safe as they are, because they go through the same rules: waiting, leaving out
the schools' own figures, and a longer wave.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.disclosure import form_blocks
from analysis.figures import Figure, MeasuredBlocks
from analysis.gate import Edition, edition_of
from analysis.microdata import count_hasty, count_vectors
from analysis.precision import Shown
from analysis.previews import Level, Outlook, Plan
from analysis.publications import ALL_GROUPS, UnitKind
from analysis.publishing import attack_draft, draft, places_of
from analysis.quality import find_flags
from surveys.campaigns import Wave
from surveys.distribution import load_links

# What a longer wave might bring: half as many answers again.
GROWTH = (3, 2)


def look_ahead(session: Session, wave: Wave) -> Outlook:
    """Tell what publishing this wave would show, by its answers as they are now."""
    candidate = draft(session, wave)
    links = load_links(session, wave.id)
    report = attack_draft(session, wave, candidate)
    longer = edition_of(candidate.number, candidate.units, list(_longer(session, wave, candidate)))
    levels = tuple(_levels(candidate.said))
    formed = [one for one in candidate.blocks if not one.measure.of_answering]
    return Outlook(
        broken=tuple(sorted({finding.rule for finding in report.findings})),
        n_alone=sum(len(b.schools) == 1 for one in formed for b in one.blocks),
        n_pooled=sum(len(b.schools) for one in formed for b in one.blocks if len(b.schools) > 1),
        n_left_out=sum(len(one.counts) - sum(len(b.schools) for b in one.blocks) for one in formed),
        plans=(
            Plan("now", levels),
            Plan("larger units", tuple(level for level in levels if level.kind != UnitKind.SCHOOL)),
            Plan("longer wave", tuple(_levels(longer.said))),
            Plan("wait", tuple(replace(level, n_shown=0, counted=0) for level in levels)),
        ),
        flags=tuple(
            find_flags(
                count_vectors(session, wave.id),
                {link.school_id: link.school.n_pupils for link in links},
                count_hasty(session, wave.id),
            )
        ),
    )


def _levels(said: Sequence[tuple[Figure, Shown | None]]) -> Iterator[Level]:
    """Give what is shown per kind of unit; figures over all groups count nobody a second time."""
    for kind in UnitKind:
        figures = [
            (figure, shown)
            for figure, shown in said
            if figure.unit.kind == kind and not figure.measure.of_answering
        ]
        if not figures:
            continue
        of_groups = [pair for pair in figures if pair[0].group != ALL_GROUPS]
        everyone = sum(figure.n_all for figure, _ in of_groups)
        counted = sum(sum(f.counted.counts.values()) for f, shown in of_groups if shown)
        yield Level(
            kind=kind.value,
            n_units=len({figure.unit.key for figure, _ in figures}),
            n_figures=len(figures),
            n_shown=sum(shown is not None for _, shown in figures),
            counted=min(99, 100 * counted // everyone) if everyone else 0,
        )


def _longer(session: Session, wave: Wave, candidate: Edition) -> Iterable[MeasuredBlocks]:
    """Give the blocks as if everybody's answers came in half as many times again."""
    links = load_links(session, wave.id)
    places = places_of(wave, {link.school_id: link.school for link in links}.values())
    times, parts = GROWTH
    for one in candidate.blocks:
        counts = one.counts * times // parts
        counts = counts[counts.sum(axis=1) > 0]
        blocks = form_blocks(counts, places.loc[counts.index], threshold=one.threshold)
        yield replace(one, counts=counts, blocks=blocks)
