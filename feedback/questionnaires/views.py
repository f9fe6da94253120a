"""Questionnaires for staff: their versions, and the recordings of their items."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_wtf.file import FileField, FileRequired

from analysis.publications import load_current
from feedback import audit
from feedback.accounts.permissions import Permission, requires
from feedback.database import db
from feedback.i18n import current_locale, lazy_gettext, now
from feedback.i18n import gettext as _
from feedback.questionnaires.files import FORMATS
from feedback.questionnaires.places import difference_name, item_names
from feedback.questionnaires.sound_advice import sound_advice
from feedback.security import StaffForm
from surveys import recordings
from surveys.differences import differences
from surveys.drafts import load_drafts
from surveys.errors import InvalidSound, TextNotFound
from surveys.interchange import table_of
from surveys.questionnaires import Version, get_version, load_title, load_versions
from surveys.recordings import Passage, get_passage, load_recordings, passages_of, remove_recording
from surveys.sound_files import MOST_BYTES

bp = Blueprint("questionnaires", __name__, url_prefix="/questionnaires")

# How an address says that a passage is for all groups.
EVERYBODY = "everybody"
_RECORDING = "/<int:version_id>/<item>/<language>/<group>"


class RecordingForm(StaffForm):
    """The sound file of one passage."""

    sound = FileField(
        lazy_gettext("Sound file"),
        validators=[FileRequired(lazy_gettext("Choose a sound file first."))],
        render_kw={"accept": ".opus,.ogg,.mp3,audio/ogg,audio/mpeg"},
    )


@bp.get("/")
@requires(Permission.SET_UP, everywhere=True)
def versions() -> ResponseReturnValue:
    """List the versions of all questionnaires."""
    shown = [(version, _title(version)) for version in load_versions(db.session())]
    drafts = load_drafts(db.session())
    return render_template("questionnaires/versions.html", versions=shown, drafts=drafts)


@bp.get("/<int:version_id>")
@requires(Permission.SET_UP, everywhere=True)
def version(version_id: int) -> ResponseReturnValue:
    """Show the items of a version, and in which languages they can be listened to."""
    shown = get_version(db.session(), version_id)
    recorded = load_recordings(db.session(), version_id)
    return render_template(
        "questionnaires/version.html",
        version=shown,
        title=_title(shown),
        before=_version_before(shown),
        formats=FORMATS,
        items=[
            (passages[0], _recorded_by_language(passages, set(recorded)))
            for passages in _passages_by_item(shown).values()
        ],
        apart=_languages_apart(shown),
    )


@bp.get("/differences/<int:version_id>")
@requires(Permission.SET_UP, everywhere=True)
def compare(version_id: int) -> ResponseReturnValue:
    """Show what a version changed in the one before it."""
    shown = get_version(db.session(), version_id)
    earlier = _version_before(shown)
    before, after = table_of(earlier) if earlier else {}, table_of(shown)
    return render_template(
        "questionnaires/differences.html",
        title=_title(shown),
        back=url_for(".version", version_id=version_id),
        differences=differences(before, after),
        items=item_names(before) | item_names(after),
        difference_name=difference_name,
    )


@bp.post("/archive/<int:version_id>")
@requires(Permission.SET_UP, everywhere=True)
def archive(version_id: int) -> ResponseReturnValue:
    """Put a questionnaire away, or bring it back; its waves and figures stay."""
    shown = get_version(db.session(), version_id).questionnaire
    shown.archived_at = None if shown.archived_at else now()
    audit.record(
        db.session(), current_user.id, "archived" if shown.archived_at else "brought back",
        thing="questionnaire", thing_id=shown.id, now=now(),
    )  # fmt: skip
    db.session.commit()
    return redirect(url_for(".versions"), 303)


@bp.get("/<int:version_id>/<item>")
@requires(Permission.SET_UP, everywhere=True)
def item(version_id: int, item: str) -> ResponseReturnValue:
    """Show an item in all its wordings and languages, each with its recording."""
    return _item_page(get_version(db.session(), version_id), item)


@bp.post(_RECORDING)
@requires(Permission.SET_UP, everywhere=True)
def record(version_id: int, item: str, language: str, group: str) -> ResponseReturnValue:
    """Keep a sound file as the recording of a passage."""
    version = get_version(db.session(), version_id)
    passage = _passage(version, item, group, language)
    form = RecordingForm(prefix=_name(passage))
    if not form.validate_on_submit():
        return _item_page(version, item, {passage: form}), 422
    try:
        # One byte too many is enough to know that a file is too large.
        recordings.record(db.session(), passage, form.sound.data.read(MOST_BYTES + 1))
    except InvalidSound as error:
        form.sound.errors = [sound_advice(error)]
        return _item_page(version, item, {passage: form}), 422
    _audit("recorded", passage)
    db.session.commit()
    flash(_("The recording is saved. Listen to it once."))
    return redirect(_place(version, passage), 303)


@bp.post(f"{_RECORDING}/remove")
@requires(Permission.SET_UP, everywhere=True)
def remove(version_id: int, item: str, language: str, group: str) -> ResponseReturnValue:
    """Remove the recording of a passage."""
    version = get_version(db.session(), version_id)
    passage = _passage(version, item, group, language)
    remove_recording(db.session(), passage)
    _audit("removed recording of", passage)
    db.session.commit()
    flash(_("The recording is removed."))
    return redirect(_place(version, passage), 303)


def _version_before(version: Version) -> Version | None:
    earlier = [each for each in version.questionnaire.versions if each.number < version.number]
    return earlier[-1] if earlier else None


def _item_page(
    version: Version, item: str, sent: Mapping[Passage, RecordingForm] | None = None
) -> str:
    passages = _passages_by_item(version).get(item)
    if passages is None:
        raise TextNotFound(item)
    recorded = load_recordings(db.session(), version.id)
    return render_template(
        "questionnaires/item.html",
        version=version,
        title=_title(version),
        item=passages[0],
        passages=[
            (
                passage,
                _name(passage),
                recorded.get(passage.key),
                (sent or {}).get(passage) or RecordingForm(None, prefix=_name(passage)),
            )
            for passage in passages
        ],
        everybody=EVERYBODY,
    )


def _passages_by_item(version: Version) -> Mapping[str, Sequence[Passage]]:
    """Give the passages of each item, those in the language of the reader first."""
    by_item: dict[str, list[Passage]] = {}
    for passage in sorted(passages_of(version), key=lambda one: one.language != current_locale()):
        by_item.setdefault(passage.item, []).append(passage)
    return {row.code: by_item[row.code] for row in version.items}


def _languages_apart(version: Version) -> Mapping[str, Sequence[str]]:
    """Give the questions that seem to work differently in a language, by language."""
    words = {item: passages[0].text for item, passages in _passages_by_item(version).items()}
    apart: dict[str, dict[str, None]] = {}
    for publication in load_current(db.session()):
        if publication.wave.version_id == version.id:
            for _group, item, language, _up in publication.language_differences or ():
                apart.setdefault(language, {})[words[item]] = None
    return {language: list(apart[language]) for language in sorted(apart)}


def _recorded_by_language(
    passages: Sequence[Passage], recorded: set[tuple[int, str, str]]
) -> Mapping[str, tuple[int, int]]:
    """Give how many passages of an item are recorded, and how many there are, by language."""
    languages = dict.fromkeys(passage.language for passage in passages)
    return {
        language: (
            sum(one.key in recorded for one in passages if one.language == language),
            sum(one.language == language for one in passages),
        )
        for language in languages
    }


def _passage(version: Version, item: str, group: str, language: str) -> Passage:
    return get_passage(version, item, "" if group == EVERYBODY else group, language)


def _name(passage: Passage) -> str:
    return f"{passage.language}-{passage.respondent_group or EVERYBODY}"


def _place(version: Version, passage: Passage) -> str:
    return url_for(".item", version_id=version.id, item=passage.item, _anchor=_name(passage))


def _title(version: Version) -> str:
    return load_title(db.session(), version, current_locale())


def _audit(action: str, passage: Passage) -> None:
    deed = f"{action} {_name(passage)}"
    audit.record(
        db.session(), current_user.id, deed, thing="item", thing_id=passage.item_id, now=now()
    )
