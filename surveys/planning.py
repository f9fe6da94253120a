"""Setting up a wave: which schools it asks, what else they are asked, and changes of its days."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import CheckConstraint, ForeignKey, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from surveys.base import Base
from surveys.campaigns import TIME_ZONE, Campaign, Wave, WaveKind, make_wave
from surveys.distribution import Link, LinkMode, choose_mode, make_links, suits
from surveys.errors import InvalidWave, say
from surveys.headcounts import load_headcounts
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import (
    AllianceMunicipality,
    Contact,
    Municipality,
    PilotSchool,
    Region,
    School,
    SchoolAlliance,
    schools_of_alliance,
)
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
    alliance_ids: Collection[int] = (),
    on: date,
) -> Sequence[School]:
    """Give the schools of a region that are open on a day and in any of these organisations."""
    alliances = session.scalars(select(SchoolAlliance).where(SchoolAlliance.id.in_(alliance_ids)))
    allied = [one.id for each in alliances for one in schools_of_alliance(session, each)]
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
            or_(School.closed_on.is_(None), School.closed_on > on),
            or_(
                School.municipality_id.in_(municipality_ids),
                School.id.in_(in_pilots),
                School.id.in_(allied),
            ),
        )
        .order_by(School.name, School.location_code)
    ).all()


def load_alliances(session: Session, region: Region) -> Sequence[SchoolAlliance]:
    """Give the alliances with a municipality of this region, by name."""
    ids = select(AllianceMunicipality.alliance_id).join(
        Municipality, Municipality.id == AllianceMunicipality.municipality_id
    )
    return session.scalars(
        select(SchoolAlliance)
        .where(SchoolAlliance.id.in_(ids.where(Municipality.region_id == region.id)))
        .order_by(SchoolAlliance.name)
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


@dataclass(frozen=True)
class Checklist:
    """What is not ready in a wave: schools, and schools × groups, that lack something."""

    n_without_contact: int
    n_without_headcount: int


def check(session: Session, wave: Wave, links: Iterable[Link]) -> Checklist:
    """Look what these links of a wave lack; their languages were complete when they were made."""
    own = list(links)
    without_contact = select(func.count(Link.school_id.distinct())).where(
        Link.wave_id == wave.id,
        Link.id.in_([link.id for link in own]),
        ~select(Contact).where(Contact.school_id == Link.school_id).exists(),
    )
    return Checklist(
        n_without_contact=session.scalar(without_contact) or 0,
        n_without_headcount=count_unknown(
            session, [(link.school_id, RespondentGroup(link.respondent_group)) for link in own]
        ),
    )


def count_unknown(session: Session, pairs: Iterable[tuple[int, RespondentGroup]]) -> int:
    """Count the schools × groups of which nobody said how many people there are."""
    wanted = set(pairs)
    return len(wanted - load_headcounts(session, {school_id for school_id, _ in wanted}).keys())


def is_early(wave: Wave, *, now: datetime) -> bool:
    """Tell whether a wave that closes now does so before its last day has passed."""
    return now < wave.closes_at


def close_early(session: Session, wave: Wave, *, reason: str, today: date) -> None:
    """Keep why a wave closes before its last day. The days that were planned stay."""
    session.add(
        DateChange(
            wave_id=wave.id,
            opened_on=wave.opens_on,
            last_on=wave.last_on,
            changed_on=today,
            reason=reason,
        )
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), TIME_ZONE)


def _end_of(day: date) -> datetime:
    return _start_of(day + timedelta(days=1))


@dataclass(frozen=True)
class Asked:
    """A wave that asks groups of a school, and which of them it asks too soon after another."""

    wave: Wave
    groups: Sequence[RespondentGroup]
    too_soon: frozenset[RespondentGroup]


def load_calendar(
    session: Session, school_ids: Iterable[int], *, since: date
) -> Mapping[School, Sequence[Asked]]:
    """Give what each of these schools is asked in waves that end after a day, in order of time."""
    start = datetime.combine(since, time(), TIME_ZONE)
    links = session.scalars(
        select(Link)
        .join(Link.wave)
        .join(Link.school)
        .where(Link.school_id.in_(set(school_ids)), Wave.closes_at > start - REST)
        .options(joinedload(Link.school), joinedload(Link.wave).joinedload(Wave.campaign))
        .order_by(School.name, School.location_code, Wave.opens_at, Wave.id)
    )
    calendar: dict[School, list[Asked]] = {}
    for (school, wave), own in groupby(links, lambda link: (link.school, link.wave)):
        groups = {RespondentGroup(link.respondent_group) for link in own}
        earlier = [
            one
            for one in calendar.get(school, ())
            if one.wave.closes_at + REST > wave.opens_at and groups & set(one.groups)
        ]
        too_soon = groups & {group for one in earlier for group in one.groups}
        ordered = [group for group in RespondentGroup if group in groups]
        calendar.setdefault(school, []).append(Asked(wave, ordered, frozenset(too_soon)))
    return {
        school: kept
        for school, asked in calendar.items()
        if (kept := [one for one in asked if one.wave.closes_at > start])
    }
