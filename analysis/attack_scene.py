"""What the outsider sees of one item in one wave: figures, the truth, and the classes between."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import pandas as pd

Key: TypeAlias = Hashable
Pair: TypeAlias = tuple[Key, Key]
_Row: TypeAlias = dict[int, Fraction]

FLOOR = 5
ALL_GROUPS = "all"


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
class Figure:
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
class Answers:
    """The true answers to one item: what its options count for, and per pair who chose which."""

    options: tuple[Key, ...]
    values: tuple[float, ...]
    counts: Mapping[Pair, tuple[int, ...]]

    def chosen(self, pairs: Iterable[Pair]) -> dict[Key, int]:
        """Respondents per option over these pairs."""
        none = (0,) * len(self.options)
        rows = [none, *(self.counts[pair] for pair in pairs if pair in self.counts)]
        return dict(zip(self.options, map(sum, zip(*rows, strict=True)), strict=True))


_NO_ANSWERS = Answers((), (), {})


@dataclass(frozen=True)
class Scene:
    """One wave × item, with all figures of the publications that counted the same answers."""

    wave: Key
    item: Key
    limits: Mapping[tuple[Key, Key], int]
    answers: Answers
    figures: tuple[Figure, ...]
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
            and (n < self.t([pair]) or is_unanimous(self.answers.counts[pair]))
        )

    def showing(self, pairs: frozenset[Pair]) -> list[Figure]:
        """The figures that count all of these pairs."""
        return [figure for figure in self.figures if pairs <= figure.pairs]

    def finding(
        self, rule: str, pairs: Iterable[Pair], figures: Iterable[Figure], detail: str
    ) -> Finding:
        """Name what these figures give away about these pairs."""
        pairs = list(pairs)
        groups = distinct(group for _, group in pairs)
        return Finding(
            rule=rule,
            wave=self.wave,
            respondent_group=groups[0] if len(groups) == 1 else ALL_GROUPS,
            item=self.item,
            units=distinct(figure.unit for figure in figures),
            schools=distinct(school for school, _ in pairs),
            detail=detail,
        )


def scenes_of(
    truth: pd.DataFrame, figures: pd.DataFrame, limits: Mapping[tuple[Key, Key], int]
) -> Iterator[list[Scene]]:
    """Per wave × item one scene for all publications, or more where the answers changed."""
    answers = _answers(truth)
    for (wave, item), rows in figures.groupby(["wave", "item"], sort=False):
        shown = [_figure(row) for row in records(rows, _FIGURE_COLUMNS)]
        classes = _classes(shown)
        versions = answers.get((wave, item), {})
        editions: list[tuple[Answers, list[Figure]]] = []
        for figure in shown:
            seen = versions.get(figure.publication, versions.get(None, _NO_ANSWERS))
            same = next((known for known in editions if known[0].counts == seen.counts), None)
            if same:
                same[1].append(figure)
            else:
                editions.append((seen, [figure]))
        yield [
            Scene(wave, item, limits, seen, tuple(own), tuple(_counted_by(own, classes)))
            for seen, own in editions
        ]


def _classes(figures: Iterable[Figure]) -> list[frozenset[Pair]]:
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
    figures: Iterable[Figure], classes: Iterable[frozenset[Pair]]
) -> Iterator[frozenset[Pair]]:
    counted = frozenset[Pair]().union(*(figure.pairs for figure in figures))
    return (pairs for pairs in classes if not pairs.isdisjoint(counted))


_FIGURE_COLUMNS = [
    *("publication", "unit", "respondent_group", "schools", "n", "coverage", "shares", "mean"),
]


def _figure(row: tuple[Any, ...]) -> Figure:
    publication, unit, group, pairs, n, coverage, shares, mean = row
    return Figure(
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


def _answers(truth: pd.DataFrame) -> dict[tuple[Key, Key], dict[Key, Answers]]:
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
        for publication, school, group, option, n in records(about, columns):
            version = counts.setdefault(publication, {})
            version.setdefault((school, group), none.copy())[place[option]] += int(n)
        answers[wave, item] = {
            publication: Answers(
                tuple(values), tuple(values.values()), {p: tuple(c) for p, c in version.items()}
            )
            for publication, version in counts.items()
        }
    return answers


def members_of(memberships: pd.DataFrame) -> dict[Key, frozenset[Key]]:
    """Give the schools of each unit."""
    schools = memberships.groupby("unit", sort=False)["school"]
    return {unit: frozenset(own) for unit, own in schools}


def limits_of(thresholds: pd.DataFrame) -> dict[tuple[Key, Key], int]:
    """The threshold per group × item, never below the floor."""
    rows = records(thresholds, ["respondent_group", "item", "t"])
    return {(group, item): max(int(t), FLOOR) for group, item, t in rows}


def records(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a frame as plain tuples of these columns."""
    return frame[columns].itertuples(index=False, name=None)


def distinct(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Give keys once each, in an order that does not depend on chance."""
    return tuple(sorted(set(keys), key=str))


def listed(words: Iterable[Key], separator: str = ", ", most: int = 8) -> str:
    """Join words, and say how many are left out when there are many."""
    texts = [str(word) for word in words]
    left_out = [f"… {len(texts) - most} more"] if len(texts) > most else []
    return separator.join(texts[:most] + left_out)


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


def is_unanimous(counts: Collection[int]) -> bool:
    """Tell whether all of them, or all but one, chose the same."""
    return max(counts) > sum(counts) - 2
