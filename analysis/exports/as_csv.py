"""A publication as CSV, line by line."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from analysis.exports.observations import COLUMNS, observations
from analysis.publications import Cell, Publication, Unit

BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a text that starts like this for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(publication: Publication, units: Iterable[Unit], cells: Iterable[Cell]) -> Iterator[str]:
    """Give the lines of the file, with a header, `;` between columns and UTF-8's mark in front."""
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for observation in observations(publication, units, cells):
        yield _line(observation)


def harmless(value: str) -> str:
    """Give a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _line(values: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written, delimiter=";").writerow([harmless(value) for value in values])
    return written.getvalue()
