"""From released comments to themes: found once per campaign, joined by later comments.

Nothing that people named is clustered again: later waves are assigned to the themes there are.
What people decided about a comment stands, and teaches where others like it belong.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from analysis.clustering import (
    MINIMUM_COMMENTS,
    OVERIG,
    Labels,
    LanguageMeans,
    Rows,
    Themes,
    assign,
    find_new_themes,
    find_themes,
    language_means,
    middle_of,
)
from analysis.comments import CommentVector, ReviewedComment
from analysis.embedding import Embedder
from analysis.labels import example_rows, label_words
from analysis.panel import PanelState, get_state
from analysis.teaching import propose
from analysis.themes import (
    CommentTheme,
    Theme,
    ThemeSpace,
    ThemeState,
    load_members,
    load_released,
    load_themes,
    successors,
)
from surveys.campaigns import Campaign


def update_themes(session: Session, campaign: Campaign, embedder: Embedder) -> None:
    """Bring the themes of a campaign up to date with its released comments.

    The first time there are enough of them, themes are found; from then on comments only join
    the themes there are. What people put in a theme stays there, and while the klankbordgroep has
    frozen the themes, so does everything else.
    """
    # In one order, whatever their random ids: the last bits of a vector differ by what is embedded
    # with it, and themes may follow from that.
    comments = sorted(load_released(session, campaign), key=lambda each: (each.text, each.language))
    if not comments:
        return
    vectors = _vectors(session, comments, embedder)
    languages = [comment.language for comment in comments]
    themes = load_themes(session, campaign.id)
    if not themes:
        found = find_themes(vectors, languages)
        if found.too_few:
            return
        _store_space(session, campaign, found.means, embedder)
        themes = _store(session, campaign, comments, vectors, found, embedder)
    members = load_members(session, campaign.id)
    # People did not wait until there were enough comments to find themes in.
    is_late = len(comments) >= MINIMUM_COMMENTS and all(each.is_made_by_people for each in themes)
    means = _learn(session, campaign, comments, vectors, themes, members, embedder, anew=is_late)
    if is_late:
        beside = find_new_themes(vectors, languages, _stored(_placed(themes), means))
        themes = [*themes, *_store(session, campaign, comments, vectors, beside, embedder)]
    rows = means.centre(vectors, languages)
    is_frozen = get_state(session, campaign.id) is PanelState.FROZEN
    stands = {
        row: member
        for row, comment in enumerate(comments)
        if (member := members.get(comment.id)) and (member.is_confirmed or is_frozen)
    }
    labels = _place(rows, languages, themes, stands)
    _store_members(session, comments, vectors, themes, labels, members)


def _learn(
    session: Session,
    campaign: Campaign,
    comments: Sequence[ReviewedComment],
    vectors: NDArray[np.float32],
    themes: Sequence[Theme],
    members: Mapping[UUID, CommentTheme],
    embedder: Embedder,
    *,
    anew: bool,
) -> LanguageMeans:
    """Give the means of the languages, and each theme its middle where it has none yet.

    `anew`, or with another model than before, all is learned once more, from the comments that are
    in each theme.
    """
    languages = [comment.language for comment in comments]
    space = session.get(ThemeSpace, campaign.id)
    is_new = anew or space is None or space.model != _model(embedder)
    if space is None or is_new:
        space = _store_space(session, campaign, language_means(vectors, languages), embedder)
    means = _means(space)
    rows = means.centre(vectors, languages)
    theme_of = [members[c.id].theme_id if c.id in members else None for c in comments]
    for theme in themes:
        own = [row for row, theme_id in enumerate(theme_of) if theme_id == theme.id]
        if is_new:
            theme.centroid = b""
        if own and not theme.centroid:
            centroid, theme.floor = middle_of(rows[own])
            theme.centroid = _bytes(centroid)
    return means


def _place(
    rows: Rows,
    languages: Sequence[str],
    themes: Sequence[Theme],
    stands: Mapping[int, CommentTheme],
) -> Labels:
    """Give the place of each row's theme: where it stands, as people taught, or the nearest one."""
    place_of = {theme.id: place for place, theme in enumerate(themes)}
    labels = _nearest(rows, languages, themes)
    for row, member in stands.items():
        labels[row] = OVERIG if member.theme_id is None else place_of[member.theme_id]
    now = _read_under(themes)[labels]
    confirmed = [row for row, member in stands.items() if member.is_confirmed]
    proposed = propose(rows, now, confirmed)
    proposed[list(stands)] = now[list(stands)]
    return np.where(proposed == now, labels, proposed)


def _nearest(rows: Rows, languages: Sequence[str], themes: Sequence[Theme]) -> Labels:
    placed = _placed(themes)
    if not placed:
        return np.full(len(rows), OVERIG, dtype=np.intp)
    # The language was taken off these rows already.
    no_means = LanguageMeans(np.zeros(rows.shape[1], dtype=np.float32), {})
    found = assign(rows, languages, _stored(placed, no_means))
    places = np.array([themes.index(theme) for theme in placed])
    return np.where(found == OVERIG, OVERIG, places[found])


def _placed(themes: Sequence[Theme]) -> list[Theme]:
    """Give the themes that comments can be near to."""
    return [theme for theme in themes if theme.centroid and theme.state != ThemeState.UNMADE.value]


def _read_under(themes: Sequence[Theme]) -> Labels:
    """Give for each place the place under which its comments are read; OVERIG comes last."""
    place_of = {theme.id: place for place, theme in enumerate(themes)}
    after = successors(themes)
    return np.array(
        [*(OVERIG if (to := after[theme.id]) is None else place_of[to] for theme in themes), OVERIG]
    )


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
    last = session.scalar(select(func.max(Theme.position)).where(Theme.campaign_id == campaign.id))
    first = 0 if last is None else last + 1
    themes = [
        Theme(
            campaign_id=campaign.id,
            position=first + place,
            words=list(of_theme),
            stability=float(found.stability[place]),
            centroid=_bytes(found.centroids[place]),
            floor=float(found.floors[place]),
        )
        for place, of_theme in enumerate(words)
    ]
    session.add_all(themes)
    session.flush()
    return themes


def _store_space(
    session: Session, campaign: Campaign, means: LanguageMeans, embedder: Embedder
) -> ThemeSpace:
    return session.merge(
        ThemeSpace(
            campaign_id=campaign.id,
            model=_model(embedder),
            mixes_languages=embedder.mixes_languages,
            overall_mean=_bytes(means.overall),
            language_means={
                language: mean.astype(float).tolist()
                for language, mean in means.by_language.items()
            },
        )
    )


def _store_members(
    session: Session,
    comments: Sequence[ReviewedComment],
    vectors: NDArray[np.float32],
    themes: Sequence[Theme],
    labels: Labels,
    members: Mapping[UUID, CommentTheme],
) -> None:
    texts = [comment.text for comment in comments]
    languages = [comment.language for comment in comments]
    shown = example_rows(texts, languages, vectors, _read_under(themes)[labels])
    examples = {row for rows in shown for row in rows}
    places = zip(comments, labels.tolist(), strict=True)
    rows = [
        {
            "comment_id": comment.id,
            "theme_id": themes[place].id if place != OVERIG else None,
            "is_example": row in examples,
        }
        for row, (comment, place) in enumerate(places)
    ]
    new = [row for row in rows if row["comment_id"] not in members]
    known = [row for row in rows if row["comment_id"] in members]
    session.add_all(CommentTheme(**row) for row in new)
    session.flush()
    _update_members(session, known)


def _update_members(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Move comments by machine: not those that people put somewhere, not even a moment ago."""
    if not rows:
        return
    table = cast(Table, CommentTheme.__table__)
    is_row = table.c.comment_id == bindparam("id")
    moves = [{"id": row["comment_id"], "place": row["theme_id"]} for row in rows]
    marks = [{"id": row["comment_id"], "mark": row["is_example"]} for row in rows]
    session.execute(
        update(table).where(is_row, ~table.c.is_confirmed).values(theme_id=bindparam("place")),
        moves,
    )
    session.execute(update(table).where(is_row).values(is_example=bindparam("mark")), marks)
    session.expire_all()


def _means(space: ThemeSpace) -> LanguageMeans:
    by_language: Mapping[str, Rows] = {
        language: np.array(mean, dtype=np.float32)
        for language, mean in space.language_means.items()
    }
    return LanguageMeans(_row(space.overall_mean), by_language)


def _stored(themes: Sequence[Theme], means: LanguageMeans) -> Themes:
    width = len(means.overall)
    centroids = np.array([_row(theme.centroid) for theme in themes], dtype=np.float32)
    return Themes(
        labels=np.empty(0, dtype=np.intp),
        centroids=centroids.reshape(-1, width),
        floors=np.array([theme.floor for theme in themes], dtype=np.float32),
        stability=np.array([theme.stability for theme in themes], dtype=np.float32),
        means=means,
    )


def _bytes(row: NDArray[np.floating]) -> bytes:
    return row.astype(np.float32).tobytes()


def _row(stored: bytes) -> NDArray[np.float32]:
    return np.frombuffer(stored, dtype=np.float32)
