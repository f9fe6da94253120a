"""Interpretations (duiding): what people say that a published figure or a theme means.

They are pinned to a publication and shown under the group that gave them, never under a name.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from analysis.publications import Publication
from surveys.base import Base
from surveys.campaigns import Wave

LONGEST_INTERPRETATION = 1500
LONGEST_STANDPOINT = 600


class Giver(StrEnum):
    """On behalf of whom somebody speaks."""

    PARENT = "parent"
    YOUTH = "youth"
    TEACHER = "teacher"
    PROFESSIONAL = "professional"
    PANEL = "panel"


class Stance(StrEnum):
    """How somebody stands towards what another said."""

    AGREE = "agree"
    NUANCE = "nuance"
    DISSENT = "dissent"


class Interpretation(Base):
    """What somebody says that one figure of a unit, or one theme of a campaign, means.

    Beside a theme, `publication_id` is the publication that held when it was written, if any.
    `user_id` lets a writer take it back, and goes when the writer goes. No page shows it.
    """

    __tablename__ = "interpretation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["publication_id", "unit_kind", "unit_key"],
            ["published_unit.publication_id", "published_unit.kind", "published_unit.key"],
        ),
        CheckConstraint(
            "theme_id IS NULL AND publication_id IS NOT NULL AND unit_kind IS NOT NULL"
            " AND unit_key IS NOT NULL AND respondent_group IS NOT NULL AND measure IS NOT NULL"
            " OR theme_id IS NOT NULL AND unit_kind IS NULL AND unit_key IS NULL"
            " AND respondent_group IS NULL AND measure IS NULL",
            name="beside_a_figure_or_a_theme",
        ),
        Index("ix_interpretation_unit", "unit_kind", "unit_key", "publication_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    unit_kind: Mapped[str | None] = mapped_column(String(20))
    unit_key: Mapped[str | None] = mapped_column(String(120))
    respondent_group: Mapped[str | None] = mapped_column(String(20))
    measure: Mapped[str | None] = mapped_column(String(101))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    giver: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(LONGEST_INTERPRETATION))
    story: Mapped[str] = mapped_column(String(LONGEST_INTERPRETATION), default="")
    written_on: Mapped[date]
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )

    publication: Mapped[Publication | None] = relationship(foreign_keys=publication_id)
    standpoints: Mapped[list["Standpoint"]] = relationship(
        cascade="all, delete-orphan", order_by="Standpoint.id", lazy="selectin"
    )

    def standpoint_of(self, user_id: int) -> "Standpoint | None":
        """Give how this person stands towards it, when they said so."""
        return next((one for one in self.standpoints if one.user_id == user_id), None)


class Standpoint(Base):
    """How somebody else stands towards an interpretation: one each, which they may change."""

    __tablename__ = "standpoint"
    __table_args__ = (UniqueConstraint("interpretation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interpretation_id: Mapped[int] = mapped_column(
        ForeignKey("interpretation.id", ondelete="CASCADE")
    )
    stance: Mapped[str] = mapped_column(String(10))
    giver: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(LONGEST_STANDPOINT), default="")
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )


def load_of_unit(
    session: Session, publication: Publication, unit_kind: str, unit_key: str
) -> Mapping[tuple[str, str], Sequence[Interpretation]]:
    """Give what was said beside the figures of a unit, by respondent group and measure.

    What was said beside an earlier publication of the same wave comes along: the wave is the same.
    """
    rows = session.scalars(
        select(Interpretation)
        .join(Publication, Publication.id == Interpretation.publication_id)
        .where(
            Publication.wave_id == publication.wave_id,
            Publication.number <= publication.number,
            Interpretation.unit_kind == unit_kind,
            Interpretation.unit_key == unit_key,
        )
        .order_by(Interpretation.respondent_group, Interpretation.measure, Interpretation.id)
    )
    return {
        (group or "", measure or ""): list(of_figure)
        for (group, measure), of_figure in groupby(
            rows, lambda row: (row.respondent_group, row.measure)
        )
    }


def load_of_themes(
    session: Session, theme_ids: Iterable[int]
) -> Mapping[int, Sequence[Interpretation]]:
    """Give what was said beside each of these themes; a theme of which nothing was said is out."""
    rows = session.scalars(
        select(Interpretation)
        .where(Interpretation.theme_id.in_(set(theme_ids)))
        .order_by(Interpretation.theme_id, Interpretation.id)
    )
    return {
        theme_id: list(of_theme)
        for theme_id, of_theme in groupby(rows, lambda row: row.theme_id)
        if theme_id is not None
    }


def newest_publication(session: Session, campaign_id: int) -> Publication | None:
    """Give the publication of a campaign that came out last."""
    return session.scalar(
        select(Publication)
        .join(Wave, Wave.id == Publication.wave_id)
        .where(Wave.campaign_id == campaign_id)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .limit(1)
    )


def take_standpoint(
    session: Session,
    interpretation: Interpretation,
    user_id: int,
    *,
    stance: Stance,
    giver: Giver,
    text: str,
) -> Standpoint:
    """Keep how somebody stands towards an interpretation; a second time replaces the first.

    Raises ValueError for the writer: one does not agree with oneself.
    """
    if interpretation.user_id == user_id:
        raise ValueError("the writer takes no standpoint")
    own = interpretation.standpoint_of(user_id)
    if own is None:
        own = Standpoint(user_id=user_id)
        interpretation.standpoints.append(own)
    own.stance, own.giver, own.text = stance.value, giver.value, text
    session.flush()
    return own
