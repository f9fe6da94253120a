from datetime import timedelta

import pytest
from sqlalchemy import func, select

from surveys.campaigns import WaveKind, make_wave
from surveys.errors import InvalidWave
from surveys.responses import RESPONDENT_TABLES
from surveys.retention import KEEP_RESPONSES, close_wave, expire_responses, forget_tags
from tests.factories import a_link, a_wave, close, now, respond

A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def closed(session, wave_keys):
    """A closed wave with three answers and comments."""
    wave = a_wave(session, wave_keys)
    link = a_link(session, wave)
    for _ in range(3):
        respond(session, link, comments={"toelichting": "Fijn"})
    return close(session, wave_keys, wave)


def n_left(session):
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table))
        for table in RESPONDENT_TABLES
    }


def test_answers_and_comments_go_a_year_after_the_wave_closed(session, closed):
    gone = expire_responses(session, now=closed.closed_at + KEEP_RESPONSES + A_MOMENT)

    assert gone == [closed.id]
    assert set(n_left(session).values()) == {0}


def test_answers_stay_until_the_year_is_over(session, closed):
    gone = expire_responses(session, now=closed.closed_at + KEEP_RESPONSES)

    assert gone == []
    assert n_left(session)["response"] == 3


def test_answers_stay_while_a_later_wave_of_the_campaign_is_open(session, closed, wave_keys):
    make_wave(
        session, closed.campaign, closed.version, kind=WaveKind.FOLLOW_UP,
        opens_at=now(), closes_at=now() + timedelta(days=9), keys=wave_keys, now=now(),
    )  # fmt: skip

    assert expire_responses(session, now=closed.closed_at + 2 * KEEP_RESPONSES) == []


def test_the_answers_of_other_campaigns_stay(session, closed, wave_keys):
    other = a_link(session, a_wave(session, wave_keys))
    respond(session, other)

    expire_responses(session, now=closed.closed_at + KEEP_RESPONSES + A_MOMENT)

    assert {table: n for table, n in n_left(session).items() if n} == {"spent": 1, "inbox": 1}


def test_a_wave_that_never_opened_cannot_close(session, wave_keys):
    wave = a_wave(session, wave_keys, opens_at=now() + timedelta(days=1))

    with pytest.raises(InvalidWave):
        close_wave(wave, now=now())


def test_closing_twice_keeps_the_first_moment(session, closed):
    first = closed.closed_at

    close_wave(closed, now=first + timedelta(days=1))

    assert (closed.closed_at, closed.closes_at) == (first, first)


def test_an_open_wave_keeps_its_tags(session, wave_keys):
    wave = a_wave(session, wave_keys)

    with pytest.raises(InvalidWave):
        forget_tags(session, wave)


def test_the_tags_of_another_wave_stay(session, closed, wave_keys):
    other = a_link(session, a_wave(session, wave_keys))
    respond(session, other)

    forget_tags(session, closed)

    assert n_left(session)["spent"] == 1
