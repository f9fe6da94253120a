"""The form that a respondent fills in: one WTForms class per version, group and language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    Form,
    IntegerField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, NumberRange, Optional

from surveys.items import (
    FORM_KEY,
    LONGEST_COMMENT,
    LONGEST_SHORT_TEXT,
    Kind,
    Question,
    keep_asked,
    skipped,
)
from surveys.questionnaires import Questions
from surveys.responses import Form as FilledIn

# Beside the items: no item code has an underscore. First the consent to be quoted.
MAY_QUOTE = "may_quote"
# Hidden from people and screen readers alike: only a program fills it in.
TRAP = "web_site"
# Control characters but for tab and newline, and halves of a character.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@cache
def answer_form(questions: Questions) -> type[Form]:
    """Give the form class for these questions, made once. No question has to be answered."""
    fields: dict[str, Any] = {question.code: _field(question) for question in questions.questions}
    fields |= {MAY_QUOTE: BooleanField(), TRAP: StringField()}
    return type("AnswerForm", (Form,), fields)


def read_plain_form(
    questions: Questions, fields: Iterable[tuple[str, str]]
) -> tuple[FilledIn, str] | None:
    """Give what a whole form says, and its key, when no part of it needs a second look.

    `fields` are names and values as a browser sent them. None says only that `answer_form` has to
    look: a question was skipped, or something came in that our page would not send.
    """
    asked = _plain_questions(questions)
    given: dict[str, tuple[str, ...]] = {}
    beside = dict.fromkeys((FORM_KEY, MAY_QUOTE, TRAP), "")
    for name, value in fields:
        if name in beside:
            beside[name] = value
        elif name not in asked:
            return None
        elif (codes := asked[name].codes) is None:
            written = _tidy(value)
            if name in given or len(written) > asked[name].longest:
                return None
            given[name] = (written,) if written else ()
        elif value not in codes or (name in given and not asked[name].takes_several):
            return None
        else:
            given[name] = (*given.get(name, ()), value)
    if beside[MAY_QUOTE] not in ("", "y") or skipped(questions.questions, given):
        return None
    form = _form_of(
        questions, given, may_quote=bool(beside[MAY_QUOTE]), is_trapped=bool(beside[TRAP])
    )
    return form, beside[FORM_KEY]


def given_in(questions: Questions, form: Form) -> dict[str, tuple[str, ...]]:
    """Give all answers in a valid form, by item code: option codes, a number, or words."""
    given = {
        question.code: _codes(question.kind, form[question.code].data)
        for question in questions.questions
    }
    return {code: codes for code, codes in given.items() if codes}


def filled_in(questions: Questions, form: Form) -> FilledIn:
    """Give what a valid form says, without answers to questions that its answers skip."""
    given = given_in(questions, form)
    return _form_of(
        questions,
        given,
        may_quote=bool(form[MAY_QUOTE].data),
        is_trapped=bool(form[TRAP].data),
    )


def _form_of(
    questions: Questions,
    given: Mapping[str, tuple[str, ...]],
    *,
    may_quote: bool,
    is_trapped: bool,
) -> FilledIn:
    kept = keep_asked(questions.questions, given)
    texts = {question.code for question in questions.questions if question.kind.is_text}
    return FilledIn(
        answers={code: answers for code, answers in kept.items() if code not in texts},
        comments={code: answers[0] for code, answers in kept.items() if code in texts},
        language=questions.language,
        may_quote=may_quote,
        is_hasty=is_trapped,
    )


@dataclass(frozen=True)
class _Plain:
    """What a browser sends of one question: one of these codes, or (None) words."""

    codes: frozenset[str] | None
    longest: int
    takes_several: bool


@cache
def _plain_questions(questions: Questions) -> Mapping[str, _Plain]:
    return {question.code: _plain(question) for question in questions.questions}


def _plain(question: Question) -> _Plain:
    codes = frozenset(option.code for option in question.options)
    if question.kind is Kind.NUMBER:
        codes = frozenset(map(str, range(question.minimum or 0, (question.maximum or 0) + 1)))
    return _Plain(
        None if question.kind.is_text else codes,
        _longest(question.kind),
        question.kind is Kind.MULTIPLE,
    )


def _longest(kind: Kind) -> int:
    return LONGEST_COMMENT if kind is Kind.COMMENT else LONGEST_SHORT_TEXT


def _codes(kind: Kind, data: Any) -> tuple[str, ...]:
    if data is None:
        return ()
    if kind.has_options:
        return tuple(dict.fromkeys(data))
    written = str(data).strip()
    return (written,) if written else ()


def _field(question: Question) -> Any:
    if question.kind.is_text:
        longest = _longest(question.kind)
        return TextAreaField(filters=[_tidy], validators=[Optional(), Length(max=longest)])
    if question.kind is Kind.NUMBER:
        return IntegerField(
            validators=[Optional(), NumberRange(min=question.minimum, max=question.maximum)]
        )
    codes = frozenset(option.code for option in question.options)
    return _PickSome(codes) if question.kind is Kind.MULTIPLE else _PickOne(codes)


class _PickSome(Field):  # type: ignore[misc]
    """The codes of the options picked. Our pages draw the options, so this only checks them."""

    def __init__(self, codes: frozenset[str], **kwargs: Any) -> None:
        super().__init__(default=(), **kwargs)
        self._codes = codes

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was picked."""
        self.data = [code for code in valuelist if code]

    def pre_validate(self, form: Form) -> None:
        """Refuse what was not offered."""
        if not self._codes.issuperset(self.data):
            raise ValidationError("not one of the options")


class _PickOne(_PickSome):
    """As many codes as one can pick of these: one, or none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the first that was picked."""
        super().process_formdata(valuelist[:1])


def _tidy(value: str | None) -> str:
    """Make line ends one character each and drop control characters (NUL and the like)."""
    lines = (value or "").replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", lines).strip()


def errors_by_item(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Give what is wrong with each item, by item code, in the form's order."""
    return {code: tuple(str(error) for error in errors) for code, errors in form.errors.items()}
