"""Which published units, and which regions, somebody may see."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from analysis.publications import Unit, UnitKind
from feedback.accounts.permissions import Scope
from surveys.organisations import Municipality, Pilot, Region, School


def visible(units: Sequence[Unit], scope: Scope) -> list[Unit]:
    """Give the units that a scope opens.

    Somebody sees the organisations of their scope, the schools in these, and, to compare with,
    every larger unit that one of these schools is in.
    """
    if scope.everything:
        return list(units)
    own = _own_units(scope)
    schools = {
        school_id for unit in units if (unit.kind, unit.key) in own for school_id in unit.school_ids
    }
    return [unit for unit in units if not schools.isdisjoint(unit.school_ids)]


def load_visible_regions(session: Session, scope: Scope) -> Sequence[Region]:
    """Give the regions that a scope opens, by name: those that hold something of it."""
    query = select(Region).order_by(Region.name)
    if not scope.everything:
        of_schools = or_(School.id.in_(scope.school_ids), School.board_id.in_(scope.board_ids))
        of_municipalities = or_(
            Municipality.id.in_(scope.municipality_ids),
            Municipality.id.in_(select(School.municipality_id).where(of_schools)),
        )
        query = query.where(
            or_(
                Region.id.in_(scope.region_ids),
                Region.id.in_(select(Municipality.region_id).where(of_municipalities)),
                Region.id.in_(select(Pilot.region_id).where(Pilot.id.in_(scope.pilot_ids))),
            )
        )
    return session.scalars(query).all()


def _own_units(scope: Scope) -> set[tuple[str, str]]:
    ids = {
        UnitKind.REGION: scope.region_ids,
        UnitKind.MUNICIPALITY: scope.municipality_ids,
        UnitKind.BOARD: scope.board_ids,
        UnitKind.PILOT: scope.pilot_ids,
        UnitKind.SCHOOL: scope.school_ids,
    }
    return {(kind.value, str(one)) for kind, some in ids.items() for one in some}
