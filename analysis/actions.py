"""Actions: what a school or a region did, or will do, with what was answered ("wij deden")."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    and_,
    or_,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, contains_eager, joinedload, mapped_column, relationship

from surveys.base import Base
from surveys.campaigns import Campaign, Wave, find_previous_wave
from surveys.editions import hold_row, mark_of
from surveys.organisations import School

LONGEST_ACTION = 500
LONGEST_OWNER = 80


class ActionStatus(StrEnum):
    """How far something is."""

    PLANNED = "planned"
    BUSY = "busy"
    DONE = "done"
    DROPPED = "dropped"


_OPEN = (ActionStatus.PLANNED, ActionStatus.BUSY)


class Action(Base):
    """One thing that a school, or the whole region, did or means to do after a wave.

    It is of the region when there is no school. `item` is the code of the question that it is
    about, if it is about one. `owner` is a role, never a name. `day` is when it was done.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_wave_id_school_id", "wave_id", "school_id"),
        CheckConstraint(
            "status IN ('planned', 'busy', 'done', 'dropped')", name="action_status_is_known"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    item: Mapped[str] = mapped_column(String(60), default="", server_default=sql("''"))
    text: Mapped[str] = mapped_column(String(LONGEST_ACTION))
    owner: Mapped[str] = mapped_column(String(LONGEST_OWNER), default="", server_default=sql("''"))
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(
        String(10), default=ActionStatus.PLANNED.value, server_default=sql("'planned'")
    )
    day: Mapped[date | None]

    wave: Mapped[Wave] = relationship()
    school: Mapped[School | None] = relationship()

    @hybrid_property
    def is_done(self) -> bool:
        """Tell whether it is done."""
        return self.status == ActionStatus.DONE.value

    @is_done.inplace.setter
    def _set_is_done(self, is_done: bool) -> None:
        self.status = (ActionStatus.DONE if is_done else ActionStatus.PLANNED).value

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.status in _OPEN

    def is_overdue(self, today: date) -> bool:
        """Tell whether it should have been done by now, and is not."""
        return self.due_on is not None and self.due_on < today and self.is_open


_WRITTEN = ("text", "item", "owner", "due_on", "status", "day")


def hold_action(session: Session, action: Action) -> None:
    """Keep others from changing an action until this is committed, and read how it stands now.

    Raises NotFound when it is gone.
    """
    hold_row(session, action, _WRITTEN)


def edition_of_action(action: Action) -> str:
    """Give a short mark of what is said about an action."""
    return mark_of(getattr(action, name) for name in _WRITTEN)


def load_actions(session: Session, *, wave_id: int, school_id: int | None) -> Sequence[Action]:
    """Give the actions of a school after a wave: what is done first, then as they were added.

    Without a school, those of the whole region.
    """
    return session.scalars(
        select(Action)
        .where(Action.wave_id == wave_id, _of_school(school_id))
        .order_by(Action.is_done.desc(), Action.id)
    ).all()


def load_shown_actions(
    session: Session, *, wave_id: int, school_id: int | None
) -> Sequence[Action]:
    """Give the same without what was given up: what is told to everybody."""
    actions = load_actions(session, wave_id=wave_id, school_id=school_id)
    return [one for one in actions if one.status != ActionStatus.DROPPED]


def load_by_item(
    session: Session, wave_id: int, school_id: int | None
) -> Mapping[str, Sequence[Action]]:
    """Give what a school and its region did after a wave, by the question that it was about.

    What was given up is left out, and so is what is about no question in particular.
    """
    actions = [*load_shown_actions(session, wave_id=wave_id, school_id=school_id)]
    if school_id is not None:
        actions += load_shown_actions(session, wave_id=wave_id, school_id=None)
    kept = [one for one in actions if one.item]
    return {item: [one for one in kept if one.item == item] for item in {one.item for one in kept}}


def load_by_item_before(
    session: Session, wave: Wave, school_id: int | None
) -> Mapping[str, Sequence[Action]]:
    """Give the same of the wave before this one in its campaign: what was done since then."""
    previous = find_previous_wave(session, wave)
    return load_by_item(session, previous.id, school_id) if previous else {}


def load_of_places(
    session: Session,
    *,
    school_ids: Iterable[int],
    region_ids: Collection[int],
    today: date,
) -> Sequence[Action]:
    """Give the actions of these schools and of these whole regions, of all waves.

    First what is overdue, then what is still to be done, each by the day it is due; last what is
    done or given up.
    """
    of_region = and_(Action.school_id.is_(None), Campaign.region_id.in_(region_ids))
    actions = session.scalars(
        select(Action)
        .join(Action.wave)
        .join(Wave.campaign)
        .where(or_(Action.school_id.in_(list(school_ids)), of_region))
        .options(
            contains_eager(Action.wave).contains_eager(Wave.campaign), joinedload(Action.school)
        )
    )
    return sorted(
        actions,
        key=lambda one: (
            not one.is_overdue(today), not one.is_open, one.due_on or date.max, one.id,
        ),
    )  # fmt: skip


def _of_school(school_id: int | None) -> ColumnElement[bool]:
    return Action.school_id.is_(None) if school_id is None else Action.school_id == school_id
