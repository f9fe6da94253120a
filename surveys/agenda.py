"""The ontwikkelagenda of a region: domains, goals, indicators, and actions by school year.

It has the shape of the matrix of the handreiking: a row of a goal holds indicators, an investment,
and the actions that should move them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from surveys.base import Base
from surveys.items import RespondentGroup
from surveys.organisations import Region

LONGEST_NAME = 200
LONGEST_TEXT = 500
LONGEST_UNIT = 20
LONGEST_SOURCE = 250
LONGEST_INTRODUCTION = 4000
MOST_DOMAINS = 20
MOST_YEARS = 10
# As many indicators or actions as a cell of a workbook holds, each as long as it may be.
MOST_LINES = 50
LARGEST_NUMBER = 1_000_000_000
DECIMALS = 3
# What a figure of all groups together is called, as in publications.
EVERYBODY = "all"

_SCHOOL_YEAR = re.compile(r"(\d{4}|\d{2})[-/–](\d{4}|\d{2})")
_LISTED = re.compile(r"(?<=[.;:!?]) - (?=\S)")


class Direction(StrEnum):
    """Which way an indicator should go."""

    UP = "up"
    DOWN = "down"


class Statistic(StrEnum):
    """What is taken of a published figure: the favourable share in percent, or the mean."""

    FAVOURABLE = "favourable"
    MEAN = "mean"


@dataclass(frozen=True)
class Source:
    """The published figure that an indicator follows: of the region, in each of its waves.

    `measure` is the code of an item, `item:option`, or `indicator~name`.
    """

    questionnaire: str
    measure: str
    group: str
    statistic: Statistic

    def __str__(self) -> str:
        return f"{self.questionnaire}/{self.measure}/{self.group}/{self.statistic}"

    @classmethod
    def parse(cls, text: str) -> "Source":
        """Read "questionnaire/measure/group/statistic". Raises ValueError."""
        questionnaire, measure, group, statistic = text.split("/")
        if not questionnaire or not measure or len(text) > LONGEST_SOURCE:
            raise ValueError(text)
        known = group if group == EVERYBODY else RespondentGroup(group).value
        return cls(questionnaire, measure, known, Statistic(statistic))


class HandValue(Base):
    """What an indicator stood at on a day, entered by hand."""

    __tablename__ = "agenda_value"

    indicator_id: Mapped[int] = mapped_column(ForeignKey("agenda_indicator.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[float]


class Indicator(Base):
    """What shows whether a goal comes nearer: followed by hand, or in what is published.

    `source` is a `Source` as text; empty for values by hand. Baseline, target and values are in
    `unit`, or in the percentages or points of the published figure.
    """

    __tablename__ = "agenda_indicator"
    __table_args__ = (CheckConstraint("direction IN ('up', 'down')", name="known_direction"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("agenda_row.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    unit: Mapped[str] = mapped_column(String(LONGEST_UNIT), default="")
    direction: Mapped[str] = mapped_column(String(4), default=Direction.UP.value)
    baseline: Mapped[float | None]
    target: Mapped[float | None]
    evaluate_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE), default="")

    row: Mapped["Row"] = relationship(back_populates="indicators")
    values: Mapped[list[HandValue]] = relationship(
        order_by=HandValue.day, cascade="all, delete-orphan"
    )

    @property
    def follows(self) -> Source | None:
        """Give the published figure that this indicator follows, if it follows one."""
        return Source.parse(self.source) if self.source else None


class PlannedAction(Base):
    """What will be done, by whom, in which school years; a part may still be open."""

    __tablename__ = "agenda_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("agenda_row.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    actors: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    years: Mapped[list[str]] = mapped_column(JSON, default=list)

    row: Mapped["Row"] = relationship(back_populates="actions")


class Row(Base):
    """One row of the matrix: indicators, and the investment and actions that should move them."""

    __tablename__ = "agenda_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("agenda_goal.id"), index=True)
    position: Mapped[int]
    investment: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")

    goal: Mapped["Goal"] = relationship(back_populates="rows")
    indicators: Mapped[list[Indicator]] = relationship(
        back_populates="row",
        order_by=Indicator.position,
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )
    actions: Mapped[list[PlannedAction]] = relationship(
        back_populates="row",
        order_by=PlannedAction.position,
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in this row any more."""
        return not (self.indicators or self.actions or self.investment)


class Goal(Base):
    """What a domain wants to reach; it may be part of another goal of the same domain."""

    __tablename__ = "agenda_goal"
    __table_args__ = (UniqueConstraint("domain_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("agenda_domain.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_goal.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))

    domain: Mapped["Domain"] = relationship(back_populates="goals")
    parent: Mapped["Goal | None"] = relationship(remote_side="Goal.id")
    rows: Mapped[list[Row]] = relationship(
        back_populates="goal",
        order_by=Row.position,
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )

    @property
    def indicators(self) -> list[Indicator]:
        """Give the indicators of all rows, in order."""
        return [indicator for row in self.rows for indicator in row.indicators]

    @property
    def words(self) -> str:
        """Give the text without the dash with which a matrix may begin it."""
        return without_bullet(self.text)

    def is_below(self, other: "Goal") -> bool:
        """Tell whether this goal is the other one, or a part of it, however far down."""
        return self is other or (self.parent is not None and self.parent.is_below(other))


class Domain(Base):
    """A field that the region works on, with the school years that its matrix is about."""

    __tablename__ = "agenda_domain"
    __table_args__ = (UniqueConstraint("region_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    introduction: Mapped[str] = mapped_column(Text, default="")
    years: Mapped[list[str]] = mapped_column(JSON, default=list)

    region: Mapped[Region] = relationship()
    goals: Mapped[list[Goal]] = relationship(
        back_populates="domain",
        order_by=Goal.position,
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )

    @property
    def indicators(self) -> list[Indicator]:
        """Give the indicators of all goals, in order."""
        return [indicator for goal in self.goals for indicator in goal.indicators]


Placed = TypeVar("Placed", Domain, Goal)


@dataclass(frozen=True)
class Branch:
    """A goal in the tree of goals (doelenboom), with the goals that are part of it."""

    goal: Goal
    parts: list["Branch"] = field(default_factory=list)


def load_domains(session: Session, region_id: int) -> Sequence[Domain]:
    """Give the domains of a region, in order, with all that stands in them."""
    rows = selectinload(Domain.goals).selectinload(Goal.rows)
    return session.scalars(
        select(Domain)
        .where(Domain.region_id == region_id)
        .order_by(Domain.position, Domain.id)
        .options(
            rows.selectinload(Row.indicators).selectinload(Indicator.values),
            rows.selectinload(Row.actions),
        )
    ).all()


def tree_of(domain: Domain) -> list[Branch]:
    """Give the goals of a domain as a tree: those that are part of no other, with their parts."""
    branches = {goal: Branch(goal) for goal in domain.goals}
    for goal, branch in branches.items():
        if goal.parent is not None:
            branches[goal.parent].parts.append(branch)
    return [branch for goal, branch in branches.items() if goal.parent is None]


def remove_goal(session: Session, goal: Goal) -> None:
    """Remove a goal with all that stands at it; its parts become parts of what it was part of."""
    for other in goal.domain.goals:
        if other.parent is goal:
            other.parent = goal.parent
    session.flush()
    goal.domain.goals.remove(goal)
    session.flush()


def move_domain(session: Session, domain: Domain, *, up: bool) -> None:
    """Let a domain change places with the one above or below it; at the end it stays."""
    domains = list(load_domains(session, domain.region_id))
    _change_places(domains, domain, domains, up=up)


def move_goal(goal: Goal, *, up: bool) -> None:
    """Let a goal change places with the one above or below it that is part of the same goal."""
    goals = list(goal.domain.goals)
    beside = [one for one in goals if one.parent_id == goal.parent_id]
    _change_places(goals, goal, beside, up=up)


def _change_places(
    all_of_them: list[Placed], moved: Placed, beside: list[Placed], *, up: bool
) -> None:
    place = beside.index(moved) + (-1 if up else 1)
    if not 0 <= place < len(beside):
        return
    one, other = all_of_them.index(moved), all_of_them.index(beside[place])
    all_of_them[one], all_of_them[other] = all_of_them[other], all_of_them[one]
    for position, each in enumerate(all_of_them):
        each.position = position


def drop_row_if_empty(row: Row) -> None:
    """Take a row out of its goal when nothing stands in it any more."""
    if row.is_empty:
        row.goal.rows.remove(row)


def set_value(indicator: Indicator, day: date, value: float | None) -> None:
    """Keep what an indicator stood at on a day, in place of what was there; None removes it."""
    known = next((one for one in indicator.values if one.day == day), None)
    if value is None:
        if known is not None:
            indicator.values.remove(known)
    elif known is None:
        indicator.values.append(HandValue(day=day, value=round(value, DECIMALS)))
    else:
        known.value = round(value, DECIMALS)


def is_school_year(text: str) -> bool:
    """Tell whether this is a school year as a matrix writes it: 26-27, 2026-2027 or 26/27."""
    found = _SCHOOL_YEAR.fullmatch(text)
    if found is None or len(found[1]) != len(found[2]):
        return False
    first, second = int(found[1]), int(found[2])
    return second == (first + 1) % (100 if len(found[1]) == 2 else 10_000)


def in_short(year: str) -> str:
    """Give a school year in one way of writing: 2026-2027 and 26/27 are 26-27."""
    found = _SCHOOL_YEAR.fullmatch(year)
    return f"{found[1][-2:]}-{found[2][-2:]}" if found else year


def years_in_use(domain: Domain) -> set[str]:
    """Give the school years, in short, in which the actions of a domain are done."""
    actions = (action for goal in domain.goals for row in goal.rows for action in row.actions)
    return {in_short(year) for action in actions for year in action.years}


def set_years(domain: Domain, years: Sequence[str]) -> None:
    """Let a domain be about these years; its actions stay in theirs, however a year is written.

    A year that is none of these is lost: see `years_in_use`.
    """
    domain.years = list(years)
    for row in (row for goal in domain.goals for row in goal.rows):
        for action in row.actions:
            kept = {in_short(year) for year in action.years}
            action.years = [year for year in years if in_short(year) in kept]


def school_years_from(day: date, n: int) -> list[str]:
    """Give n school years from the one of this day on."""
    first = day.year if day.month >= 8 else day.year - 1
    return [f"{year % 100:02}-{(year + 1) % 100:02}" for year in range(first, first + n)]


def tidy(text: str) -> str:
    """Give a text on one line and in one normal form, as a cell can hold it among others.

    A dash after the end of a sentence would begin another item of a list, so it becomes longer.
    """
    one_form = unicodedata.normalize("NFC", text)
    shown = "".join(letter if letter.isprintable() else " " for letter in one_form)
    return _LISTED.sub(" – ", " ".join(shown.split()))


def tidy_lines(text: str) -> str:
    """Give a text of several lines without what is not to be seen."""
    one_form = unicodedata.normalize("NFC", text)
    lines = ("".join(filter(str.isprintable, line)).rstrip() for line in one_form.splitlines())
    return "\n".join(lines).strip()


def without_bullet(text: str) -> str:
    """Give a line of a list without the dash or dot that it begins with."""
    return re.sub(r"^[-–•*](\s+|$)", "", text)


def split_list(cell: str) -> Iterator[str]:
    """Give the lines of a list: each line, also of a list that was flattened into one line."""
    lines = cell.split("\n")
    if len(lines) == 1 and without_bullet(cell) != cell:
        lines = _LISTED.split(" ".join(cell.split()))
    yield from lines
