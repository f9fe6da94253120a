"""Published results, and the file they come in. Everything here is read from a publication."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
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
from feedback.beside import measures_of, parts_of, read_beside, read_trends
from feedback.charts import as_number
from feedback.config import current_settings
from feedback.dashboard.files import Wish, figures_file
from feedback.dashboard.reports import TextTooLong, report_pdf, said_pdf
from feedback.database import db
from feedback.delivery.targets import Failure, Target, load_targets
from feedback.figures import Reading, UnitReadings, read_unit
from feedback.i18n import current_locale, today
from feedback.i18n import gettext as _
from feedback.trends import verdict_text
from surveys.organisations import School

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
    readings = _readings(publication, units, kind, key)
    wave, school_id = publication.wave, int(key) if kind == UnitKind.SCHOOL else None
    return render_template(
        "dashboard/unit.html",
        publication=publication,
        unit=readings.unit,
        units=_by_kind(units),
        readings=readings,
        comparable={(one.kind, one.key) for one in units},
        verdict_text=verdict_text,
        height_of=as_number,
        did=_beside(readings.readings, load_by_item_before(db.session(), wave, school_id)),
        doing=_beside(readings.readings, load_by_item(db.session(), wave.id, school_id)),
        today=today(),
        said=load_of_unit(db.session(), publication, kind, key),
        may_interpret=readings.unit in visible(units, scope_for(Permission.INTERPRET)),
        may_export=bool(scope_for(Permission.EXPORT)),
        has_parts=bool(parts_of(readings.unit, units)),
        has_trends=any(one.trend.points for one in readings.readings),
    )


@bp.get("/<int:publication_id>/<kind>/<path:key>/beside")
@requires(Permission.SEE_RESULTS)
def beside(publication_id: int, kind: str, key: str) -> ResponseReturnValue:
    """Show one figure of the parts of a unit beside each other, those that the reader may see."""
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.SEE_RESULTS)
    readings = _readings(publication, units, kind, key)
    parts = parts_of(readings.unit, units)
    per = request.args.get("per", next(iter(parts), ""))
    of_kind = next((some for one, some in parts.items() if one == per), [])
    found = read_beside(db.session(), readings, of_kind, request.args.get("measure", ""))
    if found is None:
        abort(404)
    return render_template(
        "dashboard/beside.html",
        publication=publication,
        unit=readings.unit,
        readings=readings,
        beside=found,
        kinds=list(parts),
        measures=measures_of(readings),
        height_of=as_number,
    )


@bp.get("/<int:publication_id>/<kind>/<path:key>/trends")
@requires(Permission.SEE_RESULTS)
def trends(publication_id: int, kind: str, key: str) -> ResponseReturnValue:
    """Show how each figure of a unit went from wave to wave, on one page."""
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.SEE_RESULTS)
    readings = _readings(publication, units, kind, key)
    found = read_trends(readings)
    if found is None:
        abort(404)
    return render_template(
        "dashboard/trends.html",
        publication=publication,
        unit=readings.unit,
        readings=readings,
        trends=found,
        height_of=as_number,
    )


@bp.get("/<int:publication_id>/<kind>/<path:key>/report.pdf")
@requires(Permission.SEE_RESULTS)
def report(publication_id: int, kind: str, key: str) -> ResponseReturnValue:
    """Print what a publication says of one unit, for all groups."""
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.SEE_RESULTS)
    shown = next((unit for unit in units if (unit.kind, unit.key) == (kind, key)), None)
    pdf = shown and report_pdf(db.session(), publication, shown, units=units, today=today())
    if not pdf:
        abort(404)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="report-{publication_id}.pdf"'
    return response


@bp.get("/<int:publication_id>/school/<int:school_id>/said.pdf")
@requires(Permission.SEE_RESULTS)
def said(publication_id: int, school_id: int) -> ResponseReturnValue:
    """Print what was said at a school and what it does with that, as a poster."""
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.SEE_RESULTS)
    key = str(school_id)
    shown = next((one for one in units if (one.kind, one.key) == (UnitKind.SCHOOL, key)), None)
    school = db.session().get(School, school_id)
    if shown is None or school is None:
        abort(404)
    path = f"/r/{publication.wave.campaign.region_id}/nl/{school.location_code}"
    try:
        address = current_settings().public_url.rstrip("/") + path
        pdf = said_pdf(db.session(), publication, shown, address=address, today=today())
    except TextTooLong:
        flash(
            _("This is too much text for a poster. Make the texts of what the school does shorter.")
        )
        return redirect(
            url_for(".unit", publication_id=publication_id, kind="school", key=key), 303
        )
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="said-{school.location_code}.pdf"'
    return response


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


def _readings(publication: Publication, units: Sequence[Unit], kind: str, key: str) -> UnitReadings:
    """Read one of these units for the group that is asked for, or answer 404."""
    shown = next((unit for unit in units if (unit.kind, unit.key) == (kind, key)), None)
    found = shown and read_unit(db.session(), publication, shown, request.args.get("group", ""))
    if not found:
        abort(404)
    return found


def _beside(
    rows: Iterable[Reading], by_item: Mapping[str, Sequence[Action]]
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
