"""The command that fills an empty installation with a made-up region."""

import click

from feedback.commands.running import in_app


@click.command("demo")
@in_app
def demo() -> None:
    """Fill an empty installation with a made-up region."""
