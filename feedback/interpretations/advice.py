"""Advice of the klankbordgroep: asking for it, giving it, and answering it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select

from analysis.actions import Action
from analysis.advice import (
    USUALLY_ANSWERED_WITHIN,
    Advice,
    AdviceState,
    Verdict,
    advise,
    answer,
    ask,
    edition_of_answer,
    edition_of_text,
    give,
    hold_advice,
    load_advice,
)
from analysis.follow_ups import link, load_following, load_linkable, unlink
from feedback import audit
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.interpretations.forms import (
    AdviceForm,
    AnswerForm,
    FollowUpForm,
    QuestionForm,
    TextForm,
)
from feedback.meanwhile import Meanwhile, unlike
from surveys.campaigns import Wave, load_waves
from surveys.organisations import Region

bp = Blueprint("advice", __name__, url_prefix="/advice")


@bp.get("/")
@requires(Permission.READ_ADVICE)
def advices() -> ResponseReturnValue:
    """Show the advice of own regions, with what waits on top."""
    own = _regions(Permission.READ_ADVICE)
    return render_template(
        "interpretations/advices.html",
        advices=load_advice(db.session(), [region.id for region in own], today=today()),
        today=today(),
        askable=_regions(Permission.ANSWER_ADVICE),
        advisable=_regions(Permission.ADVISE),
    )


@bp.route("/ask/<int:region_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_ADVICE)
def ask_for(region_id: int) -> ResponseReturnValue:
    """Ask the klankbordgroep for advice."""
    region = _region(region_id, Permission.ANSWER_ADVICE)
    form = QuestionForm()
    if not form.validate_on_submit():
        page = render_template("interpretations/new_advice.html", form=form, region=region)
        return page, 422 if form.errors else 200
    asked = ask(
        db.session(), region_id, title=_text(form.title.data),
        question=_text(form.question.data), today=today(),
    )  # fmt: skip
    return _saved("asked for", asked)


@bp.route("/give/<int:region_id>", methods=["GET", "POST"])
@requires(Permission.ADVISE)
def give_unasked(region_id: int) -> ResponseReturnValue:
    """Give advice that nobody asked for."""
    region = _region(region_id, Permission.ADVISE)
    form = AdviceForm(data={"answer_by": today() + USUALLY_ANSWERED_WITHIN})
    if not form.validate_on_submit():
        page = render_template("interpretations/new_advice.html", form=form, region=region)
        return page, 422 if form.errors else 200
    given = advise(
        db.session(), region_id, title=_text(form.title.data), text=_text(form.text.data),
        answer_by=form.answer_by.data, today=today(),
    )  # fmt: skip
    return _saved("gave", given)


@bp.get("/<int:advice_id>")
@requires(Permission.READ_ADVICE)
def one(advice_id: int) -> ResponseReturnValue:
    """Show one advice, from its question to its answer."""
    return _page(_advice(advice_id, Permission.READ_ADVICE))


@bp.post("/<int:advice_id>/text")
@requires(Permission.ADVISE)
def write(advice_id: int) -> ResponseReturnValue:
    """Give the advice that was asked for, or put it in other words."""
    advice = _advice(advice_id, Permission.ADVISE)
    form = TextForm(data={"seen": edition_of_text(advice)})
    is_right = form.validate_on_submit()
    hold_advice(db.session(), advice)
    if advice.state is AdviceState.ANSWERED:
        return _page(advice, not_kept=form.text.data or ""), 409
    if not is_right:
        return _page(advice, text_form=form), 422
    meanwhile = unlike(form, edition_of_text(advice), lambda: _text_form(advice))
    if meanwhile:
        return _page(advice, text_form=form, meanwhile=meanwhile), 409
    give(advice, _text(form.text.data), answer_by=form.answer_by.data, today=today())
    return _saved("gave", advice)


@bp.post("/<int:advice_id>/answer")
@requires(Permission.ANSWER_ADVICE)
def reply(advice_id: int) -> ResponseReturnValue:
    """Answer an advice."""
    advice = _advice(advice_id, Permission.ANSWER_ADVICE)
    form = AnswerForm(data=_seen(advice))
    if advice.state is AdviceState.ASKED:
        abort(404)
    if not form.validate_on_submit():
        return _page(advice, answer_form=form), 422
    hold_advice(db.session(), advice)
    meanwhile = _unlike_answer(advice, form)
    if meanwhile:
        return _page(advice, answer_form=form, meanwhile=meanwhile), 409
    answer(
        advice, Verdict(form.verdict.data), reason=_text(form.reason.data),
        owner=_text(form.owner.data), due_on=form.due_on.data, today=today(),
    )  # fmt: skip
    return _saved("answered", advice)


@bp.post("/<int:advice_id>/actions")
@requires(Permission.ANSWER_ADVICE)
def follow(advice_id: int) -> ResponseReturnValue:
    """Say that an action follows from an advice."""
    advice = _advice(advice_id, Permission.ANSWER_ADVICE)
    form = FollowUpForm(load_linkable(db.session(), advice))
    if advice.state is AdviceState.ASKED:
        abort(404)
    if not form.validate_on_submit():
        return _page(advice, follow_form=form), 422
    link(db.session(), advice, db.session().get_one(Action, int(form.action.data)))
    return _saved("linked an action to", advice)


@bp.post("/<int:advice_id>/actions/<int:action_id>/remove")
@requires(Permission.ANSWER_ADVICE)
def unfollow(advice_id: int, action_id: int) -> ResponseReturnValue:
    """Say no longer that an action follows from an advice."""
    advice = _advice(advice_id, Permission.ANSWER_ADVICE)
    unlink(db.session(), advice_id, action_id)
    return _saved("took an action away from", advice)


@bp.post("/<int:advice_id>/remove")
@requires(Permission.READ_ADVICE)
def remove(advice_id: int) -> ResponseReturnValue:
    """Take back a question that has no advice yet, or an unasked advice without an answer."""
    advice = _advice(advice_id, Permission.READ_ADVICE)
    if not _may_remove(advice):
        abort(404)
    db.session.delete(advice)
    _record("took back", advice_id)
    flash(_("That is saved."))
    return redirect(url_for(".advices"), 303)


def _regions(permission: Permission) -> list[Region]:
    scope = scope_for(permission)
    regions = db.session.scalars(select(Region).order_by(Region.name))
    return [one for one in regions if scope.everything or one.id in scope.region_ids]


def _region(region_id: int, permission: Permission) -> Region:
    found = next((one for one in _regions(permission) if one.id == region_id), None)
    if found is None:
        abort(404)
    return found


def _advice(advice_id: int, permission: Permission) -> Advice:
    advice = db.session().get(Advice, advice_id)
    if advice is None or not _may(permission, advice):
        abort(404)
    return advice


def _may(permission: Permission, advice: Advice) -> bool:
    scope = scope_for(permission)
    return scope.everything or advice.region_id in scope.region_ids


def _may_remove(advice: Advice) -> bool:
    if advice.state is AdviceState.ASKED:
        return _may(Permission.ANSWER_ADVICE, advice)
    is_own = advice.state is AdviceState.GIVEN and not advice.is_asked
    return is_own and _may(Permission.ADVISE, advice)


def _page(
    advice: Advice,
    *,
    text_form: TextForm | None = None,
    answer_form: AnswerForm | None = None,
    follow_form: FollowUpForm | None = None,
    meanwhile: Meanwhile = (),
    not_kept: str = "",
) -> str:
    is_given = advice.state is not AdviceState.ASKED
    may_write = _may(Permission.ADVISE, advice) and advice.state is not AdviceState.ANSWERED
    may_answer = _may(Permission.ANSWER_ADVICE, advice) and is_given
    return render_template(
        "interpretations/advice.html",
        advice=advice,
        text_form=(text_form or _text_form(advice)) if may_write else None,
        answer_form=(answer_form or _answer_form(advice)) if may_answer else None,
        follow_form=(follow_form or _follow_form(advice)) if may_answer else None,
        following=load_following(db.session(), advice, today=today()),
        newest_wave=_newest_wave(advice.region_id) if may_answer else None,
        may_remove=_may_remove(advice),
        meanwhile=meanwhile,
        not_kept=not_kept,
        today=today(),
    )


def _text_form(advice: Advice) -> TextForm:
    """Give the form of what was advised; of what was not yet, with the usual day for an answer."""
    seen = {"seen": edition_of_text(advice)}
    if advice.state is AdviceState.ASKED:
        proposed = today() + USUALLY_ANSWERED_WITHIN
        return TextForm(formdata=None, data=seen | {"answer_by": proposed})
    return TextForm(formdata=None, obj=advice, data=seen)


def _answer_form(advice: Advice) -> AnswerForm:
    return AnswerForm(formdata=None, obj=advice, data=_seen(advice))


def _seen(advice: Advice) -> dict[str, str]:
    """Give the marks of what somebody reads who answers."""
    return {"seen": edition_of_answer(advice), "seen_text": edition_of_text(advice)}


def _unlike_answer(advice: Advice, form: AnswerForm) -> Meanwhile:
    """Give what changed since somebody began to answer: the advice itself, or its answer."""
    edition = edition_of_text(advice)
    changed = [] if form.seen_text.data == edition else [(_("The advice"), advice.text)]
    form.seen_text.data = edition
    return [*changed, *unlike(form, edition_of_answer(advice), lambda: _answer_form(advice))]


def _follow_form(advice: Advice) -> FollowUpForm | None:
    """Give the form to link an action, where there are any to link."""
    linkable = load_linkable(db.session(), advice)
    return FollowUpForm(linkable, formdata=None) if linkable else None


def _newest_wave(region_id: int) -> Wave | None:
    """Give the last wave of a region, after which something can be done."""
    if not scope_for(Permission.SET_UP):
        return None
    waves = load_waves(db.session())
    return next((one for one in waves if one.campaign.region_id == region_id), None)


def _text(given: str | None) -> str:
    return (given or "").strip()


def _record(deed: str, advice_id: int) -> None:
    audit.record(db.session(), current_user.id, deed, thing="advice", thing_id=advice_id, now=now())
    db.session.commit()


def _saved(deed: str, advice: Advice) -> ResponseReturnValue:
    _record(deed, advice.id)
    flash(_("That is saved."))
    return redirect(url_for(".one", advice_id=advice.id), 303)
