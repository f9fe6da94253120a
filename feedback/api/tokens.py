"""Clients of the API, each with a token that is shown once and kept as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, Enum, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from feedback.accounts.permissions import OrganisationKind, Permission, Role, Scope, scope_of
from surveys.base import Base

# So that a token that strays into a file or a mail is recognised for what it is.
TOKEN_PREFIX = "klankbord_"  # noqa: S105 - this much is public
TOKEN_BYTES = 32


class Client(Base):
    """A program that reads what was published, as an analyst of one organisation may."""

    __tablename__ = "api_client"
    __table_args__ = (
        CheckConstraint(
            "(organisation_kind = 'installation') = (organisation_id IS NULL)",
            name="only_the_installation_has_no_number",
        ),
        CheckConstraint("expires_on > made_on", name="expires_after_making"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    organisation_kind: Mapped[OrganisationKind] = mapped_column(
        Enum(
            OrganisationKind,
            name="organisation_kind_is_known",
            native_enum=False,
            create_constraint=True,
            length=30,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        )
    )
    organisation_id: Mapped[int | None]
    made_on: Mapped[date]
    expires_on: Mapped[date]
    revoked_on: Mapped[date | None]
    # The day is enough to see that a token is no longer needed.
    last_used_on: Mapped[date | None]

    role = Role.ANALYST

    @property
    def scope(self) -> Scope:
        """Give the organisations of which it may take away figures."""
        return scope_of([self], Permission.EXPORT)

    def is_live(self, today: date) -> bool:
        """Tell whether its token still opens anything."""
        return self.revoked_on is None and today < self.expires_on


def make_client(
    session: Session,
    name: str,
    kind: OrganisationKind,
    organisation_id: int | None = None,
    *,
    days: int,
    today: date,
) -> tuple[Client, str]:
    """Make a client; gives it with its token, which nobody can look up afterwards."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    client = Client(
        name=name,
        token_hash=_hash(token),
        organisation_kind=kind,
        organisation_id=organisation_id,
        made_on=today,
        expires_on=today + timedelta(days=days),
    )
    session.add(client)
    session.flush()
    return client, token


def find_client(session: Session, token: str, *, today: date) -> Client | None:
    """Find the client whose token this is, if it is live."""
    client = session.scalar(select(Client).where(Client.token_hash == _hash(token)))
    return client if client is not None and client.is_live(today) else None


def find_live_client(session: Session, client_id: int, *, today: date) -> Client | None:
    """Find a client by its number, if its token is live."""
    client = session.get(Client, client_id)
    return client if client is not None and client.is_live(today) else None


def load_clients(session: Session) -> Sequence[Client]:
    """Give all clients, by name."""
    return session.scalars(select(Client).order_by(Client.name, Client.id)).all()


def revoke(session: Session, client_id: int, *, today: date) -> Client:
    """End a token at once. Raises LookupError when there is no such client."""
    client = session.get(Client, client_id)
    if client is None:
        raise LookupError(f"there is no token {client_id}")
    client.revoked_on = client.revoked_on or today
    return client


def _hash(token: str) -> str:
    # 256 random bits leave nothing to guess, so a fast hash without salt is enough.
    return hashlib.sha256(token.encode()).hexdigest()
