"""A publication as an Excel workbook: a sheet to read, one to compute with, and the codebook."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from analysis.exports.codebook import codebook_of
from analysis.exports.layouts import FIGURE, Value, codebook_table, lay_out
from analysis.exports.names import column_name
from analysis.exports.observations import COLUMNS
from analysis.publications import Cell, Publication, Status, Unit
from surveys.errors import SurveysError
from surveys.lazily import Lazily

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet
else:
    xlsxwriter = Lazily("xlsxwriter")

MOST_ROWS = 1_048_576
SHEETS = {"nl": ("Lezen", "Rekenen", "Codeboek"), "en": ("Read", "Compute", "Codebook")}
_RIGHT_TO_LEFT = {"ar", "ckb", "fa", "he", "ku-Arab", "ps", "ur"}
_FIGURE = ("unit_kind", "unit_name", "respondent_group", "measure")
_SAID = ("n", "coverage", "mean", "favourable")
_TO_READ = (*_FIGURE, *_SAID, "share", "status")
_WIDTHS = {"unit_name": 32, "measure": 60, "share": 60, "status": 36, "code": 30}
_WIDTH = 16


class TooManyFigures(SurveysError):
    """More rows than Excel can hold: another format, or fewer units."""


def write_xlsx(
    file: Path | BinaryIO,
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    language: str | None = None,
) -> None:
    """Write the workbook row by row, to read in a language: Dutch where there is a choice.

    A language that was asked for also adds labels to compute with. Texts are never formulas. A
    hidden figure has empty cells and says so in words. Raises TooManyFigures beyond a million
    rows, and LanguageNotOffered.
    """
    codebook = codebook_of(publication)
    spoken = language or ("nl" if "nl" in codebook.languages else codebook.languages[0])
    table = lay_out(publication, units, cells, language=spoken)
    computable = table.columns if language else COLUMNS
    read, compute, explained = SHEETS.get(spoken, SHEETS["en"])
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        to_read = _Sheet(book, read, _TO_READ, spoken)
        to_compute = _Sheet(book, compute, computable, None)
        for _, rows in groupby(table.rows, key=lambda row: row[: len(FIGURE)]):
            figure = [dict(zip(table.columns, row, strict=True)) for row in rows]
            to_read.add(_readable(figure))
            for one in figure:
                to_compute.add(islice(_as_number(one).values(), len(computable)))
        of_codes = codebook_table(codebook)
        codes = _Sheet(book, explained, of_codes.columns, None)
        for row in of_codes.rows:
            codes.add(row)
        for sheet in (to_read, to_compute, codes):
            sheet.finish()


class _Sheet:
    """A worksheet that is filled from the top, under a header that stays in view."""

    def __init__(
        self, book: "xlsxwriter.Workbook", name: str, columns: Sequence[str], language: str | None
    ) -> None:
        """Start a sheet; its header is in a language, or holds the columns' own names."""
        self._sheet: Worksheet = book.add_worksheet(name)
        self._n_columns, self._n_rows = len(columns), 0
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH))
        self._sheet.set_row(0, None, bold)
        self._sheet.freeze_panes(1, 0)
        if language in _RIGHT_TO_LEFT:
            self._sheet.right_to_left()
        self.add(columns if language is None else [column_name(each, language) for each in columns])

    def add(self, values: Iterable[Value]) -> None:
        """Write the next row: numbers as numbers, texts as texts, nothing for what is empty."""
        if self._n_rows == MOST_ROWS:
            raise TooManyFigures
        for place, value in enumerate(values):
            if isinstance(value, str):
                if value:
                    self._sheet.write_string(self._n_rows, place, value)
            elif value is not None:
                self._sheet.write_number(self._n_rows, place, value)
        self._n_rows += 1

    def finish(self) -> None:
        """Let readers filter the rows."""
        self._sheet.autofilter(0, 0, self._n_rows - 1, self._n_columns - 1)


Row = dict[str, Value]


def _as_number(row: Row) -> Row:
    exactly = row["value_number"]
    return row if exactly is None else {**row, "value": exactly}


def _readable(figure: Sequence[Row]) -> Iterator[Value]:
    """Give one figure as a line for people: its statistics beside each other, in words."""
    first = figure[0]
    said = {row["statistic"]: _as_number(row)["value"] for row in figure}
    shares = "; ".join(
        f"{row['option_label']}: {row['value']} %" for row in figure if row["statistic"] == "share"
    )
    yield from (first.get(f"{column}_label", first[column]) for column in _FIGURE)
    yield from (said.get(statistic) for statistic in _SAID)
    yield shares
    yield first["status_label"] if first["status"] == Status.HIDDEN.value else ""
