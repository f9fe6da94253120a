"""Visits: where somebody is signed in, as little of it as is needed to end one by itself."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from feedback.accounts.models import User
from surveys.base import Base, RandomId

IDLE_FOR = timedelta(minutes=30)
AT_MOST = timedelta(hours=8)
HOUR = timedelta(hours=1)
# The first that is found is meant: most browsers name others as well.
BROWSERS = (
    ("Edge", "Edg"),
    ("Opera", "OPR/"),
    ("Samsung Internet", "SamsungBrowser"),
    ("Firefox", "Firefox/|FxiOS"),
    ("Chrome", "Chrome/|CriOS"),
    ("Safari", "Safari/"),
)
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("ChromeOS", "CrOS"),
    ("Mac", "Macintosh"),
    ("Linux", "Linux"),
)


class Visit(Base):
    """Somebody is signed in somewhere. Without its row, its cookie opens nothing.

    No address, no moment and no version of a browser: it tells its owner which visit is which.
    `seen_at` is the hour in which it was used last.
    """

    __tablename__ = "visit"

    id: Mapped[RandomId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    started_on: Mapped[date]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    browser: Mapped[str] = mapped_column(String(40))


def browser_label(user_agent: str) -> str:
    """Give the family of a browser and its device: "Firefox, Windows"; empty when unknown."""
    found = (
        next((name for name, sign in signs if re.search(sign, user_agent)), "")
        for signs in (BROWSERS, DEVICES)
    )
    return ", ".join(filter(None, found))


def hour_of(moment: datetime) -> datetime:
    """Give the beginning of the hour in which a moment falls."""
    return moment.replace(minute=0, second=0, microsecond=0)


def begin(session: Session, user: User, *, user_agent: str, now: datetime, today: date) -> Visit:
    """Note that somebody signs in."""
    visit = Visit(
        user_id=user.id,
        started_on=today,
        seen_at=hour_of(now),
        browser=browser_label(user_agent),
    )
    session.add(visit)
    session.flush()
    return visit


def find_visitor(session: Session, visit_id: UUID, uniquifier: str) -> User | None:
    """Give who is signed in: with a visit that was not ended, and access that was not ended."""
    return session.scalar(
        select(User)
        .join(Visit, Visit.user_id == User.id)
        .where(Visit.id == visit_id, User.fs_uniquifier == uniquifier, User.active)
    )


def note_use(session: Session, visit_id: UUID, *, now: datetime) -> None:
    """Note in which hour a visit was used last."""
    session.execute(update(Visit).where(Visit.id == visit_id).values(seen_at=hour_of(now)))


def load_visits(session: Session, user: User, *, now: datetime) -> Sequence[Visit]:
    """Give the visits of somebody that may be going on, the last used first."""
    return session.scalars(
        select(Visit)
        .where(Visit.user_id == user.id, Visit.seen_at > now - HOUR - IDLE_FOR)
        .order_by(Visit.seen_at.desc(), Visit.id)
    ).all()


def end(session: Session, visit_id: UUID) -> None:
    """End one visit; one that ended before stays so."""
    session.execute(delete(Visit).where(Visit.id == visit_id))


def find_visit(session: Session, user: User, visit_id: UUID) -> Visit | None:
    """Give this visit, when it is one of theirs."""
    return session.scalar(select(Visit).where(Visit.user_id == user.id, Visit.id == visit_id))


def end_all(session: Session, user: User, *, but: UUID | None = None) -> None:
    """End the visits of somebody, except one that is kept."""
    session.execute(delete(Visit).where(Visit.user_id == user.id, Visit.id != but))


def forget_ended(session: Session, *, now: datetime) -> None:
    """Delete visits that ended by themselves."""
    session.execute(delete(Visit).where(Visit.seen_at < now - HOUR - IDLE_FOR))
