"""Responses so far, in steps that give nobody away: refreshed once a day, never a curve."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from surveys.base import Base
from surveys.distribution import load_links
from surveys.organisations import School
from surveys.responses import Inbox, Response

STEP = 5
SHARE_STEP = 5
# Who has less than this part of what is usual in the wave is behind.
BEHIND = 0.5


class Participation(Base):
    """How many answered, down to a multiple of five; 0 says "fewer than five"."""

    __tablename__ = "participation"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    at_least: Mapped[int]
    counted_on: Mapped[date]

    school: Mapped[School] = relationship()


def _count_responses(session: Session, wave_id: int) -> dict[tuple[int, str], int]:
    """Count the responses of a wave, waiting ones included, by (school, respondent group)."""
    counts: dict[tuple[int, str], int] = {}
    for table in (Response, Inbox):
        query = (
            select(table.school_id, table.respondent_group, func.count())
            .where(table.wave_id == wave_id)
            .group_by(table.school_id, table.respondent_group)
        )
        for school_id, group, n in session.execute(query):
            counts[school_id, group] = counts.get((school_id, group), 0) + n
    return counts


def refresh(session: Session, wave_id: int, *, today: date) -> None:
    """Count the responses of a wave for staff. A second call on one day changes nothing."""
    counted = session.scalar(
        select(Participation.counted_on).where(Participation.wave_id == wave_id).limit(1)
    )
    if counted == today:
        return
    counts = _count_responses(session, wave_id)
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


def share_of(at_least: int, headcount: int | None) -> int | None:
    """Give the share that took part, in percent down to a multiple of five, out of coarse counts.

    None when fewer than five took part, or nobody knows how many people there are.
    """
    if not at_least or not headcount:
        return None
    return min(100, at_least * 100 // headcount // SHARE_STEP * SHARE_STEP)


def find_behind(
    rows: Sequence[Participation], headcounts: Mapping[tuple[int, str], int]
) -> set[tuple[int, str]]:
    """Give the (school, respondent group) that are behind the others of their group.

    Fewer than five is behind, and so is a share of less than half the median of the group.
    """
    shares: dict[str, list[int]] = {}
    known = {
        (row.school_id, row.respondent_group): share
        for row in rows
        if (share := share_of(row.at_least, headcounts.get((row.school_id, row.respondent_group))))
        is not None
    }
    for (_school, group), share in known.items():
        shares.setdefault(group, []).append(share)
    usual = {group: median(own) for group, own in shares.items()}
    return {
        key
        for row in rows
        for key in [(row.school_id, row.respondent_group)]
        if not row.at_least or known.get(key, 100) < BEHIND * usual.get(key[1], 0)
    }
