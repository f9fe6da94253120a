"""Commands for campaigns, their waves, and the links of a wave."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import select

from feedback import work
from feedback.campaigns.printing import SheetKind, print_links
from feedback.campaigns.slips import slips_of, slips_pdf
from feedback.commands.organisations import DAY, find_region
from feedback.commands.running import in_app
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import today
from surveys.access_codes import MOST_CODES, issue_codes
from surveys.campaigns import (
    SMALLEST_THRESHOLD,
    TIME_ZONE,
    Campaign,
    WaveKind,
    get_wave,
    load_waves,
    make_campaign,
    make_wave,
)
from surveys.distribution import (
    Link,
    LinkMode,
    address,
    choose_languages,
    choose_mode,
    load_links,
    make_links,
    suits,
)
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import Pilot, School, load_municipalities, load_schools
from surveys.questionnaires import find_version


@click.group("campaign")
def campaign_group() -> None:
    """The campaigns."""


@campaign_group.command("make")
@click.argument("name")
@click.option("--region", "region_name", required=True)
@click.option(
    "--threshold",
    type=click.IntRange(min=SMALLEST_THRESHOLD),
    default=SMALLEST_THRESHOLD,
    show_default=True,
    help="Fewer respondents than this are never shown.",
)
@in_app
def make_campaign_command(name: str, region_name: str, threshold: int) -> None:
    """Make a campaign: the waves that a region holds about one questionnaire."""
    campaign = make_campaign(db.session(), find_region(region_name), name, threshold=threshold)
    db.session.commit()
    click.echo(f"Campaign {campaign.id}: {campaign.name}.")


@click.group("wave")
def wave_group() -> None:
    """The waves."""


@wave_group.command("make")
@click.option("--campaign", "campaign_name", required=True)
@click.option("--region", "region_name", help="When several regions have a campaign of this name.")
@click.option("--questionnaire", "code", required=True, help="Its code; the newest version.")
@click.option("--kind", type=click.Choice([kind.value for kind in WaveKind]), required=True)
@click.option("--from", "first", type=DAY, required=True, help="The first day, 2027-01-11.")
@click.option("--until", "last", type=DAY, required=True, help="The last day.")
@click.option("--pilot", "pilots", multiple=True, help="All schools of a pilot.")
@click.option("--municipality", "municipalities", multiple=True, help="All schools of it.")
@click.option(
    "--group",
    "groups",
    multiple=True,
    required=True,
    type=click.Choice([group.value for group in RespondentGroup]),
)
@click.option("--language", "languages", multiple=True, required=True, help="The first is large.")
@click.option(
    "--by-age", is_flag=True, help="Children only at primary schools, youth only at secondary ones."
)
@in_app
def make_wave_command(
    campaign_name: str,
    region_name: str | None,
    code: str,
    kind: str,
    first: datetime,
    last: datetime,
    pilots: tuple[str, ...],
    municipalities: tuple[str, ...],
    groups: tuple[str, ...],
    languages: tuple[str, ...],
    *,
    by_age: bool,
) -> None:
    """Make a wave, with a link for each school and group."""
    session = db.session()
    campaign = find_campaign(campaign_name, region_name)
    version = find_version(session, code)
    if version is None:
        raise click.ClickException(f'there is no questionnaire "{code}"')
    schools = _schools(pilots, municipalities)
    wave = make_wave(
        session,
        campaign,
        version,
        kind=WaveKind(kind),
        opens_at=first.replace(tzinfo=TIME_ZONE),
        closes_at=(last + timedelta(days=1)).replace(tzinfo=TIME_ZONE),
        keys=WaveKeys(current_settings().key_directory),
        now=datetime.now(UTC),
    )
    n_links = 0
    for group in map(RespondentGroup, groups):
        of_age = [school for school in schools if not by_age or suits(school, group)]
        n_links += len(make_links(session, wave, of_age, [group], languages))
    session.commit()
    click.echo(f"Wave {wave.id}: {len(schools)} schools, {n_links} links.")


@wave_group.command("list")
@in_app
def list_waves() -> None:
    """List the waves, the newest first."""
    for wave in load_waves(db.session()):
        state = "closed" if wave.closed_at else "not closed"
        click.echo(
            f"{wave.id}\t{wave.campaign.name}\t{wave.kind}\t{wave.opens_on}\t{wave.last_on}\t{state}"
        )


@wave_group.command("count")
@click.argument("wave_id", type=int)
@in_app
def count(wave_id: int) -> None:
    """Count the participation for staff, at most once a day."""
    get_wave(db.session(), wave_id)
    work.count_progress(wave_id, today())
    click.echo(f"Wave {wave_id} is counted for today.")


@wave_group.command("close")
@click.argument("wave_id", type=int)
@in_app
def close(wave_id: int) -> None:
    """Close a wave: nobody can answer any more, all answers are mixed, its key is destroyed."""
    work.close_wave(wave_id)
    click.echo(f"Wave {wave_id} is closed.")


@wave_group.command("publish")
@click.argument("wave_id", type=int)
@click.option("--interim", is_flag=True, help="While it is open: what was mixed so far.")
@in_app
def publish(wave_id: int, *, interim: bool) -> None:
    """Publish a closed wave, or publish it once more after corrections."""
    publication = work.publish_wave(wave_id, interim=interim)
    click.echo(f"Publication {publication.id} of wave {wave_id}: {publication.digest}")


@wave_group.command("regroup")
@click.argument("wave_id", type=int)
@in_app
def regroup(wave_id: int) -> None:
    """Publish a wave once more for the groupings of today, such as a new pilot."""
    publication = work.regroup_wave(wave_id)
    click.echo(f"Publication {publication.id} of wave {wave_id}: {publication.digest}")


@click.group("link")
def link_group() -> None:
    """The links of a wave: one for each school and respondent group."""


@link_group.command("list")
@click.argument("wave_id", type=int)
@in_app
def list_links(wave_id: int) -> None:
    """List the links of a wave."""
    get_wave(db.session(), wave_id)
    for link in load_links(db.session(), wave_id):
        url = address(current_settings().public_url, link.code)
        click.echo(
            f"{link.school.location_code}\t{link.school.name}\t{link.respondent_group}\t{url}"
        )


@link_group.command("posters")
@click.argument("wave_id", type=int)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--school", "codes", multiple=True, help="Only of these location codes.")
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    type=click.Choice([kind.value for kind in SheetKind]),
    default=[SheetKind.POSTER.value],
    show_default=True,
)
@in_app
def print_posters(
    wave_id: int, file: Path, codes: tuple[str, ...], sheets: tuple[str, ...]
) -> None:
    """Print the posters of a wave, or other sheets, into one PDF."""
    get_wave(db.session(), wave_id)
    links = [
        link
        for link in load_links(db.session(), wave_id)
        if not codes or link.school.location_code in codes
    ]
    if not links:
        raise click.ClickException("no link of this wave belongs to such a school")
    public_url = current_settings().public_url
    file.write_bytes(print_links(links, sheets, public_url))
    click.echo(f"{len(links)} links in {file}: {', '.join(sheets)}.")


@link_group.command("languages")
@click.argument("wave_id", type=int)
@click.argument("languages", nargs=-1, required=True)
@click.option("--school", "code", required=True, help="Its location code.")
@in_app
def choose(wave_id: int, languages: tuple[str, ...], code: str) -> None:
    """Choose the languages of a school's links and posters; the first is printed large."""
    links = _links_of(wave_id, code)
    choose_languages(links, languages)
    db.session.commit()
    click.echo(f"{len(links)} links of {links[0].school.name}: {', '.join(languages)}.")


@link_group.command("mode")
@click.argument("wave_id", type=int)
@click.argument("mode", type=click.Choice([mode.value for mode in LinkMode]))
@click.option("--school", "code", required=True, help="Its location code.")
@in_app
def choose_link_mode(wave_id: int, mode: str, code: str) -> None:
    """Choose who may answer through a school's links: anybody, or people with a code."""
    links = _links_of(wave_id, code)
    choose_mode(links, LinkMode(mode))
    db.session.commit()
    click.echo(f"{len(links)} links of {links[0].school.name}: {mode}.")


@link_group.command("codes")
@click.argument("wave_id", type=int)
@click.option("--school", "code", required=True, help="Its location code.")
@click.option(
    "--group", required=True, type=click.Choice([group.value for group in RespondentGroup])
)
@click.option("--count", "n", type=click.IntRange(1, MOST_CODES), required=True)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@in_app
def print_codes(wave_id: int, code: str, group: str, n: int, file: Path) -> None:
    """Make one-time codes and print them on slips: nothing else ever has them."""
    found = [link for link in _links_of(wave_id, code) if link.respondent_group == group]
    if not found:
        raise click.ClickException(f'school {code} has no link for "{group}" in wave {wave_id}')
    [link] = found
    keys = WaveKeys(current_settings().key_directory)
    codes = issue_codes(db.session(), link, n, keys=keys, today=today())
    file.write_bytes(slips_pdf(slips_of(link, codes, current_settings().public_url)))
    db.session.commit()
    click.echo(f"{n} codes in {file}. They are nowhere else.")


def _links_of(wave_id: int, code: str) -> list[Link]:
    """Give the links of the school with this location code, or say that it has none."""
    links = [
        link for link in load_links(db.session(), wave_id) if link.school.location_code == code
    ]
    if not links:
        raise click.ClickException(f"school {code} has no links in wave {wave_id}")
    return links


def find_campaign(name: str, region_name: str | None) -> Campaign:
    """Give the campaign of this name, or say why there is not exactly one."""
    query = select(Campaign).where(Campaign.name == name)
    if region_name is not None:
        query = query.where(Campaign.region == find_region(region_name))
    found = db.session().scalars(query).all()
    if len(found) > 1:
        raise click.ClickException(f'several regions have a campaign "{name}"; add --region')
    if not found:
        raise click.ClickException(f'there is no campaign "{name}"')
    return found[0]


def _schools(pilots: Sequence[str], municipalities: Sequence[str]) -> list[School]:
    session = db.session()
    schools = load_schools(session, load_municipalities(session, municipalities))
    for name in pilots:
        pilot = session.scalar(select(Pilot).where(Pilot.name == name))
        if pilot is None:
            raise click.ClickException(f'there is no pilot "{name}"')
        schools += [member.school for member in pilot.members if member.school.closed_on is None]
    if not schools:
        raise click.UsageError("name pilots or municipalities")
    return list(dict.fromkeys(schools))
