import csv
from io import StringIO

import pytest

from analysis.exports.as_csv import BYTE_ORDER_MARK, as_csv
from analysis.exports.observations import COLUMNS
from analysis.publications import Unit, load_cells, load_units
from tests.factories import figures_of


def rows_of(session, publication, units=None):
    cells = load_cells(session, publication.id)
    units = load_units(session, publication.id) if units is None else units
    written = "".join(as_csv(publication, units, cells))
    return list(csv.DictReader(StringIO(written.removeprefix(BYTE_ORDER_MARK)), delimiter=";"))


def test_every_shown_figure_is_in_the_file_and_nothing_else(session, publication):
    shown = {}
    for cell in figures_of(session, publication):
        about = (cell.unit_kind, cell.unit_key, cell.respondent_group, cell.measure)
        said = {("n", ""): cell.n, ("coverage", ""): cell.coverage, ("mean", ""): cell.mean}
        said |= {("favourable", ""): cell.favourable}
        said |= {("share", option): share for option, share in cell.shares.items()}
        shown |= {(*about, *key): value for key, value in said.items() if value}

    place = ("unit_kind", "unit_key", "respondent_group", "measure", "statistic", "option")
    rows = rows_of(session, publication)
    written = {tuple(row[name] for name in place): row["value"] for row in rows if row["value"]}

    assert written == shown


def test_a_hidden_figure_has_one_row_without_a_value(session, publication):
    hidden = [cell for cell in figures_of(session, publication) if cell.status == "hidden"]

    rows = [row for row in rows_of(session, publication) if row["status"] == "hidden"]

    assert len(rows) == len(hidden) > 0
    assert {(row["statistic"], row["option"], row["value"]) for row in rows} == {("n", "", "")}


def test_the_file_says_which_publication_it_is(session, publication):
    first = rows_of(session, publication)[0]

    assert first["publication"] == str(publication.id)
    assert (first["campaign"], first["wave"]) == (publication.wave.campaign.name, "0-meting")


def test_the_columns_are_those_of_the_contract(session, publication):
    assert tuple(rows_of(session, publication)[0]) == COLUMNS


@pytest.mark.parametrize("name", ["=1+1", "+31", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_name_that_a_spreadsheet_would_calculate_is_text(session, publication, name):
    units = [
        Unit(kind=unit.kind, key=unit.key, name=name)
        for unit in load_units(session, publication.id)
    ]

    rows = rows_of(session, publication, units)

    assert {row["unit_name"] for row in rows} == {f"'{name}"}


def test_a_name_with_a_separator_and_quotes_stays_one_value(session, publication):
    name = 'De "Brug"; Terneuzen'
    units = [
        Unit(kind=unit.kind, key=unit.key, name=name)
        for unit in load_units(session, publication.id)
    ]

    assert {row["unit_name"] for row in rows_of(session, publication, units)} == {name}
