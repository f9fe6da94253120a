"""Responses so far, in steps that give nobody away: refreshed once a day, never a curve."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from analysis.microdata import count_responses
from surveys.base import Base
from surveys.distribution import load_links
from surveys.organisations import School

STEP = 5


class Participation(Base):
    """How many answered, down to a multiple of five; 0 says "fewer than five"."""

    __tablename__ = "participation"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    at_least: Mapped[int]
    counted_on: Mapped[date]

    school: Mapped[School] = relationship()


def refresh(session: Session, wave_id: int, *, today: date) -> None:
    """Count the responses of a wave for staff. A second call on one day changes nothing."""
    counted = session.scalar(
        select(Participation.counted_on).where(Participation.wave_id == wave_id).limit(1)
    )
    if counted == today:
        return
    counts = count_responses(session, wave_id)
    session.execute(delete(Participation).where(Participation.wave_id == wave_id))
    session.add_all(
        Participation(
            wave_id=wave_id,
            school_id=link.school_id,
            respondent_group=link.respondent_group,
            at_least=counts.get((link.school_id, link.respondent_group), 0) // STEP * STEP,
            counted_on=today,
        )
        for link in load_links(session, wave_id)
    )
    session.flush()


def load_progress(session: Session, wave_id: int) -> Sequence[Participation]:
    """Give the participation in a wave as it was last counted, by school and group."""
    return session.scalars(
        select(Participation)
        .join(Participation.school)
        .where(Participation.wave_id == wave_id)
        .options(joinedload(Participation.school))
        .order_by(School.name, School.location_code, Participation.respondent_group)
    ).all()
