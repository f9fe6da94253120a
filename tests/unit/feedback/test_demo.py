from itertools import chain
from random import Random

import pytest

from analysis.care_signals import find_signals
from feedback.demo.answers import LANGUAGES, Climate, count_people, draw_answers
from feedback.demo.writing import ITEMS, Writing
from surveys.items import Condition, Kind, Option, Question, RespondentGroup
from surveys.organisations import School, SchoolEducationType

PARTS = Writing.load().parts
SCHOOL = School(id=1, name="De Brug", n_pupils=400)
CLIMATE = Climate(level={1: 0.0}, readiness={1: 1.0})


def sentences_of(part, language):
    sentences = chain.from_iterable(part[language].values())
    return [each.format(child="mijn zoon", time="een half jaar") for each in sentences]


def a_question(code, kind, *options, condition=None):
    return Question(
        code=code, kind=kind, text=code, hint="", low="", high="", options=options, faces=False,
        minimum=None, maximum=None, condition=condition,
    )  # fmt: skip


def an_option(code, value=None):
    return Option(code=code, text=code, value=value, favourable=False, missing=False)


HELP = a_question("hulp", Kind.SINGLE, an_option("yes"), an_option("no"))
SOON = a_question(
    "snel",
    Kind.SCALE,
    *(an_option(str(value), value) for value in (5, 4, 3, 2, 1)),
    condition=Condition("hulp", frozenset({"yes"})),
)
GRADE = a_question("cijfer-nut", Kind.GRADE)


def many_answers(questions, *, level=0.0, n=300):
    climate = Climate(level={1: level}, readiness={1: 1.0})
    dice = Random(1)
    return [
        draw_answers(questions, SCHOOL, RespondentGroup.PARENT, climate, dice) for _ in range(n)
    ]


@pytest.mark.parametrize("theme", PARTS["theme"].values(), ids=list(PARTS["theme"]))
def test_a_theme_has_enough_to_say_in_every_language(theme):
    assert len(sentences_of(theme, "nl")) >= 12
    assert all(len(sentences_of(theme, language)) >= 6 for language in LANGUAGES)


@pytest.mark.parametrize("theme", PARTS["theme"].values(), ids=list(PARTS["theme"]))
def test_a_theme_does_not_alarm_the_moderator(theme):
    for language in LANGUAGES:
        for sentence in sentences_of(theme, language):
            assert not find_signals(sentence, language), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_worries_alarms_the_moderator(language):
    for sentence in sentences_of(PARTS["worrying"], language):
        assert find_signals(sentence, language), sentence


@pytest.mark.parametrize("item", ITEMS)
def test_children_have_something_to_write_in_every_language(item):
    for language in LANGUAGES:
        themes = [theme for theme in PARTS["theme"].values() if theme["question"] == item]
        assert any("child" in theme[language] for theme in themes)


def test_the_same_dice_write_the_same_comments():
    def write():
        dice = Random(7)
        return [Writing.load().comments(RespondentGroup.PARENT, "tr", dice) for _ in range(50)]

    assert write() == write()


def test_most_people_write_nothing():
    dice, writing = Random(7), Writing.load()

    written = [writing.comments(RespondentGroup.PARENT, "nl", dice) for _ in range(200)]

    assert 20 < sum(map(bool, written)) < 80


def test_a_question_that_earlier_answers_do_not_lead_to_stays_open():
    answers = many_answers([HELP, SOON])

    assert any("snel" in each for each in answers)
    assert all(each.get("hulp") == ("yes",) for each in answers if "snel" in each)


def test_people_use_the_whole_scale():
    given = {each["snel"] for each in many_answers([HELP, SOON]) if "snel" in each}

    assert given == {("1",), ("2",), ("3",), ("4",), ("5",)}


def test_a_school_where_help_goes_well_gets_higher_grades():
    def mean(answers):
        grades = [int(each["cijfer-nut"][0]) for each in answers if each]
        return sum(grades) / len(grades)

    assert mean(many_answers([GRADE], level=1.0)) > mean(many_answers([GRADE], level=-1.0)) + 1


def test_special_schools_have_more_pupils_with_help():
    special = School(id=1, n_pupils=90, education_types=[SchoolEducationType(education_type="SO")])
    dice = Random(1)

    with_help = [
        draw_answers([HELP], special, RespondentGroup.PARENT, CLIMATE, dice) == {"hulp": ("yes",)}
        for _ in range(300)
    ]

    ordinary = [each == {"hulp": ("yes",)} for each in many_answers([HELP])]
    assert sum(with_help) > 2 * sum(ordinary)


def test_now_and_then_nobody_of_a_school_answers():
    dice = Random(1)

    counts = [count_people(SCHOOL, RespondentGroup.PARENT, CLIMATE, dice) for _ in range(200)]

    assert 0 < counts.count(0) < 30


def test_a_year_on_schools_in_a_pilot_gained_most():
    before = Climate(level=dict.fromkeys(range(40), 0.0), readiness={})

    after = before.after_a_year(set(range(20)), Random(1)).level

    assert sum(after[school] for school in range(20)) > sum(after[s] for s in range(20, 40)) + 2
