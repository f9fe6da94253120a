"""The `klankbord` command: each subcommand is one call."""

from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config
from flask import Flask

from feedback.accounts.models import User, assign, find_user
from feedback.accounts.passwords import keep_password
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.accounts.signing_in import invitation_link
from feedback.config import SETTINGS_FILE, InvalidSettings, write_settings_file
from feedback.database import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@click.group()
def klankbord() -> None:
    """Set up and look after an installation of Klankbord."""


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
            function(*args, **kwargs)

    return update_wrapper(run, function)


@klankbord.group("settings")
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


@klankbord.group("database")
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
    click.echo("The database is up to date.")


@klankbord.group("user")
def user_group() -> None:
    """The people who sign in."""


def describes_user(function: Callable[..., None]) -> Callable[..., None]:
    """Let a command take an address, a name, and a role at an organisation."""
    function = click.option(
        "--of",
        "organisation",
        type=(click.Choice([kind.value for kind in OrganisationKind][1:]), int),
        help="The organisation: its kind and number. Only an administrator can do without.",
    )(function)
    function = click.option(
        "--role", required=True, type=click.Choice([role.value for role in Role])
    )(function)
    function = click.option("--name", required=True, help="As colleagues know them.")(function)
    return click.argument("email")(function)


@user_group.command("invite")
@describes_user
@in_app
def invite_user(email: str, name: str, role: str, organisation: tuple[str, int] | None) -> None:
    """Give somebody a role, and print the link with which they choose a password."""
    user = _find_or_add_user(email, name, Role(role), organisation)
    db.session.commit()
    click.echo(f"Hand this over yourself; it works once, for three days:\n{invitation_link(user)}")


@user_group.command("create")
@describes_user
@click.password_option(help="At least 12 characters; asked for when left out.")
@in_app
def create_user(
    email: str, name: str, role: str, organisation: tuple[str, int] | None, password: str
) -> None:
    """Give somebody a role and a password at once."""
    user = _find_or_add_user(email, name, Role(role), organisation)
    mistakes = keep_password(user, password)
    if mistakes:
        raise click.ClickException(" ".join(mistakes))
    db.session.commit()
    click.echo(f"{user.email} can sign in.")


def _find_or_add_user(
    email: str, name: str, role: Role, organisation: tuple[str, int] | None
) -> User:
    if organisation is None and role is not Role.ADMINISTRATOR:
        raise click.UsageError("say of which organisation with --of")
    kind, number = organisation or (OrganisationKind.INSTALLATION, None)
    user = find_user(db.session(), email)
    if user is None:
        user = User(email=email.strip().lower(), name=name)
        db.session.add(user)
    assign(user, role, OrganisationKind(kind), number)
    return user
