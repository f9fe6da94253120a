"""The history of a campaign's themes, and taking a change back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.panel import PanelState, get_state
from analysis.theme_history import CannotUndo, ThemeChange, load_history, undo
from analysis.themes import TooFewPeople, load_themes
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.scope import get_campaign, may, record
from feedback.comments.wording import (
    change_in_words,
    theme_name,
    too_few_people,
    votes_in_words,
)
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from feedback.security import StaffForm
from surveys.campaigns import Campaign

bp = Blueprint("theme_history", __name__, url_prefix="/comments/campaigns/<int:campaign_id>")

SHOWN = 50


@bp.get("/history")
@requires(Permission.READ_THEMES)
def history(campaign_id: int) -> ResponseReturnValue:
    """Show what was changed, the latest first."""
    number = max(1, request.args.get("page", type=int, default=1))
    campaign = get_campaign(campaign_id, Permission.READ_THEMES)
    is_open = get_state(db.session(), campaign_id) is PanelState.DISCUSSING
    return render_template(
        "comments/history.html",
        campaign=campaign,
        changes=(shown := _in_words(campaign, number))[:SHOWN],
        has_more=len(shown) > SHOWN,
        number=number,
        can_undo=is_open and may(Permission.NAME_THEMES, campaign),
        form=StaffForm(formdata=None),
    )


@bp.post("/history/<int:change_id>/undo")
@requires(Permission.NAME_THEMES)
def take_back(campaign_id: int, change_id: int) -> ResponseReturnValue:
    """Undo a change."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    try:
        undo(db.session(), campaign, change_id, now=now())
    except LookupError:
        abort(404)
    except CannotUndo:
        db.session.rollback()
        flash(_("Something here was changed later. Undo that first."), "error")
    except TooFewPeople:
        db.session.rollback()
        flash(too_few_people(), "error")
    else:
        record("undid a change of", "campaign", campaign_id)
        db.session.commit()
        jobs.enqueue("find_themes", campaign_id)
        flash(_("The change is undone."))
    return redirect(url_for(".history", campaign_id=campaign_id), 303)


def _in_words(campaign: Campaign, number: int) -> list[tuple[ThemeChange, str, list[str], bool]]:
    """Give each change with what it did, how the vote went, and whether it can be undone."""
    themes = load_themes(db.session(), campaign.id)
    names = {str(theme.id): theme for theme in themes}

    def words(change: ThemeChange) -> str:
        undone = db.session().get(ThemeChange, change.undoes_id) if change.undoes_id else None
        return change_in_words(change, themes, words(undone) if undone else "")

    shown = []
    after = (number - 1) * SHOWN
    for each in load_history(db.session(), campaign, most=SHOWN + 1, after=after):
        votes = each.change.after.get("votes", {})
        results = [
            f"{theme_name(names[theme])}: {votes_in_words(counts)}"
            for theme, counts in votes.items()
            if theme in names
        ]
        shown.append((each.change, words(each.change), results, each.can_be_undone))
    return shown
