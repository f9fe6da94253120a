"""The moderators' room, and the themes of the klankbordgroep."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis.comments import load_waiting
from analysis.interpretations import load_of_themes
from analysis.panel import PanelState, check_state, get_state
from analysis.theme_changes import describe
from analysis.theme_history import is_untouched
from analysis.themes import SMALLEST_THEME, Grain, show_proposals, show_themes
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.forms import GrainForm, NameForm
from feedback.comments.scope import campaigns_of, get_campaign, get_part, record
from feedback.comments.wording import state_name, theme_name
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now

bp = Blueprint("comments", __name__, url_prefix="/comments")

AT_ONCE = 20


@bp.get("/waiting")
@requires(Permission.MODERATE)
def waiting() -> ResponseReturnValue:
    """Show the comments that wait, signals of danger first."""
    own = [campaign.id for campaign in campaigns_of(Permission.MODERATE)]
    comments = load_waiting(db.session(), AT_ONCE + 1, campaign_ids=own)
    return render_template(
        "comments/waiting.html", comments=comments[:AT_ONCE], has_more=len(comments) > AT_ONCE
    )


@bp.get("/themes")
@requires(Permission.READ_THEMES)
def themes() -> ResponseReturnValue:
    """Show the released comments of each campaign of the reader, by theme."""
    session = db.session()
    campaigns = [
        (
            campaign,
            show_themes(db.session(), campaign),
            show_proposals(db.session(), campaign),
            get_state(db.session(), campaign.id),
        )
        for campaign in campaigns_of(Permission.READ_THEMES)
    ]
    shown = [part.theme.id for _, parts, *_ in campaigns for part in parts if part.theme]
    return render_template(
        "comments/themes.html",
        campaigns=campaigns,
        said=load_of_themes(db.session(), shown),
        may_interpret=campaigns_of(Permission.INTERPRET),
        smallest=SMALLEST_THEME,
        nameable=campaigns_of(Permission.NAME_THEMES),
        quotable=campaigns_of(Permission.MODERATE),
        talking=PanelState.DISCUSSING,
        theme_name=theme_name,
        state_name=state_name,
        name_form=NameForm(),
        grain_form=GrainForm(formdata=None),
        untouched={campaign for campaign, *_ in campaigns if is_untouched(session, campaign.id)},
    )


@bp.post("/themes/<int:theme_id>/name")
@requires(Permission.NAME_THEMES)
def name(theme_id: int) -> ResponseReturnValue:
    """Give a theme a name."""
    campaign, theme, _part = get_part(theme_id, Permission.NAME_THEMES)
    form = NameForm()
    if form.validate_on_submit():
        describe(db.session(), campaign, theme.id, name=form.name.data or "", now=now())
        record("named", "theme", theme_id)
        db.session.commit()
    else:
        flash(_("This name is too long."), "error")
    return redirect(url_for(".themes", _anchor=f"theme-{theme_id}"), 303)


@bp.post("/campaigns/<int:campaign_id>/grain")
@requires(Permission.NAME_THEMES)
def grain(campaign_id: int) -> ResponseReturnValue:
    """Let the worker find larger or smaller themes, where nobody changed any yet."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    check_state(db.session(), campaign_id, PanelState.DISCUSSING)
    form = GrainForm()
    if not form.validate_on_submit():
        flash(_("Choose how large themes should be."), "error")
    elif not is_untouched(db.session(), campaign_id):
        flash(_("Somebody changed a theme: from then on they stay as they are."), "error")
    else:
        record("found anew the themes of", "campaign", campaign.id)
        db.session.commit()
        jobs.enqueue("find_themes_anew", campaign_id, list(Grain).index(Grain(form.grain.data)))
        flash(_("The computer looks for themes again. Open this page once more in a minute."))
    return redirect(url_for(".themes"), 303)
