"""From released comments to themes: found once per campaign, joined by later comments.

Nothing that people named is clustered again: later waves are assigned to the themes there are.
What people decided about a comment stands, and teaches where others like it belong.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from analysis.clustering import (
    MINIMUM_COMMENTS,
    MINIMUM_SIZE,
    OVERIG,
    Labels,
    LanguageMeans,
    Rows,
    Themes,
    assign,
    closeness,
    find_new_themes,
    find_strays,
    find_themes,
    language_means,
    middle_of,
)
from analysis.comments import CommentVector, ReviewedComment
from analysis.embedding import Embedder
from analysis.labels import almost_rows, example_rows, label_words
from analysis.panel import PanelState, get_state, require_state
from analysis.teaching import propose
from analysis.theme_history import Deed, ThemeChange, is_untouched, keep, look
from analysis.themes import (
    CommentTheme,
    Grain,
    Theme,
    ThemeSpace,
    ThemeState,
    load_members,
    load_released,
    load_themes,
    successors,
)
from surveys.campaigns import Campaign

MOST_OFFERED = 3
RESOLUTIONS: Mapping[Grain, float] = {Grain.COARSE: 0.5, Grain.USUAL: 1.0, Grain.FINE: 1.6}

_LEAST_CLOSE = 25
_TAKING_IN = (ThemeState.STANDS.value, ThemeState.DROPPED.value)
_READ = (ThemeState.STANDS.value, ThemeState.PROPOSED.value)
_BESIDE = (ThemeState.PROPOSED.value, ThemeState.REFUSED.value)


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
    is_first = not themes
    if is_first:
        found = find_themes(vectors, languages)
        if found.too_few:
            return
        _store_space(session, campaign, found.means, embedder)
        themes = _store(session, campaign, comments, vectors, found, embedder)
    members = load_members(session, campaign.id)
    # People did not wait until there were enough comments to find themes in.
    is_late = len(comments) >= MINIMUM_COMMENTS and all(each.is_made_by_people for each in themes)
    space = _learn(session, campaign, comments, vectors, themes, members, embedder, anew=is_late)
    means = _means(space)
    rows = means.centre(vectors, languages)
    state = get_state(session, campaign.id)
    stands = {
        row: member
        for row, comment in enumerate(comments)
        if (member := members.get(comment.id))
        and (member.is_confirmed or state is PanelState.FROZEN)
    }
    strays = _strays(rows, languages, themes)
    strays[list(stands)] = False
    proposals = _assign(rows, languages, themes, _BESIDE)
    searched = strays & (proposals == OVERIG)
    if is_first:
        space.n_searched = int(searched.sum())
    elif state is PanelState.DISCUSSING and (is_late or _has_grown(space, searched)):
        beside = find_new_themes(vectors, languages, searched, means)
        if not is_late:
            beside = _closest(beside, rows, _place(rows, languages, themes, stands))
        what = ThemeState.STANDS if is_late else ThemeState.PROPOSED
        new = _store(session, campaign, comments, vectors, beside, embedder, what)
        themes = [*themes, *new]
        proposals = _assign(rows, languages, themes, _BESIDE)
    labels = _place(rows, languages, themes, stands)
    proposals = np.where(strays, proposals, OVERIG)
    _store_members(session, comments, vectors, themes, labels, proposals, members)


def find_anew(
    session: Session, campaign: Campaign, embedder: Embedder, grain: Grain, *, now: datetime
) -> ThemeChange | None:
    """Find larger or smaller themes in the place of those that nobody changed yet.

    None when people changed some meanwhile, or nothing is found. The old themes come back when the
    change is undone. The caller then brings the themes up to date.
    """
    require_state(session, campaign.id, PanelState.DISCUSSING)
    space = session.get(ThemeSpace, campaign.id)
    if space is None or space.model != _model(embedder):
        return None
    if not is_untouched(session, campaign.id):
        return None
    comments = sorted(load_released(session, campaign), key=lambda each: (each.text, each.language))
    vectors = _vectors(session, comments, embedder)
    found = find_new_themes(
        vectors,
        [comment.language for comment in comments],
        np.ones(len(comments), dtype=bool),
        _means(space),
        resolution=RESOLUTIONS[grain],
    )
    if not found.count:
        return None
    old = [theme for theme in load_themes(session, campaign.id) if theme.state in _READ]
    new = _store(session, campaign, comments, vectors, found, embedder, ThemeState.UNMADE)
    before = look(session, [theme.id for theme in (*old, *new)])
    for theme in old:
        theme.state = ThemeState.UNMADE.value
    for theme in new:
        theme.state = ThemeState.STANDS.value
    return keep(session, campaign, Deed.FOUND, before, now)


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
) -> ThemeSpace:
    """Give the space of the themes, and each theme its middle where it has none yet.

    `anew`, or with another model than before, all is learned once more, from the comments that are
    in each theme.
    """
    languages = [comment.language for comment in comments]
    space = session.get(ThemeSpace, campaign.id)
    is_new = anew or space is None or space.model != _model(embedder)
    if space is None or is_new:
        space = _store_space(session, campaign, language_means(vectors, languages), embedder)
    rows = _means(space).centre(vectors, languages)
    theme_of = [
        (member.theme_id, member.proposal_id) if (member := members.get(comment.id)) else ()
        for comment in comments
    ]
    for theme in themes:
        own = [row for row, theme_ids in enumerate(theme_of) if theme.id in theme_ids]
        if is_new:
            theme.centroid = b""
        if own and not theme.centroid:
            centroid, theme.floor, theme.core = middle_of(rows[own])
            theme.centroid = _bytes(centroid)
    return space


def _has_grown(space: ThemeSpace, searched: NDArray[np.bool_]) -> bool:
    """Tell whether there are so many more strays that a new theme may be among them."""
    n = int(searched.sum())
    has_grown = n >= space.n_searched + MINIMUM_SIZE
    if has_grown or n < space.n_searched:
        space.n_searched = n
    return has_grown


def _closest(found: Themes, rows: Rows, labels: Labels) -> Themes:
    """Keep the few new themes that hold together as well as those that there are.

    Any heap of strays falls apart in clusters; of those that hold together less well than three in
    four known themes, hardly one is about something.
    """
    known = [closeness(rows[labels == place]) for place in np.unique(labels[labels != OVERIG])]
    of_new = np.array([closeness(rows[found.labels == place]) for place in range(found.count)])
    order = np.argsort(-of_new, kind="stable")[:MOST_OFFERED]
    kept = order[of_new[order] >= np.percentile(known, _LEAST_CLOSE)] if known else order
    labels_kept = np.full(len(rows), OVERIG, dtype=np.intp)
    for place, old in enumerate(kept.tolist()):
        labels_kept[found.labels == old] = place
    return replace(
        found,
        labels=labels_kept,
        centroids=found.centroids[kept],
        floors=found.floors[kept],
        cores=found.cores[kept],
        stability=found.stability[kept],
    )


def _place(
    rows: Rows,
    languages: Sequence[str],
    themes: Sequence[Theme],
    stands: Mapping[int, CommentTheme],
) -> Labels:
    """Give the place of each row's theme: where it stands, as people taught, or the nearest one."""
    place_of = {theme.id: place for place, theme in enumerate(themes)}
    labels = _assign(rows, languages, themes, _TAKING_IN)
    for row, member in stands.items():
        labels[row] = OVERIG if member.theme_id is None else place_of[member.theme_id]
    now = _read_under(themes)[labels]
    confirmed = [row for row, member in stands.items() if member.is_confirmed]
    proposed = propose(rows, now, confirmed)
    proposed[list(stands)] = now[list(stands)]
    return np.where(proposed == now, labels, proposed)


def _assign(
    rows: Rows, languages: Sequence[str], themes: Sequence[Theme], states: Collection[str]
) -> Labels:
    """Give the place of each row's nearest theme, of those in these states that have a middle."""
    places, some = _some(themes, states, rows)
    found = assign(rows, languages, some)
    return np.where(found == OVERIG, OVERIG, np.array([*places, OVERIG])[found])


def _strays(rows: Rows, languages: Sequence[str], themes: Sequence[Theme]) -> NDArray[np.bool_]:
    return find_strays(rows, languages, _some(themes, _TAKING_IN, rows)[1])


def _some(themes: Sequence[Theme], states: Collection[str], rows: Rows) -> tuple[list[int], Themes]:
    places = [
        place for place, theme in enumerate(themes) if theme.centroid and theme.state in states
    ]
    # The language was taken off these rows already.
    no_means = LanguageMeans(np.zeros(rows.shape[1], dtype=np.float32), {})
    return places, _stored([themes[place] for place in places], no_means)


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
    state: ThemeState = ThemeState.STANDS,
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
            state=state.value,
            stability=float(found.stability[place]),
            centroid=_bytes(found.centroids[place]),
            floor=float(found.floors[place]),
            core=float(found.cores[place]),
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
    proposals: Labels,
    members: Mapping[UUID, CommentTheme],
) -> None:
    texts = [comment.text for comment in comments]
    languages = [comment.language for comment in comments]
    read = _read_under(themes)[labels]
    shown = example_rows(texts, languages, vectors, read)
    examples = {row for rows in shown for row in rows}
    # The last one for OVERIG.
    ids = [*(theme.id for theme in themes), None]
    beside = almost_rows(texts, languages, vectors, read)
    almost = {row: ids[place] for place, rows in enumerate(beside) for row in rows}
    places = zip(comments, labels.tolist(), proposals.tolist(), strict=True)
    rows = [
        {
            "comment_id": comment.id,
            "theme_id": ids[place],
            "proposal_id": ids[proposal],
            "almost_id": almost.get(row),
            "is_example": row in examples,
        }
        for row, (comment, place, proposal) in enumerate(places)
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
    marks = [
        {
            "id": row["comment_id"],
            "mark": row["is_example"],
            "offered": row["proposal_id"],
            "beside": row["almost_id"],
        }
        for row in rows
    ]
    session.execute(
        update(table).where(is_row, ~table.c.is_confirmed).values(theme_id=bindparam("place")),
        moves,
    )
    session.execute(
        update(table)
        .where(is_row)
        .values(
            is_example=bindparam("mark"),
            proposal_id=bindparam("offered"),
            almost_id=bindparam("beside"),
        ),
        marks,
    )
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
        cores=np.array([theme.core for theme in themes], dtype=np.float32),
        stability=np.array([theme.stability for theme in themes], dtype=np.float32),
        means=means,
    )


def _bytes(row: NDArray[np.floating]) -> bytes:
    return row.astype(np.float32).tobytes()


def _row(stored: bytes) -> NDArray[np.float32]:
    return np.frombuffer(stored, dtype=np.float32)
