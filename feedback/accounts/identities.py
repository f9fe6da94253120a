"""People as another organisation's server knows them: recognised, and linked the first time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.models import ExternalIdentity, User, find_user

LONGEST_TEXT = 255
CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a server says of somebody, after its signature was checked.

    `email` is empty unless the server says that it belongs to them. `proved_at` is when they last
    gave their password or more, `methods` how.
    """

    issuer: str
    subject: str
    email: str
    proved_at: datetime | None
    methods: frozenset[str]

    @classmethod
    def read(cls, claims: Mapping[str, Any], *, now: datetime) -> Self:
        """Read the claims of an id_token. Raises ValueError when they name nobody."""
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_TEXT:
            raise ValueError("sub")
        email = claims.get("email")
        is_theirs = claims.get("email_verified") is True and isinstance(email, str)
        amr, acr = claims.get("amr") or [], claims.get("acr")
        return cls(
            issuer=claims["iss"],
            subject=subject,
            # Other alphabets have letters of which the small one is one of ours.
            email=str(email) if is_theirs and str(email).isascii() else "",
            proved_at=_moment(claims.get("auth_time"), now=now),
            methods=frozenset(each for each in [*amr, acr] if isinstance(each, str)),
        )


def _moment(told: object, *, now: datetime) -> datetime | None:
    if not isinstance(told, int | float) or not 0 < told <= (now + CLOCKS_DIFFER).timestamp():
        return None
    return min(now, datetime.fromtimestamp(told, UTC))


def recognise(session: Session, statement: Statement) -> User | None:
    """Give who this is, when they may sign in: linked before, or by the address of an invitation.

    An address finds nobody who is linked to another account at the same server already.
    """
    linked = session.scalar(
        select(ExternalIdentity).where(
            ExternalIdentity.issuer == statement.issuer,
            ExternalIdentity.subject == statement.subject,
        )
    )
    if linked is not None:
        user = session.get_one(User, linked.user_id)
    else:
        found = find_user(session, statement.email) if statement.email else None
        if found is None or any(one.issuer == statement.issuer for one in found.identities):
            return None
        user = found
    return user if user.active and not user.is_demo else None


def link(user: User, statement: Statement, *, today: date) -> bool:
    """Remember that this server knows somebody; tells whether that is new."""
    if any(one.issuer == statement.issuer for one in user.identities):
        return False
    user.identities.append(
        ExternalIdentity(issuer=statement.issuer, subject=statement.subject, linked_on=today)
    )
    return True
