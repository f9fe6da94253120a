"""Commands for who takes part: schools, regions and pilots."""

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select

from feedback.commands.running import in_app
from feedback.database import db
from surveys.organisations import (
    Region,
    School,
    load_municipalities,
    load_schools,
    make_pilot,
    make_region,
)
from surveys.register import import_register, read_register

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("school")
def school_group() -> None:
    """The schools of the register."""


@school_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--skip-invalid", is_flag=True, help="Import the right rows, leave out the wrong.")
@in_app
def import_schools(file: Path, *, skip_invalid: bool) -> None:
    """Import the school register in FILE: all of it, or nothing and every mistake."""
    register = read_register(file.read_bytes())
    done = import_register(db.session(), register, skip_invalid=skip_invalid)
    db.session.commit()
    for mistake in done.mistakes:
        click.echo(f"left out: {mistake}", err=True)
    click.echo(
        f"{done.added} schools added, {done.changed} changed, {done.unchanged} unchanged, "
        f"{done.skipped} rows left out."
    )


@click.group("region")
def region_group() -> None:
    """The regions."""


@region_group.command("make")
@click.argument("name")
@click.option("--municipality", "municipalities", multiple=True, required=True)
@in_app
def make_region_command(name: str, municipalities: tuple[str, ...]) -> None:
    """Make a region of municipalities, or add them to it."""
    region = make_region(db.session(), name, load_municipalities(db.session(), municipalities))
    db.session.commit()
    click.echo(f"Region {region.id}: {region.name}.")


@click.group("pilot")
def pilot_group() -> None:
    """The pilots (proeftuinen)."""


@pilot_group.command("make")
@click.argument("name")
@click.option("--region", "region_name", required=True)
@click.option("--municipality", "municipalities", multiple=True, help="All schools of it.")
@click.option("--school", "codes", multiple=True, help="A location code, such as 00AH00.")
@click.option("--from", "starts", type=DAY, required=True, help="The first day, 2026-08-01.")
@click.option("--until", "ends", type=DAY, required=True)
@in_app
def make_pilot_command(
    name: str,
    region_name: str,
    municipalities: tuple[str, ...],
    codes: tuple[str, ...],
    starts: datetime,
    ends: datetime,
) -> None:
    """Make a pilot of schools, or of all schools of municipalities."""
    session = db.session()
    schools = load_schools(session, load_municipalities(session, municipalities))
    schools += _schools_with(codes)
    if not schools:
        raise click.UsageError("name municipalities or schools")
    pilot = make_pilot(
        session, find_region(region_name), name, dict.fromkeys(schools),
        starts_on=starts.date(), ends_on=ends.date(),
    )  # fmt: skip
    session.commit()
    click.echo(f"Pilot {pilot.id}: {pilot.name}, {len(pilot.members)} schools.")


def find_region(name: str) -> Region:
    """Give the region of this name, or say that there is none."""
    region = db.session().scalar(select(Region).where(Region.name == name))
    if region is None:
        raise click.ClickException(f'there is no region "{name}"; make it with `region make`')
    return region


def _schools_with(codes: tuple[str, ...]) -> list[School]:
    found = db.session().scalars(select(School).where(School.location_code.in_(codes))).all()
    unknown = sorted(set(codes) - {school.location_code for school in found})
    if unknown:
        raise click.ClickException(f"no school has the code {', '.join(unknown)}")
    return list(found)
