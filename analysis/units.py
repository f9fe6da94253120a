"""The units that figures are published for: sets of the schools that take part in a wave."""

from collections.abc import Sequence
from datetime import date

from analysis.publications import Unit, UnitKind
from surveys.campaigns import Wave
from surveys.distribution import Link
from surveys.organisations import School


def pilots_of(wave: Wave, on: date) -> dict[int, frozenset[int]]:
    """Give the pilots of the region that each school is in on this day."""
    pilots: dict[int, set[int]] = {}
    for pilot in wave.campaign.region.pilots:
        for member in pilot.members:
            if member.takes_part(on):
                pilots.setdefault(member.school_id, set()).add(pilot.id)
    return {school_id: frozenset(ids) for school_id, ids in pilots.items()}


def units_of(wave: Wave, links: Sequence[Link], on: date | None = None) -> list[Unit]:
    """Give the units that figures are published for: sets of the schools that take part.

    Pilots have the schools of this day, or of the one on which the wave opened.
    """
    schools: dict[int, School] = {link.school_id: link.school for link in links}
    pilots = pilots_of(wave, on or wave.opens_on)
    names = {pilot.id: pilot.name for pilot in wave.campaign.region.pilots}
    found: dict[tuple[UnitKind, str], Unit] = {}

    def add(kind: UnitKind, key: object, name: str, school: School) -> None:
        unit = found.setdefault(
            (kind, str(key)), Unit(kind=kind.value, key=str(key), name=name, school_ids=[])
        )
        unit.school_ids.append(school.id)

    for _, school in sorted(schools.items()):
        add(UnitKind.SCHOOL, school.id, school.name, school)
        add(UnitKind.MUNICIPALITY, school.municipality_id, school.municipality.name, school)
        add(UnitKind.REGION, wave.campaign.region_id, wave.campaign.region.name, school)
        if school.board is not None:
            add(UnitKind.BOARD, school.board_id, school.board.name, school)
        if school.education_area:
            add(UnitKind.EDUCATION_AREA, school.education_area, school.education_area, school)
        for row in school.education_types:
            add(UnitKind.EDUCATION_TYPE, row.education_type, row.education_type, school)
        for pilot_id in sorted(pilots.get(school.id, ())):
            add(UnitKind.PILOT, pilot_id, names[pilot_id], school)
    return list(found.values())
