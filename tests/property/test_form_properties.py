"""Whatever a browser, a robot or an attacker sends, only answers that were asked come in."""

import json
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

import surveys
from surveys.definitions import store_definition
from surveys.forms import MAY_QUOTE, answer_form, filled_in, read_plain_form
from surveys.items import LONGEST_COMMENT, Kind, RespondentGroup
from surveys.questionnaires import load_questions
from tests import databases
from tests.factories import QUESTIONNAIRE

# Without the shortest, whose drawing Hypothesis 6.170 takes for flaky; the others have its kinds.
CATALOGUE = sorted((Path(surveys.__file__).parent / "catalogue").glob("[!k]*.toml"))

junk = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", " ", "0", "-1", "99999999999999999999", "1e3", "٣", "yes\x00", "\ud800"]),
)
thorough = settings(max_examples=200)


@pytest.fixture(scope="module")
def shipped(sqlite_template, tmp_path_factory):
    """The questions of every shipped definition, as each group reads them in each language."""
    url = databases.copy_sqlite(sqlite_template, tmp_path_factory.mktemp("forms") / "forms.db")
    engine = databases.open_engine(url)
    with Session(engine) as session:
        texts = [QUESTIONNAIRE, *(file.read_text(encoding="utf-8") for file in CATALOGUE)]
        versions = [store_definition(session, text) for text in texts]
        yield [
            load_questions(session, version, RespondentGroup(group), language)
            for version in versions
            for group in version.groups
            for language in version.languages
        ]
    engine.dispose()


def anything(data, questions):
    """Draw a form as anybody could send it."""
    sent = MultiDict()
    for question in questions.questions:
        codes = [option.code for option in question.options]
        values = st.one_of(junk, st.sampled_from(codes)) if codes else junk
        for value in data.draw(st.lists(values, max_size=3), label=question.code):
            sent.add(question.code, value)
    for name in data.draw(st.lists(st.sampled_from(["id", "wave_id", MAY_QUOTE, "csrf_token"]))):
        sent.add(name, data.draw(junk))
    return sent


def whole(data, questions):
    """Draw a form in which every question is answered, also those that may stay hidden."""
    sent = MultiDict()
    for question in questions.questions:
        codes = [option.code for option in question.options]
        numbers = st.integers(question.minimum or 0, question.maximum or 0).map(str)
        is_number = question.kind is Kind.NUMBER
        words = st.text(max_size=30)
        one = numbers if is_number else st.sampled_from(codes) if codes else words
        several = question.kind is Kind.MULTIPLE
        for value in data.draw(st.lists(one, min_size=1, max_size=3 if several else 1)):
            sent.add(question.code, value)
    return sent


def sensible(data, questions):
    """Draw a form as somebody who reads would fill it in."""
    sent = MultiDict()
    for question in questions.questions:
        codes = [option.code for option in question.options]
        most = len(codes) if question.kind is Kind.MULTIPLE else 1
        chosen = st.lists(st.sampled_from(codes or ["Fijn"]), max_size=most, unique=True)
        for code in data.draw(chosen, label=question.code):
            sent.add(question.code, code)
    return sent


@thorough
@given(st.data())
def test_no_form_brings_in_an_answer_that_was_not_asked(shipped, data):
    questions = data.draw(st.sampled_from(shipped))
    form = answer_form(questions)(anything(data, questions))
    if not form.validate():
        return

    said = filled_in(questions, form)

    options = {q.code: {option.code for option in q.options} for q in questions.questions}
    assert all(set(codes) <= options[item] for item, codes in said.answers.items())
    one_only = {q.code for q in questions.questions if q.kind is not Kind.MULTIPLE}
    assert all(len(codes) == 1 for item, codes in said.answers.items() if item in one_only)
    assert all(len(codes) == len(set(codes)) for codes in said.answers.values())


@thorough
@given(st.data())
def test_no_form_brings_in_words_that_cannot_be_kept(shipped, data):
    questions = data.draw(st.sampled_from(shipped))
    form = answer_form(questions)(anything(data, questions))
    if not form.validate():
        return

    said = filled_in(questions, form)

    texts = {question.code for question in questions.questions if question.kind.is_text}
    assert said.comments.keys() <= texts
    for words in said.comments.values():
        assert 0 < len(words) <= LONGEST_COMMENT
        assert all(c in "\n\t" or category(c) not in ("Cc", "Cs") for c in words)
        json.dumps(words, ensure_ascii=False).encode()


@thorough
@given(st.data())
def test_an_answer_to_what_earlier_answers_skip_is_dropped_and_every_other_one_kept(shipped, data):
    questions = data.draw(st.sampled_from(shipped))
    sent = sensible(data, questions)
    form = answer_form(questions)(sent)
    assert form.validate(), form.errors

    said = filled_in(questions, form)

    kept = {**said.answers, **said.comments}
    for question in questions.questions:
        condition = question.condition
        is_asked = condition is None or not condition.codes.isdisjoint(kept.get(condition.item, ()))
        assert (question.code in kept) == (is_asked and question.code in sent)


@pytest.mark.parametrize("draw", [anything, sensible, whole])
@thorough
@given(st.data())
def test_a_form_that_is_read_in_passing_says_what_the_whole_check_finds(shipped, draw, data):
    questions = data.draw(st.sampled_from(shipped))
    sent = MultiDict([*draw(data, questions).items(multi=True), ("key", "x")])

    read = read_plain_form(questions, sent.items(multi=True))

    if read is not None:
        form = answer_form(questions)(sent)
        assert form.validate()
        assert read == (filled_in(questions, form), "x")


@thorough
@given(st.data())
def test_a_form_in_which_nothing_was_skipped_is_read_in_passing(shipped, data):
    questions = data.draw(st.sampled_from(shipped))

    assert read_plain_form(questions, whole(data, questions).items(multi=True)) is not None
