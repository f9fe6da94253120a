import pytest
from werkzeug.datastructures import MultiDict

from surveys.forms import MAY_QUOTE, answer_form, errors_by_item, filled_in
from surveys.items import LONGEST_COMMENT, LONGEST_SHORT_TEXT, Kind, Option, Question
from surveys.questionnaires import Questions


def a_question(code, kind, codes=(), minimum=None, maximum=None):
    options = tuple(Option(each, each, None, False, False) for each in codes)
    return Question(code, kind, "", "", "", "", options, False, minimum, maximum, None)


QUESTIONS = Questions(
    title="", introduction="", language="tr", is_checked=True,
    questions=(
        a_question("hulp", Kind.SINGLE, ["yes", "no"]),
        a_question("wie", Kind.MULTIPLE, ["leraar", "wijkteam"]),
        a_question("uren", Kind.NUMBER, minimum=0, maximum=40),
        a_question("functie", Kind.SHORT_TEXT),
        a_question("toelichting", Kind.COMMENT),
    ),
)  # fmt: skip


def a_form(*sent):
    return answer_form(QUESTIONS)(MultiDict(sent))


def said(*sent):
    form = a_form(*sent)
    assert form.validate()
    return filled_in(QUESTIONS, form)


def test_nothing_has_to_be_answered():
    assert (said().answers, said().comments, said().may_quote) == ({}, {}, False)


def test_a_choice_and_a_number_are_answers():
    assert said(("hulp", "yes"), ("uren", "12")).answers == {"hulp": ("yes",), "uren": ("12",)}


def test_one_number_written_in_two_ways_is_one_answer():
    assert said(("uren", " 07 ")).answers == {"uren": ("7",)}


def test_several_options_are_kept_once_each():
    sent = [("wie", "wijkteam"), ("wie", "leraar"), ("wie", "wijkteam")]

    assert said(*sent).answers == {"wie": ("wijkteam", "leraar")}


def test_words_are_kept_apart_from_answers():
    form = said(("hulp", "no"), ("toelichting", "Het duurt lang."))

    assert form.answers == {"hulp": ("no",)}
    assert form.comments == {"toelichting": "Het duurt lang."}


def test_the_form_says_in_which_language_it_was_read():
    assert said().language == "tr"


def test_who_may_be_quoted_says_so():
    assert said((MAY_QUOTE, "1")).may_quote


def test_words_lose_the_signs_that_nobody_can_see():
    form = said(("toelichting", " Een\r\ntwee\x00\x1b[31m\ud800 "))

    assert form.comments == {"toelichting": "Een\ntwee[31m"}


def test_only_spaces_are_no_words():
    assert said(("toelichting", " \r\n ")).comments == {}


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("hulp", "misschien"),
        ("wie", "niemand"),
        ("uren", "41"),
        ("uren", "-1"),
        ("uren", "veel"),
        ("functie", "x" * (LONGEST_SHORT_TEXT + 1)),
        ("toelichting", "x" * (LONGEST_COMMENT + 1)),
    ],
)
def test_what_the_question_does_not_allow_is_refused(item, value):
    form = a_form((item, value))

    assert not form.validate()
    assert list(errors_by_item(form)) == [item]
