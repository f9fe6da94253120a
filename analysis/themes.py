"""Themes: clusters of released comments, found once per campaign and then owned by people.

`analysis.theming` finds them. What is read here is light enough for the web.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    LargeBinary,
    Select,
    String,
    UniqueConstraint,
    delete,
    false,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from analysis.comments import CommentTranslation, CommentVector, Decision, ReviewedComment
from surveys.base import Base
from surveys.campaigns import Campaign, Wave

# A theme is shown from this many different respondents.
SMALLEST_THEME = 10
N_EXAMPLES = 5
LONGEST_NAME = 120
LONGEST_DESCRIPTION = 1000


class TooFewPeople(Exception):
    """A theme would be left that fewer than ten different people wrote about."""


class ThemeState(StrEnum):
    """Whether a theme is there: the klankbordgroep may drop one, or take back that it made one.

    One that was found in later comments is `PROPOSED`: people make it a theme, or refuse it.
    """

    STANDS = "stands"
    DROPPED = "dropped"
    UNMADE = "unmade"
    PROPOSED = "proposed"
    REFUSED = "refused"


class Grain(StrEnum):
    """How large the themes are that are found."""

    COARSE = "coarse"
    USUAL = "usual"
    FINE = "fine"


class Firmness(StrEnum):
    """How well a theme holds together when a part of the comments is left out."""

    FIRM = "stevig"
    FAIR = "redelijk"
    LOOSE = "los"


class ThemeSpace(Base):
    """The space in which a campaign's themes lie: a model's vectors, less each language's mean.

    `n_searched` comments were outside the core of every theme when these were last searched for a
    new one.
    """

    __tablename__ = "theme_space"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    model: Mapped[str] = mapped_column(String(80))
    mixes_languages: Mapped[bool]
    overall_mean: Mapped[bytes] = mapped_column(LargeBinary)
    language_means: Mapped[dict[str, list[float]]] = mapped_column(JSON)
    n_searched: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class Theme(Base):
    """What several people wrote about. A machine proposes `words`; only people give a `name`.

    A theme that people merged into another one keeps its comments and its middle (`centroid`):
    they are read under the other theme, and come back when the merge is undone. One that people
    made has no words, and no middle until the worker took it from its comments.
    """

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    description: Mapped[str] = mapped_column(
        String(LONGEST_DESCRIPTION), default="", server_default=text("''")
    )
    state: Mapped[str] = mapped_column(
        String(10), default=ThemeState.STANDS.value, server_default=ThemeState.STANDS.value
    )
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    is_made_by_people: Mapped[bool] = mapped_column(default=False, server_default=false())
    words: Mapped[list[str]] = mapped_column(JSON)
    stability: Mapped[float]
    centroid: Mapped[bytes] = mapped_column(LargeBinary)
    floor: Mapped[float]
    core: Mapped[float] = mapped_column(default=0.0, server_default=text("0"))

    @property
    def firmness(self) -> Firmness:
        """Tell how firm the theme is, by the share of its pairs that stay together.

        Source: the bounds of Hennig, Cluster-wise assessment of cluster stability (CSDA, 2007).
        """
        if self.stability >= 0.75:
            return Firmness.FIRM
        return Firmness.FAIR if self.stability >= 0.6 else Firmness.LOOSE


class CommentTheme(Base):
    """The theme of a comment; none for what fits no theme (*overig*).

    `is_confirmed` says that people put it there: no machine takes it away again. `proposal_id` is
    a possible new theme of which it would be: offered, or refused. `almost_id` is a theme of which
    it is not, and which it lies close to.
    """

    __tablename__ = "comment_theme"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("reviewed_comment.id"), primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    almost_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    is_example: Mapped[bool] = mapped_column(default=False)
    is_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())


@dataclass(frozen=True)
class ThemeShown:
    """A theme as the klankbordgroep reads it; `theme` is None for what fits no theme.

    `n_respondents` is a lower bound: two comments may be one person's. `almost` are comments of
    other themes, or of none, that lie close to it.
    """

    theme: Theme | None
    n_respondents: int
    examples: tuple[ReviewedComment, ...]
    comments: tuple[ReviewedComment, ...]
    almost: tuple[ReviewedComment, ...] = ()


def forget_comments(session: Session, ids: Collection[UUID] | Select[UUID]) -> None:
    """Delete these comments and what was made of them: they were withdrawn."""
    forget_findings(session, ids)
    session.execute(delete(ReviewedComment).where(ReviewedComment.id.in_(ids)))


def forget_findings(session: Session, ids: Collection[UUID] | Select[UUID]) -> None:
    """Delete what machines made of these comments."""
    for table in (CommentTheme, CommentVector, CommentTranslation):
        session.execute(delete(table).where(table.comment_id.in_(ids)))


def expire_comments(session: Session, wave_ids: Collection[int]) -> None:
    """Delete the comments of these waves, whose answers are gone.

    The themes stay, with their names and the middles by which they would take in new comments.
    """
    forget_comments(
        session, select(ReviewedComment.id).where(ReviewedComment.wave_id.in_(wave_ids))
    )


def load_themes(session: Session, campaign_id: int) -> Sequence[Theme]:
    """Give the themes of a campaign, the largest at discovery first."""
    return session.scalars(
        select(Theme).where(Theme.campaign_id == campaign_id).order_by(Theme.position)
    ).all()


def successors(themes: Sequence[Theme]) -> dict[int, int | None]:
    """Give for each theme the one under which its comments are read: itself, or what it is now.

    None for what was dropped. `themes` are all of a campaign.
    """
    by_id = {theme.id: theme for theme in themes}
    found: dict[int, int | None] = {}
    for theme in themes:
        last, seen = theme, {theme.id}
        while last.merged_into_id in by_id and last.merged_into_id not in seen:
            last = by_id[last.merged_into_id]
            seen.add(last.id)
        found[theme.id] = last.id if last.state == ThemeState.STANDS.value else None
    return found


def load_members(session: Session, campaign_id: int) -> dict[UUID, CommentTheme]:
    """Give the theme of each comment of a campaign, as it was put there."""
    query = (
        select(CommentTheme)
        .join(ReviewedComment, ReviewedComment.id == CommentTheme.comment_id)
        .join(Wave, Wave.id == ReviewedComment.wave_id)
        .where(Wave.campaign_id == campaign_id)
    )
    return {row.comment_id: row for row in session.scalars(query)}


def show_themes(session: Session, campaign: Campaign) -> list[ThemeShown]:
    """Give what may be read of a campaign's themes: released comments, by theme.

    A theme that fewer than ten different people wrote about is not shown on its own: its comments
    are read among those that fit no theme.
    """
    themes = load_themes(session, campaign.id)
    members = load_members(session, campaign.id)
    released = load_released(session, campaign)
    read_under = successors(themes)
    comments = _by_theme(released, members, read_under)
    rest = comments.pop(None, [])
    shown = []
    for theme in themes:
        of_theme = comments.get(theme.id, [])
        if count_respondents(of_theme) < SMALLEST_THEME:
            rest += of_theme
            continue
        examples = tuple(c for c in of_theme if members[c.id].is_example)
        shown.append(ThemeShown(theme, count_respondents(of_theme), examples, tuple(of_theme)))
    if count_respondents(rest) >= SMALLEST_THEME:
        shown.append(ThemeShown(None, count_respondents(rest), (), tuple(rest)))
    # What too few people wrote to be read elsewhere is not read beside a theme either.
    readable = [comment for part in shown for comment in part.comments]
    almost = _almost(readable, members, read_under)
    return [
        replace(part, almost=tuple(almost[part.theme.id])) if part.theme else part for part in shown
    ]


def show_proposals(session: Session, campaign: Campaign) -> list[ThemeShown]:
    """Give the possible new themes of a campaign, those that enough different people wrote about.

    Until people make one a theme, its comments are read where they were.
    """
    members = load_members(session, campaign.id)
    comments: dict[int | None, list[ReviewedComment]] = {}
    for comment in load_released(session, campaign):
        if member := members.get(comment.id):
            comments.setdefault(member.proposal_id, []).append(comment)
    shown = []
    for theme in load_themes(session, campaign.id):
        of_theme = tuple(comments.get(theme.id, ()))
        n = count_respondents(of_theme)
        if theme.state == ThemeState.PROPOSED.value and n >= SMALLEST_THEME:
            shown.append(ThemeShown(theme, n, of_theme[:N_EXAMPLES], of_theme))
    return shown


def _by_theme(
    comments: Sequence[ReviewedComment],
    members: Mapping[UUID, CommentTheme],
    read_under: Mapping[int, int | None],
) -> dict[int | None, list[ReviewedComment]]:
    by_theme: dict[int | None, list[ReviewedComment]] = {}
    for comment in comments:
        member = members.get(comment.id)
        theme_id = read_under.get(member.theme_id) if member and member.theme_id else None
        by_theme.setdefault(theme_id, []).append(comment)
    return by_theme


def _almost(
    comments: Sequence[ReviewedComment],
    members: Mapping[UUID, CommentTheme],
    read_under: Mapping[int, int | None],
) -> defaultdict[int, list[ReviewedComment]]:
    """Give the comments that lie close to a theme, by theme; not those that went there since."""
    beside = defaultdict(list)
    for comment in comments:
        member = members.get(comment.id)
        if member and member.almost_id and read_under.get(member.theme_id or 0) != member.almost_id:
            beside[member.almost_id].append(comment)
    return beside


def name_theme(session: Session, theme_id: int, name: str) -> Theme:
    """Give a theme the name that people chose. Raises LookupError."""
    theme = session.get(Theme, theme_id)
    if theme is None:
        raise LookupError(theme_id)
    theme.name = name.strip()
    return theme


def load_released(session: Session, campaign: Campaign) -> Sequence[ReviewedComment]:
    """Give the released comments of a campaign that say something, in no meaningful order."""
    return session.scalars(
        select(ReviewedComment)
        .join(Wave, Wave.id == ReviewedComment.wave_id)
        .where(
            Wave.campaign_id == campaign.id,
            ReviewedComment.decision == Decision.RELEASED.value,
            ReviewedComment.is_empty.is_(False),
        )
        .order_by(ReviewedComment.id)
    ).all()


def count_respondents(comments: Sequence[ReviewedComment]) -> int:
    """Give how many different people wrote these, at least: one writes one text per item."""
    return max(Counter((c.wave_id, c.item) for c in comments).values(), default=0)
