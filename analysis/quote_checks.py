"""What a job does with the words of a quote before anybody reads them: look for names in them."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis.comments import ReviewedComment
from analysis.quotes import Quote, Wording
from analysis.redaction import redact


def check_wordings(session: Session) -> int:
    """Check the words that wait for it; give how many were refused."""
    waiting = session.execute(
        select(Quote.comment_id, Quote.text, ReviewedComment.language)
        .join(ReviewedComment, ReviewedComment.id == Quote.comment_id)
        .where(Quote.wording == Wording.CHECKING.value)
    ).all()
    n_refused = 0
    for comment_id, text, language in waiting:
        found = sorted({span.kind.placeholder for span in redact(text, language).spans})
        wording = Wording.REFUSED if found else Wording.CHECKED
        n_refused += wording is Wording.REFUSED
        # Only these words: a moderator may have written others meanwhile.
        session.execute(
            update(Quote)
            .where(Quote.comment_id == comment_id, Quote.text == text)
            .values(wording=wording.value, found=found)
        )
    return n_refused
