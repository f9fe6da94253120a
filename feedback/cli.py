"""The `klankbord` command: each subcommand is one call."""

import click

from feedback.app import serve
from feedback.commands.delivery import delivery_group
from feedback.commands.demo import demo
from feedback.commands.installation import database_group, settings_group
from feedback.commands.organisations import pilot_group, region_group, school_group
from feedback.commands.people import user_group
from feedback.commands.publications import publication_group, retention_group, themes_group
from feedback.commands.questionnaires import questionnaire_group
from feedback.commands.serving import serve_command
from feedback.commands.tokens import token_group
from feedback.commands.translation import translation_group
from feedback.commands.waves import campaign_group, link_group, wave_group
from feedback.logs import set_up_logs


@click.group()
def klankbord() -> None:
    """Set up and look after an installation of Klankbord."""


for part in (
    campaign_group, database_group, delivery_group, demo, link_group, pilot_group,
    publication_group, questionnaire_group, region_group, retention_group, school_group,
    settings_group, serve_command, themes_group, token_group, translation_group, user_group,
    wave_group,
):  # fmt: skip
    klankbord.add_command(part)


def main() -> None:
    """Run the `klankbord` command."""
    set_up_logs(strict=False)
    klankbord(obj=serve)
