"""Workbooks, .xlsx and .xls: their cells as text, and a new .xlsx of texts.

A file is told by its bytes and never by its name. Formulas are never worked out: a cell gives what
is stored in it. What is written is text, also when it begins as a formula does.
"""

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surveys import workbook_cells
from surveys.errors import InvalidDefinition, Mistake, say
from surveys.lazily import Lazily
from surveys.workbook_archives import SAVE_AGAIN, Place, look_through, refusal
from surveys.workbook_cells import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Lazily("xlsxwriter")

MOST_BYTES = 5_000_000
LONGEST_CELL = 32_767
_SECONDS = 30
_MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
_ZIP = b"PK\x03\x04"
# The container of .xls, and of everything that is locked with a password.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet, as text. Places are counted from 1, as people see them."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    formulas: frozenset[Place] = frozenset()

    def cell(self, row: int, column: int) -> str:
        """Give the text of a cell, empty where nothing was filled in."""
        if not 1 <= row <= len(self.rows):
            return ""
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else ""


@dataclass(frozen=True)
class NewSheet:
    """A sheet to write: its first row is a header. Columns are counted from 1."""

    name: str
    rows: Sequence[Sequence[str]]
    widths: Mapping[int, int] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Give the sheets of an .xlsx or .xls. Raises InvalidDefinition when it is not one, or unsafe.

    Numbers come without needless decimals, dates as ISO 8601, booleans as "true" and "false".
    """
    if len(content) > MOST_BYTES:
        raise refusal(
            say("larger than 5 MB"), say("leave out pictures and sheets that do not matter")
        )
    if content.startswith(_ZIP):
        formulas = look_through(content)
    elif content.startswith(_COMPOUND):
        formulas = {}
        _check_compound(content)
    else:
        raise refusal(say("neither .xlsx nor .xls, whatever its name says"), SAVE_AGAIN)
    return tuple(
        Sheet(name, tuple(tuple(row) for row in rows), formulas.get(name, frozenset()))
        for name, rows in _read_apart(content)["sheets"]
    )


def write_workbook(sheets: Iterable[NewSheet]) -> bytes:
    """Give an .xlsx with these sheets. Raises InvalidDefinition for a text that no cell holds."""
    file = io.BytesIO()
    # A fixed moment: the same questionnaire gives the same file.
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _MADE_AT})
        header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, width in sheet.widths.items():
                page.set_column(column - 1, column - 1, width)
            for column in sheet.hidden:
                page.set_column(column - 1, column - 1, None, None, {"hidden": True})
            for row, cells in enumerate(sheet.rows):
                for column, text in enumerate(cells):
                    if text:
                        _check_length(sheet.name, row + 1, column + 1, text)
                        page.write_string(row, column, text, body if row else header)
    return file.getvalue()


def place(sheet: str, row: int | None = None, column: str = "") -> str:
    """Say where something stands in a workbook; a column is named by its header."""
    match row, column:
        case None, "":
            return say('sheet "%(sheet)s"', sheet=sheet)
        case None, _:
            return say('sheet "%(sheet)s", column "%(column)s"', sheet=sheet, column=column)
        case _, "":
            return say('sheet "%(sheet)s", row %(row)s', sheet=sheet, row=row)
    return say(
        'sheet "%(sheet)s", row %(row)s, column "%(column)s"', sheet=sheet, row=row, column=column
    )


def _check_length(sheet: str, row: int, column: int, text: str) -> None:
    if len(text) > LONGEST_CELL:
        where = f'sheet "{sheet}", row {row}, column {column}'
        raise InvalidDefinition(
            [Mistake(where, say("%(what)s characters", what=len(text)), say("shorten the text"))]
        )


def _check_compound(content: bytes) -> None:
    if _LOCKED in content:
        raise refusal(say("locked with a password"), say("save it without a password"))
    if _MACROS in content:
        raise refusal(say("it holds macros"), say("save it as .xlsx, which has none"))


def _read_apart(content: bytes) -> dict[str, Any]:
    """Give what the program of `workbook_cells` makes of a workbook."""
    command = [sys.executable, "-I", str(Path(workbook_cells.__file__))]
    try:
        ran = subprocess.run(  # noqa: S603 - our own program, which gets the file as input only
            command, input=content, capture_output=True, timeout=_SECONDS, check=True, env={}
        )
        answer: dict[str, Any] = json.loads(ran.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise refusal(say("the file is damaged, or too large to read"), SAVE_AGAIN) from None
    if "fault" in answer:
        raise refusal(
            answer["fault"],
            say(
                "%(save_again)s, without a password, with at most %(most_sheets)s sheets of "
                "%(most_rows)s rows and %(most_columns)s columns",
                save_again=SAVE_AGAIN,
                most_sheets=MOST_SHEETS,
                most_rows=MOST_ROWS,
                most_columns=MOST_COLUMNS,
            ),
        )
    return answer
