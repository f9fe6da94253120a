"""A publication as an SPSS file. It loads pyreadstat and pandas: for jobs and commands."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from analysis.exports.codebook import Codebook, codebook_of
from analysis.exports.layouts import VOCABULARIES, Layout, lay_out
from analysis.exports.names import column_name, name_of
from analysis.exports.observations import CONTRACT
from analysis.publications import Cell, Publication, Status, Unit

# Declared missing, so that SPSS counts neither: there is no figure, or no single number for it.
HIDDEN, NOT_ONE_NUMBER = -9999.0, -9998.0
_NUMBERS = ("value_number", "lower", "upper")
_LONGEST_LABEL_BYTES = 240


def write_sav(
    file: Path,
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    layout: Layout = Layout.LONG,
    language: str | None = None,
) -> None:
    """Write the file: codes with value labels, numbers with their missing values declared.

    Labels of variables and values are Dutch, or in a language that also gives label columns.
    Raises LanguageNotOffered when the questionnaire does not speak it.
    """
    table = lay_out(publication, units, cells, layout=layout, language=language)
    codebook = codebook_of(publication)
    spoken = language or ("nl" if "nl" in codebook.languages else codebook.languages[0])
    frame = pd.DataFrame(table.rows, columns=list(table.columns))
    numbers = [column for column in _NUMBERS if column in frame]
    hidden = frame["status"] == Status.HIDDEN.value
    for column in numbers:
        frame[column] = frame[column].astype(float).fillna(NOT_ONE_NUMBER).mask(hidden, HIDDEN)
    for column in ("first_day", "last_day"):
        frame[column] = pd.to_datetime(frame[column]).dt.date
    frame["publication"] = frame["publication"].astype(int)
    pyreadstat.write_sav(
        frame,
        file,
        file_label=f"Klankbord {publication.id}",
        note=[f"publication {publication.id}, contract {CONTRACT}, digest", publication.digest],
        column_labels=[column_name(column, spoken) for column in table.columns],
        variable_value_labels=_value_labels(codebook, spoken, numbers),
        missing_ranges={column: [HIDDEN, NOT_ONE_NUMBER] for column in numbers},
        variable_measure={
            column: "scale" if column in numbers else "nominal" for column in table.columns
        },
        row_compress=True,
    )


def _value_labels(codebook: Codebook, language: str, numbers: Iterable[str]) -> dict[str, Any]:
    missing = {
        HIDDEN: name_of(Status.HIDDEN.value, language),
        NOT_ONE_NUMBER: "zie de waarde zoals getoond" if language == "nl" else "see value as shown",
    }
    codes = {
        column: {code: name_of(code, language) for code in vocabulary}
        for column, vocabulary in VOCABULARIES.items()
    }
    measures = {measure.code: _cut(measure.text(language)) for measure in codebook.measures}
    return {**codes, "measure": measures, **dict.fromkeys(numbers, missing)}


def _cut(label: str) -> str:
    """Give as much of a label as SPSS can hold."""
    return label.encode()[:_LONGEST_LABEL_BYTES].decode(errors="ignore").rstrip()
