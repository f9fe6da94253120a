"""A publication as CSV, line by line."""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, get_args

from analysis.exports.layouts import Layout, Table, lay_out
from analysis.publications import Cell, Publication, Unit

BYTE_ORDER_MARK = "\ufeff"
Delimiter = Literal[";", ","]
DELIMITERS: tuple[Delimiter, ...] = get_args(Delimiter)
# A spreadsheet takes what starts like this for a formula: a whole text, or the part of it behind
# what another spreadsheet takes for the end of a column.
_FORMULA = re.compile(
    r"""^(?=\s*[=+\-@＝＋－＠]|[\t\r\n])|(?<=[;,\t\r\n])(?=[\s"]*[=+\-@＝＋－＠])"""
)
# What we calculated ourselves: a mean below zero is no formula.
_CALCULATED = {"value", "value_number", "lower", "upper", "n", "coverage", "mean", "favourable"}


def as_csv(
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    delimiter: Delimiter = ";",
    layout: Layout = Layout.LONG,
    language: str | None = None,
) -> Iterator[str]:
    """Give the lines of the file, with a header and UTF-8's mark in front.

    Raises LanguageNotOffered when the questionnaire has no labels in that language.
    """
    table = lay_out(publication, units, cells, layout=layout, language=language)
    return _with_mark(csv_lines(table, delimiter))


def csv_lines(table: Table, delimiter: Delimiter) -> Iterator[str]:
    """Give the lines of any table, header first; nothing in it is a formula to a spreadsheet."""
    write = csv.writer(_Echo(), delimiter=delimiter).writerow
    yield write(table.columns)
    is_calculated = [column in _CALCULATED for column in table.columns]
    for row in table.rows:
        yield write(
            value if calculated or not isinstance(value, str) else harmless(value)
            for value, calculated in zip(row, is_calculated, strict=True)
        )


@lru_cache(maxsize=10_000)
def harmless(value: str) -> str:
    """Give a text that no spreadsheet takes for a formula."""
    return _FORMULA.sub("'", value)


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + next(lines)
    yield from lines


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line
