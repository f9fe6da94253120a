"""Waves for staff: how many took part so far, posters, closing and publishing."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.progress import load_progress
from analysis.publications import latest
from feedback import audit, jobs
from feedback.accounts.permissions import Permission, Scope, requires, scope_for
from feedback.campaigns.poster_texts import poster_of
from feedback.campaigns.posters import posters_pdf
from feedback.campaigns.visibility import is_in
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import current_locale, use_locale
from feedback.i18n import gettext as _
from feedback.security import StaffForm
from surveys.campaigns import Wave, get_wave, load_waves
from surveys.distribution import Link, load_links

bp = Blueprint("campaigns", __name__, url_prefix="/waves")


@bp.get("/")
@requires(Permission.SEE_PARTICIPATION)
def waves() -> ResponseReturnValue:
    """List the waves in which schools of the reader take part."""
    scope = scope_for(Permission.SEE_PARTICIPATION)
    own = [wave for wave in load_waves(db.session()) if _links(wave, scope)]
    return render_template("campaigns/waves.html", waves=own, now=datetime.now(UTC))


@bp.get("/<int:wave_id>")
@requires(Permission.SEE_PARTICIPATION)
def wave(wave_id: int) -> ResponseReturnValue:
    """Show how many took part so far, per school and group, in coarse steps."""
    shown = get_wave(db.session(), wave_id)
    links = _links(shown, scope_for(Permission.SEE_PARTICIPATION))
    if not links:
        abort(404)
    own = {(link.school_id, link.respondent_group): link for link in links}
    progress = [
        (own[row.school_id, row.respondent_group], row)
        for row in load_progress(db.session(), wave_id)
        if (row.school_id, row.respondent_group) in own
    ]
    return render_template(
        "campaigns/wave.html",
        wave=shown,
        links=links,
        progress=progress,
        publication=latest(db.session(), wave_id),
        may_print=bool(scope_for(Permission.PRINT_POSTERS)),
        may_publish=scope_for(Permission.PUBLISH).everything,
        form=StaffForm(),
        now=datetime.now(UTC),
    )


@bp.get("/<int:wave_id>/schools/<int:school_id>/posters.pdf")
@requires(Permission.PRINT_POSTERS)
def posters(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Give the posters of one school, a page per respondent group."""
    scope = scope_for(Permission.PRINT_POSTERS)
    links = [
        link for link in _links(get_wave(db.session(), wave_id), scope)
        if link.school_id == school_id
    ]  # fmt: skip
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
    return _ask_worker("close_wave", "closed", wave_id, _("The wave is being closed."))


@bp.post("/<int:wave_id>/publish")
@requires(Permission.PUBLISH)
def publish(wave_id: int) -> ResponseReturnValue:
    """Ask the worker to publish a closed wave."""
    return _ask_worker("publish_wave", "published", wave_id, _("The results are being published."))


def _ask_worker(job: str, action: str, wave_id: int, message: str) -> ResponseReturnValue:
    if not scope_for(Permission.PUBLISH).everything:
        abort(404)
    get_wave(db.session(), wave_id)
    audit.record(
        db.session(), current_user.id, action, thing="wave", thing_id=wave_id, now=datetime.now(UTC)
    )
    db.session.commit()
    jobs.enqueue(job, wave_id)
    flash(message)
    return redirect(url_for(".wave", wave_id=wave_id), 303)


def _links(shown: Wave, scope: Scope) -> list[Link]:
    return [link for link in load_links(db.session(), shown.id) if is_in(link, scope)]
