"""What a poster's address says when nobody can answer: before the wave, and after it.

One address throughout: first what comes, why and when; later what was answered and what was done.
"""

from pathlib import Path

from flask import Response, make_response, request

from feedback.answering import pages
from feedback.answering.results import find_story, title
from feedback.database import db
from feedback.i18n import browser_locale, use_locale
from surveys.distribution import Invitation
from surveys.questionnaires import Questions

RESULTS_STYLE = (Path(__file__).parent / "results.css").read_text(encoding="utf-8").strip()
KEEP_SECONDS = 300
# A page to read is there; a form that cannot be sent (any more) is not.
READING, NOT_NOW, NO_MORE = ("GET", "HEAD"), 403, 410


def before(invitation: Invitation, language: str | None) -> Response:
    """Say what will be asked, why and when."""
    questions = _questions(invitation, language)
    page = pages.simple_page(
        "before",
        questions.language,
        invitation=invitation,
        questions=questions,
        minutes=pages.minutes(questions),
    )
    return make_response(page, 200 if request.method in READING else NOT_NOW)


def after(invitation: Invitation, language: str | None) -> Response:
    """Say what was answered and what was done, or that it takes a while yet."""
    questions = _questions(invitation, language)
    use_locale(questions.language)
    story = find_story(db.session(), invitation, questions)
    if story is None or request.method not in READING:
        page = pages.simple_page(
            "after", questions.language, invitation=invitation, questions=questions
        )
        return make_response(page, 200 if request.method in READING else NO_MORE)
    page = pages.simple_page(
        "results",
        questions.language,
        more_style=RESULTS_STYLE,
        invitation=invitation,
        questions=questions,
        story=story,
        title=title(invitation.group),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    response.vary.add("Accept-Language")
    return response


def _questions(invitation: Invitation, language: str | None) -> Questions:
    return pages.questions_of(invitation, language or browser_locale(invitation.languages))
