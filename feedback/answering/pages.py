"""The pages of a respondent. A form is the same for everybody but for its key: drawn once, kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from flask import current_app, render_template, request
from markupsafe import Markup, escape

from feedback.answering.help_lines import help_lines
from feedback.database import db
from feedback.i18n import use_locale
from feedback.security import allow_style
from surveys.distribution import Invitation, LinkMode
from surveys.items import Question
from surveys.questionnaires import Questions, Version, load_questions

STYLE = (Path(__file__).parent / "answering.css").read_text(encoding="utf-8").strip()
# Half a minute to read each comment's question and write a line; ten seconds to pick an answer.
SECONDS_PER_CHOICE = 10
SECONDS_PER_TEXT = 30
# What stands in a kept page for that which differs from one respondent to the next.
_CODE, _SCHOOL, _KEY = ("\ue000code\ue000", "\ue000school\ue000", "\ue000key\ue000")
_MARK = re.compile(f"({_CODE}|{_SCHOOL}|{_KEY})".encode())

# What somebody types from a slip travels under this name; no item code has an underscore in it.
ACCESS_CODE = "access_code"

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Way:
    """A way in: the address where its pages stand, and whether a whole class uses the device."""

    address: str
    is_tablet: bool = False


LINK = Way(f"/v/{_CODE}")


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


@dataclass(frozen=True)
class KeptForms:
    """The questions and the empty forms that this process keeps: they never change."""

    questions: dict[tuple[object, ...], Questions] = field(default_factory=dict)
    pages: dict[tuple[object, ...], "FormPage"] = field(default_factory=dict)

    def find_questions(self, invitation: Invitation, language: str) -> Questions | None:
        """Find the questions of a link in one language."""
        return self.questions.get((invitation.version_id, invitation.group, language))

    def find_page(self, invitation: Invitation, language: str) -> "FormPage | None":
        """Find the page with the form of a link that nobody has filled in yet."""
        return self.pages.get(_page_key(invitation, language))


def questions_of(invitation: Invitation, language: str) -> Questions:
    """Give the questions of a link in one language. Raises LanguageNotOffered."""
    kept = _kept_forms()
    questions = kept.find_questions(invitation, language)
    if questions is None:
        session = db.session()
        version = session.get_one(Version, invitation.version_id)
        questions = load_questions(session, version, invitation.group, language)
        kept.questions[invitation.version_id, invitation.group, language] = questions
    return questions


def empty_form(questions: Questions, invitation: Invitation, form_key: str) -> bytes:
    """Give the page with the form that nobody has filled in yet."""
    kept = _kept_forms()
    page = kept.find_page(invitation, questions.language)
    if page is None:
        page = _draw_form(questions, invitation, {})
        kept.pages[_page_key(invitation, questions.language)] = page
    allow_style(page.style)
    return page.fill_in(invitation, form_key)


def _kept_forms() -> KeptForms:
    kept: KeptForms = current_app.extensions["form pages"]
    return kept


def _page_key(invitation: Invitation, language: str) -> tuple[object, ...]:
    return (
        invitation.version_id, invitation.group, language, invitation.languages, invitation.mode,
    )  # fmt: skip


def filled_form(
    questions: Questions,
    invitation: Invitation,
    form_key: str,
    values: Values,
    problems: Sequence[Problem] = (),
    *,
    skipped: Sequence[Question] = (),
    is_checked: bool = False,
) -> bytes:
    """Give the page with the form as somebody filled it in, what is wrong with it or skipped.

    `is_checked` says that somebody was asked about what they skipped: nobody is asked twice.
    """
    page = _draw_form(
        questions, invitation, values, problems, skipped=skipped, is_checked=is_checked
    )
    allow_style(page.style)
    return page.fill_in(invitation, form_key)


def other_address(address: str) -> str:
    """Give this address, or the same with a mark when this very page stands there.

    A form that is sent to its own address is gone when the connection fails: the browser then
    puts its error page in the place of the form, and going back finds nothing.
    """
    return f"{address}?again" if request.full_path == f"{address}?" else address


@dataclass(frozen=True)
class FormPage:
    """A form as it is drawn, cut at the marks where the code, the school and the key belong."""

    style: str
    pieces: Sequence[bytes]

    def fill_in(self, invitation: Invitation, form_key: str) -> bytes:
        """Give the page for a link, with a form key."""
        filled_in = {
            _CODE.encode(): invitation.code.encode(),
            _SCHOOL.encode(): escape(invitation.school).encode(),
            _KEY.encode(): escape(form_key).encode(),
        }
        return b"".join(filled_in.get(piece, piece) for piece in self.pieces)


def _draw_form(
    questions: Questions,
    invitation: Invitation,
    values: Values,
    problems: Sequence[Problem] = (),
    *,
    skipped: Sequence[Question] = (),
    is_checked: bool = False,
) -> FormPage:
    use_locale(questions.language)
    style = STYLE + _conditions(questions)
    send_to = f"/v/{invitation.code}/{questions.language}/send"
    html = render_template(
        "answering/form.html",
        questions=questions,
        languages=invitation.languages,
        takes_code=invitation.mode is LinkMode.CODE,
        minutes=minutes(questions),
        values=values,
        problems={problem.item: problem.text for problem in problems},
        skipped=skipped,
        is_checked=is_checked,
        address=LINK.address,
        send_to=other_address(send_to).replace(invitation.code, _CODE),
        school=_SCHOOL,
        form_key=_KEY,
        style=Markup(style),  # noqa: S704 - our own stylesheet and item codes
        help_lines=help_lines(invitation.group),
    )
    return FormPage(style, _MARK.split(html.encode()))


def simple_page(template: str, language: str, **facts: object) -> str:
    """Give a page without a form: the start, the thanks, or why there is nothing to answer."""
    use_locale(language)
    allow_style(STYLE)
    return render_template(f"answering/{template}.html", style=Markup(STYLE), **facts)  # noqa: S704


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
