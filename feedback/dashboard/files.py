"""A publication as a file to download: made of the units that its reader may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile

from flask import Response, send_file, stream_with_context

from analysis.exports.as_csv import Delimiter, as_csv
from analysis.exports.as_json import as_json
from analysis.exports.as_xlsx import TooManyFigures, write_xlsx
from analysis.exports.layouts import Layout, file_name
from analysis.publications import Publication, Unit, stream_cells
from feedback.database import db

# The web server writes a row of Excel in a tenth of a millisecond, and others wait for it.
MOST_UNITS_AS_EXCEL = 500
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Wish:
    """How somebody wants a file."""

    layout: Layout = Layout.LONG
    language: str | None = None
    delimiter: Delimiter = ";"

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wish":
        """Read `?layout=wide&language=nl&delimiter=comma`. Raises ValueError for another layout."""
        return cls(
            Layout(query.get("layout", Layout.LONG)),
            query.get("language") or None,
            "," if query.get("delimiter") == "comma" else ";",
        )


def figures_file(
    publication: Publication, units: Sequence[Unit], wish: Wish, ending: str
) -> Response:
    """Give the figures of these units as csv, json or xlsx, ready to be saved.

    An Excel file is complete before it is sent; the others are made while they are sent. Raises
    LanguageNotOffered and TooManyFigures.
    """
    name = file_name(publication, ending, layout=wish.layout, language=wish.language)
    cells = stream_cells(db.session(), publication.id, [(unit.kind, unit.key) for unit in units])
    if ending == "xlsx":
        if len(units) > MOST_UNITS_AS_EXCEL:
            raise TooManyFigures
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(file, publication, units, cells, language=wish.language)
        file.seek(0)
        response = send_file(file, EXCEL, as_attachment=True, download_name=name)
        # Flask lets a browser keep what is sent as a file.
        response.headers["Cache-Control"] = "no-store"
        return response
    if ending == "json":
        lines = as_json(publication, units, cells, layout=wish.layout, language=wish.language)
        return _saved(lines, "application/json", name)
    lines = as_csv(
        publication,
        units,
        cells,
        delimiter=wish.delimiter,
        layout=wish.layout,
        language=wish.language,
    )
    return _saved(lines, "text/csv", name)


def _saved(lines: Iterator[str], mimetype: str, name: str) -> Response:
    response = Response(stream_with_context(lines), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
