"""Published results, and the file they come in. Everything here is read from a publication."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.actions import Action, load_by_item, load_by_item_before
from analysis.exports.as_ddi import as_ddi
from analysis.exports.codebook import codebook_of
from analysis.exports.layouts import VOCABULARIES
from analysis.exports.names import column_name, name_of
from analysis.exports.observations import COLUMNS, CONTRACT
from analysis.interpretations import load_of_unit
from analysis.publications import (
    Publication,
    Unit,
    UnitKind,
    load_publications,
    load_units,
)
from feedback import audit
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.accounts.visibility import visible
from feedback.dashboard.files import Wish, figures_file
from feedback.database import db
from feedback.delivery.targets import Failure, Target, load_targets
from feedback.figures import Row, load_figures
from feedback.i18n import current_locale, today
from feedback.i18n import gettext as _

bp = Blueprint("dashboard", __name__, url_prefix="/results")


@bp.get("/")
@requires(Permission.SEE_RESULTS)
def publications() -> ResponseReturnValue:
    """List the publications, each with the units that the reader may see."""
    scope = scope_for(Permission.SEE_RESULTS)
    shelves = [
        (publication, _by_kind(visible(load_units(db.session(), publication.id), scope)))
        for publication in load_publications(db.session())
    ]
    return render_template(
        "dashboard/publications.html",
        shelves=[(publication, kinds) for publication, kinds in shelves if kinds],
        may_export=bool(scope_for(Permission.EXPORT)),
        deliveries=_deliveries() if scope_for(Permission.SET_UP).everything else [],
    )


@bp.get("/<int:publication_id>/<kind>/<path:key>")
@requires(Permission.SEE_RESULTS)
def unit(publication_id: int, kind: str, key: str) -> ResponseReturnValue:
    """Show the figures of one unit, for one respondent group at a time.

    The key may hold slashes: a kind of education is called "VMBO/HAVO".
    """
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.SEE_RESULTS)
    shown = next((unit for unit in units if (unit.kind, unit.key) == (kind, key)), None)
    if shown is None:
        abort(404)
    figures = load_figures(publication, kind, key, request.args.get("group"))
    if figures is None:
        abort(404)
    wave, school_id = publication.wave, int(key) if kind == UnitKind.SCHOOL else None
    return render_template(
        "dashboard/unit.html",
        publication=publication,
        unit=shown,
        units=_by_kind(units),
        groups=figures.groups,
        group=figures.group,
        rows=figures.rows,
        indicators=figures.indicators,
        did=_beside(figures.rows, load_by_item_before(db.session(), wave, school_id)),
        doing=_beside(figures.rows, load_by_item(db.session(), wave.id, school_id)),
        today=today(),
        said=load_of_unit(db.session(), publication, kind, key),
        may_interpret=shown in visible(units, scope_for(Permission.INTERPRET)),
        may_export=bool(scope_for(Permission.EXPORT)),
    )


@bp.get("/<int:publication_id>/figures.<any(csv, xlsx, json):ending>")
@requires(Permission.EXPORT)
def figures(publication_id: int, ending: str) -> ResponseReturnValue:
    """Give the figures of the units that the reader may see, as a file; who took it is recorded."""
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.EXPORT)
    if not units:
        abort(404)
    try:
        wish = Wish.from_query(request.args)
    except ValueError:
        abort(404)
    response = figures_file(publication, units, wish, ending)
    # The one GET that writes: it changes nothing, and what leaves the house is written down.
    audit.record(
        db.session(),
        current_user.id,
        f"downloaded as {ending}",
        thing="publication",
        thing_id=publication_id,
        now=datetime.now(UTC),
    )
    db.session.commit()
    return response


@bp.get("/<int:publication_id>/codebook")
@requires(Permission.SEE_RESULTS)
def codebook(publication_id: int) -> ResponseReturnValue:
    """Explain the columns and codes of the files."""
    publication = _publication(publication_id)
    if not _visible_units(publication, Permission.SEE_RESULTS):
        abort(404)
    return render_template(
        "dashboard/codebook.html",
        publication=publication,
        contract=CONTRACT,
        codebook=codebook_of(publication),
        columns=[(column, column_name(column, current_locale())) for column in COLUMNS],
        vocabularies=VOCABULARIES,
        name_of=name_of,
    )


@bp.get("/<int:publication_id>/codebook.xml")
@requires(Permission.SEE_RESULTS)
def codebook_xml(publication_id: int) -> ResponseReturnValue:
    """Give the codebook as DDI-Codebook."""
    publication = _publication(publication_id)
    if not _visible_units(publication, Permission.SEE_RESULTS):
        abort(404)
    return Response(as_ddi(publication), mimetype="application/xml")


def _deliveries() -> list[tuple[Target, str]]:
    """Give where publications are brought to, each with what goes wrong there, if anything."""
    said = {
        Failure.NO_SECRET: _("its password or key cannot be read"),
        Failure.UNREACHABLE: _("it does not answer"),
        Failure.HOST_KEY: _("it is another server than it was"),
        Failure.REFUSED: _("it refuses us"),
        Failure.NOT_WRITTEN: _("the files cannot be written there"),
        Failure.PRIVATE_ADDRESS: _("its address is inside our own network"),
        Failure.NOT_MADE: _("a file cannot be made in that language, or is too large for Excel"),
        Failure.UNFORESEEN: _("something unforeseen went wrong; the log says where"),
    }
    return [
        (target, said[Failure(target.last_failure)] if target.n_failures else "")
        for target in load_targets(db.session())
    ]


def _publication(publication_id: int) -> Publication:
    publication = db.session().get(Publication, publication_id)
    if publication is None:
        abort(404)
    return publication


def _visible_units(publication: Publication, permission: Permission) -> list[Unit]:
    return visible(load_units(db.session(), publication.id), scope_for(permission))


def _beside(
    rows: Iterable[Row], by_item: Mapping[str, Sequence[Action]]
) -> Mapping[str, Sequence[Action]]:
    """Give actions by the measure of the first figure of the question that they are about."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.cell.measure.partition(":")[0], row.cell.measure)
    return {first[item]: actions for item, actions in by_item.items() if item in first}


def _by_kind(units: Iterable[Unit]) -> Mapping[UnitKind, list[Unit]]:
    """Give the units by kind, from the largest to the smallest."""
    by_kind: dict[UnitKind, list[Unit]] = {kind: [] for kind in reversed(UnitKind)}
    for unit in units:
        by_kind[UnitKind(unit.kind)].append(unit)
    return {kind: of_kind for kind, of_kind in by_kind.items() if of_kind}
