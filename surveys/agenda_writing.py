"""The agenda of a region as a file: the matrix of the handreiking, as .xlsx or CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from surveys.agenda import Domain, Goal, Row
from surveys.agenda_layout import (
    DETAILS,
    DOMAIN,
    INTRODUCTION,
    MARK,
    MATRIX,
    NOTHING,
    OF_AN_INDICATOR,
    WRITE,
    Column,
    guarded,
)
from surveys.workbooks import NewSheet, write_workbook


def as_workbook(domains: Iterable[Domain]) -> bytes:
    """Give the matrix as an .xlsx with a sheet for each domain."""
    sheets = []
    for number, domain in enumerate(domains, start=1):
        rows = list(_block(domain))
        widths = {1: 40, 2: 40, 3: 16, 4: 24, 5: 40}
        widths |= dict.fromkeys(range(6, 6 + len(domain.years)), 8)
        sheets.append(NewSheet(f"{DOMAIN} {number}", rows, widths))
    return write_workbook(sheets or [NewSheet(f"{DOMAIN} 1", [[DOMAIN]])])


def as_csv(domains: Iterable[Domain]) -> str:
    """Give the matrix as CSV, with an empty row between domains."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for number, domain in enumerate(domains):
        if number:
            writer.writerow([])
        writer.writerows([guarded(cell) for cell in row] for row in _block(domain))
    return "\ufeff" + text.getvalue()


def _block(domain: Domain) -> Iterator[list[str]]:
    body = [line for goal in domain.goals for line in _goal_lines(goal)]
    used = [column for column in DETAILS if any(line.get(column) for line in body)]
    header = [*MATRIX, *domain.years, *used]
    yield [DOMAIN, domain.name]
    if domain.introduction:
        yield [INTRODUCTION, domain.introduction]
    yield [str(name) for name in header]
    yield from ([line.get(name, "") for name in header] for line in body)


def _goal_lines(goal: Goal) -> Iterator[dict[str, str]]:
    rows: Sequence[Row | None] = goal.rows or [None]
    for number, row in enumerate(rows):
        line: dict[str, str] = {} if row is None else _row_cells(row)
        if number == 0:
            line[Column.GOAL] = goal.text
            line[Column.PART_OF] = goal.parent.text if goal.parent else ""
        yield line


def _row_cells(row: Row) -> dict[str, str]:
    years = dict.fromkeys(year for action in row.actions for year in action.years)
    details: dict[str, str] = {
        column: _lines(WRITE[column](indicator) for indicator in row.indicators)
        for column in OF_AN_INDICATOR
    }
    marks = {
        year: _lines(MARK if year in action.years else "" for action in row.actions)
        for year in years
    }
    return {
        Column.INDICATORS: _list(indicator.text for indicator in row.indicators),
        Column.INVESTMENT: row.investment,
        Column.ACTORS: _lines(action.actors for action in row.actions),
        Column.ACTIONS: _list(action.text for action in row.actions),
        **marks,
        **details,
    }


def _list(texts: Iterable[str]) -> str:
    return _lines(f"- {text}" if text else "" for text in texts)


def _lines(lines: Iterable[str]) -> str:
    """Give lines as one cell, in which the n-th line belongs to the n-th indicator or action."""
    written = list(lines)
    while written and not written[-1]:
        written.pop()
    return "\n".join(line or NOTHING for line in written)
