"""The pages behind a link: start, form, thanks. Nothing is remembered of who asked for them."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from io import BytesIO
from typing import Any

from flask import Flask, Response, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from feedback.answering import exchange, pages, steps, story, withdrawal
from feedback.answering.express import Express
from feedback.answering.information import information_page
from feedback.answering.intake import Intake, Reception
from feedback.answering.limits import Limits
from feedback.answering.links import Links, invitation_of
from feedback.answering.packing import pack_page
from feedback.answering.pages import KeptForms, Way
from feedback.config import Settings, current_settings
from feedback.database import db
from feedback.i18n import LOCALES, browser_locale, current_locale, use_locale
from feedback.security import YEAR_SECONDS, RespondentBlueprint
from surveys.distribution import Invitation, read_code
from surveys.errors import (
    FormForged,
    LinkNotFound,
    WaveClosed,
    WaveNotYetOpen,
)
from surveys.keys import FormKeys, WaveKeys
from surveys.recordings import get_sound

bp = RespondentBlueprint("answering", __name__)
bp.after_request(pack_page)
bp.add_app_template_global(pages.worn_style)

View = Callable[..., ResponseReturnValue]


def init_app(app: Flask) -> None:
    """Add these pages, and before them what answers most requests without waking them."""
    app.register_blueprint(bp)
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        intake = Intake(db.engine)
    links, forms = Links(), KeptForms()
    reception = Reception(FormKeys(settings.secret_key), WaveKeys(settings.key_directory), intake)
    app.extensions |= {
        "links": links,
        "form pages": forms,
        "reception": reception,
        "limits": Limits(),
    }
    express = Express(app, app.wsgi_app, links=links, forms=forms, reception=reception)
    app.wsgi_app = express  # type: ignore[method-assign]


@bp.before_request
def speak() -> None:
    """Speak the language of the address, or of the browser: an error page has no other."""
    language = (request.view_args or {}).get("language")
    use_locale(language if language in LOCALES else browser_locale(LOCALES))


def behind_any_link(view: View) -> View:
    """Give a view the invitation behind the code in its address, open or not."""

    @wraps(view)
    def answer(code: str, **values: Any) -> ResponseReturnValue:
        language = values.get("language")
        try:
            invitation = invitation_of(code)
        except LinkNotFound:
            return _explain("unknown", 404)
        pages.wear(invitation.style)
        if language is not None and language not in invitation.languages:
            return redirect(url_for(".start", code=code), 303)
        return view(invitation, **values)

    return answer


def behind_a_link(view: View) -> View:
    """Give a view the invitation behind an open link, or answer why nobody can answer there."""

    @behind_any_link
    @wraps(view)
    def answer(invitation: Invitation, **values: Any) -> ResponseReturnValue:
        language = values.get("language")
        try:
            invitation.require_open(now=datetime.now(UTC))
            return view(invitation, **values)
        except WaveNotYetOpen:
            return story.before(invitation, language)
        except WaveClosed:
            return story.after(invitation, language)
        except FormForged:
            return _explain("changed", 422, start=url_for(".start", code=invitation.code))

    return answer


@bp.get("/")
def home() -> ResponseReturnValue:
    """Ask for the code that stands under a QR code."""
    code = read_code(request.args.get("code", ""))
    if code:
        return redirect(url_for(".start", code=code), 303)
    return pages.simple_page("home", browser_locale(LOCALES))


@bp.get("/v/<code>")
@bp.get("/V/<code>")
@behind_a_link
def start(invitation: Invitation) -> ResponseReturnValue:
    """Say what this is about, and ask for the language."""
    if len(invitation.languages) == 1:
        (language,) = invitation.languages
        return _form_page(invitation, language)
    language = browser_locale(invitation.languages)
    questions = pages.questions_of(invitation, language)
    return pages.simple_page(
        "start",
        language,
        invitation=invitation,
        questions=questions,
        minutes=pages.minutes(questions),
        address=way_of(invitation).address,
    )


@bp.get("/v/<code>/<language>")
@behind_a_link
def form(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show the form that nobody has filled in yet."""
    return _form_page(invitation, language)


@bp.get("/v/<code>/<language>/all")
@behind_a_link
def all_at_once(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show the form that nobody has filled in yet, with all questions on one page."""
    return exchange.all_at_once(invitation, language)


@bp.get("/v/<code>/<language>/steps")
@behind_a_link
def one_by_one(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show the first question of a form that nobody has filled in yet."""
    way, key = way_of(invitation), exchange.new_key(invitation)
    return exchange.one_by_one(way, invitation, language, key)


@bp.post("/v/<code>/<language>/all")
@behind_a_link
def put_together(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show all questions on one page, as they were answered so far."""
    return exchange.put_together(invitation, language)


@bp.post("/v/<code>/<language>/steps")
@behind_a_link
def step(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show one question, with what was answered so far."""
    return exchange.move_on(way_of(invitation), invitation, language)


@bp.post("/v/<code>/<language>/switch")
@behind_a_link
def switch(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show the form in another language, as it was filled in so far."""
    return exchange.show_again(way_of(invitation), invitation, language)


@bp.get("/v/<code>/<language>/send")
@bp.get("/v/<code>/<language>/switch")
def sent(code: str, language: str) -> ResponseReturnValue:
    """Lead whoever reloads an address that only takes a form back to the form."""
    return redirect(url_for(".form", code=code, language=language), 303)


@bp.post("/v/<code>/<language>/send")
@behind_a_link
def send(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Take in a form, once."""
    return exchange.receive(way_of(invitation), invitation, language)


@bp.get("/v/<code>/<language>/thanks")
@behind_a_link
def thanks(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Thank, say when the results come and where help is."""
    return pages.thanks_page(way_of(invitation), invitation, language)


@bp.get("/v/<code>/<language>/withdraw")
@behind_any_link
def ask_for_code(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Ask for the code of a form that somebody wants deleted."""
    return withdrawal.page(invitation, language)


@bp.post("/v/<code>/<language>/withdraw")
@behind_any_link
def withdraw(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Delete the form that a code belongs to."""
    return withdrawal.take_back(invitation, language)


@bp.get("/v/<code>/<language>/withdrawn")
@behind_any_link
def withdrawn(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Say that a form was deleted."""
    return withdrawal.page(invitation, language, is_done=True)


@bp.get("/v/<code>/<language>/info")
@behind_a_link
def info(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Say who asks, why, what is kept and for how long, and what somebody can do."""
    return information_page(db.session(), invitation, language, current_settings())


@bp.get("/audio/<digest>")
def audio(digest: str) -> ResponseReturnValue:
    """Give an item read out, whole or in parts; it is never another than it was."""
    media_type, content = get_sound(db.session(), digest)
    response = send_file(BytesIO(content), media_type, etag=digest)
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


def way_of(invitation: Invitation) -> Way:
    """Give where the pages behind a link stand."""
    return Way(f"/v/{invitation.code}")


def _form_page(invitation: Invitation, language: str) -> Response:
    if steps.comes_first(invitation):
        key = exchange.new_key(invitation)
        return exchange.one_by_one(way_of(invitation), invitation, language, key)
    return exchange.all_at_once(invitation, language)


def _explain(reason: str, status: int, **facts: Any) -> Response:
    page = pages.simple_page("explain", current_locale(), reason=reason, **facts)
    return make_response(page, status)
