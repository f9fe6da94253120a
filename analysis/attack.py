"""The outsider who has everything published and tries to single out respondents.

The attacker has every publication, page and file, knows which schools belong to which unit, and is
given more than a page shows: which schools each figure counts, and every figure before rounding.
What withstands that withstands less.

A *pair* is a school × respondent group. A *class* is the pairs that are counted in exactly the same
figures, over all publications: every figure is a sum of whole classes, so nothing finer than a
class exists for whoever adds and subtracts.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import LinearConstraint, milp

Key: TypeAlias = Hashable
Pair: TypeAlias = tuple[Key, Key]

FLOOR = 5
ALL_GROUPS = "all"
POOL_SCHOOLS = 3
POOL_SHARE = Fraction(2, 3)
SOLVED_CLASSES = 10
SOLVER_SECONDS = 0.25


@dataclass(frozen=True)
class Finding:
    """One way in which publications give respondents away.

    `units` are the units of the figures that leak, `schools` those whose respondents are exposed.
    `detail` never holds an answer, nor a number of respondents below the threshold.
    """

    rule: str
    wave: Key
    respondent_group: Key
    item: Key
    units: tuple[Key, ...]
    schools: tuple[Key, ...]
    detail: str


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
            lines.append(f"{rule} ({times}): {where}: {_listed(found.units)}: {found.detail}")
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
    members = _members(memberships)
    findings = [*_one_status(figures, hidden)]
    sizes: list[int] = []
    widths: list[int] = []
    for editions in _scenes(truth, figures, _limits(thresholds)):
        findings += _steady_between(editions)
        for scene in editions:
            intervals = [*_intervals(scene)]
            findings += _counted_whole(scene, members)
            findings += _hidden_in_classes(scene)
            findings += _no_small_sums(scene)
            findings += _wide_intervals(scene, intervals)
            findings += _divided_classes(scene)
            findings += _displayed_coarsely(scene, members)
            sizes += [n for pairs in scene.classes if (n := scene.n(pairs))]
            widths += [interval.width for interval in intervals]
    return Report(tuple(findings), min(sizes, default=None), min(widths, default=None))


@dataclass(frozen=True)
class _Figure:
    """One shown figure: the pairs it counts and the texts it shows."""

    publication: Key
    unit: Key
    respondent_group: Key
    pairs: frozenset[Pair]
    n: str | None
    coverage: str | None
    shares: Mapping[Any, str]
    mean: str | None


@dataclass(frozen=True)
class _Answers:
    """The true answers to one item: what its options count for, and per pair who chose which."""

    options: tuple[Key, ...]
    values: tuple[float, ...]
    counts: Mapping[Pair, tuple[int, ...]]

    def chosen(self, pairs: Iterable[Pair]) -> dict[Key, int]:
        """Respondents per option over these pairs."""
        none = (0,) * len(self.options)
        rows = [none, *(self.counts[pair] for pair in pairs if pair in self.counts)]
        return dict(zip(self.options, map(sum, zip(*rows, strict=True)), strict=True))


_NO_ANSWERS = _Answers((), (), {})


@dataclass(frozen=True)
class _Scene:
    """One wave × item, with all figures of the publications that counted the same answers."""

    wave: Key
    item: Key
    limits: Mapping[tuple[Key, Key], int]
    answers: _Answers
    figures: tuple[_Figure, ...]
    classes: tuple[frozenset[Pair], ...]

    @cached_property
    def sizes(self) -> Mapping[Pair, int]:
        """Respondents per pair."""
        return {pair: sum(counts) for pair, counts in self.answers.counts.items()}

    @cached_property
    def rows(self) -> tuple[frozenset[int], ...]:
        """Per figure the classes it is a sum of, as indices of `classes`."""
        home = {pair: index for index, pairs in enumerate(self.classes) for pair in pairs}
        return tuple(frozenset(home[pair] for pair in figure.pairs) for figure in self.figures)

    @cached_property
    def derivable(self) -> list[tuple[tuple[int, ...], dict[int, Fraction]]]:
        """What `_derivable` gives for these figures."""
        return _derivable(self.rows)

    def n(self, pairs: Iterable[Pair]) -> int:
        """Respondents in these pairs."""
        return sum(self.sizes.get(pair, 0) for pair in pairs)

    def t(self, pairs: Iterable[Pair]) -> int:
        """The highest threshold among these pairs."""
        return max(self.limits[group, self.item] for _, group in pairs)

    def is_alone(self, pairs: Iterable[Pair]) -> bool:
        """Tell whether all respondents here are in one pair."""
        return sum(self.n([pair]) > 0 for pair in pairs) == 1

    def weak(self, pairs: Iterable[Pair]) -> frozenset[Pair]:
        """The pairs with respondents that could not be shown on their own."""
        return frozenset(
            pair
            for pair in pairs
            if (n := self.n([pair]))
            and (n < self.t([pair]) or _is_unanimous(self.answers.counts[pair]))
        )

    def showing(self, pairs: frozenset[Pair]) -> list[_Figure]:
        """The figures that count all of these pairs."""
        return [figure for figure in self.figures if pairs <= figure.pairs]

    def finding(
        self, rule: str, pairs: Iterable[Pair], figures: Iterable[_Figure], detail: str
    ) -> Finding:
        """Name what these figures give away about these pairs."""
        pairs = list(pairs)
        groups = _distinct(group for _, group in pairs)
        return Finding(
            rule=rule,
            wave=self.wave,
            respondent_group=groups[0] if len(groups) == 1 else ALL_GROUPS,
            item=self.item,
            units=_distinct(figure.unit for figure in figures),
            schools=_distinct(school for school, _ in pairs),
            detail=detail,
        )


def _counted_whole(scene: _Scene, members: Mapping[Key, frozenset[Key]]) -> Iterator[Finding]:
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
        shown = _range(figure.n)
        if shown is None or not shown[0] <= scene.n(figure.pairs) <= shown[1]:
            yield scene.finding("A1", figure.pairs, [figure], "n is no sum of whole schools")


def _hidden_in_classes(scene: _Scene) -> Iterator[Finding]:
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


def _is_pool(scene: _Scene, pairs: frozenset[Pair]) -> bool:
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


def _no_small_sums(scene: _Scene) -> Iterator[Finding]:
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


_Row: TypeAlias = dict[int, Fraction]
_Ints: TypeAlias = npt.NDArray[np.int64]


def _derivable(rows: Iterable[frozenset[int]]) -> list[tuple[tuple[int, ...], _Row]]:
    """Sets of classes whose sum the figures give exactly, each with the multiples of figures.

    Gauss–Jordan elimination over the rationals; a row holds its classes under their index and the
    figures it was made of under ~index. A single class is derivable exactly when it ends as a row
    of its own; of larger sets, those that end as a row are given.
    """
    done: dict[int, _Row] = {}
    for number, classes in sorted(enumerate(rows), key=lambda numbered: len(numbered[1])):
        row = dict.fromkeys((*classes, ~number), Fraction(1))
        for pivot in classes & done.keys():
            _subtract(row, done[pivot], row[pivot])
        pivot = max(row)
        if pivot < 0:
            continue
        first = row[pivot]
        row = {key: value / first for key, value in row.items()}
        for other in done.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        done[pivot] = row
    return [
        (
            tuple(key for key in row if key >= 0),
            {~key: value for key, value in row.items() if key < 0},
        )
        for row in done.values()
        if all(value == 1 for key, value in row.items() if key >= 0)
    ]


def _subtract(row: _Row, other: _Row, times: Fraction) -> None:
    """Take `other` so many times from `row`, in place, and drop what becomes zero."""
    for key, value in other.items():
        row[key] = row.get(key, Fraction(0)) - times * value
        if not row[key]:
            del row[key]


def _in_words(figures: Iterable[_Figure], multiples: Iterable[Fraction]) -> str:
    """Write a sum of figures, what is added first: 'gemeente:1 (ouder) − school:2 (ouder)'."""
    terms = sorted(zip(multiples, figures, strict=True), key=lambda term: -term[0])
    words = [
        f"{'−' if times < 0 else '+'} {'' if abs(times) == 1 else f'{abs(times)} × '}"
        f"{figure.unit} ({figure.respondent_group}, {figure.publication})"
        for times, figure in terms
    ]
    return _listed(words, " ").removeprefix("+ ")


@dataclass(frozen=True)
class _Interval:
    """How closely the n of each of these pairs, all of one class, can be known."""

    pairs: frozenset[Pair]
    width: int


def _wide_intervals(scene: _Scene, intervals: Iterable[_Interval]) -> Iterator[Finding]:
    """A3: n of a pair that may not be shown stays open over at least 2t respondents."""
    for interval in intervals:
        if interval.width < 2 * scene.t(interval.pairs):
            detail = "n of a hidden school can be narrowed to less than 2t"
            figures = scene.showing(interval.pairs)
            yield scene.finding("A3", interval.pairs, figures, detail)


def _intervals(scene: _Scene) -> Iterator[_Interval]:
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


def _widths(scene: _Scene, wanted: Mapping[int, int]) -> dict[int, int]:
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


def _steady_between(editions: Iterable[_Scene]) -> Iterator[Finding]:
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


def _divided_classes(scene: _Scene) -> Iterator[Finding]:
    """A8: nowhere do all, or all but one, answer the same: the odd one out could read the rest."""
    for pairs in scene.classes:
        counts = scene.answers.chosen(pairs).values()
        if sum(counts) >= scene.t(pairs) and _is_unanimous(counts):
            detail = "all, or all but one, gave the same answer"
            yield scene.finding("A8", pairs, scene.showing(pairs), detail)


def _is_unanimous(counts: Collection[int]) -> bool:
    return max(counts) > sum(counts) - 2


def _one_status(figures: pd.DataFrame, hidden: pd.DataFrame) -> Iterator[Finding]:
    """A9: all hidden figures say the same one thing, and nothing else."""
    place = ["publication", "wave", "unit", "respondent_group", "item"]
    shown = set(_records(figures, place))
    usual = next(iter(hidden["status"].mode()), None)
    says_more = hidden.drop(columns=[*place, "status"]).notna().any(axis=1)
    for key, status, more in zip(_records(hidden, place), hidden["status"], says_more, strict=True):
        faults = {
            "hidden with a status of its own": status != usual,
            "hidden with a value beside it": more,
            "hidden and shown at once": key in shown,
        }
        _, wave, unit, group, item = key
        for detail in (detail for detail, is_so in faults.items() if is_so):
            yield Finding("A9", wave, group, item, (unit,), (), detail)


@dataclass(frozen=True)
class _Precision:
    """How finely a figure over fewer than `below` respondents may be shown.

    Shares, in percent, are multiples of `step`; from `end` and its mirror image outwards they only
    read "≤" and "≥". Means are multiples of `mean_step` and stay `margin` away from the ends of a
    scale of 1 to 5, or that part of a smaller range.
    """

    below: float
    step: int
    end: int
    mean_step: Fraction
    margin: float


_PRECISION = (
    _Precision(20, 10, 20, Fraction(1, 2), 0.5),
    _Precision(100, 5, 5, Fraction(1, 10), 0.2),
    _Precision(300, 1, 2, Fraction(1, 10), 0.2),
    _Precision(math.inf, 1, 1, Fraction(1, 10), 0.2),
)
_NO_SHARES_BELOW = 10
_TWO_SIDES_BELOW = 20
_COVERAGE_BANDS = ((80, 90), (90, 95), (95, 100))
_MEAN_WORDS = {"laag": (0.0, 0.375), "midden": (0.375, 0.625), "hoog": (0.625, 1.0)}
_SLACK = 1e-9


def _displayed_coarsely(scene: _Scene, members: Mapping[Key, frozenset[Key]]) -> Iterator[Finding]:
    """Display: every text is as coarse as its n asks, and true of the pairs that are counted."""
    for figure in scene.figures:
        n = scene.n(figure.pairs)
        counts = scene.answers.chosen(figure.pairs)
        faults = [
            *_n_faults(figure.n, n),
            *_coverage_faults(figure, scene, members.get(figure.unit, frozenset())),
            *_share_faults(figure.shares, counts, n),
            *_mean_faults(figure.mean, counts, scene.answers.values),
        ]
        for detail in faults:
            yield scene.finding("display", figure.pairs, [figure], detail)


def _n_faults(text: str | None, n: int) -> Iterator[str]:
    least, most = _range(text) or (n, n)
    if n < _NO_SHARES_BELOW and (least > FLOOR or most < _NO_SHARES_BELOW - 1):
        yield "n is finer than 5–9"


def _coverage_faults(figure: _Figure, scene: _Scene, schools: frozenset[Key]) -> Iterator[str]:
    if figure.coverage is None:
        return
    band = _range(figure.coverage, limit=100)
    if band is None or band not in _COVERAGE_BANDS:
        yield "coverage is not one of the bands"
        return
    groups = {group for _, group in scene.sizes}
    if figure.respondent_group != ALL_GROUPS:
        groups = {figure.respondent_group}
    everyone = scene.n((school, group) for school in schools for group in groups)
    if not band[0] * everyone <= 100 * scene.n(figure.pairs) <= band[1] * everyone:
        yield "coverage is not true"


def _share_faults(shares: Mapping[Any, str], counts: Mapping[Key, int], n: int) -> Iterator[str]:
    if shares and n < _NO_SHARES_BELOW:
        yield "shares of fewer than 10"
        return
    if len(shares) > 2 and n < _TWO_SIDES_BELOW:
        yield "more than two sides of fewer than 20"
    precision = _precision(n)
    step, end = precision.step, precision.end
    for side, text in shares.items():
        options = side if isinstance(side, tuple) else (side,)
        share = 100 * sum(counts.get(option, 0) for option in options) / n
        sign, value = _number(text)
        if value is None:
            yield f"share {text!r} cannot be read"
            continue
        least = end if sign == "≤" else end + step
        most = 100 - (end if sign == "≥" else end + step)
        if value % step or not least <= value <= most:
            yield f"share {text!r} is finer than its n allows"
        elif not _is_true(sign, value, share, step):
            yield f"share {text!r} is not true"


def _mean_faults(
    text: str | None, counts: Mapping[Key, int], values: tuple[float, ...]
) -> Iterator[str]:
    if text is None:
        return
    n = sum(counts.values())
    least, most = min(values, default=math.nan), max(values, default=math.nan)
    if not n or any(map(math.isnan, values)) or not least < most:
        yield f"mean {text!r} cannot be checked"
        return
    mean = sum(value * count for value, count in zip(values, counts.values(), strict=True)) / n
    if n < _NO_SHARES_BELOW:
        low, high = _MEAN_WORDS.get(text, (math.inf, -math.inf))
        if low > high:
            yield f"mean {text!r} is finer than its n allows"
        elif not low - _SLACK <= (mean - least) / (most - least) <= high + _SLACK:
            yield f"mean {text!r} is not true"
        return
    sign, value = _number(text)
    precision = _precision(n)
    half = precision.mean_step / 2
    margin = precision.margin * (most - least) / 4
    kept = min(margin, precision.margin)
    if value is None or value % precision.mean_step:
        yield f"mean {text!r} is finer than its n allows"
    elif not least + kept - half <= value <= most - kept + half:
        yield f"mean {text!r} shows an end of the scale"
    else:
        # On a short scale the margin may be a larger part of it.
        cut = precision.margin + half
        is_cut_off = mean <= value <= least + cut or most - cut <= value <= mean
        if not is_cut_off and not _is_true(sign, value, mean, precision.mean_step):
            yield f"mean {text!r} is not true"


def _precision(n: int) -> _Precision:
    return next(precision for precision in _PRECISION if n < precision.below)


def _is_true(sign: str, shown: Fraction, actual: float, step: Fraction | int) -> bool:
    """Tell whether a shown number, '≤' or '≥' if signed, is the actual one within half a step."""
    half = step / 2 + _SLACK
    is_low_enough = actual <= shown + half
    is_high_enough = actual >= shown - half
    return (sign == "≥" or is_low_enough) and (sign == "≤" or is_high_enough)


_RANGE = re.compile(r"([≤≥]?)\s*(\d+)(?:\s*[–-]\s*(\d+))?\s*%?")
_NUMBER = re.compile(r"([≤≥]?)\s*(\d+(?:[.,]\d+)?)\s*%?")
_THOUSANDS = re.compile(r"(?<=\d)[.\s](?=\d{3}(?:\D|$))")


@lru_cache(maxsize=4096)
def _range(text: str | None, limit: float = math.inf) -> tuple[float, float] | None:
    """Read '23', '5–9', '≥ 95' (up to the limit) or '≤ 5' as least and most, or give None."""
    found = _RANGE.fullmatch(_THOUSANDS.sub("", (text or "").strip()))
    if not found:
        return None
    sign, first, last = found.groups()
    least = 0 if sign == "≤" else int(first)
    return least, (limit if sign == "≥" else int(last or first))


@lru_cache(maxsize=4096)
def _number(text: str) -> tuple[str, Fraction | None]:
    """Read '35', '≤ 5' or '3,5' as its sign and number; the number is None if it is none."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return "", None
    return found[1], Fraction(found[2].replace(",", "."))


def _scenes(
    truth: pd.DataFrame, figures: pd.DataFrame, limits: Mapping[tuple[Key, Key], int]
) -> Iterator[list[_Scene]]:
    """Per wave × item one scene for all publications, or more where the answers changed."""
    answers = _answers(truth)
    for (wave, item), rows in figures.groupby(["wave", "item"], sort=False):
        shown = [_figure(row) for row in _records(rows, _FIGURE_COLUMNS)]
        classes = _classes(shown)
        versions = answers.get((wave, item), {})
        editions: list[tuple[_Answers, list[_Figure]]] = []
        for figure in shown:
            seen = versions.get(figure.publication, versions.get(None, _NO_ANSWERS))
            same = next((known for known in editions if known[0].counts == seen.counts), None)
            if same:
                same[1].append(figure)
            else:
                editions.append((seen, [figure]))
        yield [
            _Scene(wave, item, limits, seen, tuple(own), tuple(_counted_by(own, classes)))
            for seen, own in editions
        ]


def _classes(figures: Iterable[_Figure]) -> list[frozenset[Pair]]:
    """Group the pairs that are counted in exactly the same figures."""
    signatures: defaultdict[Pair, list[int]] = defaultdict(list)
    for index, figure in enumerate(figures):
        for pair in figure.pairs:
            signatures[pair].append(index)
    classes: defaultdict[tuple[int, ...], set[Pair]] = defaultdict(set)
    for pair, signature in signatures.items():
        classes[tuple(signature)].add(pair)
    return [frozenset(pairs) for pairs in classes.values()]


def _counted_by(
    figures: Iterable[_Figure], classes: Iterable[frozenset[Pair]]
) -> Iterator[frozenset[Pair]]:
    counted = frozenset[Pair]().union(*(figure.pairs for figure in figures))
    return (pairs for pairs in classes if not pairs.isdisjoint(counted))


_FIGURE_COLUMNS = [
    *("publication", "unit", "respondent_group", "schools", "n", "coverage", "shares", "mean"),
]


def _figure(row: tuple[Any, ...]) -> _Figure:
    publication, unit, group, pairs, n, coverage, shares, mean = row
    return _Figure(
        publication=publication,
        unit=unit,
        respondent_group=group,
        pairs=frozenset(pairs),
        n=_text(n),
        coverage=_text(coverage),
        shares={side: str(text) for side, text in (shares or {}).items() if text is not None},
        mean=_text(mean),
    )


def _text(value: object) -> str | None:
    """The text in a frame's cell, which may hold a missing value of any kind."""
    return None if value is None or value is pd.NA or value != value else str(value)


def _answers(truth: pd.DataFrame) -> dict[tuple[Key, Key], dict[Key, _Answers]]:
    """The answers per wave × item, and per publication (None where one truth holds for all)."""
    code = pd.to_numeric(truth["option"], errors="coerce")
    rows = truth.assign(
        publication=truth.get("publication"), value=truth.get("value", code).astype(float)
    )
    columns = ["publication", "school", "respondent_group", "option", "n"]
    answers = {}
    for (wave, item), about in rows.groupby(["wave", "item"], sort=False):
        values = about.drop_duplicates("option").set_index("option")["value"].to_dict()
        place = {option: index for index, option in enumerate(values)}
        none = [0] * len(place)
        counts: dict[Key, dict[Pair, list[int]]] = {}
        for publication, school, group, option, n in _records(about, columns):
            version = counts.setdefault(publication, {})
            version.setdefault((school, group), none.copy())[place[option]] += int(n)
        answers[wave, item] = {
            publication: _Answers(
                tuple(values), tuple(values.values()), {p: tuple(c) for p, c in version.items()}
            )
            for publication, version in counts.items()
        }
    return answers


def _members(memberships: pd.DataFrame) -> dict[Key, frozenset[Key]]:
    schools = memberships.groupby("unit", sort=False)["school"]
    return {unit: frozenset(own) for unit, own in schools}


def _limits(thresholds: pd.DataFrame) -> dict[tuple[Key, Key], int]:
    """The threshold per group × item, never below the floor."""
    rows = _records(thresholds, ["respondent_group", "item", "t"])
    return {(group, item): max(int(t), FLOOR) for group, item, t in rows}


def _records(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    return frame[columns].itertuples(index=False, name=None)


def _distinct(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(sorted(set(keys), key=str))


def _listed(words: Iterable[Key], separator: str = ", ", most: int = 8) -> str:
    """Join words, and say how many are left out when there are many."""
    texts = [str(word) for word in words]
    left_out = [f"… {len(texts) - most} more"] if len(texts) > most else []
    return separator.join(texts[:most] + left_out)
