"""Links: school × respondent group × wave, the thing that a QR code holds; one-time codes."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from surveys.base import Base
from surveys.campaigns import TIME_ZONE, Wave, last_day
from surveys.errors import InvalidWave, LinkNotFound, WaveClosed, WaveNotYetOpen
from surveys.house_styles import find_style_of_school, style_sheet
from surveys.items import RespondentGroup
from surveys.organisations import Contact, School, Sector, sectors_of
from surveys.questionnaires import Version
from surveys.recordings import Heard, load_heard

# Crockford's alphabet: no I, L, O or U, so that nobody types the wrong one.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
ACCESS_CODE_LENGTH = 10
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


_SECTORS = {RespondentGroup.CHILD: Sector.PRIMARY, RespondentGroup.YOUTH: Sector.SECONDARY}


class LinkMode(StrEnum):
    """Who may answer through a link: anybody who has it, or whoever has a code that works once."""

    OPEN = "open"
    CODE = "code"


class Link(Base):
    """The way in for one respondent group of one school in one wave. It names no person."""

    __tablename__ = "link"
    __table_args__ = (UniqueConstraint("wave_id", "school_id", "respondent_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    respondent_group: Mapped[str] = mapped_column(String(20))
    languages: Mapped[list[str]] = mapped_column(JSON)
    mode: Mapped[str] = mapped_column(String(10), server_default=LinkMode.OPEN.value)

    wave: Mapped[Wave] = relationship()
    school: Mapped[School] = relationship()


class CodeBatch(Base):
    """That so many codes of a link were printed on a day. The codes are on the paper only."""

    __tablename__ = "code_batch"
    __table_args__ = (CheckConstraint("n > 0", name="a_batch_has_codes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), index=True)
    n: Mapped[int]
    printed_on: Mapped[date]


class AccessCode(Base):
    """That a code exists: a tag that only the wave's key can tie to it. Answering only reads it."""

    __tablename__ = "access_code"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)


def read_code(typed: str) -> str:
    """Give a code as it is stored, from what a person typed: any case, I for 1, O for 0."""
    return typed.upper().translate(_LOOK_ALIKES)


def address(public_url: str, code: str) -> str:
    """Give the address that a QR code holds: in capitals, which make the code coarser."""
    return f"{public_url.rstrip('/')}/v/{code}".upper()


def kiosk_address(public_url: str, code: str) -> str:
    """Give the address at which a class tablet opens a lesson of a link, in capitals."""
    return f"{public_url.rstrip('/')}/k/{code}".upper()


@dataclass(frozen=True)
class ContactPerson:
    """Whom somebody can turn to at the school."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Invitation:
    """What a link leads to, loose from the database, so that the web can keep it in memory."""

    code: str
    wave_id: int
    version_id: int
    school_id: int
    school: str
    group: RespondentGroup
    languages: tuple[str, ...]
    mode: LinkMode
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    heard: Heard
    # The house style as the page carries it; empty where forms look as ours do.
    style: str
    contact: ContactPerson | None = None

    @property
    def opens_on(self) -> date:
        """Give the first day on which people can answer."""
        return self.opens_at.astimezone(TIME_ZONE).date()

    @property
    def last_on(self) -> date:
        """Give the last day on which people can answer."""
        return last_day(self.closes_at)

    def is_open(self, *, now: datetime) -> bool:
        """Tell whether answers are welcome now."""
        return self.opens_at <= now < self.closes_at and self.closed_at is None

    def require_open(self, *, now: datetime) -> None:
        """Raise WaveNotYetOpen or WaveClosed unless answers are welcome now."""
        if now < self.opens_at:
            raise WaveNotYetOpen(self.opens_at)
        if not self.is_open(now=now):
            raise WaveClosed(self.wave_id)


def find_invitation(session: Session, code: str) -> Invitation:
    """Give what the link with this code leads to. Raises LinkNotFound."""
    row = session.execute(
        select(Link, Wave, School)
        .join(Link.wave)
        .join(Link.school)
        .where(Link.code == read_code(code))
    ).one_or_none()
    if row is None:
        raise LinkNotFound(code)
    link, wave, school = row
    return Invitation(
        code=link.code,
        wave_id=wave.id,
        version_id=wave.version_id,
        school_id=link.school_id,
        school=school.name,
        group=RespondentGroup(link.respondent_group),
        languages=tuple(link.languages),
        mode=LinkMode(link.mode),
        opens_at=wave.opens_at,
        closes_at=wave.closes_at,
        closed_at=wave.closed_at,
        heard=load_heard(session, wave.version_id, RespondentGroup(link.respondent_group)),
        style=style_sheet(tokens) if (tokens := find_style_of_school(session, school)) else "",
        contact=_person(school.contact) if school.contact else None,
    )


def _person(contact: Contact) -> ContactPerson:
    return ContactPerson(contact.name, contact.phone, contact.email)


def suits(school: School, group: RespondentGroup) -> bool:
    """Tell whether a school has this age band: children up to 12, youth from 12.

    Special education (SO, (V)SO) may have both; the school's posters tell them apart. A place with
    childcare alone has neither, and of one without any kind nothing is known: it may have both.
    """
    if group not in _SECTORS or not school.education_types:
        return True
    return _SECTORS[group] in sectors_of(school)


def make_links(
    session: Session,
    wave: Wave,
    schools: Iterable[School],
    groups: Iterable[RespondentGroup],
    languages: Sequence[str],
) -> list[Link]:
    """Make the links of a wave; a school × group that has one keeps it.

    Raises InvalidWave when the version does not speak a language or was not made for a group.
    """
    version = wave.version
    _require_spoken(version, languages)
    schools = list(schools)
    region = wave.campaign.region
    outside = [school.name for school in schools if school.municipality.region is not region]
    if outside:
        raise InvalidWave(f"not in the region of this campaign: {', '.join(outside[:5])}")
    wanted = list(groups)
    unasked = [group for group in wanted if group.value not in version.groups]
    if unasked:
        raise InvalidWave(f"the questionnaire has no questions for {', '.join(unasked)}")
    existing: Mapping[tuple[int, str], Link] = {
        (link.school_id, link.respondent_group): link
        for link in session.scalars(select(Link).where(Link.wave_id == wave.id))
    }
    taken = set(session.scalars(select(Link.code)))
    links = []
    for school in schools:
        for group in wanted:
            link = existing.get((school.id, group.value))
            if link is None:
                link = Link(
                    code=_new_code(taken),
                    wave=wave,
                    school=school,
                    respondent_group=group.value,
                    languages=list(languages),
                )
                session.add(link)
            links.append(link)
    session.flush()
    return links


def choose_languages(links: Iterable[Link], languages: Sequence[str]) -> None:
    """Offer these languages behind these links and on their posters, the first one large.

    Raises InvalidWave when the version does not speak one of them.
    """
    for link in links:
        _require_spoken(link.wave.version, languages)
        link.languages = list(dict.fromkeys(languages))


def choose_mode(links: Iterable[Link], mode: LinkMode) -> None:
    """Let anybody answer behind these links, or only people with a code."""
    for link in links:
        link.mode = mode.value


def load_links(session: Session, wave_id: int) -> Sequence[Link]:
    """Give the links of a wave with their schools, by school and group."""
    return session.scalars(
        select(Link)
        .join(Link.school)
        .where(Link.wave_id == wave_id)
        .options(joinedload(Link.school).joinedload(School.municipality))
        .order_by(School.name, School.location_code, Link.respondent_group)
    ).all()


def _require_spoken(version: Version, languages: Sequence[str]) -> None:
    if not languages:
        raise InvalidWave("a link needs a language")
    unspoken = [language for language in languages if language not in version.languages]
    if unspoken:
        raise InvalidWave(f"the questionnaire is not complete in {', '.join(unspoken)}")


def _new_code(taken: set[str]) -> str:
    while (code := draw_code(CODE_LENGTH)) in taken:
        pass
    taken.add(code)
    return code


def draw_code(length: int) -> str:
    """Draw a code of this length, five random bits to a character."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
