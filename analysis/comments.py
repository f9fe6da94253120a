"""Comments from raw to released: for moderators and themes only.

A comment arrives raw (`surveys.responses.Comment`); a job takes names and numbers out and looks
for signals of danger; a moderator reads it, mends it, and releases or holds it. Only the text of
a released comment leaves the moderators' room.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    LargeBinary,
    Row,
    Select,
    String,
    Uuid,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from analysis.words import has_content
from surveys.base import Base
from surveys.campaigns import Wave
from surveys.responses import Comment
from surveys.retention import KEEP_COMMENTS, delete_comments


class Decision(StrEnum):
    """What a moderator decided about a comment."""

    WAITING = "waiting"
    RELEASED = "released"
    HELD = "held"


class ReviewedComment(Base):
    """A comment without names, and what a moderator decided about it.

    `care_signals` are kinds of danger that the text may speak of; `is_uncertain` says that names
    may have been missed; `is_empty` that there is nothing in it to find a theme for. `replaced`
    says, until somebody decides, where in the normalised raw text each placeholder stands for
    something: pairs of start and end.
    """

    __tablename__ = "reviewed_comment"

    # The raw comment's id, which outlives the raw comment.
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    respondent_group: Mapped[str] = mapped_column(String(20))
    item: Mapped[str] = mapped_column(String(60))
    text: Mapped[str]
    language: Mapped[str] = mapped_column(String(12))
    may_quote: Mapped[bool]
    care_signals: Mapped[list[str]] = mapped_column(JSON)
    is_uncertain: Mapped[bool]
    is_empty: Mapped[bool]
    replaced: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    decision: Mapped[str] = mapped_column(String(10), default=Decision.WAITING.value)
    decided_on: Mapped[date | None]


class CommentVector(Base):
    """The embedding of a comment, made once: float16, with the model that made it."""

    __tablename__ = "comment_vector"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("reviewed_comment.id"), primary_key=True)
    model: Mapped[str] = mapped_column(String(80))
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class CommentTranslation(Base):
    """A comment in Dutch, made by a machine from the redacted words and redacted once more."""

    __tablename__ = "comment_translation"

    comment_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviewed_comment.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str]
    # Names and versions of what translated it.
    model: Mapped[str] = mapped_column(String(200))


def load_waiting(
    session: Session, limit: int | None = 50, *, campaign_ids: Iterable[int] | None = None
) -> Sequence[ReviewedComment]:
    """Give the comments that wait for a moderator: signals of danger first, then doubtful ones.

    Of these campaigns, or of all. Within the urgent and the others, the order is that of the
    random ids: it says nothing about the moment.
    """
    query = select(ReviewedComment).where(ReviewedComment.decision == Decision.WAITING.value)
    if campaign_ids is not None:
        query = query.where(ReviewedComment.wave_id.in_(_waves_of(campaign_ids)))
    return sorted(session.scalars(query), key=_turn)[:limit]


def find_next_waiting(
    session: Session, comment: ReviewedComment, *, campaign_ids: Iterable[int]
) -> UUID | None:
    """Give the comment that comes after this one among those that wait; after the last, the first.

    So two moderators who decided about two comments are not both sent to a third.
    """
    waiting = session.execute(
        select(ReviewedComment.id, ReviewedComment.care_signals, ReviewedComment.is_uncertain)
        .where(ReviewedComment.decision == Decision.WAITING.value)
        .where(ReviewedComment.wave_id.in_(_waves_of(campaign_ids)))
        .where(ReviewedComment.id != comment.id)
    )
    others = sorted(waiting, key=_turn)
    later = (other for other in others if _turn(other) > _turn(comment))
    following = next(later, others[0] if others else None)
    return following.id if following else None


def load_decided(
    session: Session, *, campaign_ids: Iterable[int], words: str, after: int, most: int
) -> Sequence[ReviewedComment]:
    """Give what was decided about in these campaigns, the latest decisions first.

    Those with these words in them: no more than `most`, without the first ones.
    """
    query = (
        select(ReviewedComment)
        .where(ReviewedComment.decision != Decision.WAITING.value)
        .where(ReviewedComment.wave_id.in_(_waves_of(campaign_ids)))
        .order_by(ReviewedComment.decided_on.desc(), ReviewedComment.id)
    )
    if not words:
        return session.scalars(query.offset(after).limit(most)).all()
    # SQLite knows no capitals beyond ASCII.
    texts = session.execute(query.with_only_columns(ReviewedComment.id, ReviewedComment.text))
    found = [row.id for row in texts if words.casefold() in row.text.casefold()]
    return session.scalars(query.where(ReviewedComment.id.in_(found[after : after + most]))).all()


def _waves_of(campaign_ids: Iterable[int]) -> Select[int]:
    return select(Wave.id).where(Wave.campaign_id.in_(campaign_ids))


def _turn(comment: ReviewedComment | Row[UUID, list[str], bool]) -> tuple[bool, bool, UUID]:
    """Give what sorts comments that wait."""
    return not comment.care_signals, not comment.is_uncertain, comment.id


def raw_text(session: Session, comment_id: UUID) -> str | None:
    """Give a comment as it was written, for moderators, while it is kept."""
    comment = session.get(Comment, comment_id)
    return comment.text if comment else None


def decide(
    session: Session, comment_id: UUID, decision: Decision, *, text: str, today: date
) -> ReviewedComment:
    """Write down what a moderator decided, with the text as they left it.

    Raises LookupError when no such comment waits: a decision stands until it is taken back
    (`analysis.reopening`).
    """
    # Locked and read anew: another moderator may be deciding about it at this moment.
    comment = session.get(ReviewedComment, comment_id, with_for_update=True, populate_existing=True)
    if comment is None or comment.decision != Decision.WAITING.value:
        raise LookupError(comment_id)
    if comment.text != text.strip() or decision is Decision.HELD:
        # It no longer says what the comment says, or nobody reads it any more.
        forget_translations(session, [comment_id])
    # A worker that was busy when an earlier decision was taken back may have left one.
    session.execute(delete(CommentVector).where(CommentVector.comment_id == comment_id))
    comment.text = text.strip()
    comment.is_empty = not has_content(comment.text)
    comment.replaced = None
    comment.decision = decision.value
    comment.decided_on = today
    return comment


def load_translations(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Give the machine translations into Dutch that there are of these comments."""
    rows = session.execute(
        select(CommentTranslation.comment_id, CommentTranslation.text).where(
            CommentTranslation.comment_id.in_(ids)
        )
    )
    return {row.comment_id: row.text for row in rows}


def forget_translations(session: Session, ids: Collection[UUID]) -> None:
    """Delete the machine translations of these comments."""
    session.execute(delete(CommentTranslation).where(CommentTranslation.comment_id.in_(ids)))


def forget_words(session: Session, *, today: date) -> int:
    """Delete the raw words of comments that were decided about long enough ago; give how many.

    Of those that were held back nobody reads the redacted words any more either: these go too.
    """
    is_old = ReviewedComment.decided_on < today - KEEP_COMMENTS
    old = session.scalars(select(ReviewedComment.id).where(is_old)).all()
    delete_comments(session, old)
    session.execute(
        update(ReviewedComment)
        .where(is_old, ReviewedComment.decision == Decision.HELD.value)
        .values(text="", is_empty=True)
    )
    return len(old)
