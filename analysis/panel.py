"""How far the klankbordgroep is with a campaign's themes: coding alone, comparing, voting.

Members are numbers here. Who coded or voted how is used to count, and is never given.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest
from random import Random
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from analysis.agreement import krippendorff_alpha
from analysis.comments import ReviewedComment
from analysis.themes import Theme, load_released, load_themes, show_themes, successors
from surveys.base import Base
from surveys.campaigns import Campaign

# So many comments, everybody the same ones: half an hour on a phone.
TO_CODE = 30
LONGEST_DISSENT = 1000
# Two people who say the same may be taken at their word.
LEAST_AGREEING = 2


class PanelState(StrEnum):
    """What the klankbordgroep is doing."""

    DISCUSSING = "discussing"
    CODING = "coding"
    VOTING = "voting"
    FROZEN = "frozen"


NEXT_STATES: Mapping[PanelState, tuple[PanelState, ...]] = {
    PanelState.DISCUSSING: (PanelState.CODING, PanelState.VOTING),
    PanelState.CODING: (PanelState.DISCUSSING,),
    PanelState.VOTING: (PanelState.FROZEN, PanelState.DISCUSSING),
    PanelState.FROZEN: (PanelState.DISCUSSING,),
}


class Choice(StrEnum):
    """What a member wants with a theme."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class NotNow(Exception):
    """This cannot be done in the state in which the klankbordgroep is."""


class PanelSession(Base):
    """How far the klankbordgroep is with one campaign, and which comments everybody codes."""

    __tablename__ = "panel_session"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default=PanelState.DISCUSSING.value)
    sample: Mapped[list[str]] = mapped_column(JSON, default=list)


class OwnCoding(Base):
    """The theme that one member alone chose for a comment; none for "fits no theme"."""

    __tablename__ = "own_coding"

    comment_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviewed_comment.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))


class ThemeVote(Base):
    """What one member wants with one theme."""

    __tablename__ = "theme_vote"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    choice: Mapped[str] = mapped_column(String(10))


class Dissent(Base):
    """A view on a theme that others did not share.

    `user_id` lets a writer take it back, and goes when the writer goes. No page shows it.
    """

    __tablename__ = "dissent"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_DISSENT))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )


@dataclass(frozen=True)
class Chosen:
    """How much was chosen so far in a round of coding or in a vote, and by how many members."""

    n: int
    n_members: int


@dataclass(frozen=True)
class Coded:
    """A comment that members coded alone: how many of them chose each theme."""

    comment: ReviewedComment
    n_by_theme: Mapping[int | None, int]

    @property
    def is_agreed(self) -> bool:
        """Tell whether at least two members coded it, all alike."""
        return len(self.n_by_theme) == 1 and sum(self.n_by_theme.values()) >= LEAST_AGREEING


@dataclass(frozen=True)
class Comparison:
    """How far members who coded alone agree; `alpha` is None when that cannot be told."""

    alpha: float | None
    n_members: int
    agreed: tuple[Coded, ...]
    different: tuple[Coded, ...]


def get_state(session: Session, campaign_id: int) -> PanelState:
    """Tell what the klankbordgroep is doing; a campaign starts with talking."""
    found = session.get(PanelSession, campaign_id)
    return PanelState(found.state) if found else PanelState.DISCUSSING


def check_state(session: Session, campaign_id: int, *wanted: PanelState) -> None:
    """Go on only in one of these states. Raises NotNow."""
    if (state := get_state(session, campaign_id)) not in wanted:
        raise NotNow(state)


def require_state(session: Session, campaign_id: int, *wanted: PanelState) -> None:
    """Go on only in one of these states, which then stays until the commit. Raises NotNow."""
    get_session(session, campaign_id)
    # A change that changes nothing: whoever changes themes waits here for whoever was first, and
    # then looks anew.
    session.execute(
        update(PanelSession)
        .where(PanelSession.campaign_id == campaign_id)
        .values(state=PanelSession.state)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    check_state(session, campaign_id, *wanted)


def begin_round(session: Session, campaign: Campaign, *, dice: Random, n: int = TO_CODE) -> None:
    """Choose the comments that everybody codes, and forget how others were coded before.

    Each theme gets its turn, so that no theme is left out where comments are many.
    """
    by_theme = [list(part.comments) for part in show_themes(session, campaign)]
    for comments in by_theme:
        dice.shuffle(comments)
    in_turn = chain.from_iterable(zip_longest(*by_theme))
    chosen = [comment for comment in in_turn if comment is not None][:n]
    dice.shuffle(chosen)
    panel = get_session(session, campaign.id)
    session.execute(delete(OwnCoding).where(OwnCoding.comment_id.in_(_ids(panel.sample))))
    panel.sample = [comment.id.hex for comment in chosen]


def forget_votes(session: Session, campaign_id: int) -> None:
    """Let a vote begin anew."""
    of_campaign = select(Theme.id).where(Theme.campaign_id == campaign_id)
    session.execute(delete(ThemeVote).where(ThemeVote.theme_id.in_(of_campaign)))


def count_chosen(session: Session, campaign_id: int, state: PanelState) -> Chosen:
    """Count what would be lost if coding, or the vote, began anew."""
    if state is PanelState.CODING:
        panel = session.get(PanelSession, campaign_id)
        counted = select(func.count(), func.count(OwnCoding.member_id.distinct())).where(
            OwnCoding.comment_id.in_(_ids(panel.sample if panel else ()))
        )
    else:
        counted = (
            select(func.count(), func.count(ThemeVote.member_id.distinct()))
            .join(Theme, Theme.id == ThemeVote.theme_id)
            .where(Theme.campaign_id == campaign_id)
        )
    n, n_members = session.execute(counted).one()
    return Chosen(n, n_members)


def get_session(session: Session, campaign_id: int) -> PanelSession:
    """Give the row of a campaign, which is made at first use."""
    found = session.get(PanelSession, campaign_id)
    if found is None:
        found = PanelSession(campaign_id=campaign_id, state=PanelState.DISCUSSING.value, sample=[])
        session.add(found)
        session.flush()
    return found


def load_sample(session: Session, campaign: Campaign) -> list[ReviewedComment]:
    """Give the comments that everybody codes, in the order in which they are asked."""
    panel = session.get(PanelSession, campaign.id)
    released = {comment.id: comment for comment in load_released(session, campaign)}
    chosen = _ids(panel.sample) if panel else []
    return [released[comment_id] for comment_id in chosen if comment_id in released]


def code(
    session: Session, campaign: Campaign, comment_id: UUID, member_id: int, theme_id: int | None
) -> None:
    """Keep the theme that a member chose; a second choice takes the place of the first.

    Raises NotNow when nobody codes alone now, and LookupError for what is not to be coded, or for
    a theme that is not there.
    """
    require_state(session, campaign.id, PanelState.CODING)
    if comment_id not in {comment.id for comment in load_sample(session, campaign)}:
        raise LookupError(comment_id)
    if theme_id is not None:
        get_shown(session, campaign, theme_id)
    session.merge(OwnCoding(comment_id=comment_id, member_id=member_id, theme_id=theme_id))


def load_own_codings(
    session: Session, campaign: Campaign, member_id: int
) -> dict[UUID, int | None]:
    """Give what this member chose, by comment; for nobody else's eyes."""
    rows = session.scalars(select(OwnCoding).where(OwnCoding.member_id == member_id))
    sample = {comment.id for comment in load_sample(session, campaign)}
    return {row.comment_id: row.theme_id for row in rows if row.comment_id in sample}


def compare(session: Session, campaign: Campaign) -> Comparison:
    """Tell how far members agree. Themes that were merged since count as one.

    Who chose a theme that was dropped since did not say that nothing fits: that is left out.
    Raises NotNow while they code: nobody is to follow the others.
    """
    if get_state(session, campaign.id) is PanelState.CODING:
        raise NotNow(PanelState.CODING)
    sample = load_sample(session, campaign)
    read_under = successors(load_themes(session, campaign.id))
    values: defaultdict[UUID, list[int | None]] = defaultdict(list)
    members = set()
    chosen = OwnCoding.comment_id.in_([comment.id for comment in sample])
    for row in session.scalars(select(OwnCoding).where(chosen)):
        members.add(row.member_id)
        theme_id = read_under.get(row.theme_id) if row.theme_id else None
        if theme_id is not None or row.theme_id is None:
            values[row.comment_id].append(theme_id)
    coded = [Coded(comment, Counter(values[comment.id])) for comment in sample]
    return Comparison(
        alpha=krippendorff_alpha(values.values()),
        n_members=len(members),
        agreed=tuple(each for each in coded if each.is_agreed),
        different=tuple(each for each in coded if len(each.n_by_theme) > 1),
    )


def vote(
    session: Session, campaign: Campaign, member_id: int, choices: Mapping[int, Choice]
) -> None:
    """Keep what a member wants with these themes. Raises NotNow, and LookupError."""
    require_state(session, campaign.id, PanelState.VOTING)
    shown = {part.theme.id for part in show_themes(session, campaign) if part.theme}
    for theme_id, choice in choices.items():
        if theme_id not in shown:
            raise LookupError(theme_id)
        session.merge(ThemeVote(theme_id=theme_id, member_id=member_id, choice=choice.value))


def load_own_votes(session: Session, campaign_id: int, member_id: int) -> dict[int, str]:
    """Give what this member wants, by theme; for nobody else's eyes."""
    rows = _votes(session, campaign_id)
    return {row.theme_id: row.choice for row in rows if row.member_id == member_id}


def count_votes(session: Session, campaign_id: int) -> dict[int, Counter[str]]:
    """Count the votes on each theme."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in _votes(session, campaign_id):
        counts[row.theme_id][row.choice] += 1
    return dict(counts)


def add_dissent(session: Session, theme: Theme, text: str, *, user_id: int | None) -> Dissent:
    """Keep a view on a theme that others do not share."""
    dissent = Dissent(theme_id=theme.id, text=text.strip(), user_id=user_id)
    session.add(dissent)
    session.flush()
    return dissent


def load_dissent(session: Session, campaign_id: int) -> dict[int, list[Dissent]]:
    """Give the views that others did not share, by the theme under which they are read now."""
    themes = load_themes(session, campaign_id)
    read_under = successors(themes)
    by_theme: defaultdict[int, list[Dissent]] = defaultdict(list)
    query = select(Dissent).where(Dissent.theme_id.in_([theme.id for theme in themes]))
    for row in session.scalars(query.order_by(Dissent.id)):
        by_theme[read_under[row.theme_id] or row.theme_id].append(row)
    return dict(by_theme)


def get_shown(session: Session, campaign: Campaign, theme_id: int) -> Theme:
    """Give a theme that is shown. Raises LookupError."""
    shown = (part.theme for part in show_themes(session, campaign) if part.theme)
    found = next((theme for theme in shown if theme.id == theme_id), None)
    if found is None:
        raise LookupError(theme_id)
    return found


def _votes(session: Session, campaign_id: int) -> Sequence[ThemeVote]:
    query = select(ThemeVote).join(Theme, Theme.id == ThemeVote.theme_id)
    return session.scalars(query.where(Theme.campaign_id == campaign_id)).all()


def _ids(stored: Iterable[str]) -> list[UUID]:
    return [UUID(hex=each) for each in stored]
