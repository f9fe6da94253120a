import pytest

from feedback.accounts.models import User
from feedback.accounts.passwords import is_guessable

NOOR = User(email="noor.jansen@school.example", name="Noor Jansen")


@pytest.mark.parametrize(
    "password",
    [
        "klankbord2027",
        "Welkom123456",
        "noor.jansen12",
        "aaaaaaaaaaaa",
        "Wachtwoord!!!1",
        "121212121212",
    ],
)
def test_an_obvious_password_is_guessable(password):
    assert is_guessable(password, NOOR)


@pytest.mark.parametrize(
    "password", ["vier paarden lezen langzaam", "x9-Kp!tq2Lw_", "زهرة تحت القمر"]
)
def test_words_that_have_nothing_to_do_with_it_are_not_guessable(password):
    assert not is_guessable(password, NOOR)
