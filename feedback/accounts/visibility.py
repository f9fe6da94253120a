"""Which published units somebody may see."""

from collections.abc import Sequence

from analysis.publications import Unit, UnitKind
from feedback.accounts.permissions import Scope


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


def _own_units(scope: Scope) -> set[tuple[str, str]]:
    ids = {
        UnitKind.REGION: scope.region_ids,
        UnitKind.MUNICIPALITY: scope.municipality_ids,
        UnitKind.BOARD: scope.board_ids,
        UnitKind.PILOT: scope.pilot_ids,
        UnitKind.SCHOOL: scope.school_ids,
    }
    return {(kind.value, str(one)) for kind, some in ids.items() for one in some}
