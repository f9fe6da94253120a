"""The pages of a respondent. A form is the same for everybody but for its key: drawn once, kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from flask import Response, current_app, g, make_response, render_template, request
from markupsafe import Markup, escape

from feedback.answering.help_lines import help_lines
from feedback.answering.packing import Halves
from feedback.answering.worries import speak_of_danger
from feedback.database import db
from feedback.i18n import use_locale
from feedback.security import allow_style, inline_style
from feedback.stylesheet import STYLE
from surveys.access_codes import grouped
from surveys.distribution import Invitation, LinkMode
from surveys.items import Question
from surveys.questionnaires import Questions, Version, load_questions
from surveys.recordings import with_recordings

# A class tablet has larger rows, and asks after three minutes whether somebody is there.
TABLET_STYLE = (Path(__file__).parent / "tablet.css").read_text(encoding="utf-8").strip()
# Half a minute to read each comment's question and write a line; ten seconds to pick an answer.
SECONDS_PER_CHOICE = 10
SECONDS_PER_TEXT = 30
# Of some 25 KB each.
MOST_PACKED = 1_000
# What stands in a kept page for that which differs from one respondent to the next.
_CODE, _SCHOOL, _KEY = ("\ue000code\ue000", "\ue000school\ue000", "\ue000key\ue000")
_HOUSE_STYLE, _CONTACT = ("\ue000style\ue000", "\ue000contact\ue000")
# Twelve characters are read three times four.
_WITHDRAWAL_GROUP = 4
_MARK = re.compile(f"({_CODE}|{_SCHOOL}|{_KEY}|{_HOUSE_STYLE}|{_CONTACT})".encode())

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
        return self.questions.get(_questions_key(invitation, language))

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
        questions = with_recordings(questions, invitation.heard)
        kept.questions[_questions_key(invitation, language)] = questions
    return questions


def empty_form(questions: Questions, invitation: Invitation, form_key: str) -> bytes:
    """Give the page with the form that nobody has filled in yet."""
    kept = _kept_forms()
    page = kept.find_page(invitation, questions.language)
    if page is None:
        page = _draw_form(questions, invitation, {})
        kept.pages[_page_key(invitation, questions.language)] = page
    return _send(page, invitation, form_key)


def _kept_forms() -> KeptForms:
    kept: KeptForms = current_app.extensions["form pages"]
    return kept


def _questions_key(invitation: Invitation, language: str) -> tuple[object, ...]:
    # What is recorded may change while people answer; nothing else does.
    return invitation.version_id, invitation.group, language, invitation.heard


def _page_key(invitation: Invitation, language: str) -> tuple[object, ...]:
    return *_questions_key(invitation, language), invitation.languages, invitation.mode


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
    return _send(page, invitation, form_key)


def other_address(address: str) -> str:
    """Give this address, or the same with a mark when this very page stands there.

    A form that is sent to its own address is gone when the connection fails: the browser then
    puts its error page in the place of the form, and going back finds nothing.
    """
    return f"{address}?again" if request.full_path == f"{address}?" else address


@dataclass(frozen=True, eq=False)
class FormPage:
    """A form as it is drawn, cut at the marks where the code, the school and the key belong."""

    style: str
    pieces: Sequence[bytes]

    def styles(self, invitation: Invitation) -> tuple[str, ...]:
        """Give the styles that the page carries for a link, for the browser to allow."""
        return (self.style, invitation.style) if invitation.style else (self.style,)

    def fill_in(self, invitation: Invitation, form_key: str) -> bytes:
        """Give the page for a link, with a form key."""
        before, after = self.cut(invitation)
        return b"".join((before, escape(form_key).encode(), after))

    def cut(self, invitation: Invitation) -> tuple[bytes, bytes]:
        """Give the page for a link before and after the form key."""
        filled_in = {
            _CODE.encode(): invitation.code.encode(),
            _SCHOOL.encode(): escape(invitation.school).encode(),
            _HOUSE_STYLE.encode(): _style_element(invitation.style).encode(),
            _CONTACT.encode(): contact_line(invitation).encode(),
        }
        page = b"".join(filled_in.get(piece, piece) for piece in self.pieces)
        before, after = page.split(_KEY.encode())
        return before, after


@lru_cache(maxsize=MOST_PACKED)
def packed_halves(page: FormPage, invitation: Invitation) -> Halves:
    """Give the page for a link, packed but for the form key."""
    return Halves.of(*page.cut(invitation))


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
        house_style=_HOUSE_STYLE,
        help_lines=help_lines(invitation.group),
        contact=_CONTACT,
        is_worrying=speak_of_danger(
            (
                words
                for q in questions.questions
                if q.kind.is_text
                for words in values.get(q.code, ())
            ),
            questions.language,
        ),
    )
    return FormPage(style, _MARK.split(html.encode()))


def contact_line(invitation: Invitation) -> Markup:
    """Give whom people can turn to at the school, as the first of the help lines, if anybody."""
    contact = invitation.contact
    if contact is None:
        return Markup()
    kind, way = ("tel", contact.phone) if contact.phone else ("mailto", contact.email)
    line = Markup(
        '<li><a href="{}:{}"><bdi dir="ltr">{}</bdi> <bdi lang="nl">{}</bdi></a> <bdi>{}</bdi></li>'
    )
    return line.format(kind, way.replace(" ", ""), way, contact.name, invitation.school)


def thanks_page(
    way: Way,
    invitation: Invitation,
    language: str,
    *,
    is_worrying: bool = False,
    is_again: bool = False,
    withdrawal_code: str = "",
) -> Response:
    """Give the page that says thanks, with the help lines on top for whoever may need them now.

    `is_again` says that the form had been sent before; `withdrawal_code` is for who asked for it.
    """
    page = simple_page(
        "kiosk_done" if way.is_tablet else "thanks",
        language,
        more_style=TABLET_STYLE * way.is_tablet,
        invitation=invitation,
        start=way.address,
        help_lines=help_lines(invitation.group),
        contact=contact_line(invitation),
        is_worrying=is_worrying,
        is_again=is_again,
        withdrawal_code=grouped(withdrawal_code, _WITHDRAWAL_GROUP),
        withdraw_at=f"{way.address}/{language}/withdraw",
    )
    response = make_response(page)
    # On a tablet also what it holds of pages to go back to. Not "cookies": somebody who works here
    # may have signed in with this browser.
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if way.is_tablet else '"storage"'
    return response


def _send(page: FormPage, invitation: Invitation, form_key: str) -> bytes:
    for style in page.styles(invitation):
        allow_style(style)
    return page.fill_in(invitation, form_key)


def wear(style: str) -> None:
    """Draw the pages that answer this request in a house style."""
    g.house_style = style


def worn_style() -> Markup:
    """Give the house style of the page that is drawn, as an element of it."""
    style = g.get("house_style", "")
    return inline_style(style) if style else Markup()


def simple_page(template: str, language: str, *, more_style: str = "", **facts: object) -> str:
    """Give a page without a form: the start, the thanks, or what there is when nobody can answer.

    `more_style` is a stylesheet of ours for this page only.
    """
    use_locale(language)
    style = STYLE + more_style
    allow_style(style)
    return render_template(f"answering/{template}.html", style=Markup(style), **facts)  # noqa: S704


def tablet_page(template: str, language: str, **facts: object) -> str:
    """Give such a page as a class tablet shows it."""
    return simple_page(template, language, more_style=TABLET_STYLE, **facts)


def _style_element(style: str) -> str:
    return f"<style>{style}</style>" if style else ""


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
