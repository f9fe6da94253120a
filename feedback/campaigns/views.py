"""Waves for staff: how many took part so far, posters, closing and publishing."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.publications import latest
from feedback import audit, jobs
from feedback.accounts.permissions import Permission, has, requires, scope_for
from feedback.campaigns.handouts import sheet_names
from feedback.campaigns.printing import SheetKind
from feedback.campaigns.turnout import load_turnout
from feedback.campaigns.visibility import load_own_links, load_own_waves
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.long_jobs import JobKind, draft_job, start_job
from feedback.security import StaffForm
from surveys.campaigns import Wave, get_wave
from surveys.items import RespondentGroup
from surveys.planning import LONGEST_REASON, check, close_early, is_early, load_changes

bp = Blueprint("campaigns", __name__, url_prefix="/waves")


@bp.get("/")
@requires(Permission.SEE_PARTICIPATION)
def waves() -> ResponseReturnValue:
    """List the waves in which schools of the reader take part."""
    scope = scope_for(Permission.SEE_PARTICIPATION)
    own = load_own_waves(db.session(), scope)
    return render_template(
        "campaigns/waves.html", waves=own, may_set_up=has(Permission.SET_UP), now=now()
    )


@bp.get("/<int:wave_id>")
@requires(Permission.SEE_PARTICIPATION)
def wave(wave_id: int) -> ResponseReturnValue:
    """Show how many took part so far, per school and group, in coarse steps."""
    shown = get_wave(db.session(), wave_id)
    links = load_own_links(db.session(), scope_for(Permission.SEE_PARTICIPATION), shown)
    if not links:
        abort(404)
    spoken_for = load_own_links(db.session(), scope_for(Permission.SPEAK_FOR_SCHOOL), shown)
    printable = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), shown)
    asked = {link.respondent_group for link in links}
    return render_template(
        "campaigns/wave.html",
        wave=shown,
        groups=[group.value for group in RespondentGroup if group in asked],
        turnout=load_turnout(db.session(), wave_id, links),
        printable={link.school for link in printable},
        spoken_for={link.school for link in spoken_for},
        own_schools=sorted(
            {link.school for link in (*printable, *spoken_for)}, key=lambda one: one.name
        ),
        sheets=sheet_names(),
        checklist=check(db.session(), shown, links),
        publication=latest(db.session(), wave_id),
        may_publish=scope_for(Permission.PUBLISH).everything,
        may_change_days=_is_set_up_by_reader(shown),
        changes=load_changes(db.session(), wave_id),
        form=StaffForm(),
        now=now(),
    )


@bp.post("/<int:wave_id>/print")
@requires(Permission.PRINT_POSTERS)
def print_all(wave_id: int) -> ResponseReturnValue:
    """Let the worker print the sheets of all schools of the reader: one PDF, or one for each."""
    shown = get_wave(db.session(), wave_id)
    links = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), shown)
    if not links:
        abort(404)
    sheets = [kind.value for kind in SheetKind if kind in request.form.getlist("sheet")]
    if not sheets:
        flash(_("Choose at least one kind of sheet."))
        return redirect(url_for(".wave", wave_id=wave_id), 303)
    is_archive = request.form.get("archive") == "yes"
    job = draft_job(
        db.session(),
        current_user.id,
        JobKind.PRINT,
        now=now(),
        arguments={
            "wave_id": wave_id,
            "links": [link.id for link in links],
            "sheets": sheets,
            "archive": is_archive,
        },
    )
    job.file_name = f"klankbord-{wave_id}.{'zip' if is_archive else 'pdf'}"
    start_job(db.session(), job)
    return redirect(url_for("long_jobs.job", job_id=job.id), 303)


@bp.post("/<int:wave_id>/close")
@requires(Permission.PUBLISH)
def close(wave_id: int) -> ResponseReturnValue:
    """Ask the worker to close a wave."""
    wave = _wave_of_publisher(wave_id)
    reason = request.form.get("reason", "").strip()
    if wave.closed_at is not None:
        flash(_("This wave is closed already."))
    elif now() < wave.opens_at:
        flash(_("This wave has not opened yet, so it cannot be closed."))
    elif is_early(wave, now=now()) and not reason:
        flash(_("Write why this wave closes before its last day."))
    else:
        if is_early(wave, now=now()):
            close_early(db.session(), wave, reason=reason[:LONGEST_REASON], today=today())
        _ask_worker("close_wave", wave, "asked to close")
        flash(_("The wave is being closed. Reload this page in a minute."))
    return redirect(url_for(".wave", wave_id=wave_id), 303)


def _is_set_up_by_reader(wave: Wave) -> bool:
    scope = scope_for(Permission.SET_UP)
    return scope.everything or wave.campaign.region_id in scope.region_ids


def _wave_of_publisher(wave_id: int) -> Wave:
    if not scope_for(Permission.PUBLISH).everything:
        abort(404)
    return get_wave(db.session(), wave_id)


def _ask_worker(job: str, wave: Wave, action: str) -> None:
    audit.record(db.session(), current_user.id, action, thing="wave", thing_id=wave.id, now=now())
    db.session.commit()
    jobs.enqueue(job, wave.id)
