"""The OData v4 feed: the addresses that clients of CBS StatLine ask for."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from flask import Response, request
from flask.typing import ResponseReturnValue

from analysis.exports import odata
from analysis.exports.codebook import codebook_of
from analysis.exports.indicators import with_indicators
from analysis.publications import Publication, Unit, load_cells
from feedback.api.access import ApiBlueprint, current_client
from feedback.api.filters import Predicate, read_filter
from feedback.api.freshness import edition_of
from feedback.api.paging import (
    BEGINNING,
    Bookmark,
    Position,
    open_bookmark,
    question_of,
    read_bookmark,
    take,
    write_bookmark,
)
from feedback.api.problems import Refused, not_there
from feedback.api.published import (
    get_latest,
    get_publication,
    get_units,
    latest_publications,
    those_seen,
)
from feedback.api.tokens import Client, find_live_client
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import today

PREFIX = "/odata/v1"
PAGE_SIZE = 10_000
# Some clients follow a link to the next page without the token that they sent for the first.
LINK_OPENS_SECONDS = 15 * 60
JSON_TYPE = "application/json;odata.metadata=minimal;charset=utf-8"
OPTIONS = {"$filter", "$select", "$top", "$skip", "$count", "$format", "$skiptoken"}
IDENTIFIER = re.compile(r"([WP])([1-9]\d{0,8})")


def _find_by_link() -> Client | None:
    """Find the client to which this link to a next page was given, lately."""
    text = request.args.get("$skiptoken")
    if text is None:
        return None
    try:
        bookmark = read_bookmark(text, at_most_seconds=LINK_OPENS_SECONDS)
    except Refused:
        return None
    if bookmark.question != question_of(request.path, _asked()):
        return None
    return find_live_client(db.session(), bookmark.client_id, today=today())


bp = ApiBlueprint(
    "odata",
    __name__,
    url_prefix=PREFIX,
    schemes=("basic", "bearer"),
    find_otherwise=_find_by_link,
)


@bp.after_request
def tell_version(response: Response) -> Response:
    """Say which OData this is."""
    response.headers["OData-Version"] = "4.0"
    return response


@bp.get("/", strict_slashes=False)
def catalogs_document() -> ResponseReturnValue:
    """List what stands above the datasets."""
    return _service_document(PREFIX, odata.CATALOG_SETS, {})


@bp.get("/$metadata")
def catalogs_metadata() -> ResponseReturnValue:
    """Describe what stands above the datasets."""
    return _xml(odata.csdl(odata.CATALOG_SETS, {}))


@bp.get("/Catalogs")
def catalogs() -> ResponseReturnValue:
    """List the one catalog."""
    rows = [odata.catalog_row(current_settings().public_url)]
    return _rows(PREFIX, "Catalogs", odata.Catalog, rows)


@bp.get("/Datasets")
def datasets() -> ResponseReturnValue:
    """List the latest publication of each wave of which the client sees a unit."""
    publications = latest_publications()
    edition = edition_of(publications, current_client())
    if unchanged := edition.unchanged():
        return unchanged
    rows = [
        odata.dataset_row(publication, f"W{publication.wave_id}", is_latest=True)
        for publication in those_seen(publications)
    ]
    return edition.mark(_rows(PREFIX, "Datasets", odata.Dataset, rows))


@bp.get(f"/{odata.CATALOG}", strict_slashes=False)
def catalog() -> ResponseReturnValue:
    """List what stands above the datasets, under the name of the catalog."""
    return _service_document(PREFIX, odata.CATALOG_SETS, {})


@bp.get(f"/{odata.CATALOG}/<identifier>", strict_slashes=False)
def dataset_document(identifier: str) -> ResponseReturnValue:
    """List what there is of a dataset."""
    get_units(_publication(identifier))
    return _service_document(_root(identifier), odata.DATASET_SETS, odata.DATASET_SINGLETONS)


@bp.get(f"/{odata.CATALOG}/<identifier>/$metadata")
def dataset_metadata(identifier: str) -> ResponseReturnValue:
    """Describe what there is of a dataset."""
    get_units(_publication(identifier))
    return _xml(odata.csdl(odata.DATASET_SETS, odata.DATASET_SINGLETONS))


@bp.get(f"/{odata.CATALOG}/<identifier>/Properties")
def properties(identifier: str) -> ResponseReturnValue:
    """Say what a dataset is about."""
    publication = _publication(identifier)
    newest = get_latest(publication.wave_id)
    edition = edition_of([publication, newest], current_client())
    if unchanged := edition.unchanged():
        return unchanged
    get_units(publication)
    row = odata.dataset_row(publication, identifier, is_latest=publication is newest)
    context = {"@odata.context": f"{_address(_root(identifier))}/$metadata#Properties"}
    return edition.mark(_json(context | row._asdict()))


@bp.get(f"/{odata.CATALOG}/<identifier>/Observations")
def observations(identifier: str) -> ResponseReturnValue:
    """Give what was published about the units that the client sees, page by page."""
    publication = _publication(identifier)
    query = _read_query(odata.Observation)
    edition = edition_of([publication], current_client())
    if unchanged := edition.unchanged():
        return unchanged
    reading = _Reading(publication, get_units(publication), query)
    # A new publication must not come between two pages.
    root = _root(f"P{publication.id}")
    rows, following = reading.page(_start(root))
    said: dict[str, Any] = {"@odata.context": _context(root, "Observations", query)}
    if query.count:
        said["@odata.count"] = reading.count()
    said["value"] = [query.pick(row) for row in rows]
    left = None if query.top is None else query.top - len(rows)
    if following is not None and left != 0:
        said["@odata.nextLink"] = _next_link(f"{root}/Observations", following, left)
    return edition.mark(_json(said))


@bp.get(f"/{odata.CATALOG}/<identifier>/Observations/$count")
def count(identifier: str) -> ResponseReturnValue:
    """Say how many observations there are."""
    publication = _publication(identifier)
    query = _read_query(odata.Observation)
    reading = _Reading(publication, get_units(publication), query)
    return Response(str(reading.count()), content_type="text/plain;charset=utf-8")


@bp.get(f"/{odata.CATALOG}/<identifier>/<name>")
def codes(identifier: str, name: str) -> ResponseReturnValue:
    """Give one of the lists that say what the codes in the observations mean."""
    publication = _publication(identifier)
    kind = odata.DATASET_SETS.get(name)
    if kind is None:
        raise not_there()
    edition = edition_of([publication], current_client())
    if unchanged := edition.unchanged():
        return unchanged
    units = get_units(publication)
    return edition.mark(_rows(_root(identifier), name, kind, _code_rows(name, publication, units)))


@bp.get("/<anything:_rest>")
def nowhere(_rest: str) -> ResponseReturnValue:
    """Answer for every other address."""
    raise not_there()


@dataclass(frozen=True)
class _Query:
    """What a client wants of an entity set."""

    matches: Predicate
    select: tuple[str, ...]
    is_selected: bool
    top: int | None
    skip: int
    count: bool

    def pick(self, row: NamedTuple) -> dict[str, Any]:
        """Give the columns that were asked for."""
        return {name: getattr(row, name) for name in self.select}


@dataclass(frozen=True)
class _Reading:
    """The observations of one dataset that match a query, read as they are needed."""

    publication: Publication
    units: Sequence[Unit]
    query: _Query

    def page(self, start: Position) -> tuple[list[odata.Observation], Position | None]:
        """Give one page, and where the next one starts."""
        begin: Position | None = start
        if start == BEGINNING and self.query.skip:
            _, begin = take(self.units, self._rows_of, start=start, most=self.query.skip)
        if begin is None:
            return [], None
        most = PAGE_SIZE if self.query.top is None else min(self.query.top, PAGE_SIZE)
        return take(self.units, self._rows_of, start=begin, most=most)

    def count(self) -> int:
        """Count them all."""
        return sum(1 for unit in self.units for _ in self._rows_of(unit))

    def _rows_of(self, unit: Unit) -> Iterator[odata.Observation]:
        if self.query.matches({"Unit": odata.unit_code(unit)}) is False:
            return
        cells = load_cells(db.session(), self.publication.id, [(unit.kind, unit.key)])
        wave = self.publication.wave
        for row in odata.observation_rows(wave, unit, with_indicators(wave.version, cells)):
            if self.query.matches(row._asdict()):
                yield row


def _code_rows(name: str, publication: Publication, units: Sequence[Unit]) -> Sequence[NamedTuple]:
    match name:
        case "Dimensions":
            return odata.dimension_rows()
        case "MeasureGroups":
            return odata.measure_group_rows(codebook_of(publication))
        case "MeasureCodes":
            return odata.measure_code_rows(codebook_of(publication))
        case "UnitGroups":
            return odata.unit_group_rows(units)
        case "UnitCodes":
            return odata.unit_code_rows(units)
        case "RespondentsCodes":
            return odata.respondents_code_rows(publication.wave)
        case _:
            return odata.period_code_rows(publication.wave)


def _publication(identifier: str) -> Publication:
    """Give the publication of `P7`, or the latest one of the wave of `W3`."""
    found = IDENTIFIER.fullmatch(identifier)
    if found is None:
        raise not_there()
    number = int(found[2])
    return get_publication(number) if found[1] == "P" else get_latest(number)


def _read_query(kind: type[Any]) -> _Query:
    asked = request.args
    unknown = {name for name in asked if name.startswith("$")} - OPTIONS
    if unknown:
        raise Refused(501, f"This feed does not speak {', '.join(sorted(unknown))}.")
    if "json" not in asked.get("$format", "json"):
        raise Refused(400, "$format: this feed speaks JSON.")
    if asked.get("$count", "false") not in {"true", "false"}:
        raise Refused(400, "$count: say true or false.")
    written = asked.get("$filter", "")
    chosen = asked.get("$select", "*")
    columns: tuple[str, ...] = kind._fields
    select = columns if chosen == "*" else tuple(name.strip() for name in chosen.split(","))
    if not set(select) <= set(columns):
        raise Refused(400, f"$select: choose from {', '.join(columns)}.")
    return _Query(
        matches=read_filter(written, columns) if written.strip() else lambda _row: True,
        select=select,
        is_selected=select != columns,
        top=_number("$top"),
        skip=_number("$skip") or 0,
        count=asked.get("$count") == "true",
    )


def _number(name: str) -> int | None:
    given = request.args.get(name)
    if given is None:
        return None
    if not re.fullmatch(r"\d{1,9}", given, re.ASCII):
        raise Refused(400, f"{name}: give a whole number, 0 or more.")
    return int(given)


def _asked() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name != "$skiptoken"}


def _start(root: str) -> Position:
    text = request.args.get("$skiptoken")
    if text is None:
        return BEGINNING
    question = question_of(f"{root}/Observations", _asked())
    return open_bookmark(text, current_client().id, question)


def _next_link(path: str, following: Position, left: int | None) -> str:
    dropped = {"$skip", "$count", "$top"}
    asked = {name: value for name, value in _asked().items() if name not in dropped}
    if left is not None:
        asked["$top"] = str(left)
    bookmark = Bookmark(current_client().id, question_of(path, asked), following)
    query = urlencode({**asked, "$skiptoken": write_bookmark(bookmark)}, safe="$", quote_via=quote)
    return f"{_address(path)}?{query}"


def _rows(root: str, name: str, kind: type[Any], rows: Iterable[NamedTuple]) -> Response:
    """Answer with a list that is small enough for one page."""
    query = _read_query(kind)
    matching = [row for row in rows if query.matches(row._asdict())]
    end = None if query.top is None else query.skip + query.top
    said: dict[str, Any] = {"@odata.context": _context(root, name, query)}
    if query.count:
        said["@odata.count"] = len(matching)
    said["value"] = [query.pick(row) for row in matching[query.skip : end]]
    return _json(said)


def _service_document(
    root: str, sets: Mapping[str, type[Any]], singletons: Mapping[str, type[Any]]
) -> Response:
    entries = [{"name": name, "kind": "EntitySet", "url": name} for name in sets]
    entries += [{"name": name, "kind": "Singleton", "url": name} for name in singletons]
    return _json({"@odata.context": f"{_address(root)}/$metadata", "value": entries})


def _context(root: str, name: str, query: _Query) -> str:
    columns = f"({','.join(query.select)})" if query.is_selected else ""
    return f"{_address(root)}/$metadata#{name}{columns}"


def _root(identifier: str) -> str:
    return f"{PREFIX}/{odata.CATALOG}/{identifier}"


def _address(path: str) -> str:
    # Not the address of this request: a proxy may have changed it, and anybody may send any Host.
    return current_settings().public_url + path


def _json(said: Mapping[str, Any]) -> Response:
    return Response(json.dumps(said, ensure_ascii=False), content_type=JSON_TYPE)


def _xml(document: str) -> Response:
    return Response(document, content_type="application/xml;charset=utf-8")
