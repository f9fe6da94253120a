"""Working on an agenda with several people: what somebody read, and what stands there by now."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from surveys.agenda import Domain, Goal, Indicator, PlannedAction, Row
from surveys.errors import NotFound

Part = Domain | Goal | Row | Indicator | PlannedAction

_LENGTH = 16
# What is changed in one form; an order or a value by hand is no part of it.
_FIELDS: dict[type[Part], tuple[str, ...]] = {
    Domain: ("name", "introduction", "years"),
    Goal: ("text", "parent_id"),
    Row: ("investment",),
    Indicator: (
        "row_id", "text", "unit", "direction", "baseline", "target", "evaluate_on", "source",
    ),
    PlannedAction: ("row_id", "text", "actors", "years"),
}  # fmt: skip


def edition_of(part: Part) -> str:
    """Give a short mark of what stands in a part of an agenda: another text, another mark."""
    stands: list[Any] = [getattr(part, name) for name in _FIELDS[type(part)]]
    text = json.dumps(stands, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def whole_edition_of(part: Part) -> str:
    """Give a short mark of a part with all that stands in it, values by hand too."""
    return hashlib.sha256("\n".join(_marks(part)).encode()).hexdigest()[:_LENGTH]


def _marks(part: Part) -> Iterator[str]:
    yield f"{part.id} {edition_of(part)}"
    if isinstance(part, Indicator):
        yield from (f"{one.day} {one.value}" for one in part.values)
    inside: Mapping[type[Part], Callable[[Any], Iterable[Part]]] = {
        Domain: lambda domain: domain.goals,
        Goal: lambda goal: goal.rows,
        Row: lambda row: [*row.indicators, *row.actions],
    }
    for one in inside.get(type(part), lambda _: ())(part):
        yield from _marks(one)


def hold(session: Session, part: Part) -> None:
    """Keep others from changing a part until this is committed, and read how it stands now.

    Raises NotFound when it is gone.
    """
    kind = type(part)
    # A change that changes nothing: it locks the row, and on SQLite the database.
    touched = session.execute(
        update(kind)
        .where(kind.id == part.id)
        .values(position=kind.position)
        .returning(kind.id)
        .execution_options(synchronize_session=False)
    )
    if touched.first() is None:
        raise NotFound(f"no {kind.__tablename__} {part.id}")
    session.refresh(part, [*_FIELDS[kind]])
