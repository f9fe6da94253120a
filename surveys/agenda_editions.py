"""Working on an agenda with several people: what somebody read, and what stands there by now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from surveys.agenda import Domain, Goal, Indicator, PlannedAction, Row
from surveys.editions import hold_row, mark_of

Part = Domain | Goal | Row | Indicator | PlannedAction

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
    return mark_of(getattr(part, name) for name in _FIELDS[type(part)])


def whole_edition_of(part: Part) -> str:
    """Give a short mark of a part with all that stands in it, values by hand too."""
    return mark_of(_marks(part))


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
    hold_row(session, part, _FIELDS[type(part)])
