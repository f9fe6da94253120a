"""Every form a publication can be written in. It loads them all: for jobs and commands."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from analysis.exports.as_csv import Delimiter, as_csv
from analysis.exports.as_ddi import as_ddi
from analysis.exports.as_json import as_json
from analysis.exports.as_parquet import write_parquet
from analysis.exports.as_sav import write_sav
from analysis.exports.as_xlsx import write_xlsx
from analysis.exports.data_package import write_data_package
from analysis.exports.layouts import Layout
from analysis.publications import Cell, Publication, Unit


class Form(StrEnum):
    """What a file is for whoever opens it."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PARQUET = "parquet"
    SAV = "sav"
    DATA_PACKAGE = "data-package"
    DDI = "ddi"


ENDINGS = {
    ".csv": Form.CSV,
    ".xlsx": Form.XLSX,
    ".json": Form.JSON,
    ".parquet": Form.PARQUET,
    ".sav": Form.SAV,
    ".zip": Form.DATA_PACKAGE,
    ".xml": Form.DDI,
}
IN_ONE_LAYOUT = frozenset({Form.XLSX, Form.DATA_PACKAGE, Form.DDI})


def form_of(file: Path) -> Form:
    """Give the form that the ending of a file stands for. Raises ValueError for any other."""
    form = ENDINGS.get(file.suffix.lower())
    if form is None:
        raise ValueError(f'"{file.suffix}" is none of {", ".join(ENDINGS)}')
    return form


def write(
    form: Form,
    file: Path,
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    layout: Layout = Layout.LONG,
    language: str | None = None,
    delimiter: Delimiter = ";",
) -> None:
    """Write these figures of a publication to a file in this form.

    Raises ValueError for a wide layout of a form that has none, LanguageNotOffered, and
    TooManyFigures.
    """
    if layout is Layout.WIDE and form in IN_ONE_LAYOUT:
        raise ValueError(f"{form.value} has no wide layout")
    figures = (publication, units, cells)
    match form:
        case Form.CSV:
            lines = as_csv(*figures, delimiter=delimiter, layout=layout, language=language)
            _write_lines(file, lines)
        case Form.JSON:
            _write_lines(file, as_json(*figures, layout=layout, language=language))
        case Form.XLSX:
            write_xlsx(file, *figures, language=language)
        case Form.PARQUET:
            write_parquet(file, *figures, layout=layout, language=language)
        case Form.SAV:
            write_sav(file, *figures, layout=layout, language=language)
        case Form.DATA_PACKAGE:
            write_data_package(file, *figures, language=language)
        case Form.DDI:
            file.write_bytes(as_ddi(publication))


def _write_lines(file: Path, lines: Iterator[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as written:
        written.writelines(lines)
