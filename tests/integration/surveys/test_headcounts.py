from datetime import date

import pytest
from sqlalchemy import select

from surveys.errors import InvalidFile
from surveys.headcounts import (
    Headcount,
    import_headcounts,
    load_headcounts,
    save_headcounts,
)
from surveys.items import RespondentGroup
from tests.factories import a_school

TODAY = date(2027, 1, 11)
CHILD, YOUTH, PARENT = RespondentGroup.CHILD, RespondentGroup.YOUTH, RespondentGroup.PARENT


def known(session, school):
    return {group.value: n for (_, group), n in load_headcounts(session, [school.id]).items()}


@pytest.mark.parametrize(
    ("education_type", "expected"),
    [
        ("basisschool", {"child": 210}),
        ("VBO/MAVO/HAVO/VWO", {"youth": 210}),
        ("SO", {}),
        ("kinderopvang", {}),
    ],
)
def test_the_register_knows_the_pupils_of_a_school_with_one_age_band(
    session, education_type, expected
):
    school = a_school(session, education_type=education_type)
    school.n_pupils = 210

    assert known(session, school) == expected


def test_what_somebody_said_goes_before_the_register_until_it_is_taken_back(session):
    school = a_school(session)
    school.n_pupils = 210

    save_headcounts(session, school, {CHILD: 190, PARENT: 150}, today=TODAY)
    assert known(session, school) == {"child": 190, "parent": 150}

    save_headcounts(session, school, {CHILD: None, PARENT: 150}, today=TODAY)
    assert known(session, school) == {"child": 210, "parent": 150}


def test_a_file_of_headcounts_is_stored_and_empty_cells_change_nothing(session):
    one, other = a_school(session, "De Brug"), a_school(session, "De Ster")
    save_headcounts(session, one, {PARENT: 99}, today=TODAY)
    rows = [
        "vestigingscode;naam;ouders;leraren",
        f"{one.location_code};De Brug;;12",
        "",
        f"{other.location_code};De Ster;80",
    ]
    file = "\r\n".join(rows)

    assert import_headcounts(session, file.encode("windows-1252"), today=TODAY) == 2

    assert known(session, one) == {"parent": 99, "teacher": 12}
    assert known(session, other) == {"parent": 80}


def test_every_mistake_of_a_file_is_told_and_nothing_is_stored(session):
    school = a_school(session)
    file = f"vestigingscode,ouders,leraren\n{school.location_code},veel,0\nXX,1,2\n"

    with pytest.raises(InvalidFile) as refused:
        import_headcounts(session, file.encode(), today=TODAY)

    assert [str(one).split(";")[0] for one in refused.value.mistakes] == [
        "line 2, ouders: 'veel' is not a number of people",
        "line 2, leraren: '0' is not a number of people",
        "line 3, vestigingscode: 'XX' is not a location code",
    ]
    assert session.scalar(select(Headcount)) is None


def test_another_file_is_told_which_columns_are_needed(session):
    with pytest.raises(InvalidFile, match="vestigingscode, ouders"):
        import_headcounts(session, b"code;n\n1;2\n", today=TODAY)
