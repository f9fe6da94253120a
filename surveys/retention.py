"""What is deleted, and when. Nothing else deletes answers or comments."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveys.campaigns import Wave
from surveys.distribution import AccessCode
from surveys.errors import InvalidWave
from surveys.language_counts import LanguageAnswerCount
from surveys.responses import Answer, Comment, Inbox, Response, Spent, Withdrawal

# Raw answers are kept this long after the last wave of their campaign closed.
KEEP_RESPONSES = timedelta(days=365)
# The raw words of a comment are kept this long after a moderator decided about it.
KEEP_COMMENTS = timedelta(days=30)


def close_wave(wave: Wave, *, now: datetime) -> None:
    """Close a wave, at its moment or before it. Raises InvalidWave when it never opened."""
    if now < wave.opens_at:
        raise InvalidWave("a wave that has not opened cannot close")
    wave.closes_at = min(wave.closes_at, now)
    wave.closed_at = wave.closed_at or now


def forget_tags(session: Session, wave: Wave) -> None:
    """Delete the tags of a closed wave: with its key destroyed they mean nothing any more."""
    if wave.closed_at is None:
        raise InvalidWave("an open wave still needs its tags")
    for table in (Spent, AccessCode):
        session.execute(delete(table).where(table.wave_id == wave.id))


def delete_comments(session: Session, ids: Iterable[UUID]) -> None:
    """Delete the raw words of these comments."""
    for comment_id in ids:
        session.execute(delete(Comment).where(Comment.id == comment_id))


def expire_responses(session: Session, *, now: datetime) -> list[int]:
    """Delete what is left of campaigns whose last wave closed long enough ago.

    Gives the ids of the waves concerned. Publications stay.
    """
    last_closings = (
        select(Wave.campaign_id)
        .group_by(Wave.campaign_id)
        .having(func.count() == func.count(Wave.closed_at))
        .having(func.max(Wave.closed_at) < now - KEEP_RESPONSES)
    )
    waves = list(session.scalars(select(Wave.id).where(Wave.campaign_id.in_(last_closings))))
    of_waves = select(Response.id).where(Response.wave_id.in_(waves))
    session.execute(delete(Answer).where(Answer.response_id.in_(of_waves)))
    of_wave = (Response, Comment, Inbox, Spent, Withdrawal, AccessCode, LanguageAnswerCount)
    for table in of_wave:
        session.execute(delete(table).where(table.wave_id.in_(waves)))
    return waves
