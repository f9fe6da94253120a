"""What the schools and the region do with what was answered, with what is late on top."""

from collections.abc import Collection, Mapping, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select

from analysis.actions import Action, edition_of_action, hold_action, load_of_places
from analysis.advice import Advice, AdviceState
from analysis.follow_ups import link, load_advice_behind
from feedback import audit
from feedback.accounts.permissions import Permission, Scope, requires, scope_for
from feedback.campaigns.forms import ActionForm
from feedback.campaigns.visibility import is_own
from feedback.database import db
from feedback.figures import question_texts
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.meanwhile import Meanwhile, unlike
from surveys.campaigns import Campaign, Wave, get_wave, load_waves
from surveys.organisations import Municipality, School

bp = Blueprint("actions", __name__, url_prefix="/actions")


@bp.get("/")
@requires(Permission.SEE_RESULTS)
def actions() -> ResponseReturnValue:
    """Show what own schools and their regions do, with what is late on top."""
    scope = scope_for(Permission.SEE_RESULTS)
    schools = _own_schools(scope)
    regions = {school.municipality.region_id for school in schools} - {None}
    shown = load_of_places(
        db.session(),
        school_ids=[school.id for school in schools],
        region_ids=[region_id for region_id in regions if region_id is not None],
        today=today(),
    )
    return render_template(
        "campaigns/actions.html",
        shelves=_shelves(shown),
        today=today(),
        questions=_questions(shown),
        changeable=_changeable(shown),
        behind=_behind(shown),
        waves=_own_waves(),
    )


@bp.route("/new/<int:wave_id>", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def new(wave_id: int) -> ResponseReturnValue:
    """Add something that the whole region does, perhaps because of an advice."""
    wave = _own_wave(wave_id)
    advice = _advice_for(wave)
    form = ActionForm(question_texts(db.session(), wave.version))
    if not form.validate_on_submit():
        return _page(wave, form, advice=advice), 422 if form.errors else 200
    action = Action(wave_id=wave_id)
    form.populate_obj(action)
    db.session.add(action)
    db.session.flush()
    if advice is None:
        return _saved("said what was done", action.id)
    link(db.session(), advice, action)
    return _saved("said what was done", action.id, url_for("advice.one", advice_id=advice.id))


@bp.route("/<int:region_action_id>", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def change(region_action_id: int) -> ResponseReturnValue:
    """Change something that the whole region does, or take it away."""
    action = db.session().get(Action, region_action_id)
    if action is None or action.school_id is not None:
        abort(404)
    wave = _own_wave(action.wave_id)
    if "remove" in request.form:
        db.session.delete(action)
        return _saved("took back what was done", region_action_id)
    if request.method == "GET":
        return _page(wave, _stored(action), action)
    questions = question_texts(db.session(), wave.version)
    form = ActionForm(questions, data={"seen": edition_of_action(action)})
    if not form.validate_on_submit():
        return _page(wave, form, action), 422
    hold_action(db.session(), action)
    meanwhile = unlike(form, edition_of_action(action), lambda: _stored(action))
    if meanwhile:
        return _page(wave, form, action, meanwhile=meanwhile), 409
    form.populate_obj(action)
    return _saved("said what was done", region_action_id)


def _own_schools(scope: Scope) -> Sequence[School]:
    return db.session.scalars(
        select(School)
        .join(Municipality, Municipality.id == School.municipality_id)
        .where(is_own(scope, today()))
    ).all()


def _shelves(actions: Sequence[Action]) -> list[tuple[str, list[Action]]]:
    """Give the actions in three parts, without those that are empty."""
    late = [one for one in actions if one.is_overdue(today())]
    to_do = [one for one in actions if one not in late and one.is_open]
    rest = [one for one in actions if not one.is_open]
    parts = [(_("Too late"), late), (_("Still to be done"), to_do), (_("Done or given up"), rest)]
    return [(heading, part) for heading, part in parts if part]


def _questions(actions: Collection[Action]) -> dict[Action, str]:
    """Give the words of the question that each of these is about."""
    versions = {action.wave.version for action in actions if action.item}
    words = {version: question_texts(db.session(), version) for version in versions}
    return {
        action: words[action.wave.version].get(action.item, action.item)
        for action in actions
        if action.item
    }


def _changeable(actions: Collection[Action]) -> dict[Action, str]:
    """Give where the reader changes each of these that they may change."""
    speaks = scope_for(Permission.SPEAK_FOR_SCHOOL)
    schools = {school.id for school in _own_schools(speaks)} if speaks else set()
    waves = {wave.id for wave in _own_waves()}
    addresses = {}
    for action in actions:
        if action.school_id in schools:
            addresses[action] = url_for(
                "schools.school",
                wave_id=action.wave_id,
                school_id=action.school_id,
                _anchor=f"action-{action.id}",
            )
        elif action.school_id is None and action.wave_id in waves:
            addresses[action] = url_for(".change", region_action_id=action.id)
    return addresses


def _own_waves() -> list[Wave]:
    """Give the waves of the regions that the reader sets up, the newest first."""
    return [wave for wave in load_waves(db.session()) if _sets_up(wave.campaign)]


def _own_wave(wave_id: int) -> Wave:
    wave = get_wave(db.session(), wave_id)
    if not _sets_up(wave.campaign):
        abort(404)
    return wave


def _sets_up(campaign: Campaign) -> bool:
    scope = scope_for(Permission.SET_UP)
    return scope.everything or campaign.region_id in scope.region_ids


def _behind(actions: Collection[Action]) -> Mapping[int, Sequence[Advice]]:
    """Give the advice that each of these follows from, as far as the reader reads advice."""
    reads = scope_for(Permission.READ_ADVICE)
    if not reads:
        return {}
    region_ids = None if reads.everything else reads.region_ids
    return load_advice_behind(db.session(), actions, region_ids)


def _advice_for(wave: Wave) -> Advice | None:
    """Give the advice that the address names, from which a new action follows; 404 for another."""
    if "advice" not in request.args:
        return None
    advice_id = request.args.get("advice", type=int)
    advice = db.session().get(Advice, advice_id) if advice_id is not None else None
    is_given = advice is not None and advice.state is not AdviceState.ASKED
    if advice is None or not is_given or advice.region_id != wave.campaign.region_id:
        abort(404)
    return advice


def _stored(action: Action) -> ActionForm:
    """Give the form of an action as it is kept."""
    questions = question_texts(db.session(), action.wave.version)
    seen = {"seen": edition_of_action(action)}
    return ActionForm(questions, formdata=None, obj=action, data=seen)


def _page(
    wave: Wave,
    form: ActionForm,
    action: Action | None = None,
    *,
    advice: Advice | None = None,
    meanwhile: Meanwhile = (),
) -> str:
    return render_template(
        "campaigns/region_action.html",
        wave=wave,
        form=form,
        action=action,
        advice=advice,
        meanwhile=meanwhile,
    )


def _saved(deed: str, action_id: int, address: str = "") -> ResponseReturnValue:
    audit.record(db.session(), current_user.id, deed, thing="action", thing_id=action_id, now=now())
    db.session.commit()
    flash(_("That is saved."))
    return redirect(address or url_for(".actions"), 303)
