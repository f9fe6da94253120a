"""Commands for the language packages with which comments are translated into Dutch."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click

from analysis.translation import TranslationMissing, install_package, list_packages

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def with_argos(command: Callable[..., None]) -> Callable[..., None]:
    """Say how Argos Translate is added when a command finds it missing."""

    @wraps(command)
    def run(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except TranslationMissing as error:
            raise click.ClickException(
                "Argos Translate is not installed; `pip install 'klankbord[translation]'` adds it"
            ) from error
        except (OSError, ValueError) as error:
            raise click.ClickException(str(error)) from error

    return run


@click.group("translation")
def translation_group() -> None:
    """Translate comments into Dutch, on this machine."""


@translation_group.command("install")
@click.argument("files", type=FILE, nargs=-1, required=True)
@with_argos
def install(files: tuple[Path, ...]) -> None:
    """Install language packages (.argosmodel) from FILES; nothing is downloaded."""
    for file in files:
        install_package(file)
        click.echo(f"{file.name} is installed.")


@translation_group.command("list")
@with_argos
def list_installed() -> None:
    """List the language packages that are installed."""
    for line in list_packages():
        click.echo(line)
