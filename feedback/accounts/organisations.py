"""Organisations as those whom somebody is something for: found by name or code, and named."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from feedback.accounts.models import Assignment
from feedback.accounts.permissions import OrganisationKind, Role
from surveys.organisations import Municipality, Pilot, Region, School, SchoolBoard

MOST_FOUND = 40
# Of what somebody in a role is something.
KINDS_OF_ROLE: Mapping[Role, tuple[OrganisationKind, ...]] = {
    Role.ADMINISTRATOR: (OrganisationKind.INSTALLATION, OrganisationKind.REGION),
    Role.MODERATOR: (OrganisationKind.REGION,),
    Role.PANEL_MEMBER: (OrganisationKind.REGION,),
    Role.SCHOOL_COORDINATOR: (OrganisationKind.SCHOOL,),
    Role.PILOT_LEAD: (OrganisationKind.PILOT,),
    Role.BOARD_VIEWER: (OrganisationKind.BOARD,),
    Role.MUNICIPALITY_VIEWER: (OrganisationKind.MUNICIPALITY,),
    Role.ANALYST: (OrganisationKind.REGION, OrganisationKind.INSTALLATION),
}
_TABLES: Mapping[OrganisationKind, Any] = {
    OrganisationKind.REGION: Region,
    OrganisationKind.MUNICIPALITY: Municipality,
    OrganisationKind.BOARD: SchoolBoard,
    OrganisationKind.SCHOOL: School,
    OrganisationKind.PILOT: Pilot,
}
_CODES: Mapping[OrganisationKind, Any] = {
    OrganisationKind.BOARD: SchoolBoard.number,
    OrganisationKind.SCHOOL: School.location_code,
}


@dataclass(frozen=True)
class Organisation:
    """One organisation; `name` is empty for the whole installation, `detail` tells namesakes."""

    kind: OrganisationKind
    id: int | None
    name: str
    detail: str = ""

    @property
    def key(self) -> str:
        """Give this organisation as a form sends it."""
        return f"{self.kind}:{self.id or ''}"


def find_organisations(
    session: Session, kinds: Collection[OrganisationKind], wanted: str
) -> Sequence[Organisation]:
    """Give the organisations of these kinds whose name holds this text, or whose code it is.

    At most MOST_FOUND of each kind, by name. One whose code or whole name it is comes alone. No
    text means the whole installation where that is one of the kinds, and else finds all.
    """
    wanted = wanted.strip().casefold()
    if not wanted and OrganisationKind.INSTALLATION in kinds:
        return [Organisation(OrganisationKind.INSTALLATION, None, "")]
    tables = [kind for kind in kinds if kind in _TABLES]
    found = [one for kind in tables for one in _find(session, kind, wanted)]
    exact = [one for one in found if wanted in (one.name.casefold(), one.detail.casefold())]
    return exact if len(exact) == 1 else found


def name_assignments(
    session: Session, assignments: Iterable[Assignment]
) -> Mapping[int, Organisation]:
    """Give the organisation of each of these roles, by the number of the assignment."""
    given = list(assignments)
    rows = {
        kind: {
            row.id: row
            for row in session.scalars(
                select(table).where(
                    table.id.in_({a.organisation_id for a in given if a.organisation_kind is kind})
                )
            )
        }
        for kind, table in _TABLES.items()
    }
    return {
        a.id: _organisation(a.organisation_kind, rows[a.organisation_kind][a.organisation_id])
        if a.organisation_kind in rows and a.organisation_id in rows[a.organisation_kind]
        else Organisation(a.organisation_kind, a.organisation_id, "")
        for a in given
    }


def _find(session: Session, kind: OrganisationKind, wanted: str) -> Sequence[Organisation]:
    table = _TABLES[kind]
    matches = [table.name.icontains(wanted, autoescape=True)]
    if kind in _CODES:
        matches.append(_CODES[kind] == wanted.upper())
    rows = session.scalars(
        select(table).where(or_(*matches)).order_by(table.name, table.id).limit(MOST_FOUND)
    )
    return [_organisation(kind, row) for row in rows]


def _organisation(kind: OrganisationKind, row: Any) -> Organisation:
    detail = getattr(row, _CODES[kind].key) if kind in _CODES else ""
    return Organisation(kind, row.id, row.name, detail)
