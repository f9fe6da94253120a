"""The part of OData's `$filter` that we speak: a text becomes a predicate.

A predicate gives True or False, or None while a column it asks for is not in the row: so a whole
unit can be passed over before its figures are read.
"""

import operator
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from feedback.api.problems import Refused

Row = Mapping[str, Any]
Predicate = Callable[[Row], bool | None]
Value = Callable[[Row], Any]

DEEPEST = 40
_ABSENT = object()
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z]\w*)"
    r"|(?P<mark>[(),]))"
)
_ORDER = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
_SEARCH: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
    "endswith": str.endswith,
}
_CONSTANTS = {"true": True, "false": False, "null": None}


def read_filter(text: str, columns: Collection[str]) -> Predicate:
    """Give the predicate of a `$filter` over these columns. Refuses what it cannot read."""
    parser = _Parser(_tokens(text), columns)
    predicate = parser.any_of()
    parser.expect("end", "")
    return predicate


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Refused(400, f"$filter cannot be read at position {at + 1}.")
        tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
        at = found.end()
    return [*tokens, ("end", "")]


class _Parser:
    """Reads by recursive descent: `or` binds weakest, then `and`, then `not`."""

    def __init__(self, tokens: list[tuple[str, str]], columns: Collection[str]) -> None:
        self._tokens = tokens
        self._columns = columns
        self._at = 0
        self._depth = 0

    def any_of(self) -> Predicate:
        parts = [self._all_of()]
        while self._take("word", "or"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else lambda row: _any(part(row) for part in parts)

    def expect(self, kind: str, text: str) -> None:
        if not self._take(kind, text):
            raise self._surprise()

    def _all_of(self) -> Predicate:
        parts = [self._one()]
        while self._take("word", "and"):
            parts.append(self._one())
        if len(parts) == 1:
            return parts[0]
        return lambda row: _not(_any(_not(part(row)) for part in parts))

    def _one(self) -> Predicate:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused(400, f"$filter is nested more than {DEEPEST} deep.")
        predicate = self._innermost()
        self._depth -= 1
        return predicate

    def _innermost(self) -> Predicate:
        if self._take("word", "not"):
            negated = self._one()
            return lambda row: _not(negated(row))
        if self._take("mark", "("):
            inside = self.any_of()
            self.expect("mark", ")")
            return inside
        kind, word = self._tokens[self._at]
        if kind == "word" and word in _SEARCH:
            return self._search(_SEARCH[word])
        return self._comparison(self._value())

    def _search(self, search: Callable[[str, str], bool]) -> Predicate:
        self._at += 1
        self.expect("mark", "(")
        text = self._value()
        self.expect("mark", ",")
        part = self._value()
        self.expect("mark", ")")
        return _known(lambda a, b: _are(str, a, b) and search(a, b), text, part)

    def _comparison(self, left: Value) -> Predicate:
        kind, word = self._tokens[self._at]
        self._at += kind != "end"
        match word:
            case "eq":
                return _known(_equal, left, self._value())
            case "ne":
                return _known(lambda a, b: not _equal(a, b), left, self._value())
            case "in":
                return self._membership(left)
            case _ if word in _ORDER:
                order = _ORDER[word]
                return _known(
                    lambda a, b: (_are(str, a, b) or _are(float, a, b)) and order(a, b),
                    left,
                    self._value(),
                )
        raise self._surprise(-1)

    def _membership(self, left: Value) -> Predicate:
        self.expect("mark", "(")
        members = [self._value()]
        while self._take("mark", ","):
            members.append(self._value())
        self.expect("mark", ")")
        each = [_known(_equal, left, member) for member in members]
        return lambda row: _any(one(row) for one in each)

    def _value(self) -> Value:
        kind, word = self._tokens[self._at]
        self._at += kind != "end"
        if kind == "text":
            text = word[1:-1].replace("''", "'")
            return lambda _row: text
        if kind == "number":
            number = float(word)
            return lambda _row: number
        if kind == "word" and word in _CONSTANTS:
            constant = _CONSTANTS[word]
            return lambda _row: constant
        if kind == "word" and word in self._columns:
            return lambda row: row.get(word, _ABSENT)
        raise self._surprise(-1)

    def _take(self, kind: str, text: str) -> bool:
        found = self._tokens[self._at] == (kind, text)
        self._at += found and kind != "end"
        return found

    def _surprise(self, offset: int = 0) -> Refused:
        kind, word = self._tokens[max(self._at + offset, 0)]
        return Refused(400, f"$filter: did not expect {word or f'the {kind}'!r}.")


def _known(compare: Callable[[Any, Any], bool], left: Value, right: Value) -> Predicate:
    def predicate(row: Row) -> bool | None:
        a, b = left(row), right(row)
        return None if a is _ABSENT or b is _ABSENT else compare(a, b)

    return predicate


def _equal(a: Any, b: Any) -> bool:
    # To Python, true is 1.
    return isinstance(a, bool) is isinstance(b, bool) and bool(a == b)


def _are(kind: type, a: Any, b: Any) -> bool:
    kinds = (int, float) if kind is float else kind
    return isinstance(a, kinds) and isinstance(b, kinds)


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _any(truths: Any) -> bool | None:
    all_known = True
    for truth in truths:
        if truth:
            return True
        all_known = all_known and truth is not None
    return False if all_known else None
