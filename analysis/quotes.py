"""Quotes: released comments that others may read, in words that a moderator chose.

`missing` is the rule: nothing is shown as a quote while it gives a reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analysis.comments import Decision, ReviewedComment
from analysis.themes import SMALLEST_THEME, ThemeShown
from surveys.base import Base

_LEFT_OUT = re.compile(r"\[(?:…|\.{3})\]|\((?:…|\.{3})\)|…|\.{3}")


class Missing(StrEnum):
    """Why a comment is no quote, or not yet."""

    CONSENT = "consent"
    RELEASE = "release"
    PEOPLE = "people"
    WORDING = "wording"


class Wording(StrEnum):
    """Whether the words of a quote were searched for names and numbers."""

    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"


class Marking(StrEnum):
    """How the words of a quote relate to what somebody wrote."""

    VERBATIM = "verbatim"
    SHORTENED = "shortened"
    PARAPHRASED = "paraphrased"


class NotQuotable(Exception):
    """This comment may not be quoted; the reasons are in `missing`."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(*missing)
        self.missing = missing


class Quote(Base):
    """The words in which a comment is quoted; `found` holds what should not be in them."""

    __tablename__ = "quote"

    comment_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviewed_comment.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str]
    wording: Mapped[str] = mapped_column(String(10))
    found: Mapped[list[str]] = mapped_column(JSON, default=list)


@dataclass(frozen=True)
class QuoteShown:
    """A quote as others read it."""

    text: str
    language: str
    marking: Marking


def missing(
    comment: ReviewedComment, quote: Quote | None, *, n_respondents: int
) -> tuple[Missing, ...]:
    """Give what is missing before a comment is a quote; nothing when it may be shown.

    Its writer ticked that it may be quoted, a moderator released it, its theme is of at least ten
    different people (`n_respondents`), and its words were checked.
    """
    rules = {
        Missing.CONSENT: comment.may_quote,
        Missing.RELEASE: comment.decision == Decision.RELEASED.value,
        Missing.PEOPLE: n_respondents >= SMALLEST_THEME,
        Missing.WORDING: quote is not None and quote.wording == Wording.CHECKED.value,
    }
    return tuple(reason for reason, is_met in rules.items() if not is_met)


def marking_of(comment: str, quote: str) -> Marking:
    """Tell how a quote relates to the comment: the same, parts of it in order, or other words.

    What was left out may be written as "…", "[…]" or "(...)".
    """
    whole, wanted = _plain(comment), _plain(quote)
    if wanted == whole:
        return Marking.VERBATIM
    place, folded = 0, whole.casefold()
    for part in filter(None, (piece.strip(" .") for piece in _LEFT_OUT.split(wanted.casefold()))):
        place = folded.find(part, place)
        if place < 0:
            return Marking.PARAPHRASED
        place += len(part)
    return Marking.SHORTENED


def word_quote(session: Session, part: ThemeShown, comment_id: UUID, text: str) -> Quote:
    """Keep the words in which a comment of this theme is to be quoted; they are checked next.

    Raises LookupError for a comment of another theme, and NotQuotable.
    """
    comment = next((each for each in part.comments if each.id == comment_id), None)
    if comment is None or part.theme is None:
        raise LookupError(comment_id)
    reasons = missing(comment, None, n_respondents=part.n_respondents)
    if set(reasons) - {Missing.WORDING}:
        raise NotQuotable(reasons)
    return session.merge(
        Quote(comment_id=comment_id, text=text.strip(), wording=Wording.CHECKING.value, found=[])
    )


def take_back(session: Session, part: ThemeShown, comment_id: UUID) -> None:
    """Let a comment of this theme be a quote no longer. Raises LookupError."""
    quote = load_wordings(session, part).get(comment_id)
    if quote is None:
        raise LookupError(comment_id)
    session.delete(quote)


def load_wordings(session: Session, part: ThemeShown) -> dict[UUID, Quote]:
    """Give the words of each quote of a theme, whether they may be shown or not."""
    ids = [comment.id for comment in part.comments]
    quotes = session.scalars(select(Quote).where(Quote.comment_id.in_(ids)))
    return {quote.comment_id: quote for quote in quotes}


def load_quotes(session: Session, part: ThemeShown) -> list[QuoteShown]:
    """Give the quotes of a theme that may be shown now."""
    if part.theme is None:
        return []
    quotes = load_wordings(session, part)
    return [
        QuoteShown(quote.text, comment.language, marking_of(comment.text, quote.text))
        for comment in part.comments
        if (quote := quotes.get(comment.id))
        and not missing(comment, quote, n_respondents=part.n_respondents)
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())
