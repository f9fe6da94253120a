"""Before a wave is published: what would be shown, what that costs, and its release."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.previews import Flag, Sign, find_preview
from analysis.publications import latest
from feedback import audit, jobs
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from surveys.campaigns import Wave, get_wave
from surveys.distribution import load_links

bp = Blueprint("releases", __name__, url_prefix="/waves")
# What can be released: the job that does it.
PLANS = {"now": "publish_wave", "larger units": "publish_larger_units"}


@bp.get("/<int:wave_id>/preview")
@requires(Permission.PUBLISH)
def preview(wave_id: int) -> ResponseReturnValue:
    """Show what publishing a wave would show, pool and leave out."""
    wave = _wave_of_publisher(wave_id)
    found = find_preview(db.session(), wave_id)
    outlook = found.outlook if found else None
    return render_template(
        "releases/preview.html",
        wave=wave,
        preview=found,
        outlook=outlook,
        reasons=_reasons(outlook.broken) if outlook else [],
        plan_name=plan_name,
        signs=_signs(wave, outlook.flags) if outlook else [],
        publication=latest(db.session(), wave_id),
    )


@bp.post("/<int:wave_id>/preview")
@requires(Permission.PUBLISH)
def look(wave_id: int) -> ResponseReturnValue:
    """Ask the worker for a preview of a closed wave."""
    wave = _wave_of_publisher(wave_id)
    if wave.closed_at is None:
        flash(_("Close the wave first: results come from closed waves only."))
        return redirect(url_for("campaigns.wave", wave_id=wave_id), 303)
    if latest(db.session(), wave_id) is not None:
        flash(_("The results have been published already."))
    else:
        jobs.enqueue("preview_wave", wave_id)
        flash(_("The preview is being made. Reload this page in a minute."))
    return redirect(url_for(".preview", wave_id=wave_id), 303)


@bp.post("/<int:wave_id>/publish")
@requires(Permission.PUBLISH)
def publish(wave_id: int) -> ResponseReturnValue:
    """Ask the worker to publish a closed wave of which somebody saw a preview."""
    wave = _wave_of_publisher(wave_id)
    job = PLANS.get(request.form.get("plan", "now"))
    if job is None:
        abort(400)
    found = find_preview(db.session(), wave_id)
    if latest(db.session(), wave_id) is not None:
        flash(_("The results have been published already."))
    elif wave.closed_at is None:
        flash(_("Close the wave first: results come from closed waves only."))
    elif found is None or not found.outlook.is_safe:
        flash(_("First look at what would be shown."))
        return redirect(url_for(".preview", wave_id=wave_id), 303)
    else:
        audit.record(
            db.session(), current_user.id, "asked to publish", thing="wave", thing_id=wave_id,
            now=now(),
        )  # fmt: skip
        db.session.commit()
        jobs.enqueue(job, wave_id)
        flash(_("The results are being published. Reload this page in a minute."))
    return redirect(url_for("campaigns.wave", wave_id=wave_id), 303)


def plan_name(name: str) -> str:
    """Say what a plan is."""
    return {
        "now": _("Publish everything now"),
        "larger units": _("Publish now, without figures per school"),
        "longer wave": _("A longer wave next time, with half as many answers again"),
        "wait": _("Wait, and show nothing yet"),
    }[name]


def _signs(wave: Wave, flags: Sequence[Flag]) -> list[tuple[str, str, str]]:
    """Give school, group and what is odd there; the clearest signs first."""
    names = {link.school_id: link.school.name for link in load_links(db.session(), wave.id)}
    said = {
        Sign.COPIES: _("many forms are exactly the same; chance cannot explain that"),
        Sign.STRAIGHT: _("far more people than elsewhere gave one answer to everything"),
        Sign.HASTY: _("far more forms than elsewhere were filled in faster than a person can read"),
        Sign.TOO_MANY: _("there are more answers than pupils"),
    }
    return [
        (names[flag.school_id], flag.respondent_group, said[Sign(flag.sign)])
        for flag in sorted(flags, key=lambda flag: (not flag.is_red, names[flag.school_id]))
    ]


def _wave_of_publisher(wave_id: int) -> Wave:
    if not scope_for(Permission.PUBLISH).everything:
        abort(404)
    return get_wave(db.session(), wave_id)


def _reasons(broken: tuple[str, ...]) -> list[str]:
    """Say in plain words what an outsider could do; each reason once."""
    reasons = {
        "A1": _("A figure would count only part of a group."),
        "A2": _("By subtracting figures, a group that is too small could be singled out."),
        "A2 by sums": _("By subtracting figures, a group that is too small could be singled out."),
        "A3": _("The number of answers of a hidden school could be guessed too closely."),
        "A6": _("Compared with an earlier publication, too few people came or went."),
        "A8": _("In a group nearly everybody gave the same answer, so one could know theirs."),
        "A9": _("A hidden figure would tell why it is hidden."),
        "display": _("A figure would be shown more precisely than its number of answers allows."),
    }
    return list(dict.fromkeys(reasons[rule] for rule in broken))
