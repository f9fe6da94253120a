"""Commands for questionnaires."""

from pathlib import Path

import click

import surveys
from feedback.commands.running import in_app
from feedback.database import db
from feedback.i18n import SOURCE_LOCALE, now, use_locale
from feedback.questionnaires.files import FORMATS, read_any
from feedback.questionnaires.sound_advice import sound_advice
from surveys.definitions import read_table, read_toml, store_definition
from surveys.drafts import start_draft
from surveys.errors import InvalidSound, TextNotFound, VersionNotFound
from surveys.interchange import table_of
from surveys.questionnaires import Version, find_version
from surveys.reading import hurdles_in
from surveys.recordings import get_passage, record

CATALOGUE = Path(surveys.__file__).parent / "catalogue"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("questionnaire")
def questionnaire_group() -> None:
    """The questionnaires."""


@questionnaire_group.command("check")
@click.argument("file", type=FILE)
@in_app
def check(file: Path) -> None:
    """Check the definition in FILE; every mistake is named with its cure."""
    table = read_toml(file.read_text(encoding="utf-8"))
    code, version = read_table(table)
    click.echo(f"{code} {version.number}: {len(version.items)} items, no mistakes.")
    for wording, language, hurdle in hurdles_in(table):
        marked = hurdle.marked(wording.text(language))
        fact = f" ({hurdle.fact})" if hurdle.fact else ""
        click.echo(f"{wording.key} [{language}]: {hurdle.sort}: {marked}{fact}")


@questionnaire_group.command("import")
@click.argument("file", type=FILE)
@click.option("--confirm", is_flag=True, help="Also when something cannot come along.")
@in_app
def import_questionnaire(file: Path, *, confirm: bool) -> None:
    """Store the definition in FILE as a version; of another program's file, make a draft.

    FILE is our own TOML, an XLSForm workbook or a survey of LimeSurvey.
    """
    if file.suffix == ".toml":
        _store(file)
        db.session.commit()
        return
    imported = read_any(file.read_bytes())
    for mistake in imported.left_out:
        click.echo(str(mistake))
    if imported.left_out and not confirm:
        raise click.ClickException("nothing is kept; add --confirm to leave that out")
    draft = start_draft(db.session(), imported.table, now=now())
    db.session.commit()
    click.echo(f"{draft.code}: a draft with {len(draft.items)} items; finish it in the browser.")


@questionnaire_group.command("export")
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--number", type=int, help="The version; without it, the newest.")
@in_app
def export_questionnaire(code: str, file: Path, number: int | None) -> None:
    """Write questionnaire CODE to FILE: .toml, .xlsx (XLSForm) or .lss (LimeSurvey)."""
    version = find_version(db.session(), code, number)
    writes = {f".{each.name}": each.write for each in FORMATS}
    if version is None:
        raise VersionNotFound(f"there is no questionnaire {code} of that number")
    if file.suffix not in writes:
        raise click.ClickException(f"FILE has to end in {', '.join(writes)}")
    file.write_bytes(writes[file.suffix](table_of(version)))
    click.echo(f"{code} {version.number} is in {file}.")


@questionnaire_group.command("library")
@in_app
def library() -> None:
    """Store the questionnaires that come with Klankbord."""
    for file in sorted(CATALOGUE.glob("*.toml")):
        _store(file)
    db.session.commit()


@questionnaire_group.command("record")
@click.argument("code")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--number", type=int, help="The version; without it, the newest.")
@in_app
def record_questionnaire(code: str, folder: Path, number: int | None) -> None:
    """Keep the sound files in FOLDER as recordings of questionnaire CODE.

    A file is named after what it reads out: item.language.opus or, for one respondent group,
    item.language.group.mp3. All files are kept, or none and every mistake is named.
    """
    version = find_version(db.session(), code, number)
    if version is None:
        raise click.ClickException(f"there is no questionnaire {code} {number or ''}".rstrip())
    use_locale(SOURCE_LOCALE)
    files = sorted(file for file in folder.iterdir() if file.is_file())
    mistakes = [mistake for file in files if (mistake := _record(version, file))]
    if mistakes:
        raise click.ClickException("nothing was kept\n" + "\n".join(mistakes))
    db.session.commit()
    click.echo(f"{code} {version.number}: {len(files)} recordings.")


def _record(version: Version, file: Path) -> str | None:
    item, language, group, *_ = f"{file.stem}...".split(".")
    try:
        passage = get_passage(version, item, group, language)
        record(db.session(), passage, file.read_bytes())
    except TextNotFound:
        return f"{file.name}: reads out nothing of this version; name it item.language.opus"
    except InvalidSound as error:
        return f"{file.name}: {sound_advice(error)}"
    return None


def _store(file: Path) -> None:
    version = store_definition(db.session(), file.read_text(encoding="utf-8"))
    click.echo(f"{version.questionnaire.code} {version.number}: {len(version.items)} items.")
