from surveys.items import Condition, Kind, Question, keep_asked


def a_question(code, condition=None):
    return Question(code, Kind.SINGLE, "", "", "", "", (), False, None, None, condition)


def given_yes_to(item):
    return Condition(item, frozenset({"yes"}))


QUESTIONS = [
    a_question("hulp"),
    a_question("soort", given_yes_to("hulp")),
    a_question("genoeg", given_yes_to("soort")),
]


def test_an_answer_to_a_question_that_is_always_asked_is_kept():
    assert keep_asked(QUESTIONS, {"hulp": ("no",)}) == {"hulp": ("no",)}


def test_an_answer_is_kept_where_the_earlier_answer_leads_to_it():
    answers = {"hulp": ("yes",), "soort": ("wijkteam",)}

    assert keep_asked(QUESTIONS, answers) == answers


def test_one_of_several_earlier_answers_is_enough():
    answers = {"hulp": ("no", "yes"), "soort": ("wijkteam",)}

    assert keep_asked(QUESTIONS, answers) == answers


def test_an_answer_is_dropped_where_the_earlier_question_was_skipped():
    assert keep_asked(QUESTIONS, {"soort": ("wijkteam",)}) == {}


def test_what_follows_from_a_dropped_answer_is_dropped_too():
    answers = {"hulp": ("no",), "soort": ("yes",), "genoeg": ("yes",)}

    assert keep_asked(QUESTIONS, answers) == {"hulp": ("no",)}


def test_an_answer_to_a_question_that_was_not_asked_is_dropped():
    assert keep_asked(QUESTIONS, {"geheim": ("yes",)}) == {}


def test_answers_come_in_the_order_of_the_questions():
    answers = {"soort": ("yes",), "hulp": ("yes",)}

    assert list(keep_asked(QUESTIONS, answers)) == ["hulp", "soort"]
