from datetime import date

import pytest

from analysis.progress import load_progress, refresh
from surveys.items import RespondentGroup
from surveys.responses import mix
from tests.factories import a_link, a_school, a_wave, respond

TODAY, TOMORROW = date(2027, 3, 3), date(2027, 3, 4)


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


def answer(session, link, n):
    for _ in range(n):
        respond(session, link)


def counted(session, link, today=TODAY):
    refresh(session, link.wave_id, today=today)
    return [row.at_least for row in load_progress(session, link.wave_id)]


@pytest.mark.parametrize(
    ("n", "shown"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (10, 10), (14, 10)]
)
def test_participation_is_counted_down_to_a_multiple_of_five(session, link, n, shown):
    answer(session, link, n)

    assert counted(session, link) == [shown]


def test_answers_count_whether_they_wait_or_not(session, link):
    answer(session, link, 10)
    mix(session, link.wave_id)
    answer(session, link, 5)

    assert counted(session, link) == [15]


def test_who_answers_after_the_count_of_today_is_not_seen(session, link):
    counted(session, link)
    answer(session, link, 20)

    assert counted(session, link) == [0]


def test_who_answered_yesterday_is_seen_today(session, link):
    counted(session, link)
    answer(session, link, 20)

    assert counted(session, link, today=TOMORROW) == [20]


def test_every_school_and_group_is_counted_apart(session, link):
    a_link(session, link.wave, a_school(session, "Het Anker"))
    youth = a_link(session, link.wave, link.school, RespondentGroup.YOUTH)
    answer(session, link, 6)
    answer(session, youth, 11)

    assert counted(session, link) == [5, 10, 0]
