"""What safe blocks cost, on a region made as the one on which the rules were chosen."""

import numpy as np
import pandas as pd
import pytest

from analysis.aggregate import Measure
from analysis.disclosure import form_blocks
from analysis.figures import MeasuredBlocks, figures_of
from analysis.publications import ALL_GROUPS, UnitKind
from tests.property.made_up_regions import GROUPS, SCALES, MadeUpRegion

WAVES = 3
LEAST_COUNTED = {UnitKind.REGION: 0.99, UnitKind.MUNICIPALITY: 0.98, UnitKind.PILOT: 0.97}


def the_region(seed):
    """60 schools in 3 municipalities, of 4 boards, with 3 pilots that overlap: per wave."""
    draw = np.random.default_rng(seed)
    schools = pd.RangeIndex(1, 61)
    places = pd.DataFrame(
        {
            "municipality": draw.integers(1, 4, 60).tolist(),
            "board": draw.integers(1, 5, 60).tolist(),
            "pilots": [frozenset(np.flatnonzero(draw.random(3) < 0.3).tolist()) for _ in schools],
        },
        index=schools,
        dtype=object,
    )
    codes = list(SCALES["five points"].values)
    for _ in range(WAVES):
        answers = {}
        for group in GROUPS:
            n = np.round(draw.lognormal(np.log(14), 1.0, 60)).astype(int)
            n[draw.random(60) < 0.08] = 0
            tastes = draw.dirichlet([6, 8, 4, 2, 1], 60)
            rows = [draw.multinomial(size, taste) for size, taste in zip(n, tastes, strict=True)]
            answers[group] = pd.DataFrame(rows, index=schools, columns=codes)
        yield MadeUpRegion(answers, places)


def figures_at_five(region):
    measure = Measure("nabijheid", None, region.scale, GROUPS, is_sensitive=False)
    blocks = [
        MeasuredBlocks(
            measure, group, 5, frozenset(counts.index), counts,
            form_blocks(counts, region.places.loc[counts.index], threshold=5),
        )
        for group, counts in region.answers.items()
    ]  # fmt: skip
    return figures_of(blocks, region.units())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nearly_every_answer_is_counted_in_what_is_shown(seed):
    counted, everyone = dict.fromkeys(LEAST_COUNTED, 0), dict.fromkeys(LEAST_COUNTED, 0)
    n_responses = n_small = 0
    for region in the_region(seed):
        sizes = pd.concat(counts.sum(axis=1) for counts in region.answers.values())
        n_responses += sizes.sum()
        n_small += ((sizes > 0) & (sizes < 5)).sum()
        for figure in figures_at_five(region):
            kind = figure.unit.kind
            if kind in LEAST_COUNTED and figure.group != ALL_GROUPS:
                everyone[kind] += figure.n_all
                counted[kind] += sum(figure.counted.counts.values()) if figure.shown else 0

    # As many responses, and as many small schools, as in the region that was measured.
    assert 12_500 <= n_responses <= 16_500
    assert 60 <= n_small <= 110
    for kind, least in LEAST_COUNTED.items():
        assert counted[kind] >= least * everyone[kind], (kind, counted[kind] / everyone[kind])
