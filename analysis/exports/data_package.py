"""A publication as a Frictionless Data Package: a zip of the figures, the codes and a schema."""

import json
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from analysis.exports.as_csv import csv_lines
from analysis.exports.as_ddi import as_ddi
from analysis.exports.codebook import Codebook, codebook_of
from analysis.exports.layouts import VOCABULARIES, Table, codebook_table, lay_out
from analysis.exports.names import column_name
from analysis.exports.observations import COLUMNS, CONTRACT
from analysis.publications import Cell, Publication, Unit

DESCRIPTOR = "datapackage.json"
FIGURES, CODEBOOK, DDI = "figures.csv", "codebook.csv", "codebook.xml"
KEY = ("publication", "unit_kind", "unit_key", "respondent_group", "measure", "statistic", "option")
_TYPES = {
    "publication": "integer",
    "first_day": "date",
    "last_day": "date",
    "value_number": "number",
    "lower": "number",
    "upper": "number",
}
_MAY_BE_EMPTY = {"option", "value", "value_number", "lower", "upper"}


def write_data_package(
    file: Path,
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    language: str | None = None,
) -> None:
    """Write the package, line by line. Raises LanguageNotOffered."""
    table = lay_out(publication, units, cells, language=language)
    codebook = codebook_of(publication)
    codes = codebook_table(codebook)
    descriptor = describe(publication, codebook, table.columns, codes.columns)
    with ZipFile(file, "w") as package:
        _add_lines(package, publication, DESCRIPTOR, [json.dumps(descriptor, ensure_ascii=False)])
        _add_csv(package, publication, FIGURES, table)
        _add_csv(package, publication, CODEBOOK, codes)
        _add_lines(package, publication, DDI, [as_ddi(publication).decode()])


def describe(
    publication: Publication,
    codebook: Codebook,
    columns: Iterable[str],
    code_columns: Iterable[str],
) -> dict[str, Any]:
    """Give what datapackage.json says: the resources, their columns and which codes there are."""
    wave = publication.wave
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"klankbord-publication-{publication.id}",
        "title": f"{wave.campaign.name}: {wave.kind}",
        "version": CONTRACT,
        "created": publication.published_at.isoformat(),
        "resources": [
            _resource("figures", FIGURES, [_field(name, codebook) for name in columns], KEY),
            _resource("codebook", CODEBOOK, [_code_field(name) for name in code_columns], ()),
            {
                "name": "ddi", "path": DDI, "format": "xml",
                "mediatype": "application/xml", "encoding": "utf-8",
            },
        ],
        "klankbord": {"digest": publication.digest, "rules": dict(publication.rules)},
    }  # fmt: skip


def _resource(name: str, path: str, fields: list[Any], key: tuple[str, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key:
        schema["primaryKey"] = list(key)
    return {
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: str, codebook: Codebook) -> dict[str, Any]:
    codes: Iterable[str] = VOCABULARIES.get(column, ())
    if column == "measure":
        codes = [measure.code for measure in codebook.measures]
    elif column == "option":
        codes = codebook.options
    constraints: dict[str, Any] = {}
    if column in COLUMNS and column not in _MAY_BE_EMPTY:
        constraints["required"] = True
    if codes:
        constraints["enum"] = list(codes)
    return {
        "name": column,
        "title": column_name(column, "nl"),
        "type": _TYPES.get(column, "string"),
        "constraints": constraints,
    }


def _code_field(column: str) -> dict[str, Any]:
    return {"name": column, "type": "number" if column == "value" else "string"}


def _add_csv(package: ZipFile, publication: Publication, name: str, table: Table) -> None:
    _add_lines(package, publication, name, csv_lines(table, ","))


def _add_lines(package: ZipFile, publication: Publication, name: str, lines: Iterable[str]) -> None:
    # The moment of publishing: the same publication gives the same bytes.
    entry = ZipInfo(name, publication.published_at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    with (
        package.open(entry, "w", force_zip64=True) as raw,
        TextIOWrapper(raw, encoding="utf-8", newline="") as text,
    ):
        text.writelines(lines)
