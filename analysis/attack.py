"""The outsider who has everything published and tries to single out respondents.

The attacker has every publication, page and file, knows which schools belong to which unit, and is
given more than a page shows: which schools each figure counts, and every figure before rounding.
What withstands that withstands less.

A *pair* is a school × respondent group. A *class* is the pairs that are counted in exactly the same
figures, over all publications: every figure is a sum of whole classes, so nothing finer than a
class exists for whoever adds and subtracts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import LinearConstraint, milp

from analysis.attack_display import displayed_coarsely, read_range
from analysis.attack_scene import (
    ALL_GROUPS,
    Figure,
    Finding,
    Key,
    Pair,
    Scene,
    is_unanimous,
    limits_of,
    listed,
    members_of,
    records,
    scenes_of,
)

POOL_SCHOOLS = 3
POOL_SHARE = Fraction(2, 3)
SOLVED_CLASSES = 10
SOLVER_SECONDS = 0.25


@dataclass(frozen=True)
class Report:
    """What the attack found.

    `smallest_class` is the least number of respondents that sums of figures are made of;
    `narrowest_interval` the least width, in respondents, to which n of a school that may not be
    shown can be narrowed. None where there was nothing to attack.
    """

    findings: tuple[Finding, ...]
    smallest_class: int | None
    narrowest_interval: int | None

    @property
    def is_safe(self) -> bool:
        """Tell whether the publications may be released."""
        return not self.findings

    def summary(self) -> str:
        """Give the verdict, and per rule how often it is broken and where first."""
        verdict = "safe" if self.is_safe else f"refused, {len(self.findings)} findings"
        lines = [
            f"{verdict}: smallest class {self.smallest_class}, "
            f"narrowest interval {self.narrowest_interval}"
        ]
        first = {finding.rule: finding for finding in reversed(self.findings)}
        for rule, times in sorted(Counter(finding.rule for finding in self.findings).items()):
            found = first[rule]
            where = f"{found.wave} × {found.item} × {found.respondent_group}"
            lines.append(f"{rule} ({times}): {where}: {listed(found.units)}: {found.detail}")
        return "\n".join(lines)


def attack(
    truth: pd.DataFrame,
    figures: pd.DataFrame,
    hidden: pd.DataFrame,
    memberships: pd.DataFrame,
    thresholds: pd.DataFrame,
) -> Report:
    """Attack all these publications together and report every rule they break.

    `truth`: wave, respondent_group, item, school, option, n: a row per valid option, zeros
    included, with the respondents who chose it (each chose at most one). Optional: `value`, what
    the option counts for in a mean (else its code is read as a number), and `publication`, for
    answers that changed between publications: then the rows are repeated for each as it stood.

    `figures`: publication, wave, unit, respondent_group (or "all"), item, schools (a frozenset of
    the (school, respondent_group) pairs counted), and as displayed: n (text), coverage (a band of
    percents, or None), shares (a mapping from an option, or from a tuple of options that form one
    side, to percents or None) and mean (text or None). Only figures that are shown.

    `hidden`: publication, wave, unit, respondent_group, item, status; other columns hold nothing.
    A unit that takes no part at all is public and in neither frame.

    `memberships`: unit, school; of every published unit, single schools too.
    `thresholds`: respondent_group, item, t; a t below 5 counts as 5.

    Raises ValueError for a negative count and KeyError for a missing threshold.
    """
    if (truth["n"] < 0).any():
        raise ValueError("truth holds a negative number of respondents")
    members = members_of(memberships)
    findings = [*_one_status(figures, hidden)]
    sizes: list[int] = []
    widths: list[int] = []
    for editions in scenes_of(truth, figures, limits_of(thresholds)):
        findings += _steady_between(editions)
        for scene in editions:
            intervals = [*_intervals(scene)]
            findings += _counted_whole(scene, members)
            findings += _hidden_in_classes(scene)
            findings += _no_small_sums(scene)
            findings += _wide_intervals(scene, intervals)
            findings += _divided_classes(scene)
            findings += displayed_coarsely(scene, members)
            sizes += [n for pairs in scene.classes if (n := scene.n(pairs))]
            widths += [interval.width for interval in intervals]
    return Report(tuple(findings), min(sizes, default=None), min(widths, default=None))


def _counted_whole(scene: Scene, members: Mapping[Key, frozenset[Key]]) -> Iterator[Finding]:
    """A1: a figure counts pairs of its own unit and group only, and each of them whole."""
    for figure in scene.figures:
        schools = members.get(figure.unit, frozenset())
        strangers = [
            (school, group)
            for school, group in figure.pairs
            if school not in schools or figure.respondent_group not in (ALL_GROUPS, group)
        ]
        if strangers:
            yield scene.finding("A1", strangers, [figure], "counts others than its own")
        shown = read_range(figure.n)
        if shown is None or not shown[0] <= scene.n(figure.pairs) <= shown[1]:
            yield scene.finding("A1", figure.pairs, [figure], "n is no sum of whole schools")


def _hidden_in_classes(scene: Scene) -> Iterator[Finding]:
    """A2: a class holds nobody or at least t, and one of several pairs hides each of them.

    Pairs that could be shown on their own need no hiding. So a class of several passes when it is a
    pool as a whole, or when the rest is a pool after taking those pairs as published.
    """
    for pairs in scene.classes:
        n, t = scene.n(pairs), scene.t(pairs)
        weak = scene.weak(pairs) if len(pairs) > 1 else frozenset()
        if 0 < n < t:
            yield scene.finding("A2", pairs, scene.showing(pairs), f"a class of fewer than {t}")
        elif weak and not _is_pool(scene, pairs) and not _is_pool(scene, weak):
            detail = "an insider can take the own school out of the class"
            yield scene.finding("A2", weak, scene.showing(pairs), detail)


def _is_pool(scene: Scene, pairs: frozenset[Pair]) -> bool:
    """Tell whether no insider of one school here learns what another school answered.

    Three schools with respondents, so that two remain; 2t respondents; no school above two thirds,
    for the figure would be mostly its own.
    """
    per_school: Counter[Key] = Counter()
    for pair in pairs:
        per_school[pair[0]] += scene.n([pair])
    n = per_school.total()
    return (
        len(+per_school) >= POOL_SCHOOLS
        and n >= 2 * scene.t(pairs)
        and max(per_school.values()) <= POOL_SHARE * n
    )


def _no_small_sums(scene: Scene) -> Iterator[Finding]:
    """A2: no sum of figures, with any signs and fractions, gives fewer than t respondents.

    Respondents that a sum gives are a union of classes. When it is too small so is a class in it,
    and `_hidden_in_classes` refuses that; here is told how it is done.
    """
    if not any(0 < scene.n(pairs) < scene.t(pairs) for pairs in scene.classes):
        return
    for classes, recipe in scene.derivable:
        pairs = frozenset[Pair]().union(*(scene.classes[index] for index in classes))
        if len(recipe) > 1 and 0 < scene.n(pairs) < scene.t(pairs):
            used = [scene.figures[index] for index in recipe]
            detail = f"fewer than {scene.t(pairs)} by {_in_words(used, recipe.values())}"
            yield scene.finding("A2 by sums", pairs, used, detail)


_Ints: TypeAlias = npt.NDArray[np.int64]


def _in_words(figures: Iterable[Figure], multiples: Iterable[Fraction]) -> str:
    """Write a sum of figures, what is added first: 'gemeente:1 (ouder) − school:2 (ouder)'."""
    terms = sorted(zip(multiples, figures, strict=True), key=lambda term: -term[0])
    words = [
        f"{'−' if times < 0 else '+'} {'' if abs(times) == 1 else f'{abs(times)} × '}"
        f"{figure.unit} ({figure.respondent_group}, {figure.publication})"
        for times, figure in terms
    ]
    return listed(words, " ").removeprefix("+ ")


@dataclass(frozen=True)
class _Interval:
    """How closely the n of each of these pairs, all of one class, can be known."""

    pairs: frozenset[Pair]
    width: int


def _wide_intervals(scene: Scene, intervals: Iterable[_Interval]) -> Iterator[Finding]:
    """A3: n of a pair that may not be shown stays open over at least 2t respondents."""
    for interval in intervals:
        if interval.width < 2 * scene.t(interval.pairs):
            detail = "n of a hidden school can be narrowed to less than 2t"
            figures = scene.showing(interval.pairs)
            yield scene.finding("A3", interval.pairs, figures, detail)


def _intervals(scene: Scene) -> Iterator[_Interval]:
    """How closely n of every pair that is counted but may not be shown can be known.

    Out of reach are a pair in no figure (nothing published depends on its answers) and a pair that
    could stand on its own (its exact n is what a block shows). A pair shown as it is, is judged as
    a class. The others hide, and the attacker reasons with n ≥ 0 and the n of all figures:

    - Beside others with respondents in its class, a pair may have anything from 0 to all of the
      class while no figure changes. So the interval is at least as wide as the class is large, and
      only below 2t is looked for how large the figures allow the class to be.
    - Alone in its class it is singled out, and its n lies between the least and the greatest whole
      number that all figures together allow the class.

    Every n counts as known exactly, also where "5–9" is shown: that can only narrow. Coverage is
    left out: it tells how many respondents are not counted, never what anyone answered.

    What is singled out or beside too few is refused by A2 or A8 already. A3 tells how near the
    attacker comes, so HiGHS looks at the smallest few such classes of a scene only.
    """
    shown = {figure.pairs for figure in scene.figures}
    exposed: dict[int, frozenset[Pair]] = {}
    for index, pairs in enumerate(scene.classes):
        weak = frozenset(pair for pair in scene.weak(pairs) if frozenset([pair]) not in shown)
        if weak and not scene.is_alone(pairs) and scene.n(pairs) >= 2 * scene.t(weak):
            yield _Interval(weak, scene.n(pairs))
        elif weak:
            exposed[index] = weak
    if exposed:
        smallest = sorted(exposed, key=lambda index: scene.n(scene.classes[index]))
        wanted = {index: 2 * scene.t(exposed[index]) for index in smallest[:SOLVED_CLASSES]}
        for index, width in _widths(scene, wanted).items():
            yield _Interval(exposed[index], width)


def _widths(scene: Scene, wanted: Mapping[int, int]) -> dict[int, int]:
    """How far n in these classes can vary, looked for until it is as far as wanted of each.

    Every solution shows a number that each of the classes can have. So no width is given that was
    not seen, also where the solver ran out of time.
    """
    exact = {classes[0] for classes, _ in scene.derivable if len(classes) == 1}
    rows = [row - exact for row in {*scene.rows} if row - exact]
    unknown = sorted(wanted.keys() | frozenset().union(*rows))
    matrix = np.array([[index in row for index in unknown] for row in rows], dtype=int)
    matrix = matrix.reshape(len(rows), len(unknown))
    truth = np.array([scene.n(scene.classes[index]) for index in unknown])
    is_alone = [scene.is_alone(scene.classes[index]) for index in unknown]
    least, greatest = np.where(is_alone, truth, 0), truth
    for at, index in enumerate(unknown):
        for sign in (1, -1) if index in wanted.keys() - exact else ():
            if greatest[at] - least[at] < wanted[index]:
                goal = sign * (np.arange(len(unknown)) == at)
                found = _solution(goal, matrix, truth)
                least, greatest = np.minimum(least, found), np.maximum(greatest, found)
    spread = dict(zip(unknown, (greatest - least).tolist(), strict=True))
    return {index: spread[index] for index in wanted}


def _solution(goal: _Ints, matrix: _Ints, truth: _Ints) -> _Ints:
    """Whole numbers ≥ 0 that sum as the truth does, with the least `goal` found in time."""
    totals = matrix @ truth
    answer = milp(
        goal,
        constraints=LinearConstraint(matrix, totals, totals),
        integrality=np.ones_like(goal),
        options={"time_limit": SOLVER_SECONDS},
    )
    if answer.x is None:
        return truth
    found: _Ints = np.rint(answer.x).astype(int)
    return found if (matrix @ found == totals).all() else truth


def _steady_between(editions: Iterable[Scene]) -> Iterator[Finding]:
    """A6, A10: between two publications a class gains and loses nobody, or at least t.

    Judged on the net change per answer, for that is what the attacker sees.
    """
    for earlier, later in combinations(editions, 2):
        for pairs in set(earlier.classes) & set(later.classes):
            before = Counter(earlier.answers.chosen(pairs))
            after = Counter(later.answers.chosen(pairs))
            t = later.t(pairs)
            if 0 < (after - before).total() < t or 0 < (before - after).total() < t:
                figures = earlier.showing(pairs) + later.showing(pairs)
                detail = f"fewer than {t} came or went between publications"
                yield later.finding("A6", pairs, figures, detail)


def _divided_classes(scene: Scene) -> Iterator[Finding]:
    """A8: nowhere do all, or all but one, answer the same: the odd one out could read the rest."""
    for pairs in scene.classes:
        counts = scene.answers.chosen(pairs).values()
        if sum(counts) >= scene.t(pairs) and is_unanimous(counts):
            detail = "all, or all but one, gave the same answer"
            yield scene.finding("A8", pairs, scene.showing(pairs), detail)


def _one_status(figures: pd.DataFrame, hidden: pd.DataFrame) -> Iterator[Finding]:
    """A9: all hidden figures say the same one thing, and nothing else."""
    place = ["publication", "wave", "unit", "respondent_group", "item"]
    shown = set(records(figures, place))
    usual = next(iter(hidden["status"].mode()), None)
    says_more = hidden.drop(columns=[*place, "status"]).notna().any(axis=1)
    for key, status, more in zip(records(hidden, place), hidden["status"], says_more, strict=True):
        faults = {
            "hidden with a status of its own": status != usual,
            "hidden with a value beside it": more,
            "hidden and shown at once": key in shown,
        }
        _, wave, unit, group, item = key
        for detail in (detail for detail, is_so in faults.items() if is_so):
            yield Finding("A9", wave, group, item, (unit,), (), detail)
