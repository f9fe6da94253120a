"""One question at a time. Where somebody is, and what they said so far, travel in the form itself.

The server keeps nothing of it. What travels is signed and belongs to one link, so that it holds
nothing but answers that were checked here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from itsdangerous import BadData, URLSafeSerializer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from feedback.answering.help_lines import help_lines
from feedback.answering.pages import (
    ACCESS_CODE,
    TABLET_STYLE,
    Problem,
    Way,
    contact_line,
    minutes,
    other_address,
)
from feedback.answering.worries import speak_of_danger
from feedback.config import current_settings
from feedback.i18n import use_locale
from feedback.security import allow_style
from feedback.stylesheet import STYLE
from surveys.distribution import Invitation, LinkMode
from surveys.errors import FormForged
from surveys.forms import MAY_QUOTE
from surveys.items import Question, RespondentGroup, asked, keep_asked, skipped
from surveys.questionnaires import Questions

# What a page with one question carries: the answers of the other pages, and which question is on
# it. A button may name the question to go to. No item code has an underscore.
SO_FAR, ON_PAGE, GO_TO = "so_far", "on_page", "go_to"
# Twelve texts as long as they may be, in an alphabet of four bytes a letter, and room to spare.
MOST_SIGNED = 200_000

Answers = Mapping[str, tuple[str, ...]]
Sent = MultiDict[str, str]


@dataclass(frozen=True)
class Step:
    """A page with one question, or (None) the page after the last one.

    `sent` is all that was said, `so_far` what of it travels, `skipped` what is asked once more.
    """

    question: Question | None
    sent: Sent
    so_far: str
    form_key: str
    is_checked: bool = False
    problems: Sequence[Problem] = ()
    skipped: Sequence[Question] = ()


def comes_first(invitation: Invitation) -> bool:
    """Tell whether somebody behind this link gets one question at a time unless they ask."""
    return invitation.group is RespondentGroup.CHILD


def gather(questions: Questions, invitation: Invitation, sent: Sent) -> Sent:
    """Give all that somebody said so far: on this page, and on those before it.

    Raises FormForged when what travelled along was not signed here for this link.
    """
    if ON_PAGE not in sent:
        return sent
    gathered: Sent = MultiDict(_read(invitation, sent.get(SO_FAR, "")))
    for name in _fields(find_question(questions, sent[ON_PAGE])):
        gathered.pop(name, None)
        if name in sent:
            gathered.setlist(name, sent.getlist(name))
    return gathered


def so_far(invitation: Invitation, given: Answers, *, may_quote: bool) -> str:
    """Give valid answers as they travel in a form: signed text."""
    said = {code: list(answers) for code, answers in given.items()}
    signed = _signer(invitation).dumps(said | ({MAY_QUOTE: ["y"]} if may_quote else {}))
    return str(signed, "ascii") if isinstance(signed, bytes) else signed


def find_question(questions: Questions, code: str) -> Question | None:
    """Find a question by its code."""
    return next((each for each in questions.questions if each.code == code), None)


def first_open(questions: Questions, given: Answers) -> Question:
    """Give the first question that was asked and not answered, or else the first."""
    open_ones = [each for each in asked(questions.questions, given) if each.code not in given]
    return [*open_ones, *questions.questions][0]


def next_after(
    questions: Questions, given: Answers, question: Question | None, *, is_checked: bool
) -> Question | None:
    """Find the question after this one: once somebody was checked, only of what they skipped."""
    if question is None:
        return None
    choose = skipped if is_checked else asked
    later = questions.questions[questions.questions.index(question) + 1 :]
    return next((each for each in choose(questions.questions, given) if each in later), None)


def page(way: Way, invitation: Invitation, questions: Questions, step: Step) -> str:
    """Give a page with one question, or the one after the last."""
    use_locale(questions.language)
    style = STYLE + TABLET_STYLE * way.is_tablet
    allow_style(style)
    given = _given(questions, step.sent)
    passed = _passed(questions, step.question)
    before = [each for each in asked(questions.questions, given) if each in passed]
    places = _places(questions, given, passed)
    address = f"{way.address}/{questions.language}"
    return render_template(
        "answering/steps.html",
        way=way,
        address=way.address,
        next_to=other_address(f"{address}/steps"),
        send_to=other_address(f"{address}/send"),
        questions=questions,
        languages=invitation.languages,
        takes_code=invitation.mode is LinkMode.CODE,
        minutes=minutes(questions),
        school=invitation.school,
        step=step,
        question=step.question,
        position=len(before) + 1 if step.question else 0,
        total=len(places),
        previous=before[-1] if before else None,
        is_last=not _may_follow(step, given, places),
        values={**step.sent.to_dict(flat=False), ACCESS_CODE: request.form.getlist(ACCESS_CODE)},
        problems={problem.item: problem.text for problem in step.problems},
        style=Markup(style),  # noqa: S704 - our own stylesheet
        help_lines=help_lines(invitation.group),
        contact=contact_line(invitation),
        is_worrying=is_worrying(questions, step.sent),
    )


def is_worrying(questions: Questions, sent: Sent) -> bool:
    """Tell whether anything that somebody wrote speaks of danger."""
    texts = [sent.get(each.code, "") for each in questions.questions if each.kind.is_text]
    return speak_of_danger(texts, questions.language)


def _fields(question: Question | None) -> tuple[str, ...]:
    """Give the names of what one fills in on the page with this question."""
    if question is None:
        return ()
    return (question.code, MAY_QUOTE) if question.kind.is_text else (question.code,)


def _given(questions: Questions, sent: Sent) -> Answers:
    codes = [question.code for question in questions.questions]
    return {code: tuple(sent.getlist(code)) for code in codes if sent.get(code)}


def _passed(questions: Questions, at: Question | None) -> tuple[Question, ...]:
    order = questions.questions
    return order if at is None else order[: order.index(at)]


def _places(questions: Questions, given: Answers, passed: Sequence[Question]) -> list[Question]:
    """Give the questions that are asked, or may be: what was not reached can still go both ways."""
    kept = keep_asked(questions.questions, given)
    reached = {each.code for each in passed}
    return [
        each
        for each in questions.questions
        if each.condition is None
        or each.condition.item not in reached
        or each.condition.holds(kept)
    ]


def _may_follow(step: Step, given: Answers, places: Sequence[Question]) -> bool:
    """Tell whether another question can come after the one on this page, whatever is answered."""
    if step.question not in places:
        return False
    later = places[places.index(step.question) + 1 :]
    return any(
        not step.is_checked or (not each.kind.is_text and each.code not in given) for each in later
    )


def _read(invitation: Invitation, signed: str) -> dict[str, list[str]]:
    if not signed:
        return {}
    try:
        if len(signed) > MOST_SIGNED:
            raise BadData("longer than any form")
        said: dict[str, list[str]] = _signer(invitation).loads(signed)
    except BadData:
        raise FormForged(invitation.code) from None
    return said


def _signer(invitation: Invitation) -> URLSafeSerializer:
    return URLSafeSerializer(
        current_settings().secret_key,
        salt=f"so far {invitation.code}",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
