from datetime import date

import pytest
from sqlalchemy import select

from analysis.comments import (
    CommentTranslation,
    Decision,
    ReviewedComment,
    decide,
    load_translations,
)
from analysis.preparation import prepare
from analysis.themes import forget_comments
from analysis.translating import find_untranslated, keep_translation, to_dutch
from feedback.work import embedder
from surveys.responses import Comment
from tests.factories import a_link, a_reviewed_comment, a_wave

TODAY = date(2027, 3, 3)


class Words:
    """Stands in for a translator: word by word, and a model per language."""

    def __init__(self, models=("tr", "en"), edition="1", **words):
        self.models, self.edition, self.words = models, edition, words

    def model_of(self, language):
        return f"words {language} {self.edition}" if language in self.models else None

    def translate(self, text, language):
        if language not in self.models:
            return None
        return " ".join(self.words.get(word, word) for word in text.split())


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


def a_comment(session, link, text="Help is near us", language="en", **facts):
    comment = a_reviewed_comment(session, link, text, **facts)
    comment.language = language
    session.flush()
    return comment


def translate(session, translator):
    todo = find_untranslated(session, translator, most=100)
    for each in todo:
        keep_translation(session, each, to_dutch(translator, each.text, each.language))
    return len(todo)


def texts(session):
    return session.scalars(select(CommentTranslation.text)).all()


@pytest.mark.parametrize("decision", [Decision.WAITING, Decision.RELEASED])
def test_a_comment_in_another_language_is_translated_once(session, link, decision):
    comment = a_comment(session, link, decision=decision)
    words = Words(Help="Hulp", near="dichtbij", us="ons")

    assert translate(session, words) == 1
    assert translate(session, words) == 0
    assert load_translations(session, [comment.id]) == {comment.id: "Hulp is dichtbij ons"}
    assert comment.text == "Help is near us"


@pytest.mark.parametrize(
    ("language", "decision"),
    [
        ("nl", Decision.WAITING),
        ("und", Decision.WAITING),
        ("uk", Decision.WAITING),
        ("en", Decision.HELD),
    ],
)
def test_other_comments_are_left_alone(session, link, language, decision):
    a_comment(session, link, language=language, decision=decision)

    assert translate(session, Words()) == 0


def test_a_cry_of_two_words_is_translated_too(session, link):
    a_comment(session, link, "Help me").is_empty = True
    session.flush()

    assert translate(session, Words()) == 1


def test_a_newer_model_translates_anew(session, link):
    a_comment(session, link, "Help")
    translate(session, Words(Help="Bijstand"))

    assert translate(session, Words(Help="Hulp", edition="2")) == 1
    assert texts(session) == ["Hulp"]


def test_those_that_wait_come_first_and_not_all_at_once(session, link):
    for decision in (Decision.RELEASED, Decision.WAITING, Decision.RELEASED):
        a_comment(session, link, decision=decision)

    [first, _second] = find_untranslated(session, Words(), most=2)

    assert session.get(ReviewedComment, first.comment_id).decision == "waiting"


def test_what_the_translator_makes_is_redacted_again(session, link):
    a_comment(session, link, "Teacher Rose helped us")
    translate(session, Words(Teacher="Juf", Rose="Roos", helped="hielp", us="ons"))

    assert texts(session) == ["Juf [naam] hielp ons"]


def test_placeholders_stay_as_they_are(session, link):
    a_comment(session, link, "Thank [naam] from [school], please!")
    translate(session, Words(**{"Thank": "Bedank", "[naam]": "[name]", "from": "van"}))

    assert texts(session) == ["Bedank [naam] van [school], please!"]


def test_a_text_that_was_released_with_changes_is_translated_again(session, link):
    comment = a_comment(session, link, "Help from Rose")
    translate(session, Words(Help="Hulp"))

    decide(session, comment.id, Decision.RELEASED, text="Help from [naam]", today=TODAY)

    assert texts(session) == []
    translate(session, Words(Help="Hulp"))
    assert texts(session) == ["Hulp from [naam]"]


def test_a_text_that_was_released_as_it_was_keeps_its_translation(session, link):
    comment = a_comment(session, link)
    translate(session, Words())

    decide(session, comment.id, Decision.RELEASED, text=f" {comment.text}\n", today=TODAY)

    assert len(texts(session)) == 1


def test_the_translation_of_a_comment_that_is_held_back_goes(session, link):
    comment = a_comment(session, link)
    translate(session, Words())

    decide(session, comment.id, Decision.HELD, text=comment.text, today=TODAY)

    assert texts(session) == []


@pytest.mark.parametrize("change", ["text", "held", "withdrawn"])
def test_what_changed_meanwhile_gets_no_translation(session, link, change):
    comment = a_comment(session, link)
    [todo] = find_untranslated(session, Words(), most=1)
    match change:
        case "text":
            comment.text = "Otherwise"
        case "held":
            decide(session, comment.id, Decision.HELD, text=comment.text, today=TODAY)
        case "withdrawn":
            forget_comments(session, [comment.id])
    session.flush()

    assert not keep_translation(session, todo, "Hulp")
    assert texts(session) == []


def test_what_is_withdrawn_goes_with_its_translation(session, link):
    comment, other = a_comment(session, link), a_comment(session, link, "Other words here")
    translate(session, Words())

    forget_comments(session, [comment.id])

    assert session.scalars(select(CommentTranslation.comment_id)).all() == [other.id]


def test_what_is_withdrawn_while_it_waits_goes_with_its_translation(session, link):
    comment = a_comment(session, link)
    comment.replaced = []
    translate(session, Words())
    assert session.get(Comment, comment.id) is None

    prepare(session, link.wave, embedder())

    assert texts(session) == []
