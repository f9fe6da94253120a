"""What of an agenda would not stay as it is when another takes its place."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from surveys.agenda import Domain, Goal, PlannedAction, Row, in_short
from surveys.agenda_layout import DOMAIN, INTRODUCTION, MARK, OF_AN_INDICATOR, WRITE, Column
from surveys.editions import mark_of

# What can be gone as a whole; all else says something about one of these.
_PARTS = (DOMAIN, Column.GOAL, Column.INDICATORS, Column.INVESTMENT, Column.ACTIONS)

Place = tuple[str, ...]
Fact = tuple[tuple[Place, str], str]


@dataclass(frozen=True)
class Change:
    """What would not stay: where it stands, in which column of the file, and its text.

    `becomes` is None for what would be gone.
    """

    place: Place
    column: str
    was: str
    becomes: str | None

    @property
    def is_part(self) -> bool:
        """Tell whether this is a part as a whole, such as a goal."""
        return self.column in _PARTS


def changes_between(old: Iterable[Domain], new: Iterable[Domain]) -> list[Change]:
    """Give what stands in the old agenda and not, or otherwise, in the new one.

    What is only new is no change, and neither is another order.
    """
    becomes = dict(_facts(new))
    changes = (
        Change(place, column, was, becomes.get((place, column)))
        for (place, column), was in _facts(old)
    )
    return [one for one in changes if one.was != (one.becomes or "")]


def without_details(changes: Iterable[Change]) -> list[Change]:
    """Give these changes without what was said about a part that would be gone itself."""
    changes = list(changes)
    gone = {one.place for one in changes if one.is_part and one.becomes is None}
    return [one for one in changes if one.is_part or one.place not in gone]


def mark_of_changes(changes: Iterable[Change]) -> str:
    """Give a short mark of these changes: one more, another mark."""
    return mark_of(map(astuple, changes))


def _facts(domains: Iterable[Domain]) -> Iterator[Fact]:
    for domain in domains:
        place = (domain.name,)
        yield (place, DOMAIN), domain.name
        yield (place, INTRODUCTION), domain.introduction
        yield from (((place, in_short(year)), year) for year in map(in_short, domain.years))
        for goal in domain.goals:
            yield from _of_goal((*place, goal.text), goal)


def _of_goal(place: Place, goal: Goal) -> Iterator[Fact]:
    yield (place, Column.GOAL), goal.text
    yield (place, Column.PART_OF), goal.parent.text if goal.parent else ""
    seen: dict[str, int] = {}
    for row in goal.rows:
        yield from _of_row(place, row, seen)


def _of_row(goal: Place, row: Row, seen: dict[str, int]) -> Iterator[Fact]:
    """Give what stands in a row; `seen` counts the parts of the goal that have the same words."""

    def place_of(column: str, text: str) -> Place:
        n = seen[column + text] = seen.get(column + text, 0) + 1
        return (*goal, f"{text} ({n})" if n > 1 else text)

    if row.investment:
        place = place_of(Column.INVESTMENT, row.investment)
        yield (place, Column.INVESTMENT), row.investment
    for indicator in row.indicators:
        place = place_of(Column.INDICATORS, indicator.text)
        yield (place, Column.INDICATORS), indicator.text
        yield from (((place, column), WRITE[column](indicator)) for column in OF_AN_INDICATOR)
    for action in row.actions:
        yield from _of_action(place_of(Column.ACTIONS, _name(action)), action)


def _of_action(place: Place, action: PlannedAction) -> Iterator[Fact]:
    years = set(map(in_short, action.years))
    yield (place, Column.ACTIONS), _name(action)
    yield (place, Column.ACTORS), action.actors
    for year in map(in_short, action.row.goal.domain.years):
        yield (place, year), MARK if year in years else ""


def _name(action: PlannedAction) -> str:
    return action.text or action.actors or ", ".join(action.years) or Column.ACTIONS
