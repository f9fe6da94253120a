"""Reading the matrix of an agenda from a file: all of it, or every mistake.

A domain is a block: a row "Domein" with its name, a row with the names of the columns, and a row
for each row of each goal.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.agenda import (
    LONGEST_INTRODUCTION,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_DOMAINS,
    MOST_LINES,
    MOST_YEARS,
    Direction,
    Domain,
    Goal,
    HandValue,
    Indicator,
    PlannedAction,
    Row,
    is_school_year,
    split_list,
    tidy,
    tidy_lines,
    without_bullet,
)
from surveys.agenda_layout import (
    COLUMN_NAMES,
    CURES,
    DETAILS,
    DOMAIN,
    INTRODUCTION,
    MARK,
    MATRIX,
    NOTHING,
    OF_AN_INDICATOR,
    READ,
    Column,
    unguarded,
)
from surveys.errors import InvalidAgenda, InvalidDefinition, Mistake, say
from surveys.register import decode
from surveys.workbooks import Sheet, place, read_workbook

MOST_MATRIX_ROWS = 2000
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Matrix:
    """The domains of a file, not stored yet; `columns` are Klankbord's own that the file has."""

    domains: list[Domain]
    columns: frozenset[Column]

    @property
    def n_goals(self) -> int:
        """Give how many goals the file has."""
        return sum(len(domain.goals) for domain in self.domains)


def read_agenda(content: bytes) -> Matrix:
    """Read a matrix from an .xlsx, .xls or CSV file. Raises InvalidAgenda with every mistake."""
    sheets = _workbook(content) if content.startswith(_WORKBOOKS) else [_csv_sheet(content)]
    reader = _Reader()
    for sheet in sheets:
        if any(_first(cells).casefold() == DOMAIN.casefold() for cells in sheet.rows):
            reader.read(sheet)
    if not reader.domains and not reader.mistakes:
        fault = say('no row begins with "%(domain)s"', domain=DOMAIN)
        cure = say("write the name of the domain behind it, and the matrix below it")
        reader.mistakes.append(Mistake(say("file"), fault, cure))
    reader.find_parents()
    if reader.mistakes:
        raise InvalidAgenda(reader.mistakes)
    return Matrix(reader.domains, frozenset(reader.columns))


def _workbook(content: bytes) -> Sequence[Sheet]:
    try:
        return read_workbook(content)
    except InvalidDefinition as refusal:
        raise InvalidAgenda(refusal.mistakes) from None


def _csv_sheet(content: bytes) -> Sheet:
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    has_lost_letters = "\ufffd" in text and "\ufffd".encode() not in content
    if "\x00" in text or has_lost_letters:
        fault = say("neither a workbook nor text")
        raise InvalidAgenda([Mistake(say("file"), fault, say("give an .xlsx or .csv file"))])
    header = next((line for line in text.split("\n") if _is_header(re.split("[;,\t]", line))), "")
    delimiter = max(";,\t", key=header.count)
    try:
        rows = tuple(
            tuple(unguarded(cell.strip()) for cell in row)
            for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        )
    except csv.Error:
        fault = say("the quotes do not match")
        cure = say("save it as CSV once more from the spreadsheet")
        raise InvalidAgenda([Mistake(say("file"), fault, cure)]) from None
    return Sheet("", rows)


def _first(cells: Sequence[str]) -> str:
    return cells[0].strip() if cells else ""


def _is_header(cells: Sequence[str]) -> bool:
    names = [COLUMN_NAMES.get(cell.strip().strip('"').casefold()) for cell in cells[:2]]
    return names == [Column.GOAL, Column.INDICATORS]


@dataclass
class _Reader:
    """Reads sheets row by row, and gathers what is wrong."""

    domains: list[Domain] = field(default_factory=list)
    columns: set[Column] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)
    _sheet: Sheet = field(default_factory=lambda: Sheet("", ()))
    _header: dict[str, int] = field(default_factory=dict)
    _parents: list[tuple[Goal, str, str]] = field(default_factory=list)
    _goal: Goal | None = None
    _n_rows: int = 0

    def read(self, sheet: Sheet) -> None:
        """Read the blocks of one sheet."""
        self._sheet, self._header, self._goal = sheet, {}, None
        domain: Domain | None = None
        for number, cells in enumerate(sheet.rows, start=1):
            first = _first(cells).casefold()
            self._check_formulas(number)
            if not any(cell.strip() for cell in cells):
                continue
            if first == DOMAIN.casefold():
                domain = self._start_domain(number, cells)
            elif domain is None:
                self._fault(
                    number, "", say("it stands above the first domain"),
                    say('begin with a row "%(domain)s" and the name of the domain', domain=DOMAIN),
                )  # fmt: skip
            elif first == INTRODUCTION.casefold() and not self._header:
                domain.introduction = self._introduction(number, cells)
            elif _is_header(cells):
                self._read_header(number, cells, domain)
            elif self._header:
                self._read_row(number, cells, domain)
            else:
                self._fault(
                    number, "", say("the names of the columns are missing above it"),
                    say("begin the matrix with: %(columns)s", columns=", ".join(MATRIX)),
                )  # fmt: skip

    def find_parents(self) -> None:
        """Let each goal be part of the goal that its row names."""
        for goal, parent, where in self._parents:
            found = next((one for one in goal.domain.goals if one.text == parent), None)
            if found is None:
                fault = say("this domain has no goal %(text)s", text=repr(parent))
                self.mistakes.append(Mistake(where, fault, say("write a goal as it stands above")))
            elif found.is_below(goal):
                fault = say("a goal would be part of itself")
                self.mistakes.append(Mistake(where, fault, say("name a goal that is larger")))
            else:
                goal.parent = found

    def _start_domain(self, number: int, cells: Sequence[str]) -> Domain:
        name = self._text(number, DOMAIN, tidy(" ".join(cells[1:2])), LONGEST_NAME)
        self._header, self._goal = {}, None
        if not name:
            self._fault(
                number, "", say("the domain has no name"), say("write its name in the second cell")
            )
        elif name in {domain.name for domain in self.domains}:
            self._fault(
                number, "", say("there are two domains of this name"),
                say("give one of them another name"),
            )  # fmt: skip
        elif len(self.domains) == MOST_DOMAINS:
            self._fault(
                number, "", say("more than %(most)s domains", most=MOST_DOMAINS),
                say("take domains together"),
            )  # fmt: skip
        domain = Domain(name=name, introduction="", years=[])
        self.domains.append(domain)
        return domain

    def _introduction(self, number: int, cells: Sequence[str]) -> str:
        return self._text(
            number, INTRODUCTION, tidy_lines(" ".join(cells[1:2])), LONGEST_INTRODUCTION
        )

    def _read_header(self, number: int, cells: Sequence[str], domain: Domain) -> None:
        self._header, years = {}, []
        for position, cell in enumerate(cells, start=1):
            name = tidy(cell)
            key: str = COLUMN_NAMES.get(name.casefold(), name)
            if not name:
                continue
            if key in self._header:
                self._fault(
                    number, "", say("%(columns)s occurs more than once", columns=name),
                    say("keep one column of each name"),
                )  # fmt: skip
            elif is_school_year(key):
                years.append(key)
            elif key not in tuple(Column):
                self._fault(
                    number, "", say("%(column)s is no column of the matrix", column=repr(name)),
                    say(
                        "use a school year such as 26-27, or: %(columns)s",
                        columns=", ".join(Column),
                    ),
                )  # fmt: skip
            self._header[key] = position
        if len(years) > MOST_YEARS:
            self._fault(
                number, "", say("more than %(most)s school years", most=MOST_YEARS),
                say("leave out years that are over"),
            )  # fmt: skip
        domain.years = years
        self.columns |= {Column(key) for key in self._header if key in DETAILS}

    def _read_row(self, number: int, cells: Sequence[str], domain: Domain) -> None:
        self._n_rows += 1
        if self._n_rows > MOST_MATRIX_ROWS:
            if self._n_rows == MOST_MATRIX_ROWS + 1:
                self._fault(
                    number, "", say("more than %(most)s rows", most=MOST_MATRIX_ROWS),
                    say("split the agenda"),
                )  # fmt: skip
            return
        self._check_width(number, cells)
        self._find_goal(number, cells, domain)
        row = Row(investment="")
        row.investment = self._text(
            number, Column.INVESTMENT, tidy(self._cell(cells, Column.INVESTMENT)), LONGEST_TEXT
        )
        self._read_indicators(number, cells, row)
        self._read_actions(number, cells, row, domain.years)
        if row.is_empty:
            return
        if self._goal is None:
            self._fault(
                number, Column.GOAL, say("there is no goal above this row"), say("write the goal")
            )
        else:
            self._goal.rows.append(row)

    def _find_goal(self, number: int, cells: Sequence[str], domain: Domain) -> None:
        """Take up the goal that a row begins, or go on with the goal above it."""
        text = self._text(number, Column.GOAL, tidy(self._cell(cells, Column.GOAL)), LONGEST_TEXT)
        if text and (self._goal is None or text != self._goal.text):
            if text in {goal.text for goal in domain.goals}:
                self._fault(
                    number, Column.GOAL, say("this goal occurs twice in its domain"),
                    say("put its rows below one another"),
                )  # fmt: skip
            self._goal = Goal(text=text)
            domain.goals.append(self._goal)
        parent = tidy(self._cell(cells, Column.PART_OF))
        if parent and self._goal is not None:
            self._parents.append((self._goal, parent, self._place(number, Column.PART_OF)))

    def _read_indicators(self, number: int, cells: Sequence[str], row: Row) -> None:
        texts = self._texts(number, cells, Column.INDICATORS, are_listed=True)
        details = {
            column: self._detail(number, cells, column, len(texts)) for column in OF_AN_INDICATOR
        }
        for at, text in enumerate(texts):
            if not text:
                self._fault(
                    number, Column.INDICATORS, say("an indicator without words"),
                    say("write what it is, or take the line away"),
                )  # fmt: skip
            given = {column: details[column][at] for column in OF_AN_INDICATOR}
            row.indicators.append(
                Indicator(
                    text=text,
                    source=given[Column.SOURCE] or "",
                    unit=given[Column.UNIT] or "",
                    direction=given[Column.DIRECTION] or Direction.UP.value,
                    baseline=given[Column.BASELINE],
                    target=given[Column.TARGET],
                    evaluate_on=given[Column.EVALUATION],
                    values=[
                        HandValue(day=day, value=value)
                        for day, value in (given[Column.VALUES] or {}).items()
                    ],
                )
            )

    def _detail(self, number: int, cells: Sequence[str], column: Column, n: int) -> list[Any]:
        """Give what a column says of each of n indicators."""
        lines = _plain_lines(self._cell(cells, column))
        if len(lines) > n:
            self._fault(
                number, column, say("more lines than there are indicators"),
                say("write one line for each indicator, and – where there is nothing to say"),
            )  # fmt: skip
        given: list[Any] = []
        for line in (*lines[:n], *[""] * (n - len(lines))):
            try:
                given.append(READ[column](line) if line else None)
            except (ValueError, KeyError):
                self._fault(
                    number, column, say("%(text)s cannot be read", text=repr(line)), CURES[column]
                )
                given.append(None)
        return given

    def _read_actions(
        self, number: int, cells: Sequence[str], row: Row, years: Sequence[str]
    ) -> None:
        texts = self._texts(number, cells, Column.ACTIONS, are_listed=True)
        actors = self._texts(number, cells, Column.ACTORS)
        marks = {year: self._marks(number, cells, year) for year in years}
        n = max([len(texts), len(actors), *map(len, marks.values())])
        for at in range(n):
            row.actions.append(
                PlannedAction(
                    text=_at(texts, at),
                    actors=_at(actors, at),
                    years=[year for year in years if _at(marks[year], at)],
                )
            )

    def _marks(self, number: int, cells: Sequence[str], year: str) -> list[str]:
        cell = self._cell(cells, year)
        lines = _plain_lines(cell) if "\n" in cell else [_filled(one) for one in cell.split()]
        if any(line.upper() not in ("", MARK) for line in lines) or len(lines) > MOST_LINES:
            self._fault(
                number, year, say("%(text)s is no mark", text=repr(cell[:40])),
                say("write X, one for each action, and – for an action of another year"),
            )  # fmt: skip
            return []
        return lines

    def _texts(
        self, number: int, cells: Sequence[str], column: Column, *, are_listed: bool = False
    ) -> list[str]:
        cell = self._cell(cells, column)
        lines = (
            [tidy(without_bullet(line.strip())) for line in split_list(cell)]
            if are_listed
            else _plain_lines(cell)
        )
        while lines and not lines[-1]:
            lines.pop()
        if len(lines) > MOST_LINES:
            self._fault(
                number, column, say("more than %(most)s lines", most=MOST_LINES),
                say("go on in a new row below, without a goal"),
            )  # fmt: skip
            return []
        return [self._text(number, column, line, LONGEST_TEXT) for line in lines]

    def _text(self, number: int, column: str, text: str, longest: int) -> str:
        if len(text) > longest:
            self._fault(
                number, column, say("%(what)s characters", what=len(text)),
                say("write at most %(longest_text)s", longest_text=longest),
            )  # fmt: skip
        return text[:longest]

    def _cell(self, cells: Sequence[str], column: str) -> str:
        at = self._header.get(column, 0)
        return cells[at - 1].strip() if 0 < at <= len(cells) else ""

    def _check_width(self, number: int, cells: Sequence[str]) -> None:
        named = set(self._header.values())
        if any(cell.strip() and at not in named for at, cell in enumerate(cells, start=1)):
            self._fault(
                number, "", say("a cell is filled in where no column has a name"),
                say("name the column, or empty the cell"),
            )  # fmt: skip

    def _check_formulas(self, number: int) -> None:
        if any(row == number for row, _column in self._sheet.formulas):
            self._fault(number, "", say("a formula"), say("write the text itself"))

    def _place(self, number: int, column: str) -> str:
        if self._sheet.name:
            return place(self._sheet.name, number, column)
        if column:
            return say('row %(row)s, column "%(column)s"', row=number, column=column)
        return say("row %(row)s", row=number)

    def _fault(self, number: int, column: str, fault: str, cure: str) -> None:
        self.mistakes.append(Mistake(self._place(number, str(column)), fault, cure))


def _plain_lines(cell: str) -> list[str]:
    lines = [_filled(tidy(line)) for line in cell.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _filled(line: str) -> str:
    return "" if line in (NOTHING, "-") else line


def _at(lines: Sequence[str], at: int) -> str:
    return lines[at] if at < len(lines) else ""
