"""The command that fills an empty installation with a made-up region."""

from datetime import UTC, datetime

import click
from sqlalchemy import select

from feedback.commands.running import in_app
from feedback.config import current_settings
from feedback.database import db
from feedback.demo.story import DEFAULT_SEED, describe, fill
from surveys.organisations import School


@click.command("demo")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Another seed, other people.")
@click.option(
    "--if-empty", is_flag=True, help="When there are schools already, only tell what there is."
)
@in_app
def demo(seed: int, *, if_empty: bool) -> None:
    """Fill an empty installation with a made-up region."""
    if not current_settings().demo:
        raise click.ClickException(
            "this installation is not for made-up data; set FEEDBACK_DEMO to yes in a new one"
        )
    is_empty = db.session.scalar(select(School.id).limit(1)) is None
    if not is_empty and not if_empty:
        raise click.ClickException("there are schools already; a demo needs an empty database")
    if is_empty:
        fill(now=datetime.now(UTC), seed=seed)
    for line in describe(db.session(), public_url=current_settings().public_url):
        click.echo(line)
