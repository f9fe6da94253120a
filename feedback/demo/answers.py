"""Who answers in the demo, and what: a simple model of schools, groups and people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from surveys.items import Kind, Question, RespondentGroup, keep_asked
from surveys.organisations import MIXED_TYPES, School

Group = RespondentGroup

_TURNOUT: Mapping[Group, Callable[[int], float]] = {
    Group.PARENT: lambda n_pupils: 0.085 * n_pupils,
    Group.CHILD: lambda n_pupils: 0.2 * n_pupils,
    Group.YOUTH: lambda n_pupils: 0.1 * n_pupils,
    Group.TEACHER: lambda n_pupils: 1 + 0.024 * n_pupils,
    Group.SUPPORTER: lambda n_pupils: 1 + 0.007 * n_pupils,
}
_TURNOUT_SPREAD = 0.45
_SILENT = 0.05
_SKIPPED, _DOES_NOT_APPLY = 0.03, 0.05
_BETWEEN_SCHOOLS, _BETWEEN_PEOPLE, _BETWEEN_ITEMS = 0.3, 0.7, 0.6
_PILOT_GAIN = 0.35

# How content a group is, and how far an item lies above or below the others: on one scale, where
# 0 is the middle and 1 is a person in six.
_OF_GROUP = {
    Group.PARENT: 0.3,
    Group.CHILD: 0.7,
    Group.YOUTH: 0.15,
    Group.TEACHER: 0.05,
    Group.SUPPORTER: 0.2,
}
_OF_ITEM = {
    "dichtbij": 0.35,
    "dagen-gemist": 0.5,
    "snel": -0.45,
    "samenwerken": -0.1,
    "een-plan": -0.2,
}

_MIDDLE_GRADE, _GRADES_PER_STEP = 6.5, 1.2
_SPECIAL_TYPES = MIXED_TYPES | {"SBAO", "VSO", "PRO"}
# Shares of the answers to "hulp", by who answers and whether the school is a special one.
_HELP = ("yes", "no", "needed", "na")
_HELP_SHARES: Mapping[tuple[bool, bool], Sequence[float]] = {
    (False, False): (0.3, 0.5, 0.13, 0.07),
    (False, True): (0.78, 0.07, 0.11, 0.04),
    (True, False): (0.76, 0.06, 0.14, 0.04),
    (True, True): (0.93, 0.01, 0.05, 0.01),
}
_SHARES_OF_LANGUAGES: Mapping[bool, Mapping[str, float]] = {
    False: {"nl": 0.74, "en": 0.08, "tr": 0.1, "ar": 0.08},
    True: {"nl": 0.97, "en": 0.03, "tr": 0, "ar": 0},
}
LANGUAGES = tuple(_SHARES_OF_LANGUAGES[False])


@dataclass(frozen=True)
class Climate:
    """How well help goes at each school (by id), and how readily people there answer."""

    level: Mapping[int, float]
    readiness: Mapping[int, float]

    @classmethod
    def draw(cls, schools: Sequence[School], dice: Random) -> "Climate":
        """Draw schools that differ, most of them a little."""
        return cls(
            {school.id: dice.gauss(0, _BETWEEN_SCHOOLS) for school in schools},
            {school.id: exp(dice.gauss(0, _TURNOUT_SPREAD)) for school in schools},
        )

    def after_a_year(self, in_pilots: set[int], dice: Random) -> "Climate":
        """Give the climate a year on: schools in a pilot gained something, the rest hardly."""
        level = {
            school_id: before + dice.gauss(_PILOT_GAIN if school_id in in_pilots else 0, 0.1)
            for school_id, before in self.level.items()
        }
        return Climate(level, self.readiness)


def count_people(school: School, group: Group, climate: Climate, dice: Random) -> int:
    """Give how many of a school's group answer; now and then nobody does."""
    if dice.random() < _SILENT:
        return 0
    expected = _TURNOUT[group](school.n_pupils or 0) * climate.readiness[school.id]
    return max(0, round(dice.gauss(expected, 0.25 * expected)))


def choose_language(group: Group, dice: Random) -> str:
    """Give the language in which somebody reads the questions."""
    shares = _SHARES_OF_LANGUAGES[_is_professional(group)]
    return dice.choices(list(shares), list(shares.values()))[0]


def draw_answers(
    questions: Sequence[Question], school: School, group: Group, climate: Climate, dice: Random
) -> dict[str, tuple[str, ...]]:
    """Give what one person answers to the questions that their answers lead to."""
    person = dice.gauss(_OF_GROUP[group] + climate.level[school.id], _BETWEEN_PEOPLE)
    answers: dict[str, tuple[str, ...]] = {}
    for question in questions:
        if question.kind.is_text or dice.random() < _SKIPPED:
            continue
        opinion = dice.gauss(person + _OF_ITEM.get(question.code, 0), _BETWEEN_ITEMS)
        if question.code == "hulp":
            shares = _HELP_SHARES[_is_professional(group), _is_special(school)]
            answers["hulp"] = tuple(dice.choices(_HELP, shares))
        else:
            answers[question.code] = (_pick(question, opinion, dice),)
    return keep_asked(questions, answers)


def _pick(question: Question, opinion: float, dice: Random) -> str:
    missing = [option.code for option in question.options if option.missing]
    if missing and dice.random() < _DOES_NOT_APPLY:
        return missing[0]
    if question.kind is Kind.GRADE:
        return str(min(10, max(1, round(_MIDDLE_GRADE + _GRADES_PER_STEP * opinion))))
    if question.code == "hoeveel":
        return "enough" if opinion > 0 else dice.choices(("too-little", "too-much"), (6, 1))[0]
    given = [option for option in question.options if not option.missing]
    # Options without a value are listed from good to bad.
    from_low_to_high = sorted(given, key=lambda option: (option.value or 0, -given.index(option)))
    highest = len(given) - 1
    # So that all options of a short scale are used, and the ends of a long one not too much.
    height = round(highest / 2 + (0.1 + 0.25 * highest) * opinion)
    return from_low_to_high[min(highest, max(0, height))].code


def _is_professional(group: Group) -> bool:
    return group in (Group.TEACHER, Group.SUPPORTER)


def _is_special(school: School) -> bool:
    return not _SPECIAL_TYPES.isdisjoint(row.education_type for row in school.education_types)
