"""Which passwords are good enough."""

from typing import Any

from flask import current_app
from flask_security import PasswordUtil
from flask_security.utils import hash_password

from feedback.accounts.models import User
from feedback.i18n import gettext

SHORTEST_PASSWORD = 12
FEWEST_LETTERS = 6
GUESSED_FIRST = ("klankbord", "wachtwoord", "password", "welkom", "welcome", "school", "admin")


class Passwords(PasswordUtil):
    """Refuses a password that somebody who knows its owner guesses first."""

    def validate(
        self,
        password: str,
        is_register: bool,
        **kwargs: Any,
    ) -> tuple[list[str] | None, str]:
        """Give what is wrong with a password, and the password as it is kept."""
        mistakes, normal = super().validate(password, is_register, **kwargs)
        if mistakes or not is_guessable(normal, kwargs["user"]):
            return mistakes, normal
        return [gettext("This is easy to guess. Choose words that say nothing about you.")], normal


def is_guessable(password: str, user: User) -> bool:
    """Tell whether few different letters are left of a password without the obvious words."""
    rest = password.lower()
    for word in (*GUESSED_FIRST, *user.email.lower().split("@"), *user.name.lower().split()):
        rest = rest.replace(word, "")
    return len({letter for letter in rest if letter.isalpha()}) < FEWEST_LETTERS


def keep_password(user: User, password: str) -> list[str]:
    """Set a password, unless it is too weak; gives what is wrong with it."""
    security = current_app.extensions["security"]
    mistakes, normal = security._password_util.validate(password, False, user=user)
    if mistakes:
        return list(mistakes)
    user.password = hash_password(normal)
    return []
