"""Questionnaires from and to files: our own, those of other programs, and those of translators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_wtf.file import FileField, FileRequired
from itsdangerous import BadData, URLSafeSerializer
from wtforms import HiddenField

from feedback import audit
from feedback.accounts.permissions import Permission, requires
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext, now
from feedback.security import StaffForm
from surveys import drafts as making
from surveys.definitions import Table, read_toml
from surveys.drafts import Draft, get_draft
from surveys.errors import DraftChanged, InvalidDefinition, Mistake
from surveys.interchange import Imported, table_of, to_toml
from surveys.limesurvey import read_lss, write_lss
from surveys.questionnaires import get_version
from surveys.tidying import tidied
from surveys.translators_workbook import read_workbook, write_workbook
from surveys.wordings import SOURCE_LANGUAGE
from surveys.xliff import read_xliff, write_xliff
from surveys.xlsform import read_xlsform, write_xlsform

bp = Blueprint("questionnaire_files", __name__, url_prefix="/questionnaires/files")

MOST_BYTES = 5_000_000
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """A kind of file: how it ends, what it is called, and what writes it."""

    name: str
    label: Any
    media_type: str
    write: Callable[..., bytes]


FORMATS = (
    Format(
        "toml",
        lazy_gettext("Save as TOML"),
        "application/toml",
        lambda table: to_toml(table).encode(),
    ),
    Format("xlsx", lazy_gettext("Save as XLSForm"), _EXCEL, write_xlsform),
    Format("lss", lazy_gettext("Save for LimeSurvey"), "application/xml", write_lss),
)
TRANSLATOR_FORMATS = (
    Format(
        "xlsx",
        lazy_gettext("Excel for a translator"),
        _EXCEL,
        lambda table, language: write_workbook(table, [language]),
    ),
    Format("xlf", lazy_gettext("XLIFF for a translator"), "application/xliff+xml", write_xliff),
)


class FileForm(StaffForm):
    """A file to read."""

    file = FileField(
        lazy_gettext("File"), validators=[FileRequired(lazy_gettext("Choose a file first."))]
    )


class ConfirmForm(StaffForm):
    """What was read of a file, to be kept once somebody has seen what it holds."""

    contents = HiddenField()


@bp.get("/<any(draft, version):thing>-<int:thing_id>.<ending>")
@requires(Permission.SET_UP, everywhere=True)
def export(thing: str, thing_id: int, ending: str) -> ResponseReturnValue:
    """Give a questionnaire as a file."""
    chosen = _format(FORMATS, ending)
    if thing == "draft":
        table: Table = get_draft(db.session(), thing_id).table
    else:
        table = table_of(get_version(db.session(), thing_id))
    return _file(f"{table['code']}-{table['number']}", chosen, chosen.write(table))


@bp.get("/read")
@requires(Permission.SET_UP, everywhere=True)
def read() -> ResponseReturnValue:
    """Ask for a file with a questionnaire."""
    return render_template("questionnaires/read_file.html", form=FileForm())


@bp.post("/read")
@requires(Permission.SET_UP, everywhere=True)
def show_read() -> ResponseReturnValue:
    """Show what a file holds and what cannot come along; nothing is kept yet."""
    form = FileForm()
    mistakes: list[Mistake] = []
    if form.validate_on_submit():
        try:
            imported = read_any(form.file.data.read(MOST_BYTES + 1))
        except InvalidDefinition as error:
            mistakes = list(error.mistakes)
        else:
            return render_template(
                "questionnaires/what_was_read.html",
                table=imported.table,
                left_out=imported.left_out,
                form=ConfirmForm(None, contents=_signer().dumps(imported.table)),
            )
    return render_template("questionnaires/read_file.html", form=form, mistakes=mistakes), 422


@bp.post("/keep")
@requires(Permission.SET_UP, everywhere=True)
def keep() -> ResponseReturnValue:
    """Keep what was read of a file as a draft."""
    form = ConfirmForm()
    try:
        table = _signer().loads(form.contents.data or "")
    except BadData:
        abort(400)
    draft = making.start_draft(db.session(), table, now=now())
    _record(draft, "read draft from file")
    db.session.commit()
    flash(_("The questionnaire is a draft now. Look at what is still to be done."))
    return redirect(url_for("drafts.draft", draft_id=draft.id), 303)


@bp.get("/draft-<int:draft_id>-<language>.<ending>")
@requires(Permission.SET_UP, everywhere=True)
def to_translator(draft_id: int, language: str, ending: str) -> ResponseReturnValue:
    """Give the texts of a draft for whoever translates them."""
    draft, chosen = get_draft(db.session(), draft_id), _format(TRANSLATOR_FORMATS, ending)
    if language not in draft.languages or language == SOURCE_LANGUAGE:
        abort(404)
    return _file(f"{draft.code}-{language}", chosen, chosen.write(draft.table, language))


@bp.get("/translated/<int:draft_id>")
@requires(Permission.SET_UP, everywhere=True)
def from_translator(draft_id: int) -> ResponseReturnValue:
    """Ask for the file that a translator sent back."""
    draft = get_draft(db.session(), draft_id)
    return render_template("questionnaires/read_translations.html", form=FileForm(), draft=draft)


@bp.post("/translated/<int:draft_id>")
@requires(Permission.SET_UP, everywhere=True)
def read_translated(draft_id: int) -> ResponseReturnValue:
    """Take a translator's texts into a draft: all of the file, or nothing and every mistake."""
    draft, form = get_draft(db.session(), draft_id), FileForm()
    mistakes: list[Mistake] = []
    if form.validate_on_submit():
        content = form.file.data.read(MOST_BYTES + 1)
        reads = read_workbook if _is_workbook(content) else read_xliff
        try:
            table, mistakes = reads(draft.table, content)
        except InvalidDefinition as error:
            mistakes = list(error.mistakes)
        if not mistakes:
            revision = request.form.get("revision", type=int, default=0)
            try:
                making.replace_table(db.session(), draft, revision, table, now=now())
            except DraftChanged:
                form.form_errors = [
                    _("Somebody else changed this draft meanwhile. Send the file once more.")
                ]
            else:
                _record(draft, "read translations from file")
                db.session.commit()
                flash(_("The translations are saved."))
                return redirect(url_for("drafts.draft", draft_id=draft_id), 303)
    return render_template(
        "questionnaires/read_translations.html", form=form, draft=draft, mistakes=mistakes
    ), 422


def read_any(content: bytes) -> Imported:
    """Read a questionnaire from a file that is told by its bytes. Raises InvalidDefinition."""
    imported = _read(content)
    return Imported(tidied(imported.table), imported.left_out)


def _read(content: bytes) -> Imported:
    if _is_workbook(content):
        return read_xlsform(content)
    if content.lstrip()[:1] == b"<" or content.startswith(
        (b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
    ):
        return read_lss(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidDefinition(
            [
                Mistake(
                    "file", "neither a workbook, nor LimeSurvey's, nor text",
                    "give an .xlsx, .xls, .lss or .toml file",
                )
            ]
        ) from None  # fmt: skip
    return Imported(dict(read_toml(text)))


def _is_workbook(content: bytes) -> bool:
    return content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def _format(formats: tuple[Format, ...], name: str) -> Format:
    found = [each for each in formats if each.name == name]
    return found[0] if found else abort(404)


def _file(name: str, chosen: Format, content: bytes) -> Response:
    response = Response(content, mimetype=chosen.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{chosen.name}"'
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_settings().secret_key, salt="questionnaire that was read")


def _record(draft: Draft, action: str) -> None:
    audit.record(db.session(), current_user.id, action, thing="draft", thing_id=draft.id, now=now())
