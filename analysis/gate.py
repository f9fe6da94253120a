"""The gate before publishing: the outsider of `analysis.attack` gets all that would be shown.

Besides, it gets the truth, to judge by whether what it can derive gives anybody away.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import precision
from analysis.aggregate import Measure
from analysis.attack import Report, attack
from analysis.figures import Figure, MeasuredBlocks
from analysis.precision import Shown
from analysis.publications import Cell, Status, Unit


@dataclass(frozen=True)
class Candidate:
    """What would be published of a wave: figures as sums of blocks, for these units."""

    wave_id: int
    units: Sequence[Unit]
    blocks: Sequence[MeasuredBlocks]
    figures: Sequence[Figure]


def attack_candidate(candidate: Candidate) -> Report:
    """Let the outsider have everything that would be published."""
    return _attack(candidate, [(figure, figure.shown) for figure in candidate.figures])


def attack_published(candidate: Candidate, cells: Iterable[Cell]) -> Report:
    """Let the outsider have what was published, judged by the answers as they are now.

    `candidate` is what the same wave would publish today. Raises KeyError for a cell of a figure
    that today would not exist.
    """
    today = {_key(figure): figure for figure in candidate.figures}
    return _attack(
        candidate,
        [
            (today[cell.unit_kind, cell.unit_key, cell.respondent_group, cell.measure], _said(cell))
            for cell in cells
        ],
    )


def _key(figure: Figure) -> tuple[str, str, str, str]:
    return figure.unit.kind, figure.unit.key, figure.group, figure.measure.code


def _said(cell: Cell) -> Shown | None:
    if cell.status == Status.HIDDEN.value:
        return None
    return Shown(cell.n, cell.coverage, cell.mean, cell.favourable, cell.shares)


def _attack(candidate: Candidate, figures: Sequence[tuple[Figure, Shown | None]]) -> Report:
    wave_id, units, blocks = candidate.wave_id, candidate.units, candidate.blocks
    truth = [
        (wave_id, one.group, one.measure.code, school, option, int(n), value)
        for one in blocks
        for option, value in one.measure.scale.values.items()
        for school, n in _column(one.counts, option)
    ]
    shown = [
        (
            0, wave_id, _name(figure.unit), figure.group, figure.measure.code,
            figure.counted.pairs, said.n, said.coverage,
            _shown_shares(said, figure.measure), _shown_mean(said),
        )
        for figure, said in figures
        if said
    ]  # fmt: skip
    hidden = [
        (0, wave_id, _name(f.unit), f.group, f.measure.code, Status.HIDDEN.value)
        for f, said in figures
        if not said
    ]
    key = ["publication", "wave", "unit", "respondent_group", "item"]
    return attack(
        pd.DataFrame(
            truth,
            columns=["wave", "respondent_group", "item", "school", "option", "n", "value"],
        ),
        pd.DataFrame(shown, columns=[*key, "schools", "n", "coverage", "shares", "mean"]),
        pd.DataFrame(hidden, columns=[*key, "status"]),
        pd.DataFrame(
            [(_name(unit), school) for unit in units for school in unit.school_ids],
            columns=["unit", "school"],
        ),
        pd.DataFrame(
            [(one.group, one.measure.code, one.threshold) for one in blocks],
            columns=["respondent_group", "item", "t"],
        ),
    )


def _name(unit: Unit) -> str:
    return f"{unit.kind}:{unit.key}"


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
