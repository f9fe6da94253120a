"""Who did what to which thing, and when: written once, never changed."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import ForeignKey, String, delete, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base


class AuditIsAppendOnly(Exception):
    """Somebody tried to change what was recorded."""


class AuditEvent(Base):
    """One deed of somebody who was signed in, or of a command when `user_id` is empty."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)


def record(
    session: Session,
    user_id: int | None,
    action: str,
    *,
    thing: str,
    thing_id: object,
    now: datetime,
) -> None:
    """Add one deed: `record(session, 3, "published", thing="wave", thing_id=7, now=now)`."""
    session.add(
        AuditEvent(user_id=user_id, action=action, thing=thing, thing_id=str(thing_id), at=now)
    )


def forget_before(session: Session, moment: datetime) -> None:
    """Delete what is older than we promise to keep; the only way in which a deed disappears."""
    session.execute(delete(AuditEvent).where(AuditEvent.at < moment))


@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _refuse_change(*_args: object) -> NoReturn:
    raise AuditIsAppendOnly
