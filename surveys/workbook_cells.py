"""A program of its own: the cells of a workbook, from standard input to JSON on standard output.

A workbook can ask its reader for more memory than there is, which ends the process. So that is
another process than the one that serves pages, with little memory and little time. Nothing of ours
is imported here.
"""

import datetime
import io
import json
import resource
import sys
from typing import Any

import python_calamine

MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 15
MOST_SHEETS = 20
MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 20_000_000


def cells(content: bytes) -> dict[str, Any]:
    """Give {"sheets": [[name, rows], ...]}, or {"fault": what is wrong with the workbook}.

    Rows start at the first row of a sheet and end with their last filled cell.
    """
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        if len(workbook.sheet_names) > MOST_SHEETS:
            return {"fault": f"{len(workbook.sheet_names)} sheets"}
        sheets: list[tuple[str, list[list[str]]]] = []
        n_characters = 0
        for kind in workbook.sheets_metadata:
            if kind.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(kind.name)
            last_row, last_column = sheet.end or (0, 0)
            if last_row >= MOST_ROWS or last_column >= MOST_COLUMNS:
                size = f"{last_row + 1} rows and {last_column + 1} columns"
                return {"fault": f'sheet "{kind.name}" has {size}'}
            rows = []
            for row in sheet.to_python(skip_empty_area=False):
                rows.append(_without_empty_end([_text(cell) for cell in row]))
                n_characters += sum(len(cell) for cell in rows[-1])
                if n_characters > MOST_CHARACTERS:
                    return {"fault": "more text than a questionnaire holds"}
            sheets.append((kind.name, rows))
    except python_calamine.PasswordError:
        return {"fault": "locked with a password"}
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        return {"fault": f"not a workbook that can be read ({type(error).__name__})"}
    return {"sheets": sheets}


def _without_empty_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def main() -> None:
    """Read a workbook within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = cells(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
