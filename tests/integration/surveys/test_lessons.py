from datetime import timedelta

import pytest

from surveys.errors import PinRefused
from surveys.lessons import LESSON, MOST_TRIES, Lesson, delete_ended, open_lesson, start_lesson
from tests.factories import a_link, a_school, a_wave, now

SECRET = "a secret that only tests may know"
WRONG = "wrong"


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


def start(session, link, **moment):
    return start_lesson(session, link, secret=SECRET, now=now() + timedelta(**moment))


def try_pin(session, link, pin, **moment):
    at = now() + timedelta(**moment)
    return open_lesson(session, link.code, pin, secret=SECRET, now=at)


def test_a_pin_of_six_digits_opens_its_lesson(session, link):
    lesson, pin = start(session, link)

    assert (len(pin), pin.isdigit()) == (6, True)
    assert try_pin(session, link, pin) is lesson


def test_a_pin_does_not_stand_in_the_database(session, link):
    lesson, pin = start(session, link)

    assert pin.encode() not in lesson.pin_tag
    with pytest.raises(PinRefused):
        open_lesson(session, link.code, pin, secret="another secret", now=now())


def test_two_classes_of_one_link_each_have_a_pin(session, link):
    lessons = [start(session, link) for _ in range(2)]

    assert [try_pin(session, link, pin) for _, pin in lessons] == [each for each, _ in lessons]


def test_a_pin_opens_no_lesson_of_another_link(session, link):
    _, pin = start(session, link)
    other = a_link(session, link.wave, a_school(session, "Het Anker"))

    with pytest.raises(PinRefused):
        try_pin(session, other, pin)


def test_a_pin_opens_nothing_after_the_lesson(session, link):
    _, pin = start(session, link, seconds=-LESSON.total_seconds() - 1)

    with pytest.raises(PinRefused):
        try_pin(session, link, pin)


def test_after_too_many_tries_the_right_pin_is_refused_too(session, link):
    _, pin = start(session, link)
    for _ in range(MOST_TRIES):
        with pytest.raises(PinRefused):
            try_pin(session, link, WRONG)

    with pytest.raises(PinRefused):
        try_pin(session, link, pin)


def test_a_right_pin_starts_the_count_anew(session, link):
    _, pin = start(session, link)
    for guess in [WRONG] * (MOST_TRIES - 1) + [pin] + [WRONG] * (MOST_TRIES - 1):
        if guess == WRONG:
            with pytest.raises(PinRefused):
                try_pin(session, link, guess)
        else:
            try_pin(session, link, guess)

    assert try_pin(session, link, pin)


def test_only_lessons_that_are_over_are_deleted(session, link):
    start(session, link, hours=-2)
    lesson, _ = start(session, link)

    delete_ended(session, now=now())

    assert session.query(Lesson).all() == [lesson]
