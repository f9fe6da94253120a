"""What moderators decided: found again, and taken back where it was wrong."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.comments import load_decided
from analysis.reopening import reopen
from analysis.translation import DUTCH
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.scope import campaigns_of, get_comment, record
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.security import StaffForm

bp = Blueprint("decided", __name__, url_prefix="/comments")

SHOWN = 20
LAST_PAGE = 1_000_000


@bp.route("/decided", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def decided() -> ResponseReturnValue:
    """Search the comments that were released or held back."""
    words = request.form.get("q", "").strip()
    page = min(max(1, request.form.get("page", type=int, default=1)), LAST_PAGE)
    own = [campaign.id for campaign in campaigns_of(Permission.MODERATE)]
    found = load_decided(
        db.session(), campaign_ids=own, words=words, after=(page - 1) * SHOWN, most=SHOWN + 1
    )
    return render_template(
        "comments/decided_list.html",
        comments=found[:SHOWN],
        form=StaffForm(formdata=None),
        words=words,
        page=page,
        has_more=len(found) > SHOWN,
    )


@bp.post("/<uuid:comment_id>/take-back")
@requires(Permission.MODERATE)
def take_back(comment_id: UUID) -> ResponseReturnValue:
    """Let a comment wait again, so that nobody but moderators reads it."""
    campaign, shown = get_comment(comment_id)
    campaign_id, is_foreign = campaign.id, shown.language != DUTCH
    try:
        reopen(db.session(), comment_id)
    except LookupError:
        db.session.rollback()
        flash(_("There is no decision to take back, or the text is no longer kept."), "error")
    else:
        record("took back the decision about", "comment", comment_id)
        db.session.commit()
        jobs.enqueue("find_themes", campaign_id)
        if is_foreign:
            jobs.enqueue("translate_comments")
        flash(_("The decision is taken back. Read the text, and decide anew."))
    return redirect(url_for("moderation.comment", comment_id=comment_id), 303)
