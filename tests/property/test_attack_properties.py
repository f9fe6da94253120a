"""Made-up regions, and publishers of different care, against the attack."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.attack import attack

COLUMNS = [
    *("publication", "wave", "unit", "respondent_group", "item"),
    *("schools", "n", "coverage", "shares", "mean"),
]
PLACE = {"publication": 1, "wave": "0-meting", "item": "nabijheid"}


@dataclass(frozen=True)
class Region:
    """Schools with their answers per group, and larger units that may overlap."""

    answers: dict[tuple[int, str], tuple[int, ...]]
    units: dict[str, frozenset[int]]

    def n(self, pairs):
        return sum(sum(self.answers[pair]) for pair in pairs)

    def can_stand_alone(self, pair):
        counts = self.answers[pair]
        return sum(counts) >= 5 and max(counts) <= sum(counts) - 2

    def figures(self):
        """Every unit × group, and all groups together, with the pairs in it."""
        groups = sorted({group for _, group in self.answers})
        for unit, schools in self.units.items():
            for group in groups:
                yield unit, group, frozenset((school, group) for school in schools)
            yield unit, "all", frozenset((s, g) for s in schools for g in groups)


@st.composite
def regions(draw, least=0):
    """Three to seven schools, two gemeenten, up to three overlapping proeftuinen."""
    schools = range(draw(st.integers(3, 7)))
    groups = draw(st.sampled_from([("ouder",), ("ouder", "leraar")]))
    counts = st.tuples(*[st.integers(least, 4)] * 3)
    answers = {(school, group): draw(counts) for school in schools for group in groups}
    units = {f"school:{school}": frozenset([school]) for school in schools}
    units["regio"] = frozenset(schools)
    border = draw(st.integers(1, len(schools) - 1))
    units["gemeente:1"], units["gemeente:2"] = (
        frozenset(schools[:border]),
        frozenset(schools[border:]),
    )
    for number, pilot in enumerate(
        draw(st.lists(st.frozensets(st.sampled_from(schools), min_size=1), max_size=3))
    ):
        units[f"proeftuin:{number}"] = pilot
    return Region(answers, units)


def attacked(region, shown):
    """Attack a publication that shows these (unit, group, pairs)."""
    figures = [
        PLACE
        | {"unit": unit, "respondent_group": group, "schools": pairs, "shares": {}}
        | {"n": "5–9" if region.n(pairs) < 10 else str(region.n(pairs))}
        for unit, group, pairs in shown
    ]
    truth = [
        PLACE | {"school": school, "respondent_group": group, "option": option, "n": n}
        for (school, group), counts in region.answers.items()
        for option, n in enumerate(counts, start=1)
    ]
    members = [(unit, school) for unit, schools in region.units.items() for school in schools]
    return attack(
        pd.DataFrame(truth).drop(columns="publication"),
        pd.DataFrame(figures, columns=COLUMNS),
        pd.DataFrame(columns=["publication", "wave", "unit", "respondent_group", "item", "status"]),
        pd.DataFrame(members, columns=["unit", "school"]),
        pd.DataFrame({"respondent_group": ["ouder", "leraar"], "item": "nabijheid", "t": 5}),
    )


def leaking(region, shown):
    """The small sets of pairs that lie between two figures, or between one and its schools."""
    sets = [pairs for _, _, pairs in shown]
    singles = [pairs for pairs in sets if len(pairs) == 1]
    rests = [whole - part for whole, part in permutations(sets, 2) if part <= whole]
    rests += [
        whole.difference(*(single for single in singles if single <= whole)) for whole in sets
    ]
    return [rest for rest in rests if 0 < region.n(rest) < 5]


@given(regions())
def test_hiding_only_what_is_small_is_caught_whenever_a_difference_leaks(region):
    shown = [figure for figure in region.figures() if region.n(figure[2]) >= 5]

    report = attacked(region, shown)

    exposed = {school for found in report.findings for school in found.schools}
    for rest in leaking(region, shown):
        assert exposed & {school for school, _ in rest}


@given(regions())
def test_publishing_nothing_is_safe(region):
    assert attacked(region, []).is_safe


@given(regions(least=2))
def test_publishing_only_the_whole_region_is_safe(region):
    shown = [figure for figure in region.figures() if figure[0] == "regio"]

    report = attacked(region, shown)

    assert report.is_safe, report.summary()


@given(regions())
def test_counting_only_schools_that_can_stand_alone_is_safe(region):
    whole = [
        (unit, group, frozenset(filter(region.can_stand_alone, pairs)))
        for unit, group, pairs in region.figures()
    ]

    report = attacked(region, [figure for figure in whole if figure[2]])

    assert report.is_safe, report.summary()


@given(regions())
def test_exactly_the_small_schools_that_linear_algebra_derives_are_told_with_their_sum(region):
    shown = [figure for figure in region.figures() if region.n(figure[2]) >= 5]
    pairs = list(region.answers)
    matrix = np.array([[pair in counted for pair in pairs] for *_, counted in shown], dtype=float)
    small = [index for index, pair in enumerate(pairs) if 0 < region.n([pair]) < 5]
    rank = np.linalg.matrix_rank(matrix) if shown else 0

    report = attacked(region, shown)

    derived = {
        pairs[index]
        for index in small
        if shown and np.linalg.matrix_rank([*matrix, np.eye(len(pairs))[index]]) == rank
    }
    told = [found for found in report.findings if found.rule == "A2 by sums"]
    alone = {
        (found.schools[0], found.respondent_group)
        for found in told
        if len(found.schools) == 1 and found.respondent_group != "all"
    }
    assert alone == derived


@given(regions())
def test_what_can_be_bounded_is_refused_for_what_it_is_made_of_too(region):
    shown = [figure for figure in region.figures() if figure[1] == "all"]

    rules = {found.rule for found in attacked(region, shown).findings}

    assert "A3" not in rules or rules & {"A2", "A8"}
