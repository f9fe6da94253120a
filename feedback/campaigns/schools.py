"""One school in a wave, for who speaks for it: whom to turn to, and what was done."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from wtforms import StringField
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from analysis.actions import Action, edition_of_action, hold_action, load_actions
from feedback import audit
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.campaigns.forms import ActionForm
from feedback.campaigns.parent_texts import YOUNG, ParentText, parent_texts
from feedback.campaigns.visibility import load_own_links
from feedback.config import current_settings
from feedback.database import db
from feedback.figures import question_texts
from feedback.i18n import current_locale, lazy_gettext, now, today, use_locale
from feedback.i18n import gettext as _
from feedback.meanwhile import Meanwhile, unlike
from feedback.security import StaffForm
from surveys.campaigns import Wave, get_wave
from surveys.distribution import Link, load_links
from surveys.organisations import Contact, School

bp = Blueprint("schools", __name__, url_prefix="/waves/<int:wave_id>/schools/<int:school_id>")


class ContactForm(StaffForm):
    """Whom somebody at this school can turn to for help."""

    name = StringField(
        lazy_gettext("Name or role"),
        description=lazy_gettext("Such as: the internal supervisor, Mrs. De Wit"),
        validators=[DataRequired(lazy_gettext("Write whom people can turn to.")), Length(max=120)],
    )
    phone = StringField(
        lazy_gettext("Telephone"),
        validators=[
            Optional(),
            Length(max=30),
            Regexp(r"[0-9+() -]+\Z", message=lazy_gettext("Write digits, spaces, + and -.")),
        ],
    )
    email = StringField(
        lazy_gettext("E-mail address"),
        validators=[
            Optional(),
            Length(max=120),
            Email(message=lazy_gettext("Write an address such as name@school.nl.")),
        ],
    )


@bp.get("/")
@requires(Permission.SPEAK_FOR_SCHOOL)
def school(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Show what respondents of this school find about help and about what was done."""
    wave, school = _own(wave_id, school_id)
    return _page(wave, school)


@bp.post("/contact")
@requires(Permission.SPEAK_FOR_SCHOOL)
def contact(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Keep whom people can turn to."""
    wave, school = _own(wave_id, school_id)
    if "remove" in request.form:
        school.contact = None
        return _saved("said whom to turn to", school)
    form = ContactForm(prefix="contact")
    if not form.validate_on_submit():
        return _page(wave, school, contact_form=form), 422
    school.contact = school.contact or Contact()
    form.populate_obj(school.contact)
    return _saved("said whom to turn to", school)


@bp.post("/actions")
@requires(Permission.SPEAK_FOR_SCHOOL)
def add(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Add something that the school does."""
    wave, school = _own(wave_id, school_id)
    form = ActionForm(question_texts(db.session(), wave.version), prefix="new")
    if not form.validate_on_submit():
        return _page(wave, school, new_form=form), 422
    action = Action(wave_id=wave_id, school_id=school_id)
    form.populate_obj(action)
    db.session.add(action)
    return _saved("said what was done", school)


@bp.post("/actions/<int:action_id>")
@requires(Permission.SPEAK_FOR_SCHOOL)
def change(wave_id: int, school_id: int, action_id: int) -> ResponseReturnValue:
    """Change something that the school does, or take it away."""
    wave, school = _own(wave_id, school_id)
    action = db.session.get(Action, action_id)
    if action is None or (action.wave_id, action.school_id) != (wave_id, school_id):
        abort(404)
    if "remove" in request.form:
        db.session.delete(action)
        return _saved("took back what was done", school)
    questions = question_texts(db.session(), wave.version)
    seen = {"seen": edition_of_action(action)}
    form = ActionForm(questions, prefix=str(action_id), data=seen)
    if not form.validate_on_submit():
        return _page(wave, school, changed=(action, form)), 422
    hold_action(db.session(), action)
    meanwhile = unlike(form, edition_of_action(action), lambda: _stored(action, questions))
    if meanwhile:
        return _page(wave, school, changed=(action, form), meanwhile=meanwhile), 409
    form.populate_obj(action)
    return _saved("said what was done", school)


def _own(wave_id: int, school_id: int) -> tuple[Wave, School]:
    wave = get_wave(db.session(), wave_id)
    links = load_own_links(db.session(), scope_for(Permission.SPEAK_FOR_SCHOOL), wave)
    school = next((link.school for link in links if link.school_id == school_id), None)
    if school is None:
        abort(404)
    return wave, school


def _page(
    wave: Wave,
    school: School,
    *,
    contact_form: ContactForm | None = None,
    new_form: ActionForm | None = None,
    changed: tuple[Action, ActionForm] | None = None,
    meanwhile: Meanwhile = (),
) -> str:
    forms = dict([changed] if changed else [])
    messages = _parent_texts(wave, school)
    questions = question_texts(db.session(), wave.version)
    actions = load_actions(db.session(), wave_id=wave.id, school_id=school.id)
    return render_template(
        "campaigns/school.html",
        wave=wave,
        school=school,
        contact_form=contact_form
        or ContactForm(formdata=None, prefix="contact", obj=school.contact),
        messages=messages,
        new_form=new_form or ActionForm(questions, formdata=None, prefix="new"),
        actions=[(each, forms.get(each) or _stored(each, questions)) for each in actions],
        changed=changed[0] if changed else None,
        meanwhile=meanwhile,
        today=today(),
    )


def _stored(action: Action, questions: Mapping[str, str]) -> ActionForm:
    """Give the form of an action as it is kept."""
    seen = {"seen": edition_of_action(action)}
    return ActionForm(questions, formdata=None, prefix=str(action.id), obj=action, data=seen)


def _parent_texts(wave: Wave, school: School) -> list[tuple[Link, Sequence[ParentText]]]:
    locale = current_locale()
    texts = [
        (link, parent_texts(link, current_settings().public_url))
        for link in load_links(db.session(), wave.id)
        if link.school_id == school.id and link.respondent_group in YOUNG
    ]
    use_locale(locale)
    return texts


def _saved(deed: str, school: School) -> ResponseReturnValue:
    audit.record(db.session(), current_user.id, deed, thing="school", thing_id=school.id, now=now())
    db.session.commit()
    flash(_("That is saved. People see it within a minute."))
    return redirect(url_for(".school", **(request.view_args or {}) | {"action_id": None}), 303)
