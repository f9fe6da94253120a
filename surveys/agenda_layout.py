"""How the matrix of an agenda stands in a file: its columns, and what their cells say.

docs/agenda.md describes it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from surveys.agenda import (
    DECIMALS,
    LARGEST_NUMBER,
    LONGEST_UNIT,
    Direction,
    Indicator,
    Source,
)
from surveys.errors import say

DOMAIN = "Domein"
INTRODUCTION = "Toelichting"
MARK = "X"
# Stands for an empty line before a filled one: spreadsheets lose empty lines at the top of a cell.
NOTHING = "–"
# A cell of a CSV file that begins like this is a formula to a spreadsheet; ' says that it is text.
FORMULA_SIGNS = ("=", "+", "-", "@", "'")

_DOWN, _UP = "omlaag", "omhoog"
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00:00)?|(\d{1,2})-(\d{1,2})-(\d{4})")
_NUMBER = re.compile(r"-?\d{1,10}(?:[.,]\d+)?")


class Column(StrEnum):
    """A column of the matrix, under the name that is written; school years come after these."""

    GOAL = "Doelstelling"
    INDICATORS = "Indicatoren"
    # The handreiking's own word.
    INVESTMENT = "Investing"
    ACTORS = "Actoren"
    ACTIONS = "Acties"
    PART_OF = "Deel van"
    SOURCE = "Bron"
    UNIT = "Eenheid"
    DIRECTION = "Richting"
    BASELINE = "0-meting"
    TARGET = "Streefwaarde"
    EVALUATION = "Evaluatie"
    VALUES = "Gemeten"


MATRIX = (Column.GOAL, Column.INDICATORS, Column.INVESTMENT, Column.ACTORS, Column.ACTIONS)
# Klankbord's own: written where they say something, and left as they are where a file lacks them.
DETAILS = tuple(column for column in Column if column not in MATRIX)
OF_AN_INDICATOR = tuple(column for column in DETAILS if column is not Column.PART_OF)
_OTHER_NAMES = {
    "doel": Column.GOAL,
    "doelen": Column.GOAL,
    "doelstellingen": Column.GOAL,
    "indicator": Column.INDICATORS,
    "investering": Column.INVESTMENT,
    "middelen": Column.INVESTMENT,
    "actor": Column.ACTORS,
    "actie": Column.ACTIONS,
}
COLUMN_NAMES = {column.value.casefold(): column for column in Column} | _OTHER_NAMES


def guarded(cell: str) -> str:
    """Give a cell as a CSV file holds it, so that no spreadsheet works it out."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def unguarded(cell: str) -> str:
    """Give the cell that `guarded` was given."""
    return cell[1:] if cell.startswith(tuple(f"'{sign}" for sign in FORMULA_SIGNS)) else cell


def read_number(text: str) -> float:
    """Read a number with a comma or a point. Raises ValueError."""
    if not _NUMBER.fullmatch(text) or abs(number := float(text.replace(",", "."))) > LARGEST_NUMBER:
        raise ValueError(text)
    return round(number, DECIMALS)


def _read_day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, other_day, other_month, other_year = found.groups()
    return date(int(year or other_year), int(month or other_month), int(day or other_day))


def _read_values(text: str) -> dict[date, float]:
    values = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        day, value = part.split(":")
        if _read_day(day.strip()) in values:
            raise ValueError(part)
        values[_read_day(day.strip())] = read_number(value.strip())
    return dict(sorted(values.items()))


def _read_unit(text: str) -> str:
    if len(text) > LONGEST_UNIT:
        raise ValueError(text)
    return text


READ: Mapping[Column, Callable[[str], Any]] = {
    Column.SOURCE: lambda text: str(Source.parse(text)),
    Column.UNIT: _read_unit,
    Column.DIRECTION: lambda text: (
        {_UP: Direction.UP, _DOWN: Direction.DOWN}[text.casefold()].value
    ),
    Column.BASELINE: read_number,
    Column.TARGET: read_number,
    Column.EVALUATION: _read_day,
    Column.VALUES: _read_values,
}
CURES = {
    Column.SOURCE: say("write questionnaire/question/group/favourable, or /mean at its end"),
    Column.UNIT: say("write at most %(longest_text)s", longest_text=LONGEST_UNIT),
    Column.DIRECTION: say('write "omhoog" or "omlaag"'),
    Column.BASELINE: say("write a number such as 12,5"),
    Column.TARGET: say("write a number such as 12,5"),
    Column.EVALUATION: say("write a day such as 2027-06-01"),
    Column.VALUES: say("write days and numbers such as 2026-10-01: 12,5; 2027-10-01: 10"),
}


def write_number(value: float | None) -> str:
    """Write a number as Dutch files do: "12,5"; nothing for None."""
    if value is None:
        return ""
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".").replace(".", ",")


def _write_direction(indicator: Indicator) -> str:
    if indicator.direction == Direction.DOWN:
        return _DOWN
    return _UP if indicator.target is not None or indicator.baseline is not None else ""


def _write_values(indicator: Indicator) -> str:
    return "; ".join(
        f"{one.day.isoformat()}: {write_number(one.value)}" for one in indicator.values
    )


WRITE: Mapping[Column, Callable[[Indicator], str]] = {
    Column.SOURCE: lambda one: one.source,
    Column.UNIT: lambda one: one.unit,
    Column.DIRECTION: _write_direction,
    Column.BASELINE: lambda one: write_number(one.baseline),
    Column.TARGET: lambda one: write_number(one.target),
    Column.EVALUATION: lambda one: one.evaluate_on.isoformat() if one.evaluate_on else "",
    Column.VALUES: _write_values,
}
