"""Who did what to which thing, and when: written once, never changed, in a chain without a gap."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NoReturn

from sqlalchemy import ForeignKey, LargeBinary, String, delete, event, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base

SEAL_BYTES = 32
NOTHING_YET = bytes(SEAL_BYTES)


class AuditIsAppendOnly(Exception):
    """Somebody tried to change what was recorded."""


class AuditCutOff(Exception):
    """The last deeds that were recorded are gone."""


class AuditEvent(Base):
    """One deed of somebody who was signed in, or of a command when `user_id` is empty.

    `seal` is a digest over the deed and over the seal before it. Deeds of before there were seals
    have none.
    """

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)
    seal: Mapped[bytes | None] = mapped_column(LargeBinary(SEAL_BYTES))


class AuditChain(Base):
    """Where the chain begins and ends, so that a deed that was cut off either end is missed too.

    There is one row. Adding a deed changes it first, so that deeds wait for one another.
    """

    __tablename__ = "audit_chain"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The seal before the first deed that is kept.
    first_seal: Mapped[bytes] = mapped_column(LargeBinary(SEAL_BYTES))
    last_seal: Mapped[bytes] = mapped_column(LargeBinary(SEAL_BYTES))
    n: Mapped[int]


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
    deed = AuditEvent(user_id=user_id, action=action, thing=thing, thing_id=str(thing_id), at=now)
    last = session.scalars(
        update(AuditChain)
        .values(n=AuditChain.n + 1)
        .returning(AuditChain.last_seal)
        .execution_options(synchronize_session=False)
    ).one()
    deed.seal = _seal(last, deed)
    session.execute(
        update(AuditChain).values(last_seal=deed.seal).execution_options(synchronize_session=False)
    )
    session.add(deed)
    # The numbers of the deeds follow the order of the chain.
    session.flush()


def find_break(session: Session) -> AuditEvent | None:
    """Give the first deed that does not follow on the one before it; None when the chain holds.

    Raises AuditCutOff when deeds are gone from the end, or all of them.
    """
    chain = session.execute(select(AuditChain.first_seal, AuditChain.last_seal, AuditChain.n)).one()
    before, n = chain.first_seal, 0
    sealed = select(AuditEvent).where(AuditEvent.seal.is_not(None)).order_by(AuditEvent.id)
    for deed in session.scalars(sealed):
        if deed.seal != _seal(before, deed):
            return deed
        before, n = deed.seal or NOTHING_YET, n + 1
    if (before, n) != (chain.last_seal, chain.n):
        raise AuditCutOff
    return None


def last_seal(session: Session) -> str:
    """Give the seal of the last deed, as 64 hexadecimal digits: to be kept somewhere else."""
    return session.scalars(select(AuditChain.last_seal)).one().hex()


def load_deeds(
    session: Session,
    *,
    user_id: int | None = None,
    before_id: int | None = None,
    most: int | None = None,
) -> Sequence[AuditEvent]:
    """Give deeds, the latest first: all, or of one person, from before one that was shown."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(most)
    if user_id is not None:
        query = query.where(AuditEvent.user_id == user_id)
    if before_id is not None:
        query = query.where(AuditEvent.id < before_id)
    return session.scalars(query).all()


def forget_before(session: Session, moment: datetime) -> None:
    """Delete what is older than we promise to keep; the only way in which a deed disappears.

    Deeds go from the beginning of the chain, up to the first that is young enough.
    """
    first_kept = session.scalar(
        select(AuditEvent.id).where(AuditEvent.at >= moment).order_by(AuditEvent.id).limit(1)
    )
    old = AuditEvent.id < first_kept if first_kept else AuditEvent.at < moment
    seals = session.scalars(
        select(AuditEvent.seal).where(old, AuditEvent.seal.is_not(None)).order_by(AuditEvent.id)
    ).all()
    session.execute(delete(AuditEvent).where(old).execution_options(synchronize_session=False))
    if seals:
        session.execute(
            update(AuditChain)
            .values(first_seal=seals[-1], n=AuditChain.n - len(seals))
            .execution_options(synchronize_session=False)
        )


def _seal(before: bytes, deed: AuditEvent) -> bytes:
    at = deed.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = json.dumps([deed.user_id, deed.action, deed.thing, deed.thing_id, at])
    return hashlib.sha256(before + facts.encode()).digest()


@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _refuse_change(*_args: object) -> NoReturn:
    raise AuditIsAppendOnly
