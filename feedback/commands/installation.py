"""Commands for the installation: its settings and its database."""

from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config

from analysis.signing import FILE, SigningKey
from feedback import work
from feedback.backups import put_back
from feedback.commands.running import in_app
from feedback.config import SETTINGS_FILE, current_settings, write_settings_file
from feedback.database import db
from feedback.database_roles import grant_to_web
from surveys.campaigns import load_waves
from surveys.keys import WaveKeys

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
MIGRATIONS = Path(__file__).parents[2] / "migrations"


@click.group("settings")
def settings_group() -> None:
    """The settings of this installation."""


@settings_group.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option(
    "--public-url",
    default="http://localhost:8000",
    show_default=True,
    help="The address that posters show.",
)
@click.option("--demo", is_flag=True, help="For made-up data: anybody may sign in as anybody.")
def init_settings(folder: Path, public_url: str, *, demo: bool) -> None:
    """Write klankbord.env with fresh secrets into FOLDER, unless it is there already."""
    file = folder / SETTINGS_FILE
    if file.exists():
        click.echo(f"{file} is there already and stays as it is.")
        return
    write_settings_file(file, public_url=public_url, demo=demo)
    click.echo(f"Wrote {file}. Keep it secret, and keep a copy apart from the backups.")


@settings_group.command("key")
@in_app
def make_key() -> None:
    """Draw the key that signs publications, where there is none: `init` draws it too."""
    folder = current_settings().key_directory
    try:
        SigningKey.create(folder)
    except FileExistsError:
        raise click.ClickException(f"{folder / FILE} is there already and stays as it is") from None
    click.echo(f"Wrote {folder / FILE}. Keep a copy apart from the backups of the database.")


@click.group("database")
def database_group() -> None:
    """The database and its tables."""


@database_group.command("upgrade")
@in_app
def upgrade_database() -> None:
    """Bring the tables up to date with this version of the software."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        alembic.upgrade(config, "head")
    # A wave that an earlier version opened has none yet.
    keys = WaveKeys(current_settings().key_directory).of_withdrawals
    for wave in load_waves(db.session()):
        if wave.closed_at is None:
            keys.create(wave.id)
    if web := current_settings().web_database_url:
        grant_to_web(db.engine, web)
    click.echo("The database is up to date.")


@database_group.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--for", "recipient", required=True, help="The public key that age-keygen printed.")
@in_app
def back_up(file: Path, recipient: str) -> None:
    """Copy the database to FILE, encrypted; what waits is mixed first, so no order is in it."""
    work.back_up(file, recipient)
    click.echo(f"The database is in {file}. The keys are not: keep those of settings apart.")


@database_group.command("restore")
@click.argument("file", type=EXISTING)
@click.option("--key", type=EXISTING, required=True, help="The file that age-keygen wrote.")
@in_app
def restore(file: Path, key: Path) -> None:
    """Fill an empty database from FILE, a copy that `backup` made."""
    lines = key.read_text(encoding="utf-8").splitlines()
    identity = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    put_back(db.engine, file, identity)
    click.echo("The database is back.")
