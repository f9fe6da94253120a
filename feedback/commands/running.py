"""How a command runs: inside the application, with refusals said in a line each."""

from collections.abc import Callable
from functools import update_wrapper

import click
from flask import Flask

from feedback.config import InvalidSettings
from surveys.errors import SurveysError


def in_app(function: Callable[..., None]) -> Callable[..., None]:
    """Run a command inside the application that `klankbord` was started with."""

    @click.pass_obj
    def run(make_app: Callable[[], Flask], /, *args: object, **kwargs: object) -> None:
        try:
            app = make_app()
        except InvalidSettings as error:
            raise click.ClickException(
                "\n  ".join(["these settings are wrong:", *error.problems])
            ) from error
        with app.app_context():
            try:
                function(*args, **kwargs)
            except (SurveysError, LookupError, ValueError) as error:
                raise click.ClickException(str(error) or type(error).__name__) from error

    return update_wrapper(run, function)
