"""How a command runs: inside the application, with refusals said in a line each."""

from collections.abc import Callable
from functools import update_wrapper

import click
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

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
            except UnicodeDecodeError as error:
                raise click.ClickException("this file is not text in UTF-8") from error
            except (SurveysError, LookupError, ValueError, OSError) as error:
                raise click.ClickException(str(error) or type(error).__name__) from error
            except IntegrityError as error:
                raise click.ClickException(
                    "the database refuses: something of that name is there already, or an end "
                    "comes before its beginning"
                ) from error
            except (OperationalError, ProgrammingError) as error:
                raise click.ClickException(
                    "the database does not answer as it should; did you run "
                    "`klankbord database upgrade`?"
                ) from error

    return update_wrapper(run, function)
