"""Taking back what one sent: a page that asks for its code, and deletes."""

from flask import Response, current_app, make_response, redirect, request
from flask.typing import ResponseReturnValue

from analysis.themes import forget_comments
from feedback.answering import codes, pages
from feedback.answering.codes import TooManyWrongCodes, WrongCodes
from feedback.answering.intake import Reception
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import use_locale
from surveys.distribution import Invitation, read_code
from surveys.errors import CodeRefused, WithdrawalOver
from surveys.responses import Sender
from surveys.withdrawals import withdraw, withdrawal_of

CODE = "withdrawal_code"


def page(
    invitation: Invitation,
    language: str,
    *,
    typed: str = "",
    problem: str = "",
    is_done: bool = False,
    status: int = 200,
) -> Response:
    """Give the page that asks for a code, or says that it deleted, or that it is too late."""
    reception: Reception = current_app.extensions["reception"]
    html = pages.simple_page(
        "withdraw",
        language,
        invitation=invitation,
        questions=pages.questions_of(invitation, language),
        typed=typed,
        problem=problem,
        is_done=is_done,
        is_over=not reception.wave_keys.of_withdrawals.has(invitation.wave_id),
    )
    return make_response(html, status)


def take_back(invitation: Invitation, language: str) -> ResponseReturnValue:
    """Delete the form that the typed code belongs to, and all that was made of it."""
    typed = "".join(filter(str.isprintable, request.form.get(CODE, "")))
    wrong: WrongCodes = current_app.extensions.setdefault("wrong withdrawals", WrongCodes())
    try:
        with wrong.counted(invitation):
            _delete(invitation, language, read_code(typed))
    except WithdrawalOver:
        return page(invitation, language, status=410)
    except CodeRefused as refusal:
        db.session.rollback()
        use_locale(language)
        return page(
            invitation, language, typed=typed, problem=_problem(refusal),
            status=codes.status_of(refusal),
        )  # fmt: skip
    return redirect(f"/v/{invitation.code}/{language}/withdrawn", 303)


def _delete(invitation: Invitation, language: str, code: str) -> None:
    reception: Reception = current_app.extensions["reception"]
    withdrawal = withdrawal_of(reception.wave_keys, invitation.wave_id, code)
    questions = pages.questions_of(invitation, language).questions
    session = db.session()
    # What was read so far must not come between: SQLite would refuse to write after it.
    session.rollback()
    sender = Sender(invitation.wave_id, invitation.school_id, invitation.group)
    texts = [question.code for question in questions if question.kind.is_text]
    forget_comments(session, withdraw(session, sender, withdrawal, texts))
    session.commit()


def _problem(refusal: CodeRefused) -> str:
    if isinstance(refusal, TooManyWrongCodes):
        return codes.problem_with(refusal).text
    return _(
        "We find no answers with this code. Look at your code, and type it again. Were the answers "
        "deleted, or were results made? Then the code does nothing any more."
    )
