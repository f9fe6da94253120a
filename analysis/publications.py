"""Publications: all that may be shown. They are superseded, never changed.

Triggers in the database refuse to change or delete what is published.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    and_,
    func,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base
from surveys.campaigns import Wave

# The respondent group of figures over all groups together.
ALL_GROUPS = "all"


UNITS_AT_A_TIME = 50


class UnitKind(StrEnum):
    """The sets of schools that figures are published for, from small to large."""

    SCHOOL = "school"
    EDUCATION_TYPE = "education-type"
    BOARD = "board"
    MUNICIPALITY = "municipality"
    PILOT = "pilot"
    EDUCATION_AREA = "education-area"
    REGION = "region"


class Status(StrEnum):
    """Whether a figure is shown. One status for every hidden figure: it never says why."""

    SHOWN = "shown"
    HIDDEN = "hidden"


class Publication(Base):
    """What one wave made known, with the rules and the software that made it."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("wave_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    software_version: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    # HMAC-SHA256 under a key that the database never sees.
    signature: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    # Respondent group, item, language, and whether answers in that language are more positive.
    language_differences: Mapped[list[list[Any]] | None] = mapped_column(JSON(none_as_null=True))

    wave: Mapped[Wave] = relationship()
    units: Mapped[list["Unit"]] = relationship()
    blocks: Mapped[list["Block"]] = relationship()
    turnouts: Mapped[list["Turnout"]] = relationship()
    cells: Mapped[list["Cell"]] = relationship()

    def languages_apart(self, group: str, item: str) -> dict[str, bool]:
        """Give in which languages an item seems to work differently: more positive, or less."""
        return {
            language: is_more_positive
            for own, code, language, is_more_positive in self.language_differences or ()
            if (own, code) == (group, item)
        }

    @property
    def signed_text(self) -> str:
        """Give what is signed: the digest, and what the publication says of itself."""
        moment = self.published_at.astimezone(UTC).isoformat()
        about = (self.wave_id, self.number, moment, self.software_version, self.digest)
        return "\n".join(map(str, about))


class Unit(Base):
    """A set of schools at the moment of publishing, under its name at that moment.

    `headcounts` says how many people of a group there are, by group, where that was known of all
    its schools that were asked.
    """

    __tablename__ = "published_unit"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    school_ids: Mapped[list[int]] = mapped_column(JSON)
    headcounts: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))


class Block(Base):
    """A complete set of respondents, never split again: all figures are sums of blocks.

    Blocks are kept so that later groupings can be unions of them. No page, file or feed shows one.
    """

    __tablename__ = "published_block"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    measure: Mapped[str] = mapped_column(String(101), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    school_ids: Mapped[list[int]] = mapped_column(JSON)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


class Turnout(Base):
    """How many gave a valid answer to a measure, by school: which part of them a figure counts.

    `n` has every school where the group was asked, also those that no block counts. It says
    nothing of what anybody answered. No page, file or feed shows it.
    """

    __tablename__ = "published_turnout"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    measure: Mapped[str] = mapped_column(String(101), primary_key=True)
    threshold: Mapped[int]
    n: Mapped[dict[str, int]] = mapped_column(JSON)


class Cell(Base):
    """One figure: unit × respondent group × measure, at the precision at which it may be shown.

    `measure` is an item's code, or `item:option` for one option of a multiple choice. `n` is a
    number or "5–9"; `coverage` a band of percentages; `mean` a number, or "low", "middle" or
    "high"; `favourable` and `shares` (by option code) are percentages, with "≤" or "≥" at the
    ends. All of them are empty in a hidden figure.
    """

    __tablename__ = "published_cell"
    __table_args__ = (
        ForeignKeyConstraint(
            ["publication_id", "unit_kind", "unit_key"],
            ["published_unit.publication_id", "published_unit.kind", "published_unit.key"],
        ),
    )

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    unit_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    measure: Mapped[str] = mapped_column(String(101), primary_key=True)
    status: Mapped[str] = mapped_column(String(10))
    n: Mapped[str] = mapped_column(String(12), default="")
    coverage: Mapped[str] = mapped_column(String(12), default="")
    mean: Mapped[str] = mapped_column(String(12), default="")
    favourable: Mapped[str] = mapped_column(String(12), default="")
    shares: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


def answering_code(item: str) -> str:
    """Give the name of the measure that tells who of those asked answered an item."""
    return f"{item}~answered"


def latest(session: Session, wave_id: int) -> Publication | None:
    """Give the publication of a wave that holds now, if there is one."""
    return session.scalar(
        select(Publication)
        .where(Publication.wave_id == wave_id)
        .order_by(Publication.number.desc())
        .limit(1)
    )


def load_numbers(session: Session, wave_id: int) -> Sequence[Publication]:
    """Give every publication of a wave, the first one first."""
    return session.scalars(
        select(Publication).where(Publication.wave_id == wave_id).order_by(Publication.number)
    ).all()


def load_publications(session: Session) -> Sequence[Publication]:
    """Give all publications, the newest first."""
    return session.scalars(
        select(Publication).order_by(Publication.published_at.desc(), Publication.id.desc())
    ).all()


def load_current(session: Session) -> Sequence[Publication]:
    """Give the publications that hold now: the last one of each wave."""
    number = func.max(Publication.number).label("number")
    last = select(Publication.wave_id, number).group_by(Publication.wave_id).subquery()
    is_last = and_(Publication.wave_id == last.c.wave_id, Publication.number == last.c.number)
    return session.scalars(select(Publication).join(last, is_last).order_by(Publication.id)).all()


def load_earlier(session: Session, publication: Publication) -> Sequence[Publication]:
    """Give what holds now of the earlier waves of the same campaign, the first wave first."""
    wave = publication.wave
    return sorted(
        (
            one
            for one in load_current(session)
            if one.wave.campaign_id == wave.campaign_id and one.wave.opens_at < wave.opens_at
        ),
        key=lambda one: one.wave.opens_at,
    )


def load_units(session: Session, publication_id: int) -> Sequence[Unit]:
    """Give the units of a publication, by kind and name."""
    return session.scalars(
        select(Unit)
        .where(Unit.publication_id == publication_id)
        .order_by(Unit.kind, Unit.name, Unit.key)
    ).all()


def load_cells(
    session: Session, publication_id: int, units: Iterable[tuple[str, str]] | None = None
) -> Sequence[Cell]:
    """Give the figures of a publication: of these units (kind, key), or of all."""
    query = (
        select(Cell)
        .where(Cell.publication_id == publication_id)
        .order_by(Cell.unit_kind, Cell.unit_key, Cell.respondent_group, Cell.measure)
    )
    if units is None:
        return session.scalars(query).all()
    return [
        cell
        for kind, key in sorted(set(units))
        for cell in session.scalars(query.where(Cell.unit_kind == kind, Cell.unit_key == key))
    ]


def load_cells_of_kind(
    session: Session, publication_id: int, kind: str, *, group: str, measures: Iterable[str]
) -> Sequence[Cell]:
    """Give the figures of these measures for a group, of all units of a kind, in one question."""
    return session.scalars(
        select(Cell)
        .where(
            Cell.publication_id == publication_id,
            Cell.unit_kind == kind,
            Cell.respondent_group == group,
            Cell.measure.in_(list(measures)),
        )
        .order_by(Cell.unit_key, Cell.measure)
    ).all()


def stream_cells(
    session: Session, publication_id: int, units: Iterable[tuple[str, str]]
) -> Iterator[Cell]:
    """Give the figures of these units (kind, key) a few units at a time, however many there are.

    In the same order on every database: by unit kind, unit key, respondent group and measure.
    """
    wanted = sorted(set(units))
    for start in range(0, len(wanted), UNITS_AT_A_TIME):
        cells = session.scalars(
            select(Cell).where(
                Cell.publication_id == publication_id,
                tuple_(Cell.unit_kind, Cell.unit_key).in_(wanted[start : start + UNITS_AT_A_TIME]),
            )
        )
        yield from sorted(
            cells,
            key=lambda cell: (cell.unit_kind, cell.unit_key, cell.respondent_group, cell.measure),
        )


def digest(
    rules: Mapping[str, Any],
    units: Iterable[Unit],
    blocks: Iterable[Block],
    turnouts: Iterable[Turnout],
    cells: Iterable[Cell],
    language_differences: Sequence[Sequence[Any]] | None = None,
) -> str:
    """Give the SHA-256 of all that a publication says, whatever the order of its rows."""
    contents = [
        dict(rules),
        sorted(
            # Units of before headcounts were kept have the digest that they had.
            [u.kind, u.key, u.name, u.school_ids, *([u.headcounts] if u.headcounts else [])]
            for u in units
        ),
        sorted([b.respondent_group, b.measure, b.number, b.school_ids, b.counts] for b in blocks),
        sorted([t.respondent_group, t.measure, t.threshold, sorted(t.n.items())] for t in turnouts),
        sorted(
            [
                c.unit_kind, c.unit_key, c.respondent_group, c.measure,
                c.status, c.n, c.coverage, c.mean, c.favourable, c.shares,
            ]
            for c in cells
        ),
        # What was published before these were kept has the digest that it had.
        *([list(map(list, language_differences))] if language_differences else []),
    ]  # fmt: skip
    canonical = json.dumps(contents, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
