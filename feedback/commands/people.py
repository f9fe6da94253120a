"""Commands for the people who sign in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click
from sqlalchemy import select

from feedback import audit
from feedback.accounts.models import User, assign, find_user
from feedback.accounts.passwords import keep_password
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.accounts.second_factor import take_away
from feedback.accounts.signing_in import end_sessions, invitation_link
from feedback.commands.running import in_app
from feedback.database import db
from feedback.i18n import now
from surveys.organisations import Municipality, Pilot, Region, School, SchoolBoard


@click.group("user")
def user_group() -> None:
    """The people who sign in."""


def describes_user(function: Callable[..., None]) -> Callable[..., None]:
    """Let a command take an address, a name, and a role at an organisation."""
    function = click.option(
        "--of",
        "organisation",
        type=(click.Choice([kind.value for kind in OrganisationKind][1:]), str),
        help="The organisation: its kind, and its name, code or number. Only an administrator "
        "can do without.",
    )(function)
    function = click.option(
        "--role", required=True, type=click.Choice([role.value for role in Role])
    )(function)
    function = click.option("--name", required=True, help="As colleagues know them.")(function)
    return click.argument("email")(function)


@user_group.command("invite")
@describes_user
@in_app
def invite_user(email: str, name: str, role: str, organisation: tuple[str, str] | None) -> None:
    """Give somebody a role, and print the link with which they choose a password."""
    user = _find_or_add_user(email, name, Role(role), organisation)
    db.session.commit()
    click.echo(f"Hand this over yourself; it works once, for three days:\n{invitation_link(user)}")


@user_group.command("create")
@describes_user
@click.password_option(help="At least 12 characters; asked for when left out.")
@in_app
def create_user(
    email: str, name: str, role: str, organisation: tuple[str, str] | None, password: str
) -> None:
    """Give somebody a role and a password at once."""
    user = _find_or_add_user(email, name, Role(role), organisation)
    mistakes = keep_password(user, password)
    if mistakes:
        raise click.ClickException(" ".join(mistakes))
    db.session.commit()
    click.echo(f"{user.email} can sign in.")


@user_group.command("start-again")
@click.argument("email")
@in_app
def start_again(email: str) -> None:
    """Take away the second factor of somebody who lost phone and emergency codes."""
    user = find_user(db.session(), email)
    if user is None:
        raise click.ClickException("nobody here has this address")
    take_away(user)
    end_sessions(user)
    audit.record(
        db.session(), None, "took away the second factor of", thing="user", thing_id=user.id,
        now=now(),
    )  # fmt: skip
    db.session.commit()
    click.echo(f"{user.email} can sign in, and sets up a phone anew where the role asks for it.")


def _find_or_add_user(
    email: str, name: str, role: Role, organisation: tuple[str, str] | None
) -> User:
    if organisation is None and role is not Role.ADMINISTRATOR:
        raise click.UsageError("say of which organisation with --of")
    kind, number = OrganisationKind.INSTALLATION, None
    if organisation is not None:
        kind = OrganisationKind(organisation[0])
        number = _find_organisation(kind, organisation[1])
    user = find_user(db.session(), email)
    if user is None:
        user = User(email=email.strip().lower(), name=name)
        db.session.add(user)
    assign(user, role, kind, number)
    return user


# The number of an organisation, and the column by which people know it.
_KNOWN_BY: Mapping[OrganisationKind, tuple[Any, Any]] = {
    OrganisationKind.REGION: (Region.id, Region.name),
    OrganisationKind.MUNICIPALITY: (Municipality.id, Municipality.name),
    OrganisationKind.BOARD: (SchoolBoard.id, SchoolBoard.number),
    OrganisationKind.SCHOOL: (School.id, School.location_code),
    OrganisationKind.PILOT: (Pilot.id, Pilot.name),
}


def _find_organisation(kind: OrganisationKind, known_as: str) -> int:
    number, column = _KNOWN_BY[kind]
    ids: Sequence[int] = db.session().scalars(select(number).where(column == known_as)).all()
    if not ids and known_as.isdigit():
        ids = db.session().scalars(select(number).where(number == int(known_as))).all()
    if len(ids) != 1:
        raise click.ClickException(
            f"{len(ids) or 'no'} {kind.value} is known as {known_as}; give its "
            f"{column.key.replace('_', ' ')}, or its number"
        )
    return ids[0]
