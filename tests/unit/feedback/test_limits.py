import pytest

from feedback.answering.limits import HOUR_SECONDS, AddressKeys, Limits, address_of

SCHOOL, HOME = "203.0.113.73", "198.51.100.4"


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limits(clock):
    return Limits(clock)


def n_let_in(limits, clock, *, n, seconds, link="7KQ2M9XP", address=SCHOOL) -> int:
    """Send n forms at even distances; gives how many were let in."""
    let_in = 0
    for _ in range(n):
        let_in += limits.wait(link, address) == 0
        clock.seconds += seconds / n
    return let_in


def test_a_class_behind_one_address_never_waits(limits, clock):
    assert n_let_in(limits, clock, n=30, seconds=300) == 30


def test_a_class_that_sends_at_one_moment_never_waits(limits, clock):
    assert n_let_in(limits, clock, n=60, seconds=0) == 60


def test_a_school_behind_one_address_never_waits(limits, clock):
    assert n_let_in(limits, clock, n=900, seconds=45 * 60) == 900


def test_a_robot_is_held_at_the_pace_while_a_class_on_another_link_goes_on(limits, clock):
    by_robot, by_class = 0, 0
    for second in range(600):
        by_robot += sum(limits.wait("7KQ2M9XP", HOME) == 0 for _ in range(20))
        if second % 20 == 0:
            by_class += limits.wait("9XPAB7KQ", SCHOOL) == 0
        clock.seconds += 1

    assert by_robot == pytest.approx(60 + 40 * 10, abs=2)
    assert by_class == 30


def test_many_robots_at_one_link_are_held_at_the_pace_of_a_link(limits, clock):
    let_in = 0
    for _ in range(600):
        let_in += sum(limits.wait("7KQ2M9XP", f"198.51.100.{n}") == 0 for n in range(20))
        clock.seconds += 1

    assert let_in == pytest.approx(120 + 120 * 10, abs=2)


def test_who_waits_as_long_as_asked_is_let_in(limits, clock):
    n_let_in(limits, clock, n=60, seconds=0)

    wait = limits.wait("7KQ2M9XP", SCHOOL)
    clock.seconds += wait

    assert wait > 0
    assert limits.wait("7KQ2M9XP", SCHOOL) == 0


def test_a_form_that_has_to_wait_does_not_lengthen_the_wait_of_others(limits, clock):
    n_let_in(limits, clock, n=60, seconds=0)

    assert len({limits.wait("7KQ2M9XP", SCHOOL) for _ in range(50)}) == 1


def test_all_that_is_forgotten_in_time(limits, clock, monkeypatch):
    monkeypatch.setattr("feedback.answering.limits.MOST_REMEMBERED", 50)
    for n in range(500):
        limits.wait("7KQ2M9XP", f"198.51.100.{n}")
        clock.seconds += 10

    assert len(limits._busy_until) <= 51


def test_nothing_in_memory_is_an_address_and_an_hour_later_it_is_somebody_else(limits, clock):
    limits.wait("7KQ2M9XP", SCHOOL)
    keys = AddressKeys()
    blind = keys.blind(SCHOOL, seconds=0)

    assert not [key for key in limits._busy_until if SCHOOL in key]
    assert keys.blind(SCHOOL, seconds=HOUR_SECONDS - 1) == blind
    assert keys.blind(SCHOOL, seconds=HOUR_SECONDS) != blind
    assert AddressKeys().blind(SCHOOL, seconds=0) != blind


def test_one_home_with_many_addresses_is_one():
    keys = AddressKeys()

    assert keys.blind("2001:db8::1", seconds=0) == keys.blind("2001:db8::ffff", seconds=0)
    assert keys.blind("2001:db8::1", seconds=0) != keys.blind("2001:db8:0:1::1", seconds=0)


@pytest.mark.parametrize(
    ("header", "address"),
    [(None, "127.0.0.1"), ("X-Forwarded-For", SCHOOL), ("X-Real-IP", "")],
)
def test_a_proxy_is_believed_only_when_a_setting_says_so(header, address):
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"made up, {SCHOOL}"}

    assert address_of(environ, header) == address
