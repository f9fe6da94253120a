"""Commands for questionnaires."""

from pathlib import Path

import click

import surveys
from feedback.commands.running import in_app
from feedback.database import db
from surveys.definitions import read_definition, store_definition

CATALOGUE = Path(surveys.__file__).parent / "catalogue"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("questionnaire")
def questionnaire_group() -> None:
    """The questionnaires."""


@questionnaire_group.command("check")
@click.argument("file", type=FILE)
@in_app
def check(file: Path) -> None:
    """Check the definition in FILE; every mistake is named with its cure."""
    code, version = read_definition(file.read_text(encoding="utf-8"))
    click.echo(f"{code} {version.number}: {len(version.items)} items, no mistakes.")


@questionnaire_group.command("import")
@click.argument("file", type=FILE)
@in_app
def import_questionnaire(file: Path) -> None:
    """Store the definition in FILE as a version."""
    _store(file)
    db.session.commit()


@questionnaire_group.command("library")
@in_app
def library() -> None:
    """Store the questionnaires that come with Klankbord."""
    for file in sorted(CATALOGUE.glob("*.toml")):
        _store(file)
    db.session.commit()


def _store(file: Path) -> None:
    version = store_definition(db.session(), file.read_text(encoding="utf-8"))
    click.echo(f"{version.questionnaire.code} {version.number}: {len(version.items)} items.")
