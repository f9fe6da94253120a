"""Making a questionnaire: a draft, its questions, and at last a version."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from feedback import audit
from feedback.accounts.permissions import Permission, requires
from feedback.answering.pages import minutes
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from feedback.questionnaires.advice import advice_on
from feedback.questionnaires.files import FORMATS, TRANSLATOR_FORMATS
from feedback.questionnaires.forms import AboutForm, ItemForm, keep_languages
from feedback.questionnaires.hurdles import hints_by_item, hints_on
from feedback.questionnaires.places import difference_name, item_names, place_of
from feedback.questionnaires.previews import questions_in
from feedback.questionnaires.taking_over import take_in
from feedback.security import StaffForm
from surveys import drafts as making
from surveys.definitions import MOST_ITEMS, Table
from surveys.differences import differences, options_of
from surveys.drafts import Definition, Draft, get_draft, make_code, progress_of
from surveys.errors import DraftChanged, InvalidDefinition
from surveys.interchange import table_of
from surveys.items import RespondentGroup
from surveys.library import load_library
from surveys.questionnaires import get_version, load_versions
from surveys.ready_scales import add_scale, ready_scales, translate_scales
from surveys.wordings import SOURCE_LANGUAGE, is_outdated, wordings_of

bp = Blueprint("drafts", __name__, url_prefix="/questionnaires/drafts")

_ITEM = "/<int:draft_id>/items/<item>"
_OWN = "own-"


@bp.get("/new")
@requires(Permission.SET_UP, everywhere=True)
def new() -> ResponseReturnValue:
    """Ask what a new questionnaire is about."""
    form = AboutForm(data={"languages": [], "groups": [RespondentGroup.PARENT.value]})
    return render_template("questionnaires/about.html", form=form, draft=None)


@bp.post("/new")
@requires(Permission.SET_UP, everywhere=True)
def start() -> ResponseReturnValue:
    """Start a draft."""
    form = AboutForm()
    if not form.validate_on_submit():
        return render_template("questionnaires/about.html", form=form, draft=None), 422
    taken = {version.questionnaire.code for version in load_versions(db.session())}
    taken |= {draft.code for draft in making.load_drafts(db.session())}
    table: Definition = {"code": make_code(form.title.data, sorted(taken)), "number": 1}
    form.write(table)
    draft = making.start_draft(db.session(), table, now=now())
    return _done(draft, "started draft")


@bp.post("/after/<int:version_id>")
@requires(Permission.SET_UP, everywhere=True)
def start_next(version_id: int) -> ResponseReturnValue:
    """Start a draft of the next version."""
    version = get_version(db.session(), version_id)
    draft = making.start_next_version(db.session(), version, now=now())
    return _done(draft, "started draft of next version")


@bp.get("/<int:draft_id>")
@requires(Permission.SET_UP, everywhere=True)
def draft(draft_id: int) -> ResponseReturnValue:
    """Show a draft: its questions, how far its languages are, and what is still to be done."""
    return _page(get_draft(db.session(), draft_id))


@bp.get("/<int:draft_id>/about")
@requires(Permission.SET_UP, everywhere=True)
def about(draft_id: int) -> ResponseReturnValue:
    """Show what a draft is called and for whom it is."""
    shown = get_draft(db.session(), draft_id)
    form = AboutForm.of(shown.table)
    return render_template("questionnaires/about.html", form=form, draft=shown)


@bp.post("/<int:draft_id>/about")
@requires(Permission.SET_UP, everywhere=True)
def save_about(draft_id: int) -> ResponseReturnValue:
    """Change what a draft is called and for whom it is."""
    shown, form = get_draft(db.session(), draft_id), AboutForm()

    def write(table: Definition) -> None:
        form.write(table)
        translate_scales(table)

    if form.validate_on_submit():
        try:
            making.change(db.session(), shown, _revision(), write, now=now())
        except DraftChanged:
            form.form_errors = [_changed_meanwhile()]
        else:
            return _done(shown, "changed draft")
    return render_template("questionnaires/about.html", form=form, draft=shown), 422


@bp.get("/<int:draft_id>/items/new")
@requires(Permission.SET_UP, everywhere=True)
def new_item(draft_id: int) -> ResponseReturnValue:
    """Ask for a new question."""
    shown = get_draft(db.session(), draft_id)
    scales = _scales(shown)
    first: dict[str, Any] = {"kind": "scale", "scale": next(iter(scales), "")}
    return _item_page(shown, ItemForm.of(first, table=shown.table, scales=scales, item=None), None)


@bp.get(_ITEM)
@requires(Permission.SET_UP, everywhere=True)
def item(draft_id: int, item: str) -> ResponseReturnValue:
    """Show a question as it is now."""
    shown = get_draft(db.session(), draft_id)
    form = ItemForm.of(shown.item(item), **_about(shown, item))
    return _item_page(shown, form, item)


@bp.post("/<int:draft_id>/items/new")
@requires(Permission.SET_UP, everywhere=True)
def add_item(draft_id: int) -> ResponseReturnValue:
    """Add a question."""
    return _save_item(get_draft(db.session(), draft_id), None)


@bp.post(_ITEM)
@requires(Permission.SET_UP, everywhere=True)
def save_item(draft_id: int, item: str) -> ResponseReturnValue:
    """Change a question."""
    return _save_item(get_draft(db.session(), draft_id), item)


@bp.post(f"{_ITEM}/<any(up, down, remove):way>")
@requires(Permission.SET_UP, everywhere=True)
def arrange(draft_id: int, item: str, way: str) -> ResponseReturnValue:
    """Move a question by one place, or take it out."""
    shown = get_draft(db.session(), draft_id)
    shown.item(item)

    def write(table: Definition) -> None:
        if way == "remove":
            making.remove_item(table, item)
        else:
            making.move_item(table, item, -1 if way == "up" else 1)

    try:
        making.change(db.session(), shown, _revision(), write, now=now())
    except DraftChanged:
        flash(_changed_meanwhile())
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    _record(shown, "changed draft")
    db.session.commit()
    # Whoever works with the keyboard finds the same question back.
    return redirect(url_for(".draft", draft_id=draft_id, _anchor=f"item-{item}"), 303)


@bp.get("/<int:draft_id>/library")
@requires(Permission.SET_UP, everywhere=True)
def library(draft_id: int) -> ResponseReturnValue:
    """Show the questions of the library, of which some can be taken over."""
    shown = get_draft(db.session(), draft_id)
    group, words = request.args.get("group", ""), request.args.get("words", "").casefold()
    taken = {str(item["code"]) for item in shown.items}
    found = [
        each
        for each in load_library()
        if group in ("", *each.groups)
        and words in f"{each.table['text']} {each.table.get('measures')}".casefold()
    ]
    return render_template(
        "questionnaires/library.html",
        draft=shown,
        items=found,
        taken=taken,
        groups=[each.value for each in RespondentGroup],
        group=group,
        words=request.args.get("words", ""),
        form=StaffForm(),
    )


@bp.post("/<int:draft_id>/library")
@requires(Permission.SET_UP, everywhere=True)
def take_over(draft_id: int) -> ResponseReturnValue:
    """Take questions of the library into a draft."""
    shown = get_draft(db.session(), draft_id)
    chosen = request.form.getlist("item")

    def write(table: Definition) -> None:
        for each in load_library():
            if each.key in chosen and each.code not in {item["code"] for item in table["item"]}:
                take_in(table, each)

    try:
        making.change(db.session(), shown, _revision(), write, now=now())
    except DraftChanged:
        flash(_changed_meanwhile())
        return redirect(url_for(".library", draft_id=draft_id), 303)
    return _done(shown, "changed draft")


@bp.get("/<int:draft_id>/languages/<language>")
@requires(Permission.SET_UP, everywhere=True)
def language(draft_id: int, language: str) -> ResponseReturnValue:
    """Show all texts in one language beside the Dutch."""
    return _language_page(get_draft(db.session(), draft_id), language)


@bp.post("/<int:draft_id>/languages/<language>")
@requires(Permission.SET_UP, everywhere=True)
def save_language(draft_id: int, language: str) -> ResponseReturnValue:
    """Write texts in one language, and who checked them."""
    shown = get_draft(db.session(), draft_id)
    keys = [wording.key for wording in wordings_of(shown.table)]
    texts = {key: request.form[key] for key in keys if key in request.form}
    checked = {
        key: (shown.checks.get(f"{key} {language}") or current_user.name)
        if f"checked {key}" in request.form
        else None
        for key in keys
    }
    try:
        making.translate(db.session(), shown, _revision(), language, texts, checked, now=now())
    except DraftChanged:
        return _language_page(shown, language, sent=texts, problem=_changed_meanwhile()), 409
    _record(shown, f"wrote texts in {language}")
    db.session.commit()
    flash(_("The texts are saved."))
    return redirect(url_for(".language", draft_id=draft_id, language=language), 303)


@bp.get("/<int:draft_id>/differences")
@requires(Permission.SET_UP, everywhere=True)
def compare(draft_id: int) -> ResponseReturnValue:
    """Show what a draft changes in the version that it comes from."""
    shown = get_draft(db.session(), draft_id)
    before = table_of(shown.based_on) if shown.based_on else {}
    return render_template(
        "questionnaires/differences.html",
        title=shown.title,
        back=url_for(".draft", draft_id=draft_id),
        differences=differences(before, shown.table),
        items=item_names(before) | item_names(shown.table),
        difference_name=difference_name,
    )


@bp.post("/<int:draft_id>/finish")
@requires(Permission.SET_UP, everywhere=True)
def finish(draft_id: int) -> ResponseReturnValue:
    """Make a version of a draft."""
    shown = get_draft(db.session(), draft_id)
    if advice_on(shown):
        return _page(shown), 422
    try:
        version = making.finish(db.session(), shown)
    except InvalidDefinition as error:
        db.session.rollback()
        return _page(get_draft(db.session(), draft_id), mistakes=error.mistakes), 422
    audit.record(
        db.session(), current_user.id, "made version", thing="version", thing_id=version.id,
        now=now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("The questionnaire is ready to use. It does not change any more."))
    return redirect(url_for("questionnaires.version", version_id=version.id), 303)


@bp.post("/<int:draft_id>/remove")
@requires(Permission.SET_UP, everywhere=True)
def remove(draft_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    shown = get_draft(db.session(), draft_id)
    _record(shown, "removed draft")
    db.session.delete(shown)
    db.session.commit()
    flash(_("The draft is gone."))
    return redirect(url_for("questionnaires.versions"), 303)


def _page(shown: Draft, mistakes: Sequence[Any] = ()) -> str:
    in_past = shown.based_on is not None
    return render_template(
        "questionnaires/draft.html",
        draft=shown,
        form=StaffForm(),
        items=[(item, _has_own_answers(shown, item)) for item in shown.items],
        lengths=_lengths(shown),
        most_items=MOST_ITEMS,
        progress=progress_of(shown),
        advice=advice_on(shown),
        mistakes=mistakes,
        in_past=in_past,
        source=SOURCE_LANGUAGE,
        formats=FORMATS,
        hints=hints_by_item(shown.table),
    )


def _lengths(shown: Draft) -> Mapping[str, tuple[int, int]]:
    """Give for each group how many questions it gets, and about how many minutes they take."""
    groups = shown.table.get("groups", ())
    asked = {group: questions_in(shown.table, group, SOURCE_LANGUAGE) for group in groups}
    return {group: (len(each.questions), minutes(each)) for group, each in asked.items()}


def _has_own_answers(shown: Draft, item: Table) -> str:
    """Give the answers to an item in a line."""
    options = options_of(shown.table, item)
    return " · ".join(str(option.get("text", {}).get(SOURCE_LANGUAGE, "")) for option in options)


def _save_item(shown: Draft, code: str | None) -> ResponseReturnValue:
    form = ItemForm(**_about(shown, code))
    if form.validate_on_submit():
        groups = shown.table.get("groups", ())
        own = {group: request.form.get(f"{_OWN}{group}", "") for group in groups}
        written = form.item(own)

        def write(table: Definition) -> None:
            if scale := written.get("scale"):
                add_scale(table, scale)
            making.put_item(table, code, written)
            keep_languages(table, table["languages"])

        try:
            making.change(db.session(), shown, _revision(), write, now=now())
        except DraftChanged:
            form.form_errors = [_changed_meanwhile()]
        else:
            _record(shown, "changed draft")
            db.session.commit()
            flash(_("The question is saved."))
            anchor = f"item-{written['code']}"
            return redirect(url_for(".draft", draft_id=shown.id, _anchor=anchor), 303)
    form.add_rows()
    return _item_page(shown, form, code), 422


def _about(shown: Draft, code: str | None) -> dict[str, Any]:
    return {
        "table": shown.table,
        "scales": _scales(shown),
        "item": shown.item(code) if code else None,
        "has_past": code is not None and _is_in_past(shown, code),
    }


def _is_in_past(shown: Draft, code: str) -> bool:
    before = shown.based_on
    return before is not None and code in {item.code for item in before.items}


def _scales(shown: Draft) -> Mapping[str, Table]:
    """Give the answers that a question can share: those of this draft, and the ready-made ones."""
    own = {scale["code"]: scale for scale in shown.table.get("scale", ())}
    return {**own, **{code: each for code, each in ready_scales().items() if code not in own}}


def _item_page(shown: Draft, form: ItemForm, code: str | None) -> str:
    sent = request.form if request.method == "POST" else {}
    asked = form.groups.data or []
    hints = hints_on(form.text.data or "", asked[0] if len(asked) == 1 else "")
    own = {group: sent.get(f"{_OWN}{group}", words) for group, words in form.own_wordings()}
    return render_template(
        "questionnaires/draft_item.html",
        draft=shown,
        form=form,
        code=code,
        own=own,
        own_prefix=_OWN,
        hints=hints,
    )


def _language_page(
    shown: Draft, language: str, *, sent: Mapping[str, str] | None = None, problem: str = ""
) -> str:
    if language not in shown.languages:
        abort(404)
    wordings = [
        (
            wording,
            (sent or {}).get(wording.key, wording.text(language)),
            is_outdated(wording, language, shown.translated_from),
            shown.checks.get(f"{wording.key} {language}"),
        )
        for wording in wordings_of(shown.table)
    ]
    return render_template(
        "questionnaires/language.html",
        draft=shown,
        language=language,
        wordings=wordings,
        names=item_names(shown.table),
        problem=problem,
        form=StaffForm(),
        source=SOURCE_LANGUAGE,
        progress=progress_of(shown)[language],
        place_of=place_of,
        translator_formats=TRANSLATOR_FORMATS,
    )


def _revision() -> int:
    return request.form.get("revision", type=int, default=0)


def _changed_meanwhile() -> str:
    return _(
        "Somebody else changed this draft meanwhile. Nothing of yours is saved yet. Open the draft "
        "in a second window, look what changed, and then save this page again."
    )


def _done(shown: Draft, action: str) -> ResponseReturnValue:
    _record(shown, action)
    db.session.commit()
    return redirect(url_for(".draft", draft_id=shown.id), 303)


def _record(shown: Draft, action: str) -> None:
    audit.record(db.session(), current_user.id, action, thing="draft", thing_id=shown.id, now=now())
