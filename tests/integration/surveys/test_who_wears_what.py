from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.distribution import find_invitation
from surveys.errors import TooLittleContrast
from surveys.house_styles import (
    OURS,
    Font,
    HouseStyle,
    find_style_of_school,
    load_wearers,
    remove_style,
    save_style,
    style_sheet,
)
from tests.factories import a_link, a_school, a_wave

PURPLE = replace(OURS, brand="#8a3a9f", radius=4, font=Font.SERIF)
GREEN = replace(OURS, brand="#00652e")


def test_a_form_wears_the_style_of_the_board_or_else_of_the_municipality(session):
    school = a_school(session)
    assert find_style_of_school(session, school) is None

    save_style(session, school.municipality, GREEN)
    assert find_style_of_school(session, school) == GREEN

    save_style(session, school.board, PURPLE)
    assert find_style_of_school(session, school) == PURPLE

    remove_style(session, school.board)
    assert find_style_of_school(session, school) == GREEN


def test_a_style_is_worn_by_nobody_else(session):
    school = a_school(session)
    save_style(session, school.board, PURPLE)
    save_style(session, school.municipality, GREEN)

    other = a_school(session, "Het Anker", municipality="Hulst", board="Stichting Anders")
    alone = a_school(session, "De Eenling", municipality="Sluis", board=None)

    assert find_style_of_school(session, other) is None
    assert find_style_of_school(session, alone) is None


def test_a_school_without_a_board_wears_the_style_of_its_municipality(session):
    school = a_school(session, board=None)
    save_style(session, school.municipality, GREEN)

    assert find_style_of_school(session, school) == GREEN


def test_a_second_style_takes_the_place_of_the_first(session):
    school = a_school(session)
    save_style(session, school.board, PURPLE)
    save_style(session, school.board, GREEN)

    assert find_style_of_school(session, school) == GREEN
    assert load_wearers(session) == [school.board]


def test_a_style_in_which_something_cannot_be_read_is_not_kept(session):
    school = a_school(session)

    with pytest.raises(TooLittleContrast):
        save_style(session, school.board, replace(OURS, mute="#cccccc"))

    assert load_wearers(session) == []


def test_an_invitation_carries_the_style_of_its_school(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    assert find_invitation(session, link.code).style == ""

    save_style(session, link.school.board, PURPLE)

    assert find_invitation(session, link.code).style == style_sheet(PURPLE)


@pytest.mark.parametrize("of", ["neither", "both"])
def test_a_style_belongs_to_a_board_or_to_a_municipality(session, of):
    school = a_school(session)
    both = {"board_id": school.board_id, "municipality_id": school.municipality_id}
    session.add(HouseStyle(tokens={}, **(both if of == "both" else {})))

    with pytest.raises(IntegrityError):
        session.flush()
