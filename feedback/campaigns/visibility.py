"""Which waves, and which links of a wave, somebody works for. The database does the choosing."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from feedback.accounts.permissions import Scope
from surveys.campaigns import Wave, load_waves
from surveys.distribution import Link
from surveys.organisations import Municipality, PilotSchool, School


def load_own_waves(session: Session, scope: Scope) -> list[Wave]:
    """Give the waves in which a school of this scope takes part, the newest first."""
    return [
        wave
        for wave in load_waves(session)
        if session.scalar(
            select(Link.id)
            .join(Link.school)
            .join(School.municipality)
            .where(Link.wave_id == wave.id, is_own(scope, wave.opens_on))
            .limit(1)
        )
    ]


def load_own_links(session: Session, scope: Scope, wave: Wave) -> Sequence[Link]:
    """Give the links of a wave whose school is of this scope, by school and group."""
    return session.scalars(
        select(Link)
        .join(Link.school)
        .join(School.municipality)
        .where(Link.wave_id == wave.id, is_own(scope, wave.opens_on))
        .options(contains_eager(Link.school).contains_eager(School.municipality))
        .order_by(School.name, School.location_code, Link.respondent_group)
    ).all()


def is_own(scope: Scope, day: date) -> ColumnElement[bool]:
    """Tell of a school whether it belongs to an organisation of this scope on a day."""
    if scope.everything:
        return true()
    in_pilots = select(PilotSchool.school_id).where(
        PilotSchool.pilot_id.in_(scope.pilot_ids),
        PilotSchool.joined_on <= day,
        or_(PilotSchool.left_on.is_(None), PilotSchool.left_on > day),
    )
    return or_(
        School.id.in_(scope.school_ids),
        School.board_id.in_(scope.board_ids),
        School.municipality_id.in_(scope.municipality_ids),
        Municipality.region_id.in_(scope.region_ids),
        School.id.in_(in_pilots),
    )
