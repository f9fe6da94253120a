from datetime import date, timedelta

import pytest
from sqlalchemy import select

from analysis.comments import (
    Decision,
    ReviewedComment,
    decide,
    forget_words,
    load_waiting,
    raw_text,
)
from analysis.mending import start_draft
from analysis.preparation import prepare
from analysis.reopening import reopen
from feedback.work import embedder
from surveys.campaigns import get_wave
from surveys.responses import Comment
from surveys.retention import KEEP_COMMENTS
from tests.factories import a_link, a_wave, close, respond

TODAY = date(2027, 3, 3)
DAY = timedelta(days=1)


@pytest.fixture
def comment(session, wave_keys):
    """What somebody wrote, ready for a moderator."""
    wave = a_wave(session, wave_keys)
    words = "De hulp was fijn, vraag Fatima op 06-12345678 maar."
    respond(session, a_link(session, wave), {}, comments={"toelichting": words})
    prepare(session, close(session, wave_keys, wave), embedder())
    return session.scalars(select(ReviewedComment)).one()


def test_a_moderator_reads_a_comment_without_numbers(comment):
    assert "06-12345678" not in comment.text
    assert "De hulp was fijn" in comment.text


def test_preparing_again_adds_nothing(session, comment):
    assert prepare(session, get_wave(session, comment.wave_id), embedder()) == 0


def test_raw_words_go_thirty_days_after_the_decision(session, comment):
    decide(session, comment.id, Decision.RELEASED, text=comment.text, today=TODAY)

    assert forget_words(session, today=TODAY + KEEP_COMMENTS + DAY) == 1
    assert raw_text(session, comment.id) is None


def test_raw_words_stay_until_thirty_days_after_the_decision(session, comment):
    decide(session, comment.id, Decision.HELD, text=comment.text, today=TODAY)

    forget_words(session, today=TODAY + KEEP_COMMENTS)

    assert "Fatima" in raw_text(session, comment.id)


def test_raw_words_wait_for_a_decision_however_long_it_takes(session, comment):
    forget_words(session, today=TODAY + 100 * KEEP_COMMENTS)

    assert session.scalars(select(Comment.id)).all() == [comment.id]


def test_the_released_text_stays_when_the_raw_words_go(session, comment):
    decide(session, comment.id, Decision.RELEASED, text="De hulp was fijn.", today=TODAY)
    forget_words(session, today=TODAY + KEEP_COMMENTS + DAY)

    assert session.scalars(select(ReviewedComment.text)).all() == ["De hulp was fijn."]


def test_a_comment_that_was_decided_about_no_longer_waits(session, comment):
    decide(session, comment.id, Decision.HELD, text=comment.text, today=TODAY)

    assert load_waiting(session) == []


def test_a_moderator_can_see_what_each_placeholder_stands_for(session, comment):
    draft = start_draft(comment.text, raw_text(session, comment.id), comment.replaced)

    assert draft.was == ("Fatima", "06-12345678")


def test_where_names_stood_is_forgotten_with_the_decision(session, comment):
    decide(session, comment.id, Decision.HELD, text=comment.text, today=TODAY)

    assert comment.replaced is None


def test_a_comment_is_decided_about_once(session, comment):
    decide(session, comment.id, Decision.HELD, text=comment.text, today=TODAY)

    with pytest.raises(LookupError):
        decide(session, comment.id, Decision.RELEASED, text="Toch.", today=TODAY)
    assert comment.decision == Decision.HELD


def test_danger_in_a_sentence_in_another_language_is_seen(session, wave_keys):
    wave = a_wave(session, wave_keys)
    words = "Ik vind de school heel fijn en de juf is lief. My father beats me every day."
    respond(session, a_link(session, wave), {}, comments={"toelichting": words})

    prepare(session, close(session, wave_keys, wave), embedder())

    assert session.scalars(select(ReviewedComment)).one().care_signals == ["abuse"]


def test_what_was_held_back_is_read_by_nobody_after_thirty_days(session, comment):
    decide(session, comment.id, Decision.HELD, text="Iets geheims.", today=TODAY)
    forget_words(session, today=TODAY + KEEP_COMMENTS)
    assert session.scalars(select(ReviewedComment.text)).all() == ["Iets geheims."]

    forget_words(session, today=TODAY + KEEP_COMMENTS + DAY)

    assert session.scalars(select(ReviewedComment.text)).all() == [""]


def test_a_comment_that_waits_again_outlives_the_next_preparation(session, comment):
    decide(session, comment.id, Decision.RELEASED, text=comment.text, today=TODAY)
    forget_words(session, today=TODAY + KEEP_COMMENTS + DAY)
    reopen(session, comment.id)

    prepare(session, get_wave(session, comment.wave_id), embedder())

    assert [each.id for each in load_waiting(session)] == [comment.id]


def test_raw_words_are_kept_while_a_comment_waits_again(session, comment):
    decide(session, comment.id, Decision.RELEASED, text=comment.text, today=TODAY)
    reopen(session, comment.id)

    forget_words(session, today=TODAY + KEEP_COMMENTS + DAY)

    assert "Fatima" in raw_text(session, comment.id)
