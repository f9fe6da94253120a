"""The pages of a respondent. A form is the same for everybody but for its key: drawn once, kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from flask import current_app, g, render_template
from markupsafe import Markup, escape

from feedback.answering.help_lines import help_lines
from feedback.database import db
from feedback.i18n import use_locale
from feedback.security import allow_style, inline_style
from feedback.stylesheet import STYLE
from surveys.distribution import Invitation
from surveys.questionnaires import Questions, Version, load_questions
from surveys.recordings import with_recordings

# Half a minute to read each comment's question and write a line; ten seconds to pick an answer.
SECONDS_PER_CHOICE = 10
SECONDS_PER_TEXT = 30
# What stands in a kept page for that which differs from one respondent to the next.
_CODE, _SCHOOL, _KEY = ("\ue000code\ue000", "\ue000school\ue000", "\ue000key\ue000")
_HOUSE_STYLE = "\ue000style\ue000"
_MARK = re.compile(f"({_CODE}|{_SCHOOL}|{_KEY}|{_HOUSE_STYLE})".encode())

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one answer, in the reader's language."""

    item: str
    text: str


def minutes(questions: Questions) -> int:
    """Estimate how many minutes answering takes, at least one."""
    seconds = sum(
        SECONDS_PER_TEXT if question.kind.is_text else SECONDS_PER_CHOICE
        for question in questions.questions
    )
    return max(1, round(seconds / 60))


def questions_of(invitation: Invitation, language: str) -> Questions:
    """Give the questions of a link in one language; they never change, so they are kept.

    Only what was recorded of them may change, and then they are kept apart. Raises
    LanguageNotOffered.
    """
    kept: dict[tuple[object, ...], Questions] = current_app.extensions.setdefault("questions", {})
    key = (invitation.version_id, invitation.group, language, invitation.heard)
    if key not in kept:
        session = db.session()
        version = session.get_one(Version, invitation.version_id)
        questions = load_questions(session, version, invitation.group, language)
        kept[key] = with_recordings(questions, invitation.heard)
    return kept[key]


def empty_form(questions: Questions, invitation: Invitation, form_key: str) -> bytes:
    """Give the page with the form that nobody has filled in yet."""
    kept: dict[tuple[object, ...], _Page] = current_app.extensions.setdefault("form pages", {})
    key = (
        invitation.version_id, invitation.group, questions.language, invitation.languages,
        invitation.heard,
    )  # fmt: skip
    if key not in kept:
        kept[key] = _draw_form(questions, invitation, {}, ())
    return _send(kept[key], invitation, form_key)


def filled_form(
    questions: Questions,
    invitation: Invitation,
    form_key: str,
    values: Values,
    problems: Sequence[Problem] = (),
) -> bytes:
    """Give the page with the form as somebody filled it in, and what is wrong with it."""
    return _send(_draw_form(questions, invitation, values, problems), invitation, form_key)


@dataclass(frozen=True)
class _Page:
    """A form as it is drawn, cut at the marks where the code, the school and the key belong."""

    style: str
    pieces: Sequence[bytes]


def _draw_form(
    questions: Questions, invitation: Invitation, values: Values, problems: Sequence[Problem]
) -> _Page:
    use_locale(questions.language)
    style = STYLE + _conditions(questions)
    html = render_template(
        "answering/form.html",
        questions=questions,
        languages=invitation.languages,
        minutes=minutes(questions),
        values=values,
        problems={problem.item: problem.text for problem in problems},
        code=_CODE,
        school=_SCHOOL,
        form_key=_KEY,
        style=Markup(style),  # noqa: S704 - our own stylesheet and item codes
        house_style=_HOUSE_STYLE,
        help_lines=help_lines(invitation.group),
    )
    return _Page(style, _MARK.split(html.encode()))


def _send(page: _Page, invitation: Invitation, form_key: str) -> bytes:
    allow_style(page.style)
    filled_in = {
        _CODE.encode(): invitation.code.encode(),
        _SCHOOL.encode(): escape(invitation.school).encode(),
        _KEY.encode(): escape(form_key).encode(),
        _HOUSE_STYLE.encode(): _house_style(invitation.style).encode(),
    }
    return b"".join(filled_in.get(piece, piece) for piece in page.pieces)


def wear(style: str) -> None:
    """Draw the pages that answer this request in a house style."""
    g.house_style = style


def worn_style() -> Markup:
    """Give the house style of the page that is drawn, as an element of it."""
    return _house_style(g.get("house_style", ""))


def simple_page(template: str, language: str, **facts: object) -> str:
    """Give a page without a form: the start, the thanks, or why there is nothing to answer."""
    use_locale(language)
    allow_style(STYLE)
    return render_template(
        f"answering/{template}.html",
        style=Markup(STYLE),  # noqa: S704 - our own stylesheet
        **facts,
    )


def _house_style(style: str) -> Markup:
    """Give a house style as an element of a page; nothing where a school wears ours."""
    return inline_style(style) if style else Markup()


@cache
def _shown_if(item: str, codes: tuple[str, ...], dependent: str) -> str:
    picked = ",".join(f"#q-{item}_{code}:checked" for code in codes)
    # A question with a mistake in it stays: somebody has to mend it.
    return f"form:not(:has({picked})) #q-{dependent}:not(.error){{display:none}}"


def _conditions(questions: Questions) -> str:
    """Give the style that hides a question until an earlier answer leads to it.

    A browser that does not know `:has` shows all questions; answers that do not apply are dropped
    when the form comes in.
    """
    rules = [
        _shown_if(question.condition.item, tuple(sorted(question.condition.codes)), question.code)
        for question in questions.questions
        if question.condition
    ]
    return f"@supports selector(:has(a)){{{''.join(rules)}}}" if rules else ""
