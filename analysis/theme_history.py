"""The history of a campaign's themes: each change is kept, and can be undone exactly.

A change says how the themes and comments that it touched were before and after. Undoing one puts
them back, as a new change; that goes only while they still are as the change left them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analysis.comments import ReviewedComment
from analysis.interpretations import load_of_themes
from analysis.panel import PanelState, load_dissent, require_state
from analysis.themes import (
    SMALLEST_THEME,
    CommentTheme,
    Theme,
    ThemeState,
    TooFewPeople,
    load_members,
    load_themes,
    show_themes,
    successors,
)
from surveys.base import Base
from surveys.campaigns import Campaign

Snapshot = dict[str, Any]
_FIELDS = ("name", "description", "state", "merged_into_id")
# How a theme is that only a machine had to do with.
_FOUND = (ThemeState.STANDS, ThemeState.UNMADE, ThemeState.PROPOSED)
# Where a change names the comments of which a moderator's decision was taken back since.
_TAKEN_BACK = "taken_back"


class Deed(StrEnum):
    """What a change did."""

    RENAMED = "renamed"
    DESCRIBED = "described"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    AGREED = "agreed"
    DROPPED = "dropped"
    ADOPTED = "adopted"
    REFUSED = "refused"
    FOUND = "found"
    UNDONE = "undone"
    STATE = "state"
    WITHDRAWN = "withdrawn"


# What touches no theme or comment, so that nothing of it can be put back.
_LASTING = (Deed.STATE, Deed.WITHDRAWN)


class CannotUndo(Exception):
    """Something that the change touched was changed again later, or it is no change of themes."""


class ThemeChange(Base):
    """One change, with what it touched as it was before and after: enough to undo it."""

    __tablename__ = "theme_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    deed: Mapped[str] = mapped_column(String(10))
    before: Mapped[Snapshot] = mapped_column(JSON)
    after: Mapped[Snapshot] = mapped_column(JSON)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("theme_change.id"))
    at: Mapped[datetime]


@dataclass(frozen=True)
class Remembered:
    """A change as people read it back, and whether it can be undone now."""

    change: ThemeChange
    can_be_undone: bool


def look(session: Session, theme_ids: Iterable[int], comment_ids: Iterable[UUID] = ()) -> Snapshot:
    """Give how these themes and comments are now; a comment that was withdrawn is not there."""
    session.flush()
    themes = session.scalars(select(Theme).where(Theme.id.in_(set(theme_ids))))
    wanted = ReviewedComment.id.in_(set(comment_ids))
    comments = session.execute(
        select(ReviewedComment.id, CommentTheme.theme_id, CommentTheme.is_confirmed)
        .outerjoin(CommentTheme, CommentTheme.comment_id == ReviewedComment.id)
        .where(wanted)
    )
    return {
        "themes": {
            str(theme.id): {field: getattr(theme, field) for field in _FIELDS} for theme in themes
        },
        "comments": {each.hex: [theme, bool(confirmed)] for each, theme, confirmed in comments},
    }


def keep(
    session: Session,
    campaign: Campaign,
    deed: Deed,
    before: Snapshot,
    now: datetime,
    *,
    undoes: ThemeChange | None = None,
) -> ThemeChange | None:
    """Write a change down; None when nothing changed."""
    after = look(
        session, map(int, before["themes"]), (UUID(hex=each) for each in before["comments"])
    )
    if after == before:
        return None
    change = ThemeChange(
        campaign_id=campaign.id,
        deed=deed.value,
        before=before,
        after=after,
        undoes_id=undoes.id if undoes else None,
        at=now,
    )
    session.add(change)
    session.flush()
    return change


def is_untouched(session: Session, campaign_id: int) -> bool:
    """Tell whether nobody changed the themes of a campaign, or said something of them."""
    themes = load_themes(session, campaign_id)
    return (
        bool(themes)
        and all(
            theme.state in _FOUND and not (theme.name or theme.description or theme.merged_into_id)
            for theme in themes
        )
        and not any(member.is_confirmed for member in load_members(session, campaign_id).values())
        and not load_dissent(session, campaign_id)
        and not load_of_themes(session, [theme.id for theme in themes])
    )


def _themes_of(changes: Sequence[ThemeChange]) -> set[int]:
    return {int(each) for change in changes for each in change.after["themes"]}


def _comments_of(changes: Sequence[ThemeChange]) -> set[UUID]:
    return {UUID(hex=each) for change in changes for each in _comments_left(change)}


def _comments_left(change: ThemeChange) -> Snapshot:
    """Give the comments that a change touched, as it left them, without those taken back since."""
    away = change.after.get(_TAKEN_BACK, ())
    return {each: left for each, left in change.after["comments"].items() if each not in away}


def _is_as_left(change: ThemeChange, now: Snapshot) -> bool:
    """Tell whether all that a change touched is as it left it, apart from what was withdrawn."""
    touched = {"themes": change.after["themes"], "comments": _comments_left(change)}
    return all(
        now[kind].get(key, left) == left
        for kind, of_kind in touched.items()
        for key, left in of_kind.items()
    )


def leave_out(session: Session, campaign_id: int, comment_id: UUID) -> None:
    """Let a comment that was taken back stand in no undoing's way, as if it had been withdrawn.

    When it is released anew it finds its place anew: earlier changes have no say in that.
    """
    changes = select(ThemeChange).where(ThemeChange.campaign_id == campaign_id)
    for change in session.scalars(changes):
        if comment_id.hex in change.after.get("comments", ()):
            away = {*change.after.get(_TAKEN_BACK, ()), comment_id.hex}
            change.after = change.after | {_TAKEN_BACK: sorted(away)}


def _put_back(session: Session, snapshot: Snapshot, *, kept: Collection[str]) -> None:
    for theme_id, fields in snapshot["themes"].items():
        theme = session.get_one(Theme, int(theme_id))
        for field, value in fields.items():
            setattr(theme, field, value)
    for comment_id, (theme, is_confirmed) in snapshot["comments"].items():
        if comment_id in kept:
            member = session.get_one(CommentTheme, UUID(hex=comment_id))
            member.theme_id, member.is_confirmed = theme, is_confirmed


def _check_themes(session: Session, campaign_id: int) -> None:
    """Refuse what later changes would be lost in: a ring of merges, or comments of no theme."""
    themes = {theme.id: theme for theme in load_themes(session, campaign_id)}
    gone = {number for number, theme in themes.items() if theme.state == ThemeState.UNMADE.value}
    for theme in themes.values():
        seen = {theme.id}
        after = theme.merged_into_id
        while after is not None:
            if after in seen or after in gone:
                raise CannotUndo(theme.id)
            seen.add(after)
            after = themes[after].merged_into_id
    left = select(CommentTheme.comment_id).where(
        CommentTheme.theme_id.in_(gone), CommentTheme.is_confirmed
    )
    if session.scalar(left.limit(1)) is not None:
        raise CannotUndo(campaign_id)


def _shown(session: Session, campaign: Campaign) -> set[int]:
    return {part.theme.id for part in show_themes(session, campaign) if part.theme}


def _merged(session: Session, campaign: Campaign) -> set[int]:
    """Give the themes whose comments are read under another one."""
    after = successors(load_themes(session, campaign.id))
    return {theme for theme, read_under in after.items() if read_under not in (theme, None)}


def _standing(session: Session, campaign: Campaign) -> set[int]:
    after = successors(load_themes(session, campaign.id))
    return {theme for theme, read_under in after.items() if read_under == theme}


def load_history(
    session: Session, campaign: Campaign, *, most: int = 50, after: int = 0
) -> list[Remembered]:
    """Give changes of a campaign, the newest first: no more than `most`, without the first ones."""
    query = select(ThemeChange).where(ThemeChange.campaign_id == campaign.id)
    changes = session.scalars(query.order_by(ThemeChange.id.desc()).offset(after).limit(most)).all()
    touched = [change for change in changes if change.deed not in _LASTING]
    now = look(session, _themes_of(touched), _comments_of(touched))
    return [Remembered(each, each in touched and _is_as_left(each, now)) for each in changes]


def undo(
    session: Session, campaign: Campaign, change_id: int, *, now: datetime
) -> ThemeChange | None:
    """Put back what a change touched, as a new change.

    Raises CannotUndo, LookupError, and TooFewPeople when that would leave a theme that is too
    small to be shown; the caller then rolls back.
    """
    require_state(session, campaign.id, PanelState.DISCUSSING)
    change = session.get(ThemeChange, change_id)
    if change is None or change.campaign_id != campaign.id:
        raise LookupError(change_id)
    if change.deed in _LASTING:
        raise CannotUndo(change_id)
    before = look(session, _themes_of([change]), _comments_of([change]))
    if not _is_as_left(change, before):
        raise CannotUndo(change_id)
    readable = _shown(session, campaign) | _merged(session, campaign)
    _put_back(session, change.before, kept=set(before["comments"]))
    session.flush()
    _check_themes(session, campaign.id)
    if readable & _standing(session, campaign) - _shown(session, campaign):
        raise TooFewPeople(SMALLEST_THEME)
    return keep(session, campaign, Deed.UNDONE, before, now, undoes=change)
