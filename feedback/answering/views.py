"""The pages behind a link: start, form, thanks. Nothing is remembered of who asked for them."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from io import BytesIO
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from wtforms import Form

from feedback.answering import pages
from feedback.answering.express import Express
from feedback.answering.help_lines import help_lines
from feedback.answering.intake import Intake, Reception
from feedback.answering.links import Links, invitation_of
from feedback.config import Settings
from feedback.database import db
from feedback.i18n import LOCALES, browser_locale, use_locale
from feedback.i18n import gettext as _
from feedback.security import YEAR_SECONDS, RespondentBlueprint
from surveys.distribution import Invitation, read_code
from surveys.errors import (
    AlreadyCounted,
    FormExpired,
    FormForged,
    LanguageNotOffered,
    LinkNotFound,
    WaveClosed,
    WaveNotYetOpen,
)
from surveys.forms import MAY_QUOTE, answer_form, filled_in
from surveys.items import FORM_KEY, Kind, Question
from surveys.keys import FormKeys, WaveKeys
from surveys.questionnaires import Questions
from surveys.recordings import get_sound

bp = RespondentBlueprint("answering", __name__)
bp.add_app_template_global(pages.worn_style)

View = Callable[..., ResponseReturnValue]


def init_app(app: Flask) -> None:
    """Add these pages, and before them what answers most requests without them."""
    app.register_blueprint(bp)
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        intake = Intake(db.engine)
    links, forms = Links(), pages.KeptForms()
    reception = Reception(FormKeys(settings.secret_key), WaveKeys(settings.key_directory), intake)
    app.extensions |= {"links": links, "form pages": forms, "reception": reception}
    app.wsgi_app = Express(  # type: ignore[method-assign]
        app, app.wsgi_app, links=links, forms=forms, reception=reception
    )


@bp.before_request
def speak() -> None:
    """Speak the language of the address, or of the browser: an error page has no other."""
    language = (request.view_args or {}).get("language")
    use_locale(language if language in LOCALES else browser_locale(LOCALES))


def behind_a_link(view: View) -> View:
    """Give a view the invitation behind the code in its address, or answer why it cannot."""

    @wraps(view)
    def answer(code: str, **values: Any) -> ResponseReturnValue:
        try:
            invitation = invitation_of(code)
            pages.wear(invitation.style)
            invitation.require_open(now=datetime.now(UTC))
            language = values.get("language")
            if language is not None and language not in invitation.languages:
                raise LanguageNotOffered(language)
            return view(invitation, **values)
        except LinkNotFound:
            return _explain("unknown", 404)
        except LanguageNotOffered:
            return redirect(url_for(".start", code=code), 303)
        except WaveNotYetOpen as error:
            return _explain("early", 403, opens_at=error.opens_at)
        except WaveClosed:
            return _explain("closed", 410)

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
    )


@bp.get("/v/<code>/<language>")
@behind_a_link
def form(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show the form that nobody has filled in yet."""
    return _form_page(invitation, language)


@bp.post("/v/<code>/<language>/switch")
@behind_a_link
def switch(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Show the form in another language, as it was filled in so far."""
    questions = pages.questions_of(invitation, language)
    form_key = request.form.get(FORM_KEY, "")
    return _to_come_back_to(pages.filled_form(questions, invitation, form_key, _values(questions)))


@bp.get("/v/<code>/<language>/send")
@bp.get("/v/<code>/<language>/switch")
def sent(code: str, language: str) -> ResponseReturnValue:
    """Lead whoever reloads an address that only takes a form back to the form."""
    return redirect(url_for(".form", code=code, language=language), 303)


@bp.post("/v/<code>/<language>/send")
@behind_a_link
def send(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Take in a form, once."""
    questions = pages.questions_of(invitation, language)
    filled = answer_form(questions)(request.form)
    problems = _problems(filled, questions)
    if problems:
        values, key = _values(questions), request.form.get(FORM_KEY, "")
        page = pages.filled_form(questions, invitation, key, values, problems)
        return _to_come_back_to(page, 422)
    try:
        _take_in(invitation, questions, filled)
    except AlreadyCounted:
        pass
    except (FormExpired, FormForged):
        use_locale(language)
        late = pages.Problem("", _("This page was open for a long time. Please send it once more."))
        values, key = _values(questions), _new_key(invitation)
        page = pages.filled_form(questions, invitation, key, values, [late])
        return _to_come_back_to(page, 422)
    return redirect(url_for(".thanks", code=invitation.code, language=language), 303)


@bp.get("/v/<code>/<language>/thanks")
@behind_a_link
def thanks(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Thank, say when the results come and where help is."""
    response = make_response(
        pages.simple_page(
            "thanks", language, invitation=invitation, help_lines=help_lines(invitation.group)
        )
    )
    # Not "cookies": somebody who works here may have signed in with this browser.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@bp.get("/audio/<digest>")
def audio(digest: str) -> ResponseReturnValue:
    """Give an item read out, whole or in parts; it is never another than it was."""
    media_type, content = get_sound(db.session(), digest)
    response = send_file(BytesIO(content), media_type, etag=digest)
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


def _form_page(invitation: Invitation, language: str) -> Response:
    questions = pages.questions_of(invitation, language)
    return _to_come_back_to(pages.empty_form(questions, invitation, _new_key(invitation)))


def _to_come_back_to(page: bytes, status: int = 200) -> Response:
    """Give a page with a form, as the browser must find it again when somebody goes back.

    With no-store, going back after a lost connection finds no answers, and going back after sending
    finds them under a new key, so that they count twice. Whoever opens the address gets a new form.
    """
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _take_in(invitation: Invitation, questions: Questions, filled: Form) -> None:
    # Whoever waits for the writer holds no connection.
    db.session.remove()
    form, key = filled_in(questions, filled), request.form.get(FORM_KEY, "")
    _reception().hand_in(invitation, form, key, now=datetime.now(UTC))


def _values(questions: Questions) -> pages.Values:
    codes = [question.code for question in questions.questions]
    return {code: request.form.getlist(code) for code in [*codes, MAY_QUOTE]}


def _problems(filled: Form, questions: Questions) -> list[pages.Problem]:
    if filled.validate():
        return []
    use_locale(questions.language)
    return [
        pages.Problem(question.code, _advice(question))
        for question in questions.questions
        if question.code in filled.errors
    ]


def _advice(question: Question) -> str:
    if question.kind.is_text:
        return _("This text is too long. Please make it shorter.")
    if question.kind is Kind.NUMBER:
        return _(
            "Please fill in a whole number from %(minimum)s to %(maximum)s.",
            minimum=question.minimum,
            maximum=question.maximum,
        )
    return _("This answer is not one of the possible answers. Please choose again.")


def _explain(reason: str, status: int, **facts: object) -> Response:
    page = pages.simple_page("explain", browser_locale(LOCALES), reason=reason, **facts)
    return make_response(page, status)


def _new_key(invitation: Invitation) -> str:
    return _reception().new_key(invitation, now=datetime.now(UTC))


def _reception() -> Reception:
    reception: Reception = current_app.extensions["reception"]
    return reception
