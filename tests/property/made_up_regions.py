"""Made-up regions of every awkward shape, and what would be published about them."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from analysis.aggregate import Measure
from analysis.disclosure import carry_on, form_blocks
from analysis.figures import MeasuredBlocks, figures_of
from analysis.gate import attack_editions, edition_of
from analysis.precision import Scale
from analysis.publications import Unit, UnitKind

GROUPS = ("parent", "teacher", "supporter", "youth")
SCALES = {
    "five points": Scale({"5": 5, "4": 4, "3": 3, "2": 2, "1": 1}, frozenset({"5", "4"})),
    "four points": Scale({"4": 4, "3": 3, "2": 2, "1": 1}, frozenset({"4", "3"})),
    "yes, partly, no": Scale({"yes": 3, "partly": 2, "no": 1}, frozenset({"yes"})),
    "one or nothing": Scale({"one": 1, "nothing": 0}, frozenset({"one"})),
    "grade": Scale({str(n): n for n in range(1, 11)}, frozenset({"7", "8", "9", "10"})),
    "no values": Scale({"a": None, "b": None, "c": None}, frozenset()),
}


def threshold(group: str) -> int:
    return 10 if group == "youth" else 5


@dataclass(frozen=True)
class MadeUpRegion:
    """Answers per group (a row per school, a column per answer), and where the schools are."""

    answers: dict[str, pd.DataFrame]
    places: pd.DataFrame
    scale: Scale = SCALES["five points"]

    @property
    def measure(self) -> Measure:
        return Measure("nabijheid", None, self.scale, GROUPS, is_sensitive=False)

    def units(self) -> list[Unit]:
        schools = list(self.places.index)
        members = {(UnitKind.REGION, "1"): schools}
        members |= {(UnitKind.SCHOOL, str(school)): [school] for school in schools}
        for school, municipality, board, pilots in self.places.itertuples():
            keys = [(UnitKind.MUNICIPALITY, municipality), (UnitKind.BOARD, board)]
            for kind, key in [*keys, *((UnitKind.PILOT, pilot) for pilot in pilots)]:
                if key is not None:
                    members.setdefault((kind, str(key)), []).append(school)
        return [
            Unit(kind=kind.value, key=key, name=key, school_ids=own)
            for (kind, key), own in members.items()
        ]

    def blocks(self) -> list[MeasuredBlocks]:
        return [
            self._measured(
                group,
                counts,
                form_blocks(counts, self.places.loc[counts.index], threshold=threshold(group)),
            )
            for group, counts in self.answers.items()
        ]

    def later_blocks(self, earlier: list[MeasuredBlocks]) -> list[MeasuredBlocks]:
        """The blocks of a next publication of the same wave, with the answers as they are now."""
        carried = [
            (one.group, carry_on(
                one.blocks, one.counts, self.answers[one.group], self.places,
                threshold=threshold(one.group),
            ))
            for one in earlier
        ]  # fmt: skip
        return [self._measured(group, counts, blocks) for group, (blocks, counts) in carried]

    def _measured(self, group, counts, blocks) -> MeasuredBlocks:
        invited = frozenset(self.places.index)
        return MeasuredBlocks(self.measure, group, threshold(group), invited, counts, blocks)

    def after(self, seed: int) -> "MadeUpRegion":
        """The same region when some answered since, and some withdrew."""
        draw = np.random.default_rng(seed)
        rate = draw.choice([0.0, 0.05, 1.0, 8.0])
        answers = {
            group: (
                counts + draw.poisson(rate, counts.shape) - draw.binomial(1, 0.05, counts.shape)
            ).clip(lower=0)
            for group, counts in self.answers.items()
        }
        return replace(self, answers=answers)

    def with_a_later_pilot(self, seed: int) -> list[Unit]:
        """The units, and a set of schools that nobody thought of before."""
        draw = np.random.default_rng(seed)
        own = [school for school in self.places.index.tolist() if draw.random() < 0.5]
        return [*self.units(), Unit(kind=UnitKind.PILOT, key="later", name="", school_ids=own)]

    def figures(self):
        return list(figures_of(self.blocks(), self.units()))

    def attacked(self):
        return attack_editions([edition_of(1, self.units(), self.blocks())])


def made_up_region(
    seed: int, n_schools: int, n_groups: int, scale: str = "five points"
) -> MadeUpRegion:
    """A region of small, middling, large, silent and unanimous schools."""
    draw = np.random.default_rng(seed)
    schools = pd.RangeIndex(1, n_schools + 1)
    n_municipalities = draw.integers(1, n_schools + 1)
    boards = [*range(1, draw.integers(1, 6) + 1), None]
    n_pilots = draw.integers(0, 4)
    places = pd.DataFrame(
        {
            "municipality": [int(n) for n in draw.integers(1, n_municipalities + 1, n_schools)],
            "board": [boards[n] for n in draw.integers(0, len(boards), n_schools)],
            "pilots": [
                frozenset(np.flatnonzero(draw.random(n_pilots) < 0.4).tolist()) for _ in schools
            ],
        },
        index=schools,
        dtype=object,
    )
    if n_schools > 2:
        # A municipality of one school, and a board that stays inside one municipality.
        places.loc[n_schools, "municipality"] = 1000
        places.loc[places["municipality"] == places.loc[1, "municipality"], "board"] = 1000
    codes = list(SCALES[scale].values)
    answers = {group: _answers(draw, schools, codes) for group in GROUPS[:n_groups]}
    return MadeUpRegion(answers, places, SCALES[scale])


def _answers(draw: np.random.Generator, schools: pd.Index, codes: list[str]) -> pd.DataFrame:
    sizes = [
        int(draw.integers(low, high))
        for low, high in [(0, 1), (1, 5), (5, 10), (10, 30), (30, 400)]
    ]
    n = draw.choice(sizes, len(schools), p=[0.1, 0.35, 0.25, 0.25, 0.05])
    # From all the same answer to all answers alike.
    evenness = draw.choice([0.01, 0.3, 5], len(schools))
    rows = [
        draw.multinomial(size, draw.dirichlet([even] * len(codes)))
        for size, even in zip(n, evenness, strict=True)
    ]
    return pd.DataFrame(rows, index=schools, columns=codes)


regions = st.builds(
    made_up_region,
    seed=st.integers(0, 2**32 - 1),
    n_schools=st.integers(1, 60),
    n_groups=st.integers(1, 4),
    scale=st.sampled_from(list(SCALES)),
)
