from datetime import date

import pytest

from analysis.progress import Participation, find_behind, load_progress, refresh, share_of
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


@pytest.mark.parametrize(
    ("at_least", "headcount", "share"),
    [(0, 100, None), (5, None, None), (5, 100, 5), (10, 103, 5), (45, 60, 75), (70, 60, 100)],
)
def test_a_share_is_told_down_to_a_multiple_of_five_percent(at_least, headcount, share):
    assert share_of(at_least, headcount) == share


def rows_of(*at_least, group="parent"):
    return [
        Participation(school_id=number, respondent_group=group, at_least=n)
        for number, n in enumerate(at_least)
    ]


def test_who_has_less_than_half_of_what_is_usual_is_behind():
    headcounts = {(number, "parent"): 100 for number in range(4)}

    assert find_behind(rows_of(40, 45, 50, 15), headcounts) == {(3, "parent")}


def test_who_has_fewer_than_five_is_behind_whatever_is_known():
    assert find_behind(rows_of(0, 5), {}) == {(0, "parent")}


def test_groups_are_compared_with_their_own_kind():
    rows = [*rows_of(40, 40), *rows_of(10, 10, group="teacher")]
    headcounts = {(number, group): 100 for number in range(2) for group in ("parent", "teacher")}

    assert find_behind(rows, headcounts) == set()
