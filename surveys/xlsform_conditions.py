"""The expressions of an XLSForm that our questionnaires can hold too.

`relevant` can become "asked after one of these answers to one question", and `constraint` the range
of a number. Whatever says more than that is not guessed at.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 4000
_DEEPEST = 20
_TOKEN = re.compile(
    r"""\s*(?:
        \$\{\s*(?P<name>[^{}]+?)\s*\} | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
        | (?P<number>-?\d+) | (?P<word>selected\b|or\b|[(),=])
    )""",
    re.VERBOSE,
)
_BOUND = re.compile(r"\.\s*(>=|<=|>|<)\s*(-?\d{1,9})")
_STEP = {">=": 0, "<=": 0, ">": 1, "<": -1}


@dataclass(frozen=True)
class Wanted:
    """A question, and the answers after one of which another question is asked."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Range:
    """The whole numbers that may be answered; None where there is no end."""

    minimum: int | None = None
    maximum: int | None = None


def read_relevant(text: str) -> Wanted | None:
    """Give what an expression asks for, or None when it is not answers to one question.

    Read are `${a} = 'x'`, `selected(${a}, 'x')`, and these joined by `or`.
    """
    tokens = _tokens(text)
    if not tokens:
        return None
    try:
        wanted = _Expression(tokens).whole()
    except _NotOurs:
        return None
    names = {name for name, _ in wanted}
    if len(names) != 1:
        return None
    return Wanted(names.pop(), tuple(dict.fromkeys(value for _, value in wanted)))


def read_constraint(text: str) -> Range | None:
    """Give the range that an expression such as `. >= 0 and . < 20` sets, or None."""
    lowest: list[int] = []
    highest: list[int] = []
    for part in re.split(r"\s*\band\b\s*", text.strip()[:_LONGEST]):
        bound = _BOUND.fullmatch(part.strip().removeprefix("(").removesuffix(")").strip())
        if bound is None:
            return None
        number = int(bound[2]) + _STEP[bound[1]]
        (lowest if ">" in bound[1] else highest).append(number)
    return Range(max(lowest, default=None), min(highest, default=None))


class _NotOurs(Exception):
    """The expression says more than a questionnaire of ours can."""


def _tokens(text: str) -> list[tuple[str, str]]:
    """Give the tokens with their kinds; none when anything is not a token."""
    tokens: list[tuple[str, str]] = []
    text, position = text.strip(), 0
    if len(text) > _LONGEST:
        return []
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            return []
        kind = "value" if found.lastgroup in ("single", "double", "number") else found.lastgroup
        tokens.append((kind, found[found.lastgroup]))
        position = found.end()
    return tokens


@dataclass
class _Expression:
    """Walks the tokens of one expression."""

    tokens: Sequence[tuple[str, str]]
    position: int = 0
    depth: int = 0

    def whole(self) -> list[tuple[str, str]]:
        wanted = self.either()
        if self.position < len(self.tokens):
            raise _NotOurs
        return wanted

    def either(self) -> list[tuple[str, str]]:
        wanted = self.one()
        while self.position < len(self.tokens) and self.tokens[self.position] == ("word", "or"):
            self.position += 1
            wanted += self.one()
        return wanted

    def one(self) -> list[tuple[str, str]]:
        kind, text = self.next()
        if (kind, text) == ("word", "("):
            self.depth += 1
            if self.depth > _DEEPEST:
                raise _NotOurs
            wanted = self.either()
            self.expect(")")
            return wanted
        if (kind, text) == ("word", "selected"):
            self.expect("(")
            name = self.take("name")
            self.expect(",")
            value = self.take("value")
            self.expect(")")
            return [(name, value)]
        self.expect("=")
        if kind == "name":
            return [(text, self.take("value"))]
        if kind == "value":
            return [(self.take("name"), text)]
        raise _NotOurs

    def next(self) -> tuple[str, str]:
        if self.position >= len(self.tokens):
            raise _NotOurs
        self.position += 1
        return self.tokens[self.position - 1]

    def take(self, kind: str) -> str:
        found, text = self.next()
        if found != kind:
            raise _NotOurs
        return text

    def expect(self, word: str) -> None:
        if self.next() != ("word", word):
            raise _NotOurs
