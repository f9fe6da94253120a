"""Waves for staff: how many took part so far, posters, closing and publishing."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.progress import Participation, load_progress
from analysis.publications import latest
from feedback import audit, jobs
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.campaigns.poster_texts import poster_of
from feedback.campaigns.posters import posters_pdf
from feedback.campaigns.visibility import load_own_links, load_own_waves
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import current_locale, now, use_locale
from feedback.i18n import gettext as _
from feedback.security import StaffForm
from surveys.campaigns import Wave, get_wave
from surveys.items import RespondentGroup
from surveys.organisations import School

bp = Blueprint("campaigns", __name__, url_prefix="/waves")


@bp.get("/")
@requires(Permission.SEE_PARTICIPATION)
def waves() -> ResponseReturnValue:
    """List the waves in which schools of the reader take part."""
    scope = scope_for(Permission.SEE_PARTICIPATION)
    own = load_own_waves(db.session(), scope)
    return render_template("campaigns/waves.html", waves=own, now=now())


@bp.get("/<int:wave_id>")
@requires(Permission.SEE_PARTICIPATION)
def wave(wave_id: int) -> ResponseReturnValue:
    """Show how many took part so far, per school and group, in coarse steps."""
    shown = get_wave(db.session(), wave_id)
    links = load_own_links(db.session(), scope_for(Permission.SEE_PARTICIPATION), shown)
    if not links:
        abort(404)
    own = {(link.school_id, link.respondent_group) for link in links}
    counted = [
        row
        for row in load_progress(db.session(), wave_id)
        if (row.school_id, row.respondent_group) in own
    ]
    printable = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), shown)
    return render_template(
        "campaigns/wave.html",
        wave=shown,
        groups=[group.value for group in RespondentGroup if group in {g for _, g in own}],
        progress=_by_school(counted),
        counted_on=counted[0].counted_on if counted else None,
        printable={
            school: list(links) for school, links in groupby(printable, lambda link: link.school)
        },
        publication=latest(db.session(), wave_id),
        may_publish=scope_for(Permission.PUBLISH).everything,
        form=StaffForm(),
        now=now(),
    )


@bp.get("/<int:wave_id>/schools/<int:school_id>/posters.pdf")
@requires(Permission.PRINT_POSTERS)
def posters(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Give the posters of one school, a page per respondent group."""
    shown = get_wave(db.session(), wave_id)
    own = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), shown)
    links = [link for link in own if link.school_id == school_id]
    if not links:
        abort(404)
    locale = current_locale()
    pdf = posters_pdf([poster_of(link, current_settings().public_url) for link in links])
    use_locale(locale)
    response = Response(pdf, mimetype="application/pdf")
    code = links[0].school.location_code
    response.headers["Content-Disposition"] = f'inline; filename="posters-{code}.pdf"'
    return response


@bp.post("/<int:wave_id>/close")
@requires(Permission.PUBLISH)
def close(wave_id: int) -> ResponseReturnValue:
    """Ask the worker to close a wave."""
    wave = _wave_of_publisher(wave_id)
    if wave.closed_at is not None:
        flash(_("This wave is closed already."))
    elif now() < wave.opens_at:
        flash(_("This wave has not opened yet, so it cannot be closed."))
    else:
        _ask_worker("close_wave", wave, "asked to close")
        flash(_("The wave is being closed. Reload this page in a minute."))
    return redirect(url_for(".wave", wave_id=wave_id), 303)


def _by_school(counted: Iterable[Participation]) -> Mapping[School, Mapping[str, int]]:
    """Give what at least took part, by school and group."""
    by_school: dict[School, dict[str, int]] = {}
    for row in counted:
        by_school.setdefault(row.school, {})[row.respondent_group] = row.at_least
    return by_school


def _wave_of_publisher(wave_id: int) -> Wave:
    if not scope_for(Permission.PUBLISH).everything:
        abort(404)
    return get_wave(db.session(), wave_id)


def _ask_worker(job: str, wave: Wave, action: str) -> None:
    audit.record(db.session(), current_user.id, action, thing="wave", thing_id=wave.id, now=now())
    db.session.commit()
    jobs.enqueue(job, wave.id)
