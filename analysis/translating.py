"""What a job does to translate comments: from redacted words only, and redacted once more."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.comments import CommentTranslation, Decision, ReviewedComment
from analysis.redaction import redact
from analysis.spans import PLACEHOLDER
from analysis.translation import DUTCH, Translator

_SHOWN = (Decision.WAITING.value, Decision.RELEASED.value)


@dataclass(frozen=True)
class Untranslated:
    """A comment to translate, as it was redacted when somebody looked."""

    comment_id: UUID
    text: str
    language: str
    model: str


def find_untranslated(session: Session, translator: Translator, *, most: int) -> list[Untranslated]:
    """Give comments that wait or are released, in a language that can be translated, without a
    translation by the models of today; no more than `most`, those that wait first.
    """
    rows = session.execute(
        select(
            ReviewedComment.id,
            ReviewedComment.text,
            ReviewedComment.language,
            CommentTranslation.model,
        )
        .outerjoin(CommentTranslation, CommentTranslation.comment_id == ReviewedComment.id)
        .where(
            ReviewedComment.language != DUTCH,
            ReviewedComment.decision.in_(_SHOWN),
        )
        .order_by(ReviewedComment.decision.desc(), ReviewedComment.id)
    ).all()
    models = {language: translator.model_of(language) for language in {r.language for r in rows}}
    return [
        Untranslated(row.id, row.text, row.language, model)
        for row in rows
        if (model := models[row.language]) is not None and model != row.model
    ][:most]


def to_dutch(translator: Translator, text: str, language: str) -> str | None:
    """Translate a redacted text, and redact it again; None when nothing translates its language.

    Where the translator drops or changes a placeholder, what stands between is translated apart.
    """
    whole = translator.translate(text, language)
    if whole is None:
        return None
    if sorted(PLACEHOLDER.findall(whole)) != sorted(PLACEHOLDER.findall(text)):
        whole = "".join(_in_pieces(translator, text, language))
    return redact(whole, DUTCH).text


def keep_translation(session: Session, todo: Untranslated, text: str) -> bool:
    """Keep a translation beside its comment, and tell whether it was.

    Not when the comment was withdrawn, held back or changed while it was translated.
    """
    comment = session.get(
        ReviewedComment, todo.comment_id, with_for_update=True, populate_existing=True
    )
    if comment is None or comment.text != todo.text or comment.decision not in _SHOWN:
        return False
    session.merge(CommentTranslation(comment_id=comment.id, text=text, model=todo.model))
    return True


def _in_pieces(translator: Translator, text: str, language: str) -> Iterator[str]:
    done = 0
    for match in PLACEHOLDER.finditer(text):
        yield from (_piece(translator, text[done : match.start()], language), match[0])
        done = match.end()
    yield _piece(translator, text[done:], language)


def _piece(translator: Translator, text: str, language: str) -> str:
    """Translate what stands between placeholders, with the spaces around it as they were."""
    words = text.strip()
    if not any(letter.isalpha() for letter in words):
        return text
    before, after = text.split(words, 1)
    return f"{before}{translator.translate(words, language) or words}{after}"
