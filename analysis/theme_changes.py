"""What the klankbordgroep changes about themes, while it talks; each change goes in the history."""

from collections.abc import Collection, Mapping
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from analysis.panel import (
    NEXT_STATES,
    Dissent,
    PanelState,
    begin_round,
    compare,
    count_chosen,
    count_votes,
    forget_votes,
    get_session,
    get_shown,
    require_state,
)
from analysis.theme_history import Deed, ThemeChange, keep, look
from analysis.theme_shares import count_anew
from analysis.themes import (
    SMALLEST_THEME,
    CommentTheme,
    Theme,
    ThemeState,
    TooFewPeople,
    load_members,
    load_released,
    show_proposals,
    show_themes,
)
from surveys.campaigns import Campaign


def describe(
    session: Session,
    campaign: Campaign,
    theme_id: int,
    *,
    name: str,
    now: datetime,
    description: str | None = None,
) -> ThemeChange | None:
    """Give a theme the name, and the description, that people chose."""
    theme = _begin(session, campaign, theme_id)
    before = look(session, [theme.id])
    has_new_name = name.strip() != theme.name
    theme.name = name.strip()
    if description is not None:
        theme.description = description.strip()
    return keep(session, campaign, Deed.RENAMED if has_new_name else Deed.DESCRIBED, before, now)


def merge(
    session: Session, campaign: Campaign, theme_id: int, into_id: int, *, now: datetime
) -> ThemeChange | None:
    """Let a theme be read under another one, which keeps its name.

    Raises LookupError for a theme that is not shown, or when they are the same one.
    """
    theme = _begin(session, campaign, theme_id)
    into = get_shown(session, campaign, into_id)
    if into is theme:
        raise LookupError(into_id)
    before = look(session, [theme.id])
    theme.merged_into_id = into.id
    return keep(session, campaign, Deed.MERGED, before, now)


def drop(
    session: Session, campaign: Campaign, theme_id: int, *, now: datetime
) -> ThemeChange | None:
    """Let a theme go: its comments are read among those that fit no theme."""
    theme = _begin(session, campaign, theme_id)
    before = look(session, [theme.id])
    theme.state = ThemeState.DROPPED.value
    return keep(session, campaign, Deed.DROPPED, before, now)


def adopt(
    session: Session, campaign: Campaign, theme_id: int, *, now: datetime
) -> ThemeChange | None:
    """Make a possible new theme a theme. Raises LookupError when it is not offered.

    Comments that people put elsewhere stay there. The worker moves the others, here and when it is
    undone; so they are no part of the change.
    """
    change = _answer(session, campaign, theme_id, Deed.ADOPTED, ThemeState.STANDS, now)
    session.execute(
        update(CommentTheme)
        .where(CommentTheme.proposal_id == theme_id, CommentTheme.is_confirmed.is_(False))
        .values(theme_id=theme_id)
    )
    return change


def refuse(
    session: Session, campaign: Campaign, theme_id: int, *, now: datetime
) -> ThemeChange | None:
    """Let a possible new theme be none, and not be offered again. Raises LookupError."""
    return _answer(session, campaign, theme_id, Deed.REFUSED, ThemeState.REFUSED, now)


def move(
    session: Session,
    campaign: Campaign,
    comment_ids: Collection[UUID],
    theme_id: int | None,
    *,
    now: datetime,
) -> ThemeChange | None:
    """Put these comments in a theme, or among those that fit none.

    Raises TooFewPeople when a theme would be left that is too small to be shown, and LookupError
    for a theme or a comment that cannot be read; the caller then rolls back.
    """
    if theme_id is None:
        require_state(session, campaign.id, PanelState.DISCUSSING)
    else:
        _begin(session, campaign, theme_id)
    return _put(session, campaign, Deed.MOVED, dict.fromkeys(comment_ids, theme_id), now)


def split(
    session: Session,
    campaign: Campaign,
    comment_ids: Collection[UUID],
    name: str,
    *,
    now: datetime,
) -> ThemeChange | None:
    """Make a new theme of these comments. Raises what `move` raises."""
    require_state(session, campaign.id, PanelState.DISCUSSING)
    last = session.scalar(select(func.max(Theme.position)).where(Theme.campaign_id == campaign.id))
    theme = Theme(
        campaign_id=campaign.id, position=(last or 0) + 1, name=name.strip(), words=[],
        stability=0.0, centroid=b"", floor=0.0, core=0.0, is_made_by_people=True,
        state=ThemeState.UNMADE.value,
    )  # fmt: skip
    session.add(theme)
    session.flush()
    return _put(
        session, campaign, Deed.SPLIT, dict.fromkeys(comment_ids, theme.id), now, made=theme
    )


def take_over_agreed(session: Session, campaign: Campaign, *, now: datetime) -> ThemeChange | None:
    """Put each comment that members coded alike, all on their own, in the theme they chose."""
    require_state(session, campaign.id, PanelState.DISCUSSING)
    goals = {
        coded.comment.id: next(iter(coded.n_by_theme))
        for coded in compare(session, campaign).agreed
    }
    return _put(session, campaign, Deed.AGREED, goals, now)


def withdraw_view(
    session: Session, campaign: Campaign, dissent: Dissent, *, now: datetime
) -> ThemeChange:
    """Take away a view on a theme for good; the history says so, without the view or a name."""
    change = ThemeChange(
        campaign_id=campaign.id,
        deed=Deed.WITHDRAWN.value,
        before={},
        after={"theme": dissent.theme_id},
        at=now,
    )
    session.delete(dissent)
    session.add(change)
    session.flush()
    return change


def change_state(
    session: Session,
    campaign: Campaign,
    state: PanelState,
    *,
    now: datetime,
    dice: Random,
    anew: bool = False,
) -> ThemeChange:
    """Go on to another state, or back; freezing keeps the votes as they were counted.

    What members coded or voted before stays, unless they want to begin `anew`. Raises NotNow when
    that state does not follow on this one.
    """
    require_state(session, campaign.id, *(s for s in PanelState if state in NEXT_STATES[s]))
    panel = get_session(session, campaign.id)
    change = ThemeChange(
        campaign_id=campaign.id,
        deed=Deed.STATE.value,
        before={"state": panel.state},
        after={"state": state.value},
        at=now,
    )
    if anew:
        change.after |= {"anew": True}
    if state is PanelState.CODING and (anew or not count_chosen(session, campaign.id, state).n):
        begin_round(session, campaign, dice=dice)
    elif state is PanelState.VOTING and anew:
        forget_votes(session, campaign.id)
    elif state is PanelState.FROZEN:
        change.after |= {"votes": _votes_on_shown(session, campaign)}
        change.after |= count_anew(session, campaign)
    panel.state = state.value
    session.add(change)
    session.flush()
    return change


def _votes_on_shown(session: Session, campaign: Campaign) -> dict[str, dict[str, int]]:
    """Count the votes on themes that are there now: others may be left from before a change."""
    votes = count_votes(session, campaign.id)
    shown = (part.theme.id for part in show_themes(session, campaign) if part.theme)
    return {str(theme): dict(votes[theme]) for theme in shown if theme in votes}


def _begin(session: Session, campaign: Campaign, theme_id: int) -> Theme:
    require_state(session, campaign.id, PanelState.DISCUSSING)
    return get_shown(session, campaign, theme_id)


def _answer(
    session: Session,
    campaign: Campaign,
    theme_id: int,
    deed: Deed,
    state: ThemeState,
    now: datetime,
) -> ThemeChange | None:
    require_state(session, campaign.id, PanelState.DISCUSSING)
    offered = {
        part.theme.id: part.theme for part in show_proposals(session, campaign) if part.theme
    }
    if theme_id not in offered:
        raise LookupError(theme_id)
    before = look(session, [theme_id])
    offered[theme_id].state = state.value
    return keep(session, campaign, deed, before, now)


def _put(
    session: Session,
    campaign: Campaign,
    deed: Deed,
    goals: Mapping[UUID, int | None],
    now: datetime,
    *,
    made: Theme | None = None,
) -> ThemeChange | None:
    """Put each comment where it is to go, by the hand of people."""
    released = {comment.id for comment in load_released(session, campaign)}
    if unknown := set(goals) - released:
        raise LookupError(unknown)
    shown = {part.theme.id for part in show_themes(session, campaign) if part.theme}
    before = look(session, [made.id] if made else [], goals)
    if made:
        made.state = ThemeState.STANDS.value
        shown.add(made.id)
    members = load_members(session, campaign.id)
    for comment_id, theme_id in goals.items():
        member = members.get(comment_id) or CommentTheme(comment_id=comment_id)
        member.theme_id, member.is_confirmed = theme_id, True
        session.add(member)
    session.flush()
    left = {part.theme.id for part in show_themes(session, campaign) if part.theme}
    if shown - left:
        raise TooFewPeople(SMALLEST_THEME)
    return keep(session, campaign, deed, before, now)
