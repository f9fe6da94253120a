"""The JSON API: publications, their units, and the figures of each."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from analysis.exports.indicators import with_indicators
from analysis.exports.layouts import VOCABULARIES
from analysis.exports.observations import CONTRACT, Observation
from analysis.exports.observations import observations as observations_of
from analysis.publications import Cell, Publication, Unit, load_cells
from feedback.api.access import ApiBlueprint, current_client
from feedback.api.freshness import edition_of
from feedback.api.openapi import (
    FILTERS,
    MOST_ON_A_PAGE,
    PREFIX,
    USUALLY_ON_A_PAGE,
    description,
)
from feedback.api.paging import (
    BEGINNING,
    Bookmark,
    open_bookmark,
    question_of,
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
from feedback.config import current_settings
from feedback.database import db

bp = ApiBlueprint(
    "api",
    __name__,
    url_prefix=PREFIX,
    schemes=("bearer",),
    open_to_all=("guide", "openapi"),
)


@bp.get("/", strict_slashes=False)
def guide() -> ResponseReturnValue:
    """Explain the API to a person."""
    paths = description(current_settings().public_url)["paths"]
    return render_template(
        "api/guide.html",
        addresses=[(PREFIX + path, about["get"]["summary"]) for path, about in paths.items()],
        address=current_settings().public_url,
    )


@bp.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """Describe the API to a program."""
    return _json(description(current_settings().public_url))


@bp.get("/publications")
def publications() -> ResponseReturnValue:
    """List the latest publication of each wave of which the client sees a unit."""
    _check_parameters()
    latest = latest_publications()
    edition = edition_of(latest, current_client())
    if unchanged := edition.unchanged():
        return unchanged
    items = [_about(publication, holds=True) for publication in those_seen(latest)]
    return edition.mark(_json({"items": items}))


@bp.get("/publications/<int:publication_id>")
def publication(publication_id: int) -> ResponseReturnValue:
    """Describe one publication, superseded or not."""
    _check_parameters()
    found = get_publication(publication_id)
    newest = get_latest(found.wave_id)
    edition = edition_of([found, newest], current_client())
    if unchanged := edition.unchanged():
        return unchanged
    get_units(found)
    return edition.mark(_json(_about(found, holds=found is newest)))


@bp.get("/publications/<int:publication_id>/units")
def units(publication_id: int) -> ResponseReturnValue:
    """List the units that the client sees."""
    _check_parameters("unit_kind")
    kind = request.args.get("unit_kind")
    return _of_publication(
        publication_id,
        lambda _found, units: {
            "items": [
                {"unit_kind": unit.kind, "unit_key": unit.key, "unit_name": unit.name}
                for unit in units
                if kind in (None, unit.kind)
            ]
        },
    )


@bp.get("/publications/<int:publication_id>/units/<unit_kind>/<anything:unit_key>/figures")
def figures(publication_id: int, unit_kind: str, unit_key: str) -> ResponseReturnValue:
    """Give the figures of one unit."""
    _check_parameters()

    def say(found: Publication, units: list[Unit]) -> dict[str, Any]:
        if (unit_kind, unit_key) not in {(unit.kind, unit.key) for unit in units}:
            raise not_there()
        cells = load_cells(db.session(), found.id, [(unit_kind, unit_key)])
        return {"items": [_figure(cell) for cell in with_indicators(found.wave.version, cells)]}

    return _of_publication(publication_id, say)


@bp.get("/publications/<int:publication_id>/observations")
def observations(publication_id: int) -> ResponseReturnValue:
    """Give observations, page by page."""
    _check_parameters(*FILTERS, "limit", "cursor")
    limit = _limit()
    wanted = {name: request.args[name] for name in FILTERS if name in request.args}
    question = question_of(request.path, wanted)
    cursor = request.args.get("cursor")
    client_id = current_client().id
    start = open_bookmark(cursor, client_id, question) if cursor is not None else BEGINNING

    def say(found: Publication, units: list[Unit]) -> dict[str, Any]:
        rows, following = take(
            units, lambda unit: _matching(found, unit, wanted), start=start, most=limit
        )
        address = None
        if following is not None:
            cursor = write_bookmark(Bookmark(client_id, question, following))
            query = urlencode({**wanted, "limit": limit, "cursor": cursor})
            address = f"{current_settings().public_url}{request.path}?{query}"
        return {"items": [row._asdict() for row in rows], "next": address}

    return _of_publication(publication_id, say)


@bp.get("/<anything:_rest>")
def nowhere(_rest: str) -> ResponseReturnValue:
    """Answer for every other address."""
    raise not_there()


def _of_publication(
    publication_id: int, say: Callable[[Publication, list[Unit]], Mapping[str, Any]]
) -> Response:
    """Answer about one publication, unless the client has that answer already."""
    found = get_publication(publication_id)
    edition = edition_of([found], current_client())
    if unchanged := edition.unchanged():
        return unchanged
    return edition.mark(_json(say(found, get_units(found))))


def _about(publication: Publication, *, holds: bool) -> dict[str, Any]:
    wave = publication.wave
    return {
        "id": publication.id,
        "wave_id": wave.id,
        "campaign": wave.campaign.name,
        "wave": wave.kind,
        "first_day": wave.opens_on.isoformat(),
        "last_day": wave.last_on.isoformat(),
        "published_at": publication.published_at.isoformat(timespec="seconds"),
        "is_latest": holds,
        "digest": publication.digest,
        "contract": CONTRACT,
    }


def _figure(cell: Cell) -> dict[str, Any]:
    return {
        "respondent_group": cell.respondent_group,
        "measure": cell.measure,
        "status": cell.status,
        "n": cell.n,
        "coverage": cell.coverage,
        "mean": cell.mean,
        "favourable": cell.favourable,
        "shares": cell.shares,
    }


def _matching(
    publication: Publication, unit: Unit, wanted: Mapping[str, str]
) -> Iterator[Observation]:
    about = {"unit_kind": unit.kind, "unit_key": unit.key}
    if any(about[name] != value for name, value in wanted.items() if name in about):
        return
    cells = load_cells(db.session(), publication.id, [(unit.kind, unit.key)])
    figures = with_indicators(publication.wave.version, cells)
    for row in observations_of(publication, [unit], figures):
        if all(getattr(row, name) == value for name, value in wanted.items()):
            yield row


def _check_parameters(*names: str) -> None:
    unknown = sorted(set(request.args) - set(names))
    if unknown:
        raise Refused(400, f"There is no parameter {', '.join(unknown)} here.")
    for name, codes in VOCABULARIES.items():
        if name in request.args and request.args[name] not in codes:
            raise Refused(400, f"{name}: choose from {', '.join(codes)}.")


def _limit() -> int:
    given = request.args.get("limit", str(USUALLY_ON_A_PAGE))
    if not (given.isascii() and given.isdigit() and len(given) < 9):
        raise Refused(400, "limit: give a whole number.")
    if not 1 <= int(given) <= MOST_ON_A_PAGE:
        raise Refused(400, f"limit: give 1 to {MOST_ON_A_PAGE}.")
    return int(given)


def _json(said: Mapping[str, Any]) -> Response:
    return Response(json.dumps(said, ensure_ascii=False), content_type="application/json")
