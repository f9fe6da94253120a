"""Commands for the programs that read what was published."""

import click

from feedback import audit
from feedback.accounts.permissions import OrganisationKind
from feedback.api import tokens
from feedback.commands.running import in_app
from feedback.database import db
from feedback.i18n import now, today

MOST_DAYS = 731


@click.group("token")
def token_group() -> None:
    """The programs that read what was published."""


@token_group.command("make")
@click.argument("name")
@click.option(
    "--of",
    "organisation",
    type=(click.Choice([kind.value for kind in OrganisationKind][1:]), int),
    help="The organisation: its kind and number.",
)
@click.option("--everything", is_flag=True, help="All organisations there are.")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=365, show_default=True)
@in_app
def make(name: str, organisation: tuple[str, int] | None, everything: bool, days: int) -> None:
    """Let a program read what was published, and print its token: once, here only."""
    if (organisation is None) is not everything:
        raise click.UsageError("say of which organisation with --of, or --everything")
    kind, number = organisation or (OrganisationKind.INSTALLATION, None)
    client, token = tokens.make_client(
        db.session(), name, OrganisationKind(kind), number, days=days, today=today()
    )
    audit.record(db.session(), None, "made a token", thing="token", thing_id=client.id, now=now())
    db.session.commit()
    click.echo(f"Keep this where no other program can read it:\n{token}")


@token_group.command("list")
@in_app
def list_tokens() -> None:
    """List the tokens: what they open, until when, and when they were last used."""
    for client in tokens.load_clients(db.session()):
        state = f"revoked {client.revoked_on}" if client.revoked_on else f"to {client.expires_on}"
        used = f"used {client.last_used_on}" if client.last_used_on else "not used"
        organisation = f"{client.organisation_kind} {client.organisation_id or ''}".strip()
        click.echo(f"{client.id}\t{client.name}\t{organisation}\t{state}\t{used}")


@token_group.command("revoke")
@click.argument("token_id", type=int)
@in_app
def revoke(token_id: int) -> None:
    """End a token at once."""
    client = tokens.revoke(db.session(), token_id, today=today())
    audit.record(
        db.session(), None, "revoked a token", thing="token", thing_id=client.id, now=now()
    )
    db.session.commit()
    click.echo(f"{client.name} reads nothing any more.")
