"""How far the comments of a wave are, step by step: numbers only, for who runs Klankbord."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from analysis.comments import CommentTranslation, CommentVector, Decision, ReviewedComment
from analysis.preparation import count_unprepared
from analysis.quotes import Quote
from analysis.themes import CommentTheme


def count_steps(session: Session, wave_id: int) -> Mapping[str, int]:
    """Give how many comments of a wave are at each step, in the order of the steps."""

    def count(*rules: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(ReviewedComment)
        return session.scalar(query.where(ReviewedComment.wave_id == wave_id, *rules)) or 0

    def has(table: type[CommentVector | CommentTheme | CommentTranslation | Quote],
            *rules: ColumnElement[bool]) -> ColumnElement[bool]:  # fmt: skip
        return ReviewedComment.id.in_(select(table.comment_id).where(*rules))

    waits = ReviewedComment.decision == Decision.WAITING.value
    released = ReviewedComment.decision == Decision.RELEASED.value
    # An empty list of signals is written the same way by every database.
    signals = session.scalars(
        select(ReviewedComment.care_signals).where(ReviewedComment.wave_id == wave_id, waits)
    )
    return {
        "to redact": count_unprepared(session, wave_id),
        "to read by a moderator": count(waits),
        "of which with a care signal": sum(map(bool, signals)),
        "held back": count(ReviewedComment.decision == Decision.HELD.value),
        "released": count(released),
        "of which without content": count(released, ReviewedComment.is_empty.is_(True)),
        "embedded": count(released, has(CommentVector)),
        "in a theme": count(released, has(CommentTheme, CommentTheme.theme_id.is_not(None))),
        "put there by people": count(
            released, has(CommentTheme, CommentTheme.is_confirmed.is_(True))
        ),
        "in no theme": count(released, has(CommentTheme, CommentTheme.theme_id.is_(None))),
        "translated": count(has(CommentTranslation, CommentTranslation.text != "")),
        "quoted": count(released, has(Quote)),
    }
