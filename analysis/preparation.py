"""What a job does with a raw comment before a moderator reads it: language, names, signals."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from analysis.care_likeness import sound_like
from analysis.care_signals import SignalKind, find_signals
from analysis.comments import Decision, ReviewedComment
from analysis.embedding import Embedder
from analysis.language import detect
from analysis.redaction import redact
from analysis.words import has_content, sentences_of
from surveys.campaigns import Wave
from surveys.responses import Comment


def prepare(session: Session, wave: Wave, embedder: Embedder) -> int:
    """Make the new comments of a wave ready for moderators; give how many were found."""
    known = select(ReviewedComment.id)
    new = session.scalars(
        select(Comment)
        .where(Comment.wave_id == wave.id, Comment.id.not_in(known))
        .with_for_update()
    ).all()
    reviewed = [_review(comment, wave.version.languages) for comment in new]
    unnamed = [comment for comment in reviewed if not comment.care_signals]
    for comment, kind in zip(
        unnamed, sound_like([comment.text for comment in unnamed], embedder), strict=True
    ):
        comment.care_signals = [kind] if kind else []
    session.add_all(reviewed)
    session.flush()
    # SQLite locks no rows: what was withdrawn meanwhile was made ready all the same. What waits
    # once more, since a decision was taken back, knows no places in its raw words any more.
    session.execute(
        delete(ReviewedComment).where(
            ReviewedComment.wave_id == wave.id,
            ReviewedComment.decision == Decision.WAITING.value,
            ReviewedComment.replaced.is_not(None),
            ReviewedComment.id.not_in(select(Comment.id)),
        )
    )
    return len(new)


def count_unprepared(session: Session, wave_id: int) -> int:
    """Give how many mixed comments of a wave still have to be made ready."""
    known = select(ReviewedComment.id)
    query = select(func.count()).where(Comment.wave_id == wave_id, Comment.id.not_in(known))
    return session.scalar(query) or 0


def _review(comment: Comment, offered: Sequence[str]) -> ReviewedComment:
    language = detect(comment.text, offered=offered, prior=comment.language)
    redaction = redact(comment.text, language)
    return ReviewedComment(
        id=comment.id,
        wave_id=comment.wave_id,
        school_id=comment.school_id,
        respondent_group=comment.respondent_group,
        item=comment.item,
        text=redaction.text,
        language=language,
        may_quote=comment.may_quote,
        care_signals=_find_signals(comment.text, language, offered),
        is_uncertain=redaction.is_uncertain,
        replaced=[[span.start, span.end] for span in redaction.spans],
        is_empty=not has_content(redaction.text),
        decision=Decision.WAITING.value,
    )


def _find_signals(text: str, language: str, offered: Sequence[str]) -> list[SignalKind]:
    """Give what words speak of, also in a sentence in another language than the rest."""
    found = {signal.kind for signal in find_signals(text, language)}
    for sentence in sentences_of(text):
        own = detect(sentence, offered=offered, prior=language)
        if own != language:
            found |= {signal.kind for signal in find_signals(sentence, own)}
    return sorted(found)
