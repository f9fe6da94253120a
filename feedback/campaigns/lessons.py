"""Lessons for staff: a PIN with which a teacher opens the class tablet."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_security import current_user

from feedback import audit
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.campaigns.visibility import load_own_links
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import now
from surveys.campaigns import get_wave
from surveys.lessons import start_lesson

bp = Blueprint("lessons", __name__, url_prefix="/waves")


@bp.post("/<int:wave_id>/links/<int:link_id>/lessons")
@requires(Permission.START_LESSONS)
def start(wave_id: int, link_id: int) -> ResponseReturnValue:
    """Start a lesson, and show its PIN this once."""
    wave = get_wave(db.session(), wave_id)
    own = load_own_links(db.session(), scope_for(Permission.START_LESSONS), wave)
    link = next((link for link in own if link.id == link_id), None)
    is_open = wave.closed_at is None and wave.opens_at <= now() < wave.closes_at
    if link is None or not is_open:
        abort(404)
    lesson, pin = start_lesson(db.session(), link, secret=current_settings().secret_key, now=now())
    audit.record(
        db.session(), current_user.id, "started a lesson", thing="link", thing_id=link.id, now=now()
    )
    db.session.commit()
    return render_template("campaigns/lesson.html", lesson=lesson, link=link, wave=wave, pin=pin)
