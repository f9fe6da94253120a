import os
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from surveys.errors import InvalidRegister
from surveys.organisations import (
    Municipality,
    School,
    SchoolBoard,
    load_municipalities,
    load_schools,
    make_region,
)
from surveys.register import import_register, read_register

HEADER = "vestigingscode;naam;type;straat;gemeente;provincie;leerlingen"
BRUG = "99XA00;De Brug;basisschool;Kade;TERNEUZEN;Zeeland;210"
ANKER = "99XB00;Het Anker;VSO;Haven;HULST;Zeeland;"
DUO_HEADER = "BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;GEMEENTENAAM"
REAL = Path(
    os.environ.get("KLANKBORD_REGISTER")
    or Path(__file__).parents[3].parent / "shared" / "data" / "scholen-2024.csv"
)


def store(session, *lines, header=HEADER, skip_invalid=False):
    register = read_register("\n".join([header, *lines]).encode())
    done = import_register(session, register, skip_invalid=skip_invalid)
    return done.added, done.changed, done.unchanged, done.skipped


def school_of(session, code):
    return session.scalars(select(School).where(School.location_code == code)).one()


def types_of(session, code):
    return [row.education_type for row in school_of(session, code).education_types]


def test_new_schools_are_added_with_all_that_the_file_says(session):
    assert store(session, BRUG, ANKER) == (2, 0, 0, 0)

    school = school_of(session, "99XA00")
    assert (school.name, school.street, school.n_pupils) == ("De Brug", "Kade", 210)
    assert (school.municipality.name, school.municipality.province) == ("Terneuzen", "Zeeland")
    assert types_of(session, "99XA00") == ["basisschool"]


def test_the_same_file_twice_changes_nothing(session):
    store(session, BRUG, ANKER)

    assert store(session, BRUG, ANKER) == (0, 0, 2, 0)


def test_a_newer_file_brings_a_school_up_to_date(session):
    store(session, BRUG)

    assert store(session, "99XA00;De Nieuwe Brug;SBAO;Laan;HULST;Zeeland;12") == (0, 1, 0, 0)

    school = school_of(session, "99XA00")
    assert (school.name, school.street, school.n_pupils) == ("De Nieuwe Brug", "Laan", 12)
    assert school.municipality.name == "Hulst"


def test_a_school_that_was_loaded_before_shows_what_changed(session):
    store(session, BRUG)
    school = school_of(session, "99XA00")

    store(session, BRUG.replace("De Brug", "De Nieuwe Brug"))

    assert school.name == "De Nieuwe Brug"


def test_a_change_that_was_not_yet_stored_survives_an_import(session):
    store(session, BRUG, ANKER)
    school_of(session, "99XB00").name = "Het Oude Anker"

    with session.no_autoflush:
        store(session, BRUG)

    assert school_of(session, "99XB00").name == "Het Oude Anker"


def test_a_school_that_got_another_type_counts_as_changed_once(session):
    store(session, BRUG, ANKER)

    assert store(session, BRUG, ANKER, ANKER.replace("VSO", "SO")) == (0, 1, 1, 0)
    assert types_of(session, "99XB00") == ["SO", "VSO"]


def test_a_type_that_the_file_no_longer_has_is_taken_away(session):
    store(session, ANKER, ANKER.replace("VSO", "SO"))

    store(session, ANKER)

    assert types_of(session, "99XB00") == ["VSO"]


def test_schools_outside_the_file_stay_as_they_are(session):
    store(session, BRUG, ANKER)

    store(session, BRUG)

    assert types_of(session, "99XB00") == ["VSO"]


def test_what_the_file_has_no_column_for_stays_as_it_was(session):
    store(session, BRUG)

    store(session, "41234;99XA;00;De Brug;TERNEUZEN", header=DUO_HEADER)

    school = school_of(session, "99XA00")
    assert (school.n_pupils, school.street) == (210, "Kade")
    assert school.municipality.province == "Zeeland"
    assert types_of(session, "99XA00") == ["basisschool"]


def test_a_board_without_a_name_goes_by_its_number(session):
    store(session, "41234;99XA;00;De Brug;TERNEUZEN", header=DUO_HEADER)

    assert school_of(session, "99XA00").board.name == "Bestuur 41234"


def test_a_board_keeps_the_name_it_was_given_by_hand(session):
    session.add(SchoolBoard(number="41234", name="Stichting Samen"))

    store(session, "41234;99XA;00;De Brug;TERNEUZEN", header=DUO_HEADER)

    assert school_of(session, "99XA00").board.name == "Stichting Samen"


def test_a_board_takes_the_name_that_the_file_gives(session):
    store(session, "41234;99XA;00;De Brug;TERNEUZEN", header=DUO_HEADER)
    named = "41234;99XA;00;De Brug;TERNEUZEN;Stichting Samen"

    store(session, named, header=f"{DUO_HEADER};BEVOEGD GEZAG NAAM")

    assert school_of(session, "99XA00").board.name == "Stichting Samen"


def test_a_municipality_keeps_its_name_and_region_in_whatever_spelling(session):
    municipality = Municipality(name="Súdwest-Fryslân")
    session.add(municipality)
    make_region(session, "Fryslân", [municipality])

    store(session, "99XA00;De Brug;;;SUDWEST-FRYSLAN;Friesland;")

    stored = school_of(session, "99XA00").municipality
    assert (stored.name, stored.region.name) == ("Súdwest-Fryslân", "Fryslân")


def test_one_municipality_in_two_spellings_is_stored_once(session):
    rows = ("99XA00;De Brug;;;BERGEN NH;;", "99XB00;Het Anker;;;Bergen (nh);;")

    store(session, *rows)

    assert session.scalars(select(Municipality.name)).all() == ["Bergen (NH.)"]


def test_a_register_with_mistakes_is_refused_and_nothing_is_stored(session):
    with pytest.raises(InvalidRegister) as refused:
        store(session, BRUG, "x;;;;;;?")

    assert len(refused.value.mistakes) == 4
    assert session.scalar(select(func.count(School.id))) == 0


def test_only_right_rows_are_stored_when_wrong_ones_may_be_skipped(session):
    assert store(session, BRUG, "x;;;;;;?", ANKER, skip_invalid=True) == (2, 0, 0, 1)


def test_an_empty_register_changes_nothing(session):
    store(session, BRUG)

    assert store(session) == (0, 0, 0, 0)


def test_the_import_leaves_the_commit_to_its_caller(session):
    store(session, BRUG)

    session.rollback()

    assert session.scalar(select(func.count(School.id))) == 0


def test_more_schools_do_not_take_more_statements(session):
    lines = [BRUG.replace("99XA00", f"{n:02}XA00") for n in range(100)]
    statements = []
    event.listen(session.get_bind(), "before_execute", lambda *call: statements.append(call[1]))

    store(session, *lines)

    assert len(statements) <= 12


def test_the_real_register_gives_the_62_schools_of_zeeuws_vlaanderen(session):
    if not REAL.exists():
        pytest.skip(f"the real register is not at {REAL}; set KLANKBORD_REGISTER to its path")

    done = import_register(session, read_register(REAL.read_bytes()))

    region = load_municipalities(session, ["Terneuzen", "Hulst", "Sluis"])
    assert (done.added, done.skipped) == (8622, 0)
    assert len(load_schools(session, region)) == 62
