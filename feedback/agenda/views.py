"""Reading the agenda of a region: at a glance, and by domain; and taking it along as a file."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis.agenda import load_standings
from feedback.accounts.permissions import Permission, requires
from feedback.agenda.finding import domain_of, may_change, readable_region, readable_regions
from feedback.agenda.words import aim_text, figure_text, parts_of, range_text, state_name
from feedback.database import db
from feedback.i18n import today
from surveys.agenda import load_domains, tree_of
from surveys.agenda_writing import as_csv, as_workbook

bp = Blueprint("agenda", __name__, url_prefix="/agenda")

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {
    "aim_text": aim_text,
    "figure_text": figure_text,
    "parts_of": parts_of,
    "range_text": range_text,
    "state_name": state_name,
}


@bp.get("/")
@requires(Permission.SEE_RESULTS)
def regions() -> ResponseReturnValue:
    """Ask of which region; with one region that is clear."""
    own = readable_regions()
    if len(own) == 1:
        return redirect(url_for(".region", region_id=own[0].id), 303)
    return render_template("agenda/regions.html", regions=own)


@bp.get("/<int:region_id>")
@requires(Permission.SEE_RESULTS)
def region(region_id: int) -> ResponseReturnValue:
    """Show the domains of a region with their goals as a tree, and where each goal stands."""
    shown = readable_region(region_id)
    domains = load_domains(db.session(), region_id)
    indicators = [one for domain in domains for one in domain.indicators]
    standings = load_standings(db.session(), region_id, indicators, today=today())
    return render_template(
        "agenda/region.html",
        region=shown,
        domains=[(domain, tree_of(domain)) for domain in domains],
        standings_of=lambda part: [standings[one] for one in part.indicators],
        overdue=[one for one in standings.values() if one.is_overdue],
        may_change=may_change(region_id),
        **WORDS,
    )


@bp.get("/<int:region_id>/<int:domain_id>")
@requires(Permission.SEE_RESULTS)
def domain(region_id: int, domain_id: int) -> ResponseReturnValue:
    """Show one domain: each goal with its indicators, and who does what in which year."""
    shown = domain_of(readable_region(region_id), domain_id)
    standings = load_standings(db.session(), region_id, shown.indicators, today=today())
    return render_template(
        "agenda/domain.html",
        domain=shown,
        tree=tree_of(shown),
        standings=standings,
        standings_of=lambda part: [standings[one] for one in part.indicators],
        may_change=may_change(region_id),
        **WORDS,
    )


@bp.get("/<int:region_id>/agenda.<any(xlsx, csv):ending>")
@requires(Permission.SEE_RESULTS)
def file(region_id: int, ending: str) -> ResponseReturnValue:
    """Give the matrix of a region as a file."""
    readable_region(region_id)
    domains = load_domains(db.session(), region_id)
    if ending == "xlsx":
        response = Response(as_workbook(domains), mimetype=_EXCEL)
    else:
        response = Response(as_csv(domains), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="agenda.{ending}"'
    return response
