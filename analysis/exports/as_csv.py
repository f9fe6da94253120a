"""A publication as CSV: a row per figure and statistic. docs/export.md is the contract."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from analysis.publications import Cell, Publication, Status, Unit

COLUMNS = (
    "publication", "campaign", "wave", "first_day", "last_day", "unit_kind", "unit_key",
    "unit_name", "respondent_group", "measure", "statistic", "option", "value", "status",
)  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a text that starts like this for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(publication: Publication, units: Iterable[Unit], cells: Iterable[Cell]) -> Iterator[str]:
    """Give the lines of the file, with a header, `;` between columns and UTF-8's mark in front.

    A hidden figure has one row, with an empty value and the status "hidden".
    """
    names = {(unit.kind, unit.key): unit.name for unit in units}
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    wave = publication.wave
    about = (
        str(publication.id),
        wave.campaign.name,
        wave.kind,
        wave.opens_on.isoformat(),
        wave.last_on.isoformat(),
    )
    for cell in cells:
        unit = (cell.unit_kind, cell.unit_key)
        for (statistic, option), value in statistics(cell).items():
            yield _line(
                (
                    *about, *unit, names[unit], cell.respondent_group, cell.measure,
                    statistic, option, value, cell.status,
                )
            )  # fmt: skip


def statistics(cell: Cell) -> Mapping[tuple[str, str], str]:
    """Give what a figure says, by (statistic, option code): only what is there, n always."""
    shares = {("share", option): value for option, value in cell.shares.items()}
    said = {
        ("n", ""): cell.n,
        ("coverage", ""): cell.coverage,
        ("mean", ""): cell.mean,
        ("favourable", ""): cell.favourable,
        **shares,
    }
    if cell.status == Status.HIDDEN.value:
        return {("n", ""): ""}
    return {key: value for key, value in said.items() if value}


def _line(values: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written, delimiter=";").writerow([_harmless(value) for value in values])
    return written.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
