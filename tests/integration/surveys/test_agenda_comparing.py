from datetime import date

import pytest

from surveys.agenda import Goal, HandValue, Indicator, PlannedAction
from surveys.agenda_comparing import changes_between, mark_of_changes, without_details
from surveys.agenda_reading import read_agenda
from surveys.agenda_replacing import changes_by
from surveys.agenda_writing import as_csv, as_workbook
from tests.factories import a_region, an_agenda


@pytest.fixture
def region(session):
    return a_region(session)


@pytest.fixture
def domain(session, region):
    return an_agenda(session, region)


def taken_along(domain):
    return read_agenda(as_csv([domain]).encode())


def told(changes):
    return [(one.place[-1], one.column, one.was, one.becomes) for one in changes]


@pytest.mark.parametrize("write", [as_workbook, lambda domains: as_csv(domains).encode()])
def test_a_file_as_it_was_taken_along_changes_nothing(session, region, domain, write):
    domain.goals.append(Goal(text="Hulp.", parent=domain.goals[0]))
    row = domain.goals[0].rows[0]
    row.indicators.append(Indicator(text="Verzuim", target=1.5, direction="down"))
    row.indicators[0].values.append(HandValue(day=date(2026, 10, 1), value=12.5))
    row.actions += [PlannedAction(actors="School", years=["27-28"]) for _ in range(2)]
    session.flush()

    assert changes_by(session, region, read_agenda(write([domain]))) == []


def test_what_was_written_since_would_disappear(session, region, domain):
    before = taken_along(domain)
    row = domain.goals[0].rows[0]
    row.indicators.append(Indicator(text="Verzuim", target=3.0))
    row.actions.append(PlannedAction(text="Bellen.", actors="School", years=[]))
    row.investment = "2 fte"
    domain.goals.append(Goal(text="Hulp."))
    session.flush()

    assert told(without_details(changes_by(session, region, before))) == [
        ("2 fte", "Investing", "2 fte", None),
        ("Verzuim", "Indicatoren", "Verzuim", None),
        ("Bellen.", "Acties", "Bellen.", None),
        ("Hulp.", "Doelstelling", "Hulp.", None),
    ]


def test_what_was_changed_since_would_change_back(session, region, domain):
    domain.goals[0].rows[0].indicators[0].target = 5.0
    before = taken_along(domain)
    row = domain.goals[0].rows[0]
    row.indicators[0].target = 4.0
    row.actions[0].years = ["26-27", "27-28"]
    domain.introduction = "Waarom."
    session.flush()

    assert told(changes_by(session, region, before)) == [
        ("Thuiszitters", "Toelichting", "Waarom.", ""),
        (row.indicators[0].text, "Streefwaarde", "4", "5"),
        ("Melden.", "27-28", "X", ""),
    ]


def test_a_school_year_that_is_written_otherwise_is_no_change(session, region, domain):
    before = taken_along(domain)
    domain.years = ["2026-2027", "2027-2028"]
    domain.goals[0].rows[0].actions[0].years = ["2026-2027"]
    session.flush()

    assert changes_by(session, region, before) == []


def test_more_in_what_would_disappear_is_another_mark(session, domain):
    gone = changes_between([domain], [])
    domain.goals[0].rows[0].indicators[0].values.append(
        HandValue(day=date(2026, 10, 1), value=12.5)
    )

    assert without_details(gone) == without_details(changes_between([domain], []))
    assert mark_of_changes(gone) != mark_of_changes(changes_between([domain], []))
