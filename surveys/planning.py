"""Setting up a wave: which schools it asks, what else they are asked, and changes of its days."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base
from surveys.campaigns import TIME_ZONE, Campaign, Wave, WaveKind, make_wave
from surveys.distribution import Link, LinkMode, choose_mode, make_links, suits
from surveys.errors import InvalidWave, say
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import Contact, Municipality, PilotSchool, School
from surveys.questionnaires import Version

# Who is asked once more within this time of another wave has been asked a lot.
REST = timedelta(days=60)
LONGEST_REASON = 300


class DateChange(Base):
    """That a wave was given other days, why, and which days it had before."""

    __tablename__ = "date_change"
    __table_args__ = (CheckConstraint("reason <> ''", name="a_change_of_days_has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    opened_on: Mapped[date]
    last_on: Mapped[date]
    changed_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))


@dataclass(frozen=True)
class Plan:
    """A wave as somebody wants it: the days are Dutch days, both of them included."""

    version: Version
    kind: WaveKind
    first_on: date
    last_on: date
    schools: Sequence[School]
    groups: Sequence[RespondentGroup]
    languages: Sequence[str]
    mode: LinkMode = LinkMode.OPEN


@dataclass(frozen=True)
class Burden:
    """Another wave in which schools ask the same people, with how many of these schools do."""

    wave: Wave
    n_schools: int


def schools_of(
    session: Session,
    region_id: int,
    *,
    pilot_ids: Collection[int] = (),
    municipality_ids: Collection[int] = (),
    on: date,
) -> Sequence[School]:
    """Give the schools of a region that are in any of these pilots on a day, or municipalities."""
    in_pilots = select(PilotSchool.school_id).where(
        PilotSchool.pilot_id.in_(pilot_ids),
        PilotSchool.joined_on <= on,
        or_(PilotSchool.left_on.is_(None), PilotSchool.left_on > on),
    )
    return session.scalars(
        select(School)
        .join(School.municipality)
        .where(
            Municipality.region_id == region_id,
            or_(School.municipality_id.in_(municipality_ids), School.id.in_(in_pilots)),
        )
        .order_by(School.name, School.location_code)
    ).all()


def pairs_of(
    schools: Iterable[School], groups: Iterable[RespondentGroup]
) -> Sequence[tuple[School, RespondentGroup]]:
    """Give each school with each group that it has: children at primary schools, and so on."""
    wanted = list(groups)
    return [(school, group) for school in schools for group in wanted if suits(school, group)]


def load_burden(session: Session, plan: Plan) -> Sequence[Burden]:
    """Give the waves within REST of the days of a plan that ask a school × group of it too."""
    start = datetime.combine(plan.first_on, time(), TIME_ZONE) - REST
    end = datetime.combine(plan.last_on, time(), TIME_ZONE) + REST
    rows = session.execute(
        select(Wave, func.count(Link.school_id.distinct()))
        .join(Link, Link.wave_id == Wave.id)
        .where(
            Wave.opens_at < end,
            Wave.closes_at > start,
            Link.school_id.in_([school.id for school in plan.schools]),
            Link.respondent_group.in_([group.value for group in plan.groups]),
        )
        .group_by(Wave.id)
        .order_by(Wave.opens_at)
    )
    return [Burden(wave, n) for wave, n in rows]


def set_up(
    session: Session, campaign: Campaign, plan: Plan, *, keys: WaveKeys, now: datetime
) -> Wave:
    """Make a wave with a link for each school and each group that the school has.

    Raises InvalidWave.
    """
    pairs = pairs_of(plan.schools, plan.groups)
    if not pairs:
        raise InvalidWave(say("None of these schools has one of these groups."))
    wave = make_wave(
        session,
        campaign,
        plan.version,
        kind=plan.kind,
        opens_at=_start_of(plan.first_on),
        closes_at=_end_of(plan.last_on),
        keys=keys,
        now=now,
    )
    links = [
        link
        for group in plan.groups
        for link in make_links(
            session,
            wave,
            [school for school, its in pairs if its is group],
            [group],
            plan.languages,
        )
    ]
    choose_mode(links, plan.mode)
    return wave


def change_days(
    session: Session, wave: Wave, *, first_on: date, last_on: date, reason: str, today: date
) -> None:
    """Give a wave other days, and keep why; the first day of one that opened stays.

    Raises InvalidWave.
    """
    if wave.closed_at is not None:
        raise InvalidWave(say("A wave that is closed keeps its days."))
    if first_on != wave.opens_on:
        if wave.opens_on <= today:
            raise InvalidWave(say("A wave that is open keeps its first day."))
        if first_on < today:
            raise InvalidWave(say("The first day is today or later."))
    if last_on < max(first_on, today):
        raise InvalidWave(say("The last day is today or later, and not before the first day."))
    session.add(
        DateChange(
            wave_id=wave.id,
            opened_on=wave.opens_on,
            last_on=wave.last_on,
            changed_on=today,
            reason=reason,
        )
    )
    if first_on != wave.opens_on:
        wave.opens_at = _start_of(first_on)
    wave.closes_at = _end_of(last_on)


def load_changes(session: Session, wave_id: int) -> Sequence[DateChange]:
    """Give the changes of the days of a wave, the first one first."""
    return session.scalars(
        select(DateChange).where(DateChange.wave_id == wave_id).order_by(DateChange.id)
    ).all()


def count_schools_without_contact(session: Session, wave_id: int) -> int:
    """Count the schools of a wave that did not say whom people can turn to."""
    return (
        session.scalar(
            select(func.count(Link.school_id.distinct())).where(
                Link.wave_id == wave_id,
                ~select(Contact).where(Contact.school_id == Link.school_id).exists(),
            )
        )
        or 0
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), TIME_ZONE)


def _end_of(day: date) -> datetime:
    return _start_of(day + timedelta(days=1))
