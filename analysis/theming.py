"""From released comments to themes: found once per campaign, joined by later comments.

Nothing that people named is clustered again: later waves are assigned to the themes there are.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analysis.clustering import LanguageMeans, Themes, assign, find_themes
from analysis.comments import CommentVector, ReviewedComment
from analysis.embedding import Embedder
from analysis.labels import example_rows, label_words
from analysis.themes import CommentTheme, Theme, ThemeSpace, load_released, load_themes
from surveys.campaigns import Campaign


def update_themes(session: Session, campaign: Campaign, embedder: Embedder) -> None:
    """Bring the themes of a campaign up to date with its released comments.

    The first time there are enough of them, themes are found; from then on comments only join
    the themes there are.
    """
    # In one order, whatever their random ids: the last bits of a vector differ by what is embedded
    # with it, and themes may follow from that.
    comments = sorted(load_released(session, campaign), key=lambda each: (each.text, each.language))
    if not comments:
        return
    vectors = _vectors(session, comments, embedder)
    languages = [comment.language for comment in comments]
    space = session.get(ThemeSpace, campaign.id)
    if space is None or space.model != _model(embedder):
        found = find_themes(vectors, languages)
        if found.too_few:
            return
        themes = _store(session, campaign, comments, vectors, found, embedder)
    else:
        themes = load_themes(session, campaign.id)
        found = _stored(space, themes)
    _store_members(session, comments, vectors, themes, assign(vectors, languages, found))


def _model(embedder: Embedder) -> str:
    return f"{embedder.name} {embedder.version}"


def _vectors(
    session: Session, comments: Sequence[ReviewedComment], embedder: Embedder
) -> NDArray[np.float32]:
    """Give a row per comment; a comment is embedded once, and again only by another model."""
    model = _model(embedder)
    stored = {
        row.comment_id: row.vector
        for row in session.scalars(select(CommentVector).where(CommentVector.model == model))
    }
    new = [comment for comment in comments if comment.id not in stored]
    if new:
        texts = list(dict.fromkeys(comment.text for comment in new))
        vectors = dict(zip(texts, embedder.embed(texts), strict=True))
        for comment in new:
            stored[comment.id] = vectors[comment.text].astype(np.float16).tobytes()
            session.merge(
                CommentVector(comment_id=comment.id, model=model, vector=stored[comment.id])
            )
    rows = [np.frombuffer(stored[comment.id], dtype=np.float16) for comment in comments]
    return np.array(rows, dtype=np.float32)


def _store(
    session: Session,
    campaign: Campaign,
    comments: Sequence[ReviewedComment],
    vectors: NDArray[np.float32],
    found: Themes,
    embedder: Embedder,
) -> Sequence[Theme]:
    texts = [comment.text for comment in comments]
    languages = [comment.language for comment in comments]
    words = label_words(texts, languages, vectors, found.labels, embedder)
    session.merge(
        ThemeSpace(
            campaign_id=campaign.id,
            model=_model(embedder),
            mixes_languages=embedder.mixes_languages,
            overall_mean=_bytes(found.means.overall),
            language_means={
                language: mean.astype(float).tolist()
                for language, mean in found.means.by_language.items()
            },
        )
    )
    themes = [
        Theme(
            campaign_id=campaign.id,
            position=position,
            words=list(of_theme),
            stability=float(found.stability[position]),
            centroid=_bytes(found.centroids[position]),
            floor=float(found.floors[position]),
        )
        for position, of_theme in enumerate(words)
    ]
    session.add_all(themes)
    session.flush()
    return themes


def _store_members(
    session: Session,
    comments: Sequence[ReviewedComment],
    vectors: NDArray[np.float32],
    themes: Sequence[Theme],
    labels: NDArray[np.intp],
) -> None:
    texts = [comment.text for comment in comments]
    languages = [comment.language for comment in comments]
    examples = {row for rows in example_rows(texts, languages, vectors, labels) for row in rows}
    ids = [comment.id for comment in comments]
    session.execute(delete(CommentTheme).where(CommentTheme.comment_id.in_(ids)))
    session.add_all(
        CommentTheme(
            comment_id=comment.id,
            theme_id=themes[label].id if label >= 0 else None,
            is_example=row in examples,
        )
        for row, (comment, label) in enumerate(zip(comments, labels.tolist(), strict=True))
    )
    session.flush()


def _stored(space: ThemeSpace, themes: Sequence[Theme]) -> Themes:
    by_language: Mapping[str, NDArray[np.float32]] = {
        language: np.array(mean, dtype=np.float32)
        for language, mean in space.language_means.items()
    }
    return Themes(
        labels=np.empty(0, dtype=np.intp),
        centroids=np.array([_row(theme.centroid) for theme in themes]),
        floors=np.array([theme.floor for theme in themes], dtype=np.float32),
        stability=np.array([theme.stability for theme in themes], dtype=np.float32),
        means=LanguageMeans(_row(space.overall_mean), by_language),
    )


def _bytes(row: NDArray[np.floating]) -> bytes:
    return row.astype(np.float32).tobytes()


def _row(stored: bytes) -> NDArray[np.float32]:
    return np.frombuffer(stored, dtype=np.float32)
