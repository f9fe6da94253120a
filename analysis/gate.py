"""The gate before publishing: the outsider of `analysis.attack` gets all that would be shown.

Besides, it gets the truth, to judge by whether what it can derive gives anybody away.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis import precision
from analysis.aggregate import Measure
from analysis.attack import Report, attack
from analysis.figures import Figure, MeasuredBlocks
from analysis.precision import Shown
from analysis.publications import Status, Unit


def attack_candidate(
    wave_id: int, units: Sequence[Unit], blocks: Sequence[MeasuredBlocks], figures: Sequence[Figure]
) -> Report:
    """Let the outsider have everything that would be published, and the truth to judge it by."""
    truth = [
        (wave_id, one.group, one.measure.code, school, option, int(n), value)
        for one in blocks
        for option, value in one.measure.scale.values.items()
        for school, n in _column(one.counts, option)
    ]
    shown = [
        (
            0, wave_id, _name(figure.unit), figure.group, figure.measure.code,
            figure.counted.pairs, figure.shown.n, figure.shown.coverage,
            _shown_shares(figure.shown, figure.measure), _shown_mean(figure.shown),
        )
        for figure in figures
        if figure.shown
    ]  # fmt: skip
    hidden = [
        (0, wave_id, _name(f.unit), f.group, f.measure.code, Status.HIDDEN.value)
        for f in figures
        if not f.shown
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
