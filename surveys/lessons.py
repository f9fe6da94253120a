"""Lessons: how long a class tablet takes forms for a link, and the PIN that opens it."""

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base
from surveys.distribution import Link
from surveys.errors import PinRefused

LESSON = timedelta(minutes=90)
PIN_DIGITS = 6
# One of a million PINs: ten guesses in a lesson leave a hundred thousand to one.
MOST_TRIES = 10


class Lesson(Base):
    """That a class may answer on a tablet for a while. Nothing about who does, or how many."""

    __tablename__ = "lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), index=True)
    pin_tag: Mapped[bytes] = mapped_column(LargeBinary(32))
    ends_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)

    link: Mapped[Link] = relationship()


def start_lesson(session: Session, link: Link, *, secret: str, now: datetime) -> tuple[Lesson, str]:
    """Start a lesson for a link; gives it with its PIN, which is written down nowhere.

    Several lessons of one link may run at once, each with a PIN of its own.
    """
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    lesson = Lesson(
        link_id=link.id, pin_tag=_tag(secret, link.id, pin), ends_at=now + LESSON, tries=0
    )
    session.add(lesson)
    session.flush()
    return lesson, pin


def open_lesson(session: Session, code: str, pin: str, *, secret: str, now: datetime) -> Lesson:
    """Give the lesson that this PIN opens for the link with this code.

    Every try counts for all lessons of the link until one is right: commit also after a refusal.
    Raises PinRefused when no lesson that runs has this PIN, or when there were too many tries.
    """
    running = Lesson.link_id.in_(select(Link.id).where(Link.code == code)) & (Lesson.ends_at > now)
    # Counted before looking, so that tries at one moment cannot outrun the count.
    session.execute(update(Lesson).where(running).values(tries=Lesson.tries + 1))
    for lesson in session.scalars(select(Lesson).where(running, Lesson.tries <= MOST_TRIES)):
        if hmac.compare_digest(lesson.pin_tag, _tag(secret, lesson.link_id, pin)):
            lesson.tries = 0
            return lesson
    raise PinRefused


def delete_ended(session: Session, *, now: datetime) -> None:
    """Delete the lessons that are over."""
    session.execute(delete(Lesson).where(Lesson.ends_at <= now))


def _tag(secret: str, link_id: int, pin: str) -> bytes:
    # Six digits are guessed in a moment by whoever has the database, but not without the secret.
    return hmac.digest(secret.encode(), f"lesson {link_id} {pin}".encode(), "sha256")
