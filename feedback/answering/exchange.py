"""A form that goes to and fro: out empty, back half filled in, and at last handed in, once.

The same for every way in, and for all questions on one page or one at a time.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil

from flask import Response, current_app, make_response, redirect, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from feedback.answering import codes, pages, steps
from feedback.answering.intake import Reception
from feedback.answering.limits import Limits, address_of
from feedback.answering.pages import Problem, Way
from feedback.answering.steps import Sent, Step
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import use_locale
from surveys.distribution import Invitation, LinkMode
from surveys.errors import AlreadyCounted, CodeRefused, FormExpired, FormForged
from surveys.forms import MAY_QUOTE, answer_form, filled_in, given_in
from surveys.items import FORM_KEY, Kind, Question, skipped
from surveys.questionnaires import Questions

# Beside the answers and its key, a form carries that somebody was asked what they skipped.
IS_CHECKED = "is_checked"
# The button by which somebody sends a form and gets the code that withdraws it.
WANTS_CODE = "wants_code"
SHORTEST_WAIT_SECONDS = 30


def all_at_once(invitation: Invitation, language: str) -> Response:
    """Show all questions on one page, none of them answered."""
    questions = pages.questions_of(invitation, language)
    page = pages.empty_form(questions, invitation, new_key(invitation))
    return _to_come_back_to(page)


def one_by_one(way: Way, invitation: Invitation, language: str, form_key: str) -> Response:
    """Show the first question, not answered."""
    questions = pages.questions_of(invitation, language)
    step = Step(questions.questions[0], Sent(), "", form_key)
    return _to_come_back_to(steps.page(way, invitation, questions, step), way)


def put_together(invitation: Invitation, language: str) -> Response:
    """Show all questions on one page, as they were answered so far one by one."""
    questions = pages.questions_of(invitation, language)
    sent = steps.gather(questions, invitation, request.form)
    return _to_come_back_to(_whole_form(invitation, questions, sent))


def show_again(way: Way, invitation: Invitation, language: str) -> Response:
    """Show what is on the page in another language, as it was filled in so far."""
    questions = pages.questions_of(invitation, language)
    sent = steps.gather(questions, invitation, request.form)
    return _same_page(way, invitation, questions, sent)


def move_on(way: Way, invitation: Invitation, language: str) -> Response:
    """Show the next question, the one that was asked for, or what comes after the last one."""
    questions = pages.questions_of(invitation, language)
    sent = steps.gather(questions, invitation, request.form)
    filled = answer_form(questions)(sent)
    problems = _problems(filled, questions)
    if problems:
        return _same_page(way, invitation, questions, sent, problems=problems, status=422)
    given = given_in(questions, filled)
    if steps.ON_PAGE not in request.form:
        question: Question | None = steps.first_open(questions, given)
    else:
        question = steps.find_question(questions, request.form.get(steps.GO_TO, ""))
        question = question or steps.next_after(
            questions,
            given,
            steps.find_question(questions, request.form[steps.ON_PAGE]),
            is_checked=_is_checked(),
        )
    return _at_step(way, invitation, questions, filled, question)


def receive(way: Way, invitation: Invitation, language: str) -> ResponseReturnValue:
    """Take in a form, once; before that, ask once about what was skipped."""
    questions = pages.questions_of(invitation, language)
    sent = steps.gather(questions, invitation, request.form)
    filled = answer_form(questions)(sent)
    problems = _problems(filled, questions)
    if problems:
        return _same_page(way, invitation, questions, sent, problems=problems, status=422)
    open_ones = () if _is_checked() else skipped(questions.questions, given_in(questions, filled))
    if open_ones and steps.ON_PAGE in request.form:
        return _at_step(way, invitation, questions, filled, None)
    if open_ones:
        return _to_come_back_to(_whole_form(invitation, questions, sent, skipped=open_ones))
    wait = _wait(invitation)
    if wait:
        return _ask_to_wait(way, invitation, questions, sent, wait)
    try:
        _take_in(invitation, questions, filled)
    except AlreadyCounted:
        pass
    except CodeRefused as refusal:
        use_locale(language)
        problem, status = codes.problem_with(refusal), codes.status_of(refusal)
        return _same_page(way, invitation, questions, sent, problems=[problem], status=status)
    except (FormExpired, FormForged):
        use_locale(language)
        late = Problem("", _("This page was open for a long time. Please send it once more."))
        key = new_key(invitation)
        return _same_page(
            way, invitation, questions, sent, problems=[late], form_key=key, status=422
        )
    is_worrying, code = steps.is_worrying(questions, sent), _withdrawal_code(way, invitation)
    if is_worrying or code:
        # No redirect: what fits would have to be remembered, or be told by the address.
        return pages.thanks_page(
            way, invitation, language, is_worrying=is_worrying, withdrawal_code=code
        )
    return redirect(f"{way.address}/{language}/thanks", 303)


def new_key(invitation: Invitation) -> str:
    """Give a key for one more form of this link."""
    return _reception().new_key(invitation, now=datetime.now(UTC))


def is_sent(invitation: Invitation, form_key: str) -> bool:
    """Tell whether the form with this key was taken in. Raises FormForged or WaveClosed."""
    # Whoever waits for the writer holds no connection.
    db.session.remove()
    return _reception().has(invitation, form_key)


def _wait(invitation: Invitation) -> float:
    """Give how many seconds this form must wait, because too many come in at once."""
    limits: Limits = current_app.extensions["limits"]
    return limits.wait(
        invitation.code, address_of(request.environ, current_settings().address_header)
    )


def _ask_to_wait(
    way: Way, invitation: Invitation, questions: Questions, sent: Sent, wait: float
) -> Response:
    """Give the form back as it was filled in: sending it again is all it takes."""
    use_locale(questions.language)
    busy = Problem(
        "",
        _(
            "Many people are sending answers at this moment. Your answers are not sent yet, and "
            "they stay on this page. Please wait half a minute, and press “Send” again."
        ),
    )
    response = _same_page(way, invitation, questions, sent, problems=[busy], status=429)
    response.headers["Retry-After"] = str(max(SHORTEST_WAIT_SECONDS, ceil(wait)))
    return response


def _at_step(
    way: Way,
    invitation: Invitation,
    questions: Questions,
    filled: Form,
    question: Question | None,
) -> Response:
    """Show one question, or what comes after the last one, with all the answers in a valid form."""
    given = given_in(questions, filled)
    may_quote = bool(filled[MAY_QUOTE].data)
    sent = Sent([(code, answer) for code, answers in given.items() for answer in answers])
    if may_quote:
        sent[MAY_QUOTE] = "y"
    step = Step(
        question,
        sent,
        steps.so_far(invitation, given, may_quote=may_quote),
        request.form.get(FORM_KEY, ""),
        is_checked=_is_checked(),
        skipped=() if question or _is_checked() else skipped(questions.questions, given),
    )
    return _to_come_back_to(steps.page(way, invitation, questions, step), way)


def _same_page(
    way: Way,
    invitation: Invitation,
    questions: Questions,
    sent: Sent,
    *,
    problems: Sequence[Problem] = (),
    form_key: str | None = None,
    status: int = 200,
) -> Response:
    """Show once more what was on the page that came in, with all that was said."""
    if steps.ON_PAGE not in request.form:
        page: str | bytes = _whole_form(invitation, questions, sent, problems, form_key=form_key)
        return _to_come_back_to(page, way, status)
    step = Step(
        steps.find_question(questions, request.form[steps.ON_PAGE]),
        sent,
        request.form.get(steps.SO_FAR, ""),
        request.form.get(FORM_KEY, "") if form_key is None else form_key,
        is_checked=_is_checked(),
        problems=problems,
    )
    return _to_come_back_to(steps.page(way, invitation, questions, step), way, status)


def _whole_form(
    invitation: Invitation,
    questions: Questions,
    sent: Sent,
    problems: Sequence[Problem] = (),
    *,
    skipped: Sequence[Question] = (),
    form_key: str | None = None,
) -> bytes:
    names = [*(question.code for question in questions.questions), MAY_QUOTE]
    return pages.filled_form(
        questions,
        invitation,
        request.form.get(FORM_KEY, "") if form_key is None else form_key,
        {
            **{name: sent.getlist(name) for name in names},
            pages.ACCESS_CODE: request.form.getlist(pages.ACCESS_CODE),
        },
        problems,
        skipped=skipped,
        is_checked=bool(skipped) or _is_checked(),
    )


def _to_come_back_to(page: str | bytes, way: Way = pages.LINK, status: int = 200) -> Response:
    """Give a page with a form, as the browser must find it again when somebody goes back.

    With no-store, going back after a lost connection finds no answers, and going back after sending
    finds them under a new key, so that they count twice. Whoever opens the address gets a new form.
    On a tablet of a whole class nothing may be found again.
    """
    response = make_response(page, status)
    if not way.is_tablet:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _take_in(invitation: Invitation, questions: Questions, filled: Form) -> None:
    form, key = filled_in(questions, filled), request.form.get(FORM_KEY, "")
    tag = None
    if invitation.mode is LinkMode.CODE:
        nonce = _reception().fresh_nonce(invitation, key, now=datetime.now(UTC))
        tag = codes.spend_typed_code(invitation, nonce)
    # Whoever waits for the writer holds no connection.
    db.session.remove()
    _reception().hand_in(invitation, form, key, now=datetime.now(UTC), tag=tag)


def _withdrawal_code(way: Way, invitation: Invitation) -> str:
    # Whoever has a class tablet next would see it.
    if way.is_tablet or WANTS_CODE not in request.form:
        return ""
    return _reception().withdrawal_code(invitation, request.form[FORM_KEY])


def _is_checked() -> bool:
    return IS_CHECKED in request.form


def _problems(filled: Form, questions: Questions) -> list[Problem]:
    if filled.validate():
        return []
    use_locale(questions.language)
    return [
        Problem(question.code, _advice(question))
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


def _reception() -> Reception:
    reception: Reception = current_app.extensions["reception"]
    return reception
