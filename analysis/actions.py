"""Actions: what a school did, or will do, with what was answered ("wij deden")."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base

LONGEST_ACTION = 500


class Action(Base):
    """One thing that a school did, or means to do, after a wave: on a day, or not dated."""

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_wave_id_school_id", "wave_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    text: Mapped[str] = mapped_column(String(LONGEST_ACTION))
    is_done: Mapped[bool]
    day: Mapped[date | None]


def load_actions(session: Session, *, wave_id: int, school_id: int) -> Sequence[Action]:
    """Give the actions of a school after a wave: what is done first, then as they were added."""
    return session.scalars(
        select(Action)
        .where(Action.wave_id == wave_id, Action.school_id == school_id)
        .order_by(Action.is_done.desc(), Action.id)
    ).all()
