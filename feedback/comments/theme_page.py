"""One theme: what it is about, and what the klankbordgroep changes about it."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.panel import Dissent, PanelState, add_dissent, count_votes, get_state, load_dissent
from analysis.quotes import load_quotes
from analysis.theme_changes import adopt, describe, drop, merge, refuse, withdraw_view
from analysis.theme_shares import load_shares
from analysis.themes import SMALLEST_THEME, Theme, ThemeShown, show_themes
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.forms import DescriptionForm, DissentForm, MergeForm
from feedback.comments.scope import get_campaign_of_theme, get_part, may, record
from feedback.comments.wording import marking_name, shares_in_words, theme_name, votes_in_words
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from feedback.security import StaffForm
from surveys.campaigns import Campaign

bp = Blueprint("theme_page", __name__, url_prefix="/comments/themes/<int:theme_id>")


@bp.get("")
@requires(Permission.READ_THEMES)
def theme(theme_id: int) -> ResponseReturnValue:
    """Show a theme."""
    campaign, shown, part = get_part(theme_id, Permission.READ_THEMES)
    return _page(campaign, shown, part)


@bp.post("/describe")
@requires(Permission.NAME_THEMES)
def change_words(theme_id: int) -> ResponseReturnValue:
    """Give a theme a name and a description."""
    campaign, shown, part = get_part(theme_id, Permission.NAME_THEMES)
    form = DescriptionForm()
    if not form.validate_on_submit():
        return _page(campaign, shown, part, describe_form=form), 422
    describe(
        db.session(), campaign, theme_id, now=now(),
        name=form.name.data or "", description=form.description.data or "",
    )  # fmt: skip
    return _saved("described", theme_id)


@bp.post("/merge")
@requires(Permission.NAME_THEMES)
def merge_into(theme_id: int) -> ResponseReturnValue:
    """Merge a theme into another one."""
    campaign, shown, part = get_part(theme_id, Permission.NAME_THEMES)
    form = MergeForm(shown, _themes(campaign))
    if not form.validate_on_submit():
        return _page(campaign, shown, part, merge_form=form), 422
    merge(db.session(), campaign, theme_id, form.into.data, now=now())
    return _saved("merged", theme_id, campaign, shown_id=form.into.data)


@bp.post("/drop")
@requires(Permission.NAME_THEMES)
def drop_theme(theme_id: int) -> ResponseReturnValue:
    """Let a theme go."""
    campaign, _shown, _part = get_part(theme_id, Permission.NAME_THEMES)
    drop(db.session(), campaign, theme_id, now=now())
    return _saved("dropped", theme_id, campaign)


@bp.post("/adopt")
@requires(Permission.NAME_THEMES)
def adopt_theme(theme_id: int) -> ResponseReturnValue:
    """Make a possible new theme a theme."""
    campaign = get_campaign_of_theme(theme_id, Permission.NAME_THEMES)
    _answer(adopt, campaign, theme_id)
    return _saved("adopted", theme_id, campaign, shown_id=theme_id)


@bp.post("/refuse")
@requires(Permission.NAME_THEMES)
def refuse_theme(theme_id: int) -> ResponseReturnValue:
    """Let a possible new theme be none."""
    campaign = get_campaign_of_theme(theme_id, Permission.NAME_THEMES)
    _answer(refuse, campaign, theme_id)
    return _saved("refused", theme_id, campaign)


@bp.post("/dissent")
@requires(Permission.NAME_THEMES)
def dissent(theme_id: int) -> ResponseReturnValue:
    """Keep a view on a theme that others do not share."""
    campaign, shown, part = get_part(theme_id, Permission.NAME_THEMES)
    form = DissentForm()
    if not form.validate_on_submit():
        return _page(campaign, shown, part, dissent_form=form), 422
    # Not in the audit log: there it would have a name.
    add_dissent(db.session(), shown, form.text.data, user_id=current_user.id)
    db.session.commit()
    flash(_("That is saved."))
    return redirect(url_for(".theme", theme_id=theme_id), 303)


@bp.post("/dissent/<int:dissent_id>/remove")
@requires(Permission.READ_THEMES)
def remove_dissent(theme_id: int, dissent_id: int) -> ResponseReturnValue:
    """Take back one's view; who is in charge takes away what should not stand there."""
    campaign, _theme, _part = get_part(theme_id, Permission.READ_THEMES)
    views = load_dissent(db.session(), campaign.id).get(theme_id, [])
    found = next((view for view in views if view.id == dissent_id), None)
    if found is None or not _may_remove(found, campaign):
        abort(404)
    # Of a writer not in the audit log: there it would have a name.
    if not _is_own(found):
        record("took away a view on", "theme", theme_id)
    withdraw_view(db.session(), campaign, found, now=now())
    db.session.commit()
    flash(_("That is saved."))
    return redirect(url_for(".theme", theme_id=theme_id), 303)


def _page(
    campaign: Campaign,
    theme: Theme,
    part: ThemeShown,
    *,
    describe_form: DescriptionForm | None = None,
    merge_form: MergeForm | None = None,
    dissent_form: DissentForm | None = None,
) -> str:
    session = db.session()
    is_member = may(Permission.NAME_THEMES, campaign)
    state = get_state(session, campaign.id)
    dissent = load_dissent(session, campaign.id).get(theme.id, [])
    return render_template(
        "comments/theme.html",
        campaign=campaign,
        theme=theme,
        part=part,
        quotes=load_quotes(session, part),
        dissent=dissent,
        removable=[view for view in dissent if _may_remove(view, campaign)],
        is_own=_is_own,
        # Who still has to choose is not to follow the others.
        votes=votes_in_words(count_votes(session, campaign.id).get(theme.id, {}))
        if state is not PanelState.VOTING
        else "",
        describe_form=describe_form or DescriptionForm(formdata=None, obj=theme),
        merge_form=merge_form or MergeForm(theme, _themes(campaign), formdata=None),
        dissent_form=dissent_form or DissentForm(formdata=None),
        plain_form=StaffForm(formdata=None),
        is_member=is_member,
        can_change=is_member and state is PanelState.DISCUSSING,
        shares=shares_in_words(load_shares(session, campaign), theme),
        can_quote=may(Permission.MODERATE, campaign),
        smallest=SMALLEST_THEME,
        theme_name=theme_name,
        marking_name=marking_name,
    )


def _answer(answer: Callable[..., object], campaign: Campaign, theme_id: int) -> None:
    try:
        answer(db.session(), campaign, theme_id, now=now())
    except LookupError:
        abort(404)


def _is_own(view: Dissent) -> bool:
    return view.user_id is not None and view.user_id == current_user.id


def _may_remove(view: Dissent, campaign: Campaign) -> bool:
    in_charge = (Permission.MODERATE, Permission.SET_UP)
    return _is_own(view) or any(may(permission, campaign) for permission in in_charge)


def _themes(campaign: Campaign) -> list[Theme]:
    return [part.theme for part in show_themes(db.session(), campaign) if part.theme]


def _saved(
    deed: str, theme_id: int, campaign: Campaign | None = None, *, shown_id: int | None = None
) -> ResponseReturnValue:
    """Commit, and go to the theme that is left; `campaign` says that its comments move."""
    record(deed, "theme", theme_id)
    db.session.commit()
    flash(_("That is saved."))
    if campaign is None:
        return redirect(url_for(".theme", theme_id=theme_id), 303)
    jobs.enqueue("find_themes", campaign.id)
    if shown_id is None:
        return redirect(url_for("comments.themes"), 303)
    return redirect(url_for(".theme", theme_id=shown_id), 303)
