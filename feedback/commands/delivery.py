"""Commands for bringing publications to others."""

from pathlib import Path

import click

from feedback import audit
from feedback.commands.running import in_app
from feedback.config import current_settings
from feedback.database import db
from feedback.delivery.sending import deliver, due_at
from feedback.delivery.targets import (
    DEFAULT_FILES,
    FORMS,
    Moment,
    Scheme,
    Target,
    add_target,
    find_target,
    load_targets,
    scheme_of,
)
from feedback.i18n import now

FILE = click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)


@click.group("delivery")
def delivery_group() -> None:
    """Bring publications to others: to a folder, over SFTP, to S3, or by a webhook."""


@delivery_group.command("add")
@click.argument("name")
@click.argument("address")
@click.option(
    "--file",
    "files",
    multiple=True,
    help=f"Which file: FORM[:LAYOUT[:LANGUAGE]], of {', '.join(FORMS)}. Can be given more often.",
)
@click.option(
    "--when",
    "moment",
    type=click.Choice([moment.value for moment in Moment]),
    default=Moment.PUBLICATION.value,
    show_default=True,
)
@click.option(
    "--secret-file",
    type=FILE,
    help="Holds the password or private key (SFTP), KEY:SECRET (S3) or signing secret (webhook).",
)
@click.option("--host-key", type=FILE, help="The public key of the SFTP server.")
@click.option("--private", is_flag=True, help="A webhook may call an address inside our network.")
@in_app
def add(
    name: str,
    address: str,
    files: tuple[str, ...],
    moment: str,
    secret_file: Path | None,
    host_key: Path | None,
    private: bool,
) -> None:
    """Bring every publication to ADDRESS from now on, and those that hold now.

    ADDRESS is /a/folder, sftp://user@host/folder, s3://bucket/folder?endpoint=https://... or
    https://host/path.
    """
    is_webhook = scheme_of(address) is Scheme.WEBHOOK
    target = add_target(
        db.session(),
        Target(
            name=name,
            address=address,
            secret_file=str(secret_file or ""),
            host_key=host_key.read_text(encoding="utf-8").strip() if host_key else "",
            may_be_private=private,
            moment=moment,
            files=[] if is_webhook else list(files or DEFAULT_FILES),
            n_failures=0,
            last_failure="",
        ),
    )
    _record("added a delivery", target)
    click.echo(f"Publications go to {name} from now on.")


@delivery_group.command("list")
@in_app
def list_targets() -> None:
    """List where publications go, and how that went."""
    for target in load_targets(db.session()):
        state = f"failed {target.n_failures} times: {target.last_failure}"
        arrived = f"{len(target.receipts)} arrived"
        wanted = " ".join(target.files) or "message"
        click.echo(
            f"{target.name}\t{target.address}\t{target.moment}\t{wanted}\t{arrived}"
            + (f"\t{state}" if target.n_failures else "")
        )


@delivery_group.command("run")
@click.argument("name")
@in_app
def run(name: str) -> None:
    """Bring what is due to NAME now, without waiting for the worker."""
    target, at = find_target(db.session(), name), now()
    due = due_at(db.session(), target, at)
    public_url = current_settings().public_url
    if not deliver(db.session(), target, due, public_url=public_url, now=at):
        raise click.ClickException(f"it did not arrive: {target.last_failure}")
    click.echo(f"{len(due)} publications arrived.")


@delivery_group.command("remove")
@click.argument("name")
@in_app
def remove(name: str) -> None:
    """Bring nothing to NAME any more. What arrived stays there."""
    target = find_target(db.session(), name)
    db.session.delete(target)
    _record("removed a delivery", target)
    click.echo(f"Nothing goes to {name} any more.")


def _record(what: str, target: Target) -> None:
    audit.record(db.session(), None, what, thing="delivery", thing_id=target.id, now=now())
    db.session.commit()
