"""Commands for what was published, what people wrote, and what is deleted."""

from datetime import UTC, datetime
from pathlib import Path

import click

from analysis.attack_tables import bound_hidden, read_cells, read_relation
from analysis.editions import attack_published, verify
from analysis.exports.as_csv import DELIMITERS, Delimiter
from analysis.exports.formats import Form, form_of, write
from analysis.exports.layouts import Layout
from analysis.labelled import evaluate_labelled, read_labelled
from analysis.publications import (
    Publication,
    load_publications,
    load_units,
    stream_cells,
)
from analysis.steps import count_steps
from analysis.themes import load_themes
from feedback import audit, work
from feedback.commands.running import in_app
from feedback.commands.waves import find_campaign
from feedback.database import db
from feedback.i18n import today

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LAYOUTS = [layout.value for layout in Layout]


@click.group("publication")
def publication_group() -> None:
    """What was published."""


@publication_group.command("list")
@in_app
def list_publications() -> None:
    """List the publications, the newest first."""
    for publication in load_publications(db.session()):
        wave = publication.wave
        click.echo(f"{publication.id}\t{wave.campaign.name}\t{wave.kind}\t{publication.digest}")


@publication_group.command("verify")
@in_app
def verify_publications() -> None:
    """Check the digest and signature of every publication, and count its figures again."""
    verdicts = verify(db.session(), work.signing_key())
    for verdict in verdicts:
        found = "intact" if verdict.is_intact else f"CHANGED: {verdict.fault}"
        click.echo(f"{verdict.publication_id}\t{found}")
    if not all(verdict.is_intact for verdict in verdicts):
        raise click.ClickException("a publication is not what was published")


@publication_group.command("attack")
@click.option("--cells", type=FILE, help="A CSV file with columns cell, value, status.")
@click.option("--relations", type=FILE, help='A line each, such as "north + south = total".')
@click.option("--narrowest", default=10, show_default=True, help="Narrower intervals are refused.")
@in_app
def attack(cells: Path | None, relations: Path | None, narrowest: int) -> None:
    """Let the outsider try everything that was published, or a table from elsewhere."""
    if cells is None:
        _attack_publications()
    else:
        _attack_table(cells, relations, narrowest)


def _attack_publications() -> None:
    reports = attack_published(db.session())
    for wave_id, report in reports.items():
        click.echo(f"wave {wave_id}\t{report.summary()}")
    if not all(report.is_safe for report in reports.values()):
        raise click.ClickException("a publication gives somebody away")


def _attack_table(cells: Path, relations: Path | None, narrowest: int) -> None:
    shown, hidden = read_cells(cells.read_text(encoding="utf-8-sig"))
    lines = relations.read_text(encoding="utf-8").splitlines() if relations else []
    intervals = bound_hidden(shown, hidden, [read_relation(line) for line in lines if line.strip()])
    for interval in intervals:
        most = "" if interval.most is None else interval.most
        click.echo(f"{interval.cell}\t{interval.least}\t{most}")
    if any(interval.width < narrowest for interval in intervals):
        raise click.ClickException(f"a hidden cell is known to within {narrowest} respondents")


@publication_group.command("export")
@click.argument("publication_id", type=int)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    help="Otherwise the ending of the file decides.",
)
@click.option("--layout", type=click.Choice(LAYOUTS), default=LAYOUTS[0])
@click.option("--language", help="Adds columns with labels in this language.")
@click.option("--delimiter", type=click.Choice(DELIMITERS), default=DELIMITERS[0], help="Of a CSV.")
@in_app
def export(
    publication_id: int,
    file: Path,
    form: str | None,
    layout: str,
    language: str | None,
    delimiter: Delimiter,
) -> None:
    """Write all figures of a publication to a file."""
    publication = db.session().get(Publication, publication_id)
    if publication is None:
        raise click.ClickException(f"there is no publication {publication_id}")
    units = load_units(db.session(), publication_id)
    cells = stream_cells(db.session(), publication_id, [(unit.kind, unit.key) for unit in units])
    write(
        Form(form) if form else form_of(file),
        file,
        publication,
        units,
        cells,
        layout=Layout(layout),
        language=language,
        delimiter=delimiter,
    )
    audit.record(
        db.session(),
        None,
        "exported",
        thing="publication",
        thing_id=publication_id,
        now=datetime.now(UTC),
    )
    db.session.commit()
    click.echo(f"Publication {publication_id} is in {file}.")


@click.group("themes")
def themes_group() -> None:
    """The themes in what people wrote."""


@themes_group.command("find")
@click.argument("campaign_name")
@click.option("--region", "region_name", help="When several regions have a campaign of this name.")
@in_app
def find(campaign_name: str, region_name: str | None) -> None:
    """Bring the themes of a campaign up to date with its released comments."""
    campaign = find_campaign(campaign_name, region_name)
    work.find_themes(campaign.id)
    click.echo(f"{len(load_themes(db.session(), campaign.id))} themes.")


@themes_group.command("steps")
@click.argument("campaign_name")
@click.option("--region", "region_name", help="When several regions have a campaign of this name.")
@in_app
def steps(campaign_name: str, region_name: str | None) -> None:
    """Count how many comments of each wave of a campaign are at which step."""
    campaign = find_campaign(campaign_name, region_name)
    for wave in campaign.waves:
        click.echo(f"{wave.kind} of {wave.opens_on}")
        for step, n in count_steps(db.session(), wave.id).items():
            click.echo(f"  {step}\t{n}")


@click.group("retention")
def retention_group() -> None:
    """What is deleted when its time has come."""


@retention_group.command("run")
@in_app
def run() -> None:
    """Delete what was kept long enough."""
    waves = work.delete_expired(today())
    click.echo(f"The answers of {len(waves)} waves are gone.")


@themes_group.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_app
def evaluate(file: Path) -> None:
    """Run FILE (CSV: text, label, language) through the pipeline, and compare the themes found."""
    comments = read_labelled(file.read_bytes())
    found = evaluate_labelled(comments, work.embedder())
    click.echo(f"comments\t{found.n}")
    for name in ("nmi", "ari", "v_measure", "share_overig", "v_language"):
        click.echo(f"{name}\t{getattr(found, name):.3f}")
