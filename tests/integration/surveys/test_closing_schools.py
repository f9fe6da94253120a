from datetime import date

import pytest

from surveys.organisations import (
    SchoolAlliance,
    SchoolEducationType,
    Sector,
    close_school,
    load_schools,
    new_location_code,
    schools_of_alliance,
    sectors_of,
)
from tests.factories import a_pilot, a_region, a_school

TODAY = date(2027, 1, 11)


def test_a_school_that_closes_leaves_its_pilots_and_is_not_found_any_more(session):
    gone, stays = a_school(session, "De Brug"), a_school(session, "De Ster")
    pilot = a_pilot(session, a_region(session, schools=[gone, stays]), [gone, stays])

    close_school(session, gone, on=TODAY, merged_into=stays)
    session.flush()

    assert gone.merged_into is stays
    assert load_schools(session, [gone.municipality]) == [stays]
    left = {member.school: member.left_on for member in pilot.members}
    assert left[gone] is not None
    assert left[stays] is None


def test_a_school_does_not_merge_into_itself_or_into_one_that_closed(session):
    school, closed = a_school(session, "De Brug"), a_school(session, "De Ster")
    close_school(session, closed, on=TODAY)

    for other in (school, closed):
        with pytest.raises(ValueError, match=other.location_code):
            close_school(session, school, on=TODAY, merged_into=other)


@pytest.mark.parametrize(
    ("types", "sectors"),
    [
        (["basisschool"], {Sector.PRIMARY}),
        (["kinderopvang", "basisschool"], {Sector.PRIMARY}),
        (["kinderopvang"], set()),
        (["PRO"], {Sector.SECONDARY}),
        (["SO"], {Sector.PRIMARY, Sector.SECONDARY}),
        (["basisschool", "VWO"], {Sector.PRIMARY, Sector.SECONDARY}),
    ],
)
def test_the_kinds_of_education_tell_the_sectors(session, types, sectors):
    school = a_school(session)
    school.education_types = [SchoolEducationType(education_type=kind) for kind in types]

    assert sectors_of(school) == sectors


def test_an_alliance_holds_the_open_schools_of_its_sector(session):
    primary = a_school(session, "De Brug")
    a_school(session, "Het College", education_type="VWO")
    close_school(session, a_school(session, "De Ster"), on=TODAY)
    alliance = SchoolAlliance(
        number="PO1", name="Samen", sector="po", municipalities=[primary.municipality]
    )
    session.add(alliance)
    session.flush()

    assert schools_of_alliance(session, alliance) == [primary]


def test_places_outside_the_register_get_codes_of_their_own(session):
    assert new_location_code(session) == "K00001"

    a_school(session).location_code = "K00041"
    session.flush()

    assert new_location_code(session) == "K00042"
