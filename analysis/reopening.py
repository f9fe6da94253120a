"""Taking back what was decided about a comment: it waits again, in the moderators' room."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from analysis.comments import Decision, ReviewedComment
from analysis.panel import OwnCoding, PanelState, require_state
from analysis.quotes import Quote
from analysis.theme_history import leave_out
from analysis.themes import forget_findings
from surveys.campaigns import Wave


def reopen(session: Session, comment_id: UUID) -> ReviewedComment:
    """Let a comment wait for a moderator again, with the text as it was decided.

    Whatever the klankbordgroep is doing, also when its themes are frozen: nobody outside the room
    may go on reading a name that was missed. Raises LookupError when nothing was decided, or when
    the text is gone.
    """
    comment = session.get(ReviewedComment, comment_id)
    if comment is None:
        raise LookupError(comment_id)
    campaign_id = session.get_one(Wave, comment.wave_id).campaign_id
    # Whoever moves this comment at this moment is waited for.
    require_state(session, campaign_id, *PanelState)
    comment = session.get(ReviewedComment, comment_id, with_for_update=True, populate_existing=True)
    if comment is None or comment.decision == Decision.WAITING.value or not comment.text:
        raise LookupError(comment_id)
    forget_findings(session, [comment_id])
    for table in (OwnCoding, Quote):
        session.execute(delete(table).where(table.comment_id == comment_id))
    leave_out(session, campaign_id, comment_id)
    comment.decision = Decision.WAITING.value
    comment.decided_on = None
    return comment
