"""The moderators' room, and the themes of the klankbordgroep."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from analysis.comments import Decision, ReviewedComment, decide, load_waiting, raw_text
from analysis.interpretations import load_of_themes
from analysis.themes import SMALLEST_THEME, Theme, name_theme, show_themes
from feedback import audit, jobs
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext, now, today
from feedback.security import StaffForm
from surveys.campaigns import Campaign, Wave
from surveys.items import LONGEST_COMMENT

bp = Blueprint("comments", __name__, url_prefix="/comments")

AT_ONCE = 20
# What stands for a name may be longer than the name.
LONGEST_TEXT = 2 * LONGEST_COMMENT


class DecisionForm(StaffForm):
    """What a moderator decides about one comment; the text may be mended first."""

    text = TextAreaField(
        lazy_gettext("Text that others may read"),
        validators=[DataRequired(), Length(max=LONGEST_TEXT)],
    )
    release = SubmitField(lazy_gettext("Release"))
    hold = SubmitField(lazy_gettext("Hold back"))


class NameForm(StaffForm):
    """The name that people give a theme."""

    name = StringField(lazy_gettext("Name of the theme"), validators=[Length(max=120)])


@bp.get("/waiting")
@requires(Permission.MODERATE)
def waiting() -> ResponseReturnValue:
    """Show the comments that wait, signals of danger first."""
    own = [campaign.id for campaign in _campaigns(Permission.MODERATE)]
    comments = load_waiting(db.session(), AT_ONCE, campaign_ids=own)
    return render_template(
        "comments/waiting.html",
        comments=[(c, raw_text(db.session(), c.id), _form_of(c)) for c in comments],
    )


@bp.post("/<uuid:comment_id>")
@requires(Permission.MODERATE)
def decision(comment_id: UUID) -> ResponseReturnValue:
    """Release or hold one comment."""
    comment = _comment_of_moderator(comment_id)
    form = DecisionForm(prefix=str(comment_id))
    if not form.validate_on_submit():
        raw = raw_text(db.session(), comment_id)
        return render_template("comments/waiting.html", comments=[(comment, raw, form)]), 422
    decided = Decision.RELEASED if form.release.data else Decision.HELD
    decide(db.session(), comment_id, decided, text=form.text.data, today=today())
    _record(decided.value, "comment", comment_id)
    campaign_id = _campaign_of(comment)
    db.session.commit()
    jobs.enqueue("find_themes", campaign_id)
    flash(_("The comment is released.") if form.release.data else _("The comment is held back."))
    return redirect(url_for(".waiting"), 303)


@bp.get("/themes")
@requires(Permission.READ_THEMES)
def themes() -> ResponseReturnValue:
    """Show the released comments of each campaign of the reader, by theme."""
    campaigns = [
        (campaign, show_themes(db.session(), campaign))
        for campaign in _campaigns(Permission.READ_THEMES)
    ]
    shown = [part.theme.id for _campaign, parts in campaigns for part in parts if part.theme]
    return render_template(
        "comments/themes.html",
        campaigns=campaigns,
        said=load_of_themes(db.session(), shown),
        may_interpret=_campaigns(Permission.INTERPRET),
        smallest=SMALLEST_THEME,
        nameable=_campaigns(Permission.NAME_THEMES),
        name_form=NameForm(),
    )


@bp.post("/themes/<int:theme_id>/name")
@requires(Permission.NAME_THEMES)
def name(theme_id: int) -> ResponseReturnValue:
    """Give a theme a name."""
    theme = db.session().get(Theme, theme_id)
    own = {campaign.id for campaign in _campaigns(Permission.NAME_THEMES)}
    if theme is None or theme.campaign_id not in own:
        abort(404)
    form = NameForm()
    if form.validate_on_submit():
        name_theme(db.session(), theme_id, form.name.data or "")
        _record("named", "theme", theme_id)
        db.session.commit()
    return redirect(url_for(".themes", _anchor=f"theme-{theme_id}"), 303)


def _record(action: str, thing: str, thing_id: object) -> None:
    audit.record(db.session(), current_user.id, action, thing=thing, thing_id=thing_id, now=now())


def _comment_of_moderator(comment_id: UUID) -> ReviewedComment:
    comment = db.session().get(ReviewedComment, comment_id)
    own = {campaign.id for campaign in _campaigns(Permission.MODERATE)}
    if comment is None or _campaign_of(comment) not in own:
        abort(404)
    return comment


def _campaign_of(comment: ReviewedComment) -> int:
    return db.session().get_one(Wave, comment.wave_id).campaign_id


def _campaigns(permission: Permission) -> list[Campaign]:
    scope = scope_for(permission)
    campaigns = db.session().scalars(select(Campaign).order_by(Campaign.name))
    return [c for c in campaigns if scope.everything or c.region_id in scope.region_ids]


def _form_of(comment: ReviewedComment) -> DecisionForm:
    return DecisionForm(formdata=None, prefix=str(comment.id), text=comment.text)
