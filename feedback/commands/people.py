"""Commands for the people who sign in."""

from collections.abc import Callable

import click

from feedback.accounts.models import User, assign, find_user
from feedback.accounts.passwords import keep_password
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.accounts.signing_in import invitation_link
from feedback.commands.running import in_app
from feedback.database import db


@click.group("user")
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
