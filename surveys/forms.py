"""The form that a respondent fills in: one WTForms class per version, group and language."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from unicodedata import category

from wtforms import BooleanField, Field, Form, IntegerField, TextAreaField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from surveys.items import (
    LONGEST_COMMENT,
    LONGEST_SHORT_TEXT,
    Kind,
    Question,
    keep_asked,
)
from surveys.questionnaires import Questions
from surveys.responses import Form as FilledIn

# Beside the items: the consent to be quoted. No item code has an underscore.
MAY_QUOTE = "may_quote"


@cache
def answer_form(questions: Questions) -> type[Form]:
    """Give the form class for these questions, made once. No question has to be answered."""
    fields: dict[str, Any] = {question.code: _field(question) for question in questions.questions}
    fields[MAY_QUOTE] = BooleanField()
    return type("AnswerForm", (Form,), fields)


def given_in(questions: Questions, form: Form) -> dict[str, tuple[str, ...]]:
    """Give all answers in a valid form, by item code: option codes, a number, or words."""
    given = {
        question.code: _codes(question.kind, form[question.code].data)
        for question in questions.questions
    }
    return {code: codes for code, codes in given.items() if codes}


def filled_in(questions: Questions, form: Form) -> FilledIn:
    """Give what a valid form says, without answers to questions that its answers skip."""
    kept = keep_asked(questions.questions, given_in(questions, form))
    texts = {question.code for question in questions.questions if question.kind.is_text}
    return FilledIn(
        answers={code: answers for code, answers in kept.items() if code not in texts},
        comments={code: answers[0] for code, answers in kept.items() if code in texts},
        language=questions.language,
        may_quote=bool(form[MAY_QUOTE].data),
    )


def _codes(kind: Kind, data: Any) -> tuple[str, ...]:
    if data is None:
        return ()
    if kind.has_options:
        return tuple(dict.fromkeys(data))
    written = str(data).strip()
    return (written,) if written else ()


def _field(question: Question) -> Any:
    if question.kind.is_text:
        longest = LONGEST_COMMENT if question.kind is Kind.COMMENT else LONGEST_SHORT_TEXT
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


def _tidy(value: str | None) -> str | None:
    """Make line ends one character each and drop control characters (NUL and the like)."""
    if value is None:
        return None
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or category(c) not in ("Cc", "Cs")).strip()


def errors_by_item(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Give what is wrong with each item, by item code, in the form's order."""
    return {code: tuple(str(error) for error in errors) for code, errors in form.errors.items()}
