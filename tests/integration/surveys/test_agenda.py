from datetime import date

import pytest
from sqlalchemy import func, select

from surveys.agenda import (
    Domain,
    Goal,
    Indicator,
    PlannedAction,
    Row,
    drop_row_if_empty,
    load_domains,
    remove_goal,
    school_years_from,
    set_value,
    tree_of,
)
from surveys.agenda_reading import read_agenda
from surveys.agenda_replacing import replace_agenda
from surveys.agenda_writing import as_csv, as_workbook
from tests.factories import a_region
from tests.matrices import HEADER, MATRIX, csv_of, rows_of, trimmed, with_details, workbook_of

DETAILS = {
    "Bron": "helpt-de-hulp/snel/parent/mean",
    "Eenheid": "leerlingen",
    "Richting": "omlaag",
    "0-meting": "40",
    "Streefwaarde": "10",
    "Evaluatie": "2027-06-01",
    "Gemeten": "2025-10-01: 40; 2026-10-01: 31,5",
}


@pytest.fixture
def region(session):
    return a_region(session)


@pytest.fixture
def take_in(session, region):
    """Let a file take the place of the agenda; gives its domains as the database has them."""

    def take_in(rows):
        replace_agenda(session, region, read_agenda(workbook_of(rows)))
        session.commit()
        return load_domains(session, region.id)

    return take_in


def test_the_matrix_of_the_handreiking_is_kept_and_comes_out_the_same(take_in):
    assert rows_of(as_workbook(take_in(MATRIX))) == trimmed(MATRIX)


def test_what_is_known_of_indicators_is_kept_and_comes_out_the_same(take_in):
    rows = with_details(*DETAILS, **DETAILS)

    assert rows_of(as_workbook(take_in(rows))) == trimmed(rows)


def test_a_file_takes_the_place_of_all_that_is_there(session, take_in):
    take_in(MATRIX)

    [domain] = take_in(with_details(*DETAILS, **DETAILS))

    assert domain.name == "Thuiszitters"
    for model, n in ((Domain, 1), (Goal, 1), (Row, 1), (Indicator, 1), (PlannedAction, 0)):
        assert session.scalar(select(func.count()).select_from(model)) == n


def test_the_same_file_twice_changes_nothing_and_a_domain_keeps_its_address(take_in):
    [before] = take_in(MATRIX)
    number, written = before.id, as_csv([before])

    [after] = take_in(MATRIX)

    assert (after.id, as_csv([after])) == (number, written)


def test_the_agenda_of_another_region_stays(session, take_in):
    other = a_region(session, "Elders")
    replace_agenda(session, other, read_agenda(csv_of(MATRIX)))

    take_in(with_details())

    assert [domain.name for domain in load_domains(session, other.id)] == [MATRIX[0][1]]


def test_a_plain_matrix_leaves_what_is_known_of_an_indicator(take_in):
    rich = with_details(*DETAILS, **DETAILS)
    take_in(rich)

    take_in(with_details())

    assert rows_of(as_workbook(take_in(with_details()))) == trimmed(rich)


def test_a_column_that_is_empty_empties_what_is_known(take_in):
    take_in(with_details(*DETAILS, **DETAILS))

    [domain] = take_in(with_details("Streefwaarde", "Gemeten"))

    [indicator] = domain.indicators
    assert (indicator.target, indicator.values, indicator.baseline) == (None, [], 40)


def test_a_plain_matrix_leaves_the_tree_of_goals(take_in):
    plain = [["Domein", "Thuiszitters"], HEADER, ["Groot"], ["Klein"]]
    take_in(
        [plain[0], [*HEADER, "Deel van"], ["Groot"], ["Klein", "", "", "", "", "Groot"], ["Weg"]]
    )

    [domain] = take_in(plain)

    [branch] = tree_of(domain)
    assert [part.goal.text for part in branch.parts] == ["Klein"]


def test_the_parts_of_a_goal_that_is_removed_go_up(session, take_in):
    rows = [["Groot"], ["Midden", *[""] * 4, "Groot"], ["Klein", *[""] * 4, "Midden"]]
    [domain] = take_in([["Domein", "Thuiszitters"], [*HEADER, "Deel van"], *rows])

    remove_goal(session, domain.goals[1])
    session.commit()

    [branch] = tree_of(domain)
    assert [part.goal.text for part in branch.parts] == ["Klein"]
    assert [goal.position for goal in domain.goals] == [0, 1]


def test_a_value_of_a_day_takes_the_place_of_the_one_before(session, take_in):
    [domain] = take_in(with_details())
    [indicator] = domain.indicators
    set_value(indicator, date(2026, 10, 1), 12)
    session.commit()

    set_value(indicator, date(2026, 10, 1), 11.00004)
    set_value(indicator, date(2025, 10, 1), 20)
    session.commit()
    session.expire_all()

    assert [(one.day.year, one.value) for one in indicator.values] == [(2025, 20), (2026, 11)]
    set_value(indicator, date(2025, 10, 1), None)
    session.commit()
    assert [one.day.year for one in indicator.values] == [2026]


def test_a_row_goes_when_nothing_stands_in_it(session, take_in):
    [domain] = take_in(MATRIX)
    [row] = domain.goals[2].rows

    drop_row_if_empty(row)
    assert domain.goals[2].rows == [row]

    row.investment = ""
    drop_row_if_empty(row)
    session.commit()
    assert domain.goals[2].rows == []


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2026, 11, 28), ["26-27", "27-28"]),
        (date(2026, 7, 31), ["25-26", "26-27"]),
        (date(2099, 8, 1), ["99-00", "00-01"]),
    ],
)
def test_school_years_begin_in_august(day, years):
    assert school_years_from(day, 2) == years
