"""The kinds of item: what answers are valid, and what one respondent is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# What people write is cut here: long enough for a story, short enough for a moderator.
LONGEST_COMMENT = 2000
LONGEST_SHORT_TEXT = 200
# Where a form carries its own key, so that no item may be called this.
FORM_KEY = "key"


class RespondentGroup(StrEnum):
    """Who answers. Children (8–12) and youth (12–18+) are the two age bands of *jongeren*."""

    PARENT = "parent"
    CHILD = "child"
    YOUTH = "youth"
    TEACHER = "teacher"
    SUPPORTER = "supporter"


class Kind(StrEnum):
    """How an item is asked."""

    SCALE = "scale"
    YES_PARTLY_NO = "yes-partly-no"
    SINGLE = "single"
    MULTIPLE = "multiple"
    GRADE = "grade"
    LADDER = "ladder"
    NUMBER = "number"
    SHORT_TEXT = "short-text"
    COMMENT = "comment"

    @property
    def is_text(self) -> bool:
        """Tell whether people write: their words are kept apart from their answers."""
        return self in (Kind.SHORT_TEXT, Kind.COMMENT)

    @property
    def has_numbers(self) -> bool:
        """Tell whether the options are the numbers of `number_range`."""
        return self in (Kind.GRADE, Kind.LADDER)

    @property
    def has_options(self) -> bool:
        """Tell whether one picks from options."""
        return not self.is_text and self is not Kind.NUMBER


NUMBER_RANGES: Mapping[Kind, tuple[int, int]] = {Kind.GRADE: (1, 10), Kind.LADDER: (0, 10)}
# A 7 is the lowest grade that Dutch schools call "ruim voldoende".
FAVOURABLE_FROM = 7


@dataclass(frozen=True)
class Condition:
    """Ask an item only if an earlier one was answered with one of these codes."""

    item: str
    codes: frozenset[str]

    def holds(self, answers: Mapping[str, tuple[str, ...]]) -> bool:
        """Tell whether these answers lead to the item."""
        return not self.codes.isdisjoint(answers.get(self.item, ()))


@dataclass(frozen=True)
class Option:
    """One answer to pick, in one language. `missing` is "don't know" or "does not apply"."""

    code: str
    text: str
    value: float | None
    favourable: bool
    missing: bool


@dataclass(frozen=True)
class Question:
    """One item as one respondent group reads it in one language."""

    code: str
    kind: Kind
    text: str
    hint: str
    low: str
    high: str
    options: tuple[Option, ...]
    faces: bool
    minimum: int | None
    maximum: int | None
    condition: Condition | None
    # The digest of the item read out, where somebody recorded it.
    recording: str = ""


def keep_asked(
    questions: Iterable[Question], answers: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Give the answers to the questions that these answers lead to, in order.

    An answer to a question whose condition does not hold is dropped: it was given before an
    earlier answer changed.
    """
    kept: dict[str, tuple[str, ...]] = {}
    for question in questions:
        given = answers.get(question.code, ())
        if given and (question.condition is None or question.condition.holds(kept)):
            kept[question.code] = given
    return kept


def asked(
    questions: Sequence[Question], answers: Mapping[str, tuple[str, ...]]
) -> tuple[Question, ...]:
    """Give the questions that these answers lead to, in order."""
    kept = keep_asked(questions, answers)
    return tuple(
        question
        for question in questions
        if question.condition is None or question.condition.holds(kept)
    )


def skipped(
    questions: Sequence[Question], answers: Mapping[str, tuple[str, ...]]
) -> tuple[Question, ...]:
    """Give the questions that were asked and not answered, in order.

    Words are always extra: who has nothing to write has skipped nothing.
    """
    return tuple(
        question
        for question in asked(questions, answers)
        if not question.kind.is_text and not answers.get(question.code)
    )
