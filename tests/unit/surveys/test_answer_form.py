import pytest
from werkzeug.datastructures import MultiDict

from surveys.forms import answer_form, filled_in
from surveys.items import Kind, Option, Question
from surveys.questionnaires import Questions


def questions(kind: Kind) -> Questions:
    options = tuple(Option(code, code, None, False, False) for code in ("ja", "nee"))
    asked = Question("helpt", kind, "Helpt het?", "", "", "", options, False, None, None, None)
    return Questions("Hulp", "", "nl", True, (asked,))


def test_the_same_questions_have_one_form_class():
    asked = questions(Kind.SINGLE)

    assert answer_form(asked) is answer_form(asked)


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.MULTIPLE])
def test_an_answer_that_was_not_offered_is_refused(kind):
    form = answer_form(questions(kind))(MultiDict([("helpt", "misschien")]))

    assert not form.validate()
    assert "helpt" in form.errors


@pytest.mark.parametrize(("kind", "kept"), [(Kind.SINGLE, ("ja",)), (Kind.MULTIPLE, ("ja", "nee"))])
def test_of_two_answers_as_many_are_kept_as_one_may_pick(kind, kept):
    asked = questions(kind)
    form = answer_form(asked)(MultiDict([("helpt", "ja"), ("helpt", "nee"), ("helpt", "ja")]))

    assert form.validate()
    assert filled_in(asked, form).answers == {"helpt": kept}


@pytest.mark.parametrize("given", [[], [("helpt", "")]])
@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.MULTIPLE])
def test_a_question_may_be_skipped(kind, given):
    asked = questions(kind)
    form = answer_form(asked)(MultiDict(given))

    assert form.validate()
    assert filled_in(asked, form).answers == {}
