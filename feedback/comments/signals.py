"""Care signals: what a moderator did about words that may mean danger, and who saw them when.

That is kept in the audit log alone, and goes with it: never a word of what was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.comments import ReviewedComment, load_waiting
from feedback.accounts.models import User
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.audit import AuditEvent
from feedback.comments.scope import campaigns_of
from feedback.comments.wording import Reaction, reaction_name, signal_name
from feedback.database import db
from surveys.campaigns import Campaign, Wave

bp = Blueprint("signals", __name__, url_prefix="/comments/signals")

# How such a deed of the audit log begins; what was done follows.
SAW = "saw a care signal: "


@dataclass(frozen=True)
class Seen:
    """One care signal that somebody saw; without campaign when its comment was withdrawn."""

    at: datetime
    who: str
    reaction: Reaction
    kinds: Sequence[str] = ()
    campaign: str = ""


@bp.get("")
@requires(Permission.SEE_SIGNALS)
def signals() -> ResponseReturnValue:
    """Show which signals were seen, the latest first, and how many wait."""
    campaigns = campaigns_of(Permission.SEE_SIGNALS)
    own = [campaign.id for campaign in campaigns]
    waiting = load_waiting(db.session(), limit=None, campaign_ids=own)
    everything = scope_for(Permission.SEE_SIGNALS).everything
    return render_template(
        "comments/signals.html",
        n_waiting=sum(bool(comment.care_signals) for comment in waiting),
        seen=_load_seen(db.session(), campaigns, with_withdrawn=everything),
        reaction_name=reaction_name,
        signal_name=signal_name,
    )


def _load_seen(
    session: Session, campaigns: Sequence[Campaign], *, with_withdrawn: bool
) -> list[Seen]:
    rows = session.execute(
        select(AuditEvent, User.name)
        .outerjoin(User, User.id == AuditEvent.user_id)
        .where(AuditEvent.action.startswith(SAW), AuditEvent.thing == "comment")
        .order_by(AuditEvent.id.desc())
    ).all()
    about = _load_comments(session, [UUID(deed.thing_id) for deed, _name in rows])
    names = {campaign.id: campaign.name for campaign in campaigns}
    seen = []
    for deed, name in rows:
        reaction = Reaction(deed.action.removeprefix(SAW))
        comment = about.get(UUID(deed.thing_id))
        if comment is None and with_withdrawn:
            seen.append(Seen(deed.at, name or "", reaction))
        elif comment is not None and comment[1] in names:
            kinds, campaign_id = comment
            seen.append(Seen(deed.at, name or "", reaction, kinds, names[campaign_id]))
    return seen


def _load_comments(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[list[str], int]]:
    """Give of each comment what its signals are about, and its campaign."""
    rows = session.execute(
        select(ReviewedComment.id, ReviewedComment.care_signals, Wave.campaign_id)
        .join(Wave, Wave.id == ReviewedComment.wave_id)
        .where(ReviewedComment.id.in_(ids))
    )
    return {row.id: (row.care_signals, row.campaign_id) for row in rows}
