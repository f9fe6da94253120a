from datetime import UTC, datetime, timedelta

from feedback.security import Attempts

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)


def an_attempts():
    return Attempts(most=3, within=timedelta(minutes=10))


def test_attempts_are_allowed_up_to_the_limit():
    attempts = an_attempts()

    assert [attempts.add("noor", now=NOW) for _ in range(4)] == [True, True, True, False]


def test_attempts_of_another_do_not_count():
    attempts = an_attempts()
    for _ in range(3):
        attempts.add("noor", now=NOW)

    assert attempts.add("bo", now=NOW)


def test_attempts_are_allowed_again_after_a_while():
    attempts = an_attempts()
    for _ in range(4):
        attempts.add("noor", now=NOW)

    assert attempts.add("noor", now=NOW + timedelta(minutes=11))


def test_attempts_spread_in_time_do_not_add_up():
    attempts = an_attempts()

    moments = [NOW + timedelta(minutes=6 * step) for step in range(10)]

    assert all(attempts.add("noor", now=moment) for moment in moments)


def test_attempts_that_turned_out_well_are_forgotten():
    attempts = an_attempts()
    for _ in range(3):
        attempts.add("noor", now=NOW)

    attempts.forget("noor")

    assert attempts.add("noor", now=NOW)
