"""Pages of observations: read unit by unit, and cut anywhere."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from analysis.publications import Unit
from feedback.api.problems import Refused

Row = TypeVar("Row")


class Position(NamedTuple):
    """Where a page starts: with a row of a unit, both counted within what the client asked for."""

    unit: int = 0
    row: int = 0


BEGINNING = Position()


def take(
    units: Sequence[Unit],
    rows_of: Callable[[Unit], Iterable[Row]],
    *,
    start: Position,
    most: int,
) -> tuple[list[Row], Position | None]:
    """Give the rows from a position on, at most so many, and where the next page starts, if any."""
    taken: list[Row] = []
    for number, unit in enumerate(units[start.unit :], start.unit):
        for at, row in enumerate(rows_of(unit)):
            if (number, at) < start:
                continue
            if len(taken) == most:
                return taken, Position(number, at)
            taken.append(row)
    return taken, None


class Bookmark(NamedTuple):
    """A place in an answer, for the client and the question to which it was given."""

    client_id: int
    question: str
    position: Position


def question_of(path: str, asked: Mapping[str, str]) -> str:
    """Give what tells one question to a feed from another, however it is spelled."""
    written = f"{path}?{urlencode(sorted(asked.items()))}"
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def write_bookmark(bookmark: Bookmark) -> str:
    """Give a bookmark as a text that nobody can make or change."""
    return str(_signer().dumps([bookmark.client_id, bookmark.question, *bookmark.position]))


def read_bookmark(text: str, *, at_most_seconds: int | None = None) -> Bookmark:
    """Read a bookmark, when it is not older than that. Refuses any that is not ours."""
    try:
        client_id, question, *position = _signer().loads(text, max_age=at_most_seconds)
    except BadSignature as error:
        raise _no_such_page() from error
    return Bookmark(client_id, question, Position(*position))


def open_bookmark(text: str, client_id: int, question: str) -> Position:
    """Give the place in this answer. Refuses one in another answer, or of another client."""
    bookmark = read_bookmark(text)
    if (bookmark.client_id, bookmark.question) != (client_id, question):
        raise _no_such_page()
    return bookmark.position


def _no_such_page() -> Refused:
    return Refused(404, "No page of this answer starts here; ask for the first one again.")


def _signer() -> Any:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="a page of a feed")
