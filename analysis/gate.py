"""The gate before publishing: the outsider of `analysis.attack` gets all that is or would be shown.

Besides, it gets the truth, to judge by whether what it can derive gives anybody away. One wave at a
time: nobody's answers in one wave can be told from figures about another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import precision
from analysis.aggregate import Measure
from analysis.attack import Report, attack
from analysis.figures import Figure, MeasuredBlocks, figures_of
from analysis.precision import Shown
from analysis.publications import Status, Unit

WAVE = "wave"


@dataclass(frozen=True)
class Edition:
    """One publication of a wave, made or to be made: figures as sums of blocks, for these units.

    `said` holds the figures with what is shown of them.
    """

    number: int
    units: Sequence[Unit]
    blocks: Sequence[MeasuredBlocks]
    said: Sequence[tuple[Figure, Shown | None]]


def edition_of(number: int, units: Sequence[Unit], blocks: Sequence[MeasuredBlocks]) -> Edition:
    """Give what these blocks would show of these units."""
    figures = figures_of(blocks, units)
    return Edition(number, units, blocks, [(figure, figure.shown) for figure in figures])


def attack_editions(editions: Sequence[Edition]) -> Report:
    """Let the outsider have all publications of one wave together."""
    key = ["publication", "wave", "unit", "respondent_group", "item"]
    return attack(
        pd.DataFrame(
            [row for edition in editions for row in _truth(edition)],
            columns=[
                "publication", "wave", "respondent_group", "item", "school", "option", "n", "value",
            ],
        ),
        pd.DataFrame(
            [row for edition in editions for row in _shown(edition)],
            columns=[*key, "schools", "n", "coverage", "shares", "mean"],
        ),
        pd.DataFrame(
            [
                (*_place(edition, figure), Status.HIDDEN.value)
                for edition in editions
                for figure, said in edition.said
                if not said
            ],
            columns=[*key, "status"],
        ),
        pd.DataFrame(
            [
                (_name(edition, unit), school)
                for edition in editions
                for unit in edition.units
                for school in unit.school_ids
            ],
            columns=["unit", "school"],
        ),
        pd.DataFrame(
            [
                (one.group, one.measure.code, one.threshold)
                for edition in editions
                for one in edition.blocks
            ],
            columns=["respondent_group", "item", "t"],
        ),
    )  # fmt: skip


def _truth(edition: Edition) -> Iterator[tuple[object, ...]]:
    for one in edition.blocks:
        for option, value in one.measure.scale.values.items():
            for school, n in _column(one.counts, option):
                yield (
                    edition.number, WAVE, one.group, one.measure.code, school, option, int(n), value
                )  # fmt: skip


def _shown(edition: Edition) -> Iterator[tuple[object, ...]]:
    for figure, said in edition.said:
        if said:
            yield (
                *_place(edition, figure), figure.counted.pairs, said.n, said.coverage,
                _shown_shares(said, figure.measure), _shown_mean(said),
            )  # fmt: skip


def _place(edition: Edition, figure: Figure) -> tuple[object, ...]:
    return edition.number, WAVE, _name(edition, figure.unit), figure.group, figure.measure.code


def _name(edition: Edition, unit: Unit) -> str:
    """Give a name of a unit's own: the same unit may hold other schools in a later publication."""
    return f"{unit.kind}:{unit.key}" + (f" ({edition.number})" if edition.number > 1 else "")


def _column(counts: pd.DataFrame, option: str) -> Iterable[tuple[int, int]]:
    if option not in counts:
        return ((school, 0) for school in counts.index.tolist())
    return zip(counts.index.tolist(), counts[option].tolist(), strict=True)


def _shown_shares(shown: Shown, measure: Measure) -> dict[object, str]:
    shares: dict[object, str] = {}
    shares.update(shown.shares)
    if shown.favourable:
        shares[tuple(sorted(measure.scale.favourable))] = shown.favourable
    return shares


def _shown_mean(shown: Shown) -> str | None:
    words = {precision.LOW: "laag", precision.MIDDLE: "midden", precision.HIGH: "hoog"}
    return words.get(shown.mean, shown.mean) or None
