"""The class tablet: a teacher opens it with a PIN, then pupil after pupil answers.

Nothing stays on it. Which lesson it is stands signed in the address, with when it ends, and so
does the key of the form: once that form is sent, all of its addresses only say so.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer

from feedback.answering import exchange, pages, steps
from feedback.answering.links import invitation_of
from feedback.answering.packing import pack_page
from feedback.answering.pages import Way
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import LOCALES, browser_locale, use_locale
from feedback.security import Attempts, RespondentBlueprint
from surveys.distribution import Invitation
from surveys.errors import FormForged, LinkNotFound, PinRefused, WaveClosed, WaveNotYetOpen
from surveys.items import FORM_KEY
from surveys.lessons import LESSON, Lesson, open_lesson

bp = RespondentBlueprint("kiosk", __name__)
bp.after_request(pack_page)

# Who had begun when the lesson ended may finish.
GRACE = timedelta(minutes=15)
# A class is thirty pupils, some of whom start twice; a script is not a class.
MOST_FORMS = 200

View = Callable[..., ResponseReturnValue]


@bp.before_request
def speak() -> None:
    """Speak the language of the address, or of the browser."""
    language = (request.view_args or {}).get("language")
    use_locale(language if language in LOCALES else browser_locale(LOCALES))


def in_a_lesson(view: View) -> View:
    """Give a view the invitation and the ticket in its address, or answer why it cannot."""

    @wraps(view)
    def answer(code: str, ticket: str = "", **values: str) -> ResponseReturnValue:
        try:
            invitation = invitation_of(code)
            pages.wear(invitation.style)
            invitation.require_open(now=datetime.now(UTC))
            if ticket and _lesson_of(invitation, ticket) is None:
                return _explain("over", 403, again=url_for(".pin", code=invitation.code))
            if values.get("language", invitation.languages[0]) not in invitation.languages:
                return redirect(_start(invitation, ticket), 303)
            return view(invitation, ticket, **values) if ticket else view(invitation)
        except LinkNotFound:
            return _explain("unknown", 404)
        except WaveNotYetOpen as error:
            return _explain("early", 403, opens_at=error.opens_at)
        except WaveClosed:
            return _explain("closed", 410)
        except FormForged:
            return _explain("changed", 422, start=_start(invitation, ticket))

    return answer


@bp.get("/k/<code>")
@bp.get("/K/<code>")
@in_a_lesson
def pin(invitation: Invitation) -> ResponseReturnValue:
    """Ask the teacher for the PIN of the lesson."""
    return _ask_pin(invitation)


@bp.post("/k/<code>")
@in_a_lesson
def open_tablet(invitation: Invitation) -> ResponseReturnValue:
    """Open the tablet for a lesson."""
    typed = "".join(request.form.get("pin", "").split())
    try:
        lesson = open_lesson(
            db.session(),
            invitation.code,
            typed,
            secret=current_settings().secret_key,
            now=datetime.now(UTC),
        )
    except PinRefused:
        return _ask_pin(invitation, is_refused=True)
    finally:
        db.session.commit()
    return redirect(_start(invitation, _new_ticket(invitation, lesson)), 303)


@bp.get("/k/<code>/<ticket>")
@in_a_lesson
def start(invitation: Invitation, ticket: str) -> ResponseReturnValue:
    """Let the next pupil choose a language."""
    language = browser_locale(invitation.languages)
    questions = pages.questions_of(invitation, language)
    return pages.tablet_page(
        "start",
        language,
        invitation=invitation,
        questions=questions,
        minutes=pages.minutes(questions),
        address=_way(invitation, ticket).address,
        is_tablet=True,
    )


@bp.get("/k/<code>/<ticket>/<language>")
@in_a_lesson
def new_form(invitation: Invitation, ticket: str, language: str) -> ResponseReturnValue:
    """Lead to a form that nobody has filled in yet, under an address of its own."""
    ends_at, lesson_id = _lesson_of(invitation, ticket) or (datetime.min.replace(tzinfo=UTC), 0)
    if datetime.now(UTC) >= ends_at:
        return _explain("over", 403, again=url_for(".pin", code=invitation.code))
    begun = current_app.extensions.setdefault("lessons", Attempts(most=MOST_FORMS, within=LESSON))
    if not begun.add(str(lesson_id), now=datetime.now(UTC)):
        return _explain("over", 429, again=url_for(".pin", code=invitation.code))
    key = exchange.new_key(invitation)
    return redirect(f"{_way(invitation, ticket).address}/{language}/{key}", 303)


@bp.get("/k/<code>/<ticket>/<language>/<key>")
@in_a_lesson
def first_step(invitation: Invitation, ticket: str, language: str, key: str) -> ResponseReturnValue:
    """Show the first question; once the form is sent, show that it is."""
    way = _way(invitation, ticket)
    if exchange.is_sent(invitation, key):
        return pages.thanks_page(way, invitation, language, is_again=True)
    return exchange.one_by_one(way, invitation, language, key)


@bp.post("/k/<code>/<ticket>/<language>/<any(steps,switch,send):door>")
@in_a_lesson
def next_step(invitation: Invitation, ticket: str, language: str, door: str) -> ResponseReturnValue:
    """Show another question or language, or take the form in; once it is sent, show that it is."""
    way = _way(invitation, ticket)
    if steps.ON_PAGE not in request.form:
        return redirect(way.address, 303)
    if exchange.is_sent(invitation, request.form.get(FORM_KEY, "")):
        return pages.thanks_page(way, invitation, language, is_again=True)
    answer = {
        "steps": exchange.move_on, "switch": exchange.show_again, "send": exchange.receive,
    }  # fmt: skip
    return answer[door](way, invitation, language)


@bp.get("/k/<code>/<ticket>/<language>/thanks")
@in_a_lesson
def thanks(invitation: Invitation, ticket: str, language: str) -> ResponseReturnValue:
    """Thank, and wait for the next pupil."""
    return pages.thanks_page(_way(invitation, ticket), invitation, language)


def _ask_pin(invitation: Invitation, *, is_refused: bool = False) -> Response:
    page = pages.simple_page(
        "kiosk_pin", browser_locale(LOCALES), invitation=invitation, is_refused=is_refused
    )
    return make_response(page, 422 if is_refused else 200)


def _explain(reason: str, status: int, **facts: Any) -> Response:
    page = pages.simple_page("explain", browser_locale(LOCALES), reason=reason, **facts)
    return make_response(page, status)


def _way(invitation: Invitation, ticket: str) -> Way:
    return Way(_start(invitation, ticket), is_tablet=True)


def _start(invitation: Invitation, ticket: str) -> str:
    return url_for("kiosk.start", code=invitation.code, ticket=ticket)


def _new_ticket(invitation: Invitation, lesson: Lesson) -> str:
    signed = _signer(invitation).dumps([lesson.id, int(lesson.ends_at.timestamp())])
    return str(signed, "ascii") if isinstance(signed, bytes) else signed


def _lesson_of(invitation: Invitation, ticket: str) -> tuple[datetime, int] | None:
    """Give until when a ticket lasts, and of which lesson it is; None when it lasts no more."""
    try:
        lesson_id, ends_at = _signer(invitation).loads(ticket)
    except BadData:
        return None
    end = datetime.fromtimestamp(ends_at, UTC)
    return (end, lesson_id) if datetime.now(UTC) < end + GRACE else None


def _signer(invitation: Invitation) -> URLSafeSerializer:
    return URLSafeSerializer(
        current_settings().secret_key,
        salt=f"lesson {invitation.code}",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
