"""People who sign in, and what they are for which organisation."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from feedback.accounts.permissions import OrganisationKind, Role, needs_second_factor
from surveys.base import Base


def _one_of(choices: type[StrEnum], rule: str) -> Enum:
    return Enum(
        choices,
        name=rule,
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda members: [member.value for member in members],
    )


class User(Base, UserMixin):
    """Somebody who signs in. Respondents never do."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    # Empty until the invitation is accepted.
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # What a session holds instead of the id: a new one ends every session at once.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    locale: Mapped[str | None] = mapped_column(String(10))
    is_demo: Mapped[bool] = mapped_column(default=False)
    # How somebody proves to be there beside the password, under the names of Flask-Security.
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(500))
    # The step of the last code that was used: the same code does not work twice.
    totp_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        MutableList.as_mutable(JSON(none_as_null=True))
    )
    # By what a passkey knows whose it is.
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(64), unique=True, index=True
    )

    assignments: Mapped[list["Assignment"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )
    identities: Mapped[list["ExternalIdentity"]] = relationship(
        cascade="all, delete-orphan", order_by="ExternalIdentity.id"
    )
    # The name that Flask-Security knows it by.
    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        cascade="all, delete-orphan", order_by="Passkey.id"
    )

    @property
    def has_second_factor(self) -> bool:
        """Tell whether a code or a passkey is asked for after the password."""
        return self.tf_primary_method is not None or bool(self.webauthn)

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], _tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Tell whether a code is asked for now, with the ways that there are."""
        return self.check_tf_required_setup() or bool(tf_setup_methods), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Tell whether this person has to have a second factor."""
        return not self.is_demo and needs_second_factor(self.assignments)


class Assignment(Base):
    """Somebody is something, for one organisation or for the whole installation."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "organisation_kind", "organisation_id"),
        CheckConstraint(
            "(organisation_kind = 'installation') = (organisation_id IS NULL)",
            name="only_the_installation_has_no_number",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(_one_of(Role, "role_is_known"))
    organisation_kind: Mapped[OrganisationKind] = mapped_column(
        _one_of(OrganisationKind, "organisation_kind_is_known")
    )
    organisation_id: Mapped[int | None]


class Passkey(Base, WebAuthnMixin):
    """The public half of a passkey. Each serves beside a password and instead of it."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    used_on: Mapped[date]

    def __init__(
        self, *, lastuse_datetime: datetime, usage: str, extensions: object, **columns: Any
    ) -> None:
        super().__init__(**columns)
        self.lastuse_datetime = lastuse_datetime

    @property  # type: ignore[override]
    def lastuse_datetime(self) -> date:
        """Give the day of last use; of what Flask-Security tells, no more is kept."""
        return self.used_on

    @lastuse_datetime.setter
    def lastuse_datetime(self, moment: datetime) -> None:
        self.used_on = moment.date()

    @property
    def usage(self) -> str:  # type: ignore[override]
        """Tell that it may stand beside a password; our forms take it instead of one too."""
        return "secondary"

    @property
    def extensions(self) -> None:  # type: ignore[override]
        """Give nothing: what a device tells of itself is not kept."""


class ExternalIdentity(Base):
    """Somebody as another organisation's server knows them, where they may sign in as well."""

    __tablename__ = "external_identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        # Whoever has the address later, at the same server, is not taken for the first one.
        UniqueConstraint("user_id", "issuer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    linked_on: Mapped[date]


def find_user(session: Session, email: str) -> User | None:
    """Find somebody by address, whatever its capitals."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def load_users(session: Session) -> list[User]:
    """Read everybody who can sign in or could, by name, without the made-up people of a demo."""
    users = select(User).where(~User.is_demo).order_by(User.name, User.id)
    return list(
        session.scalars(users.options(selectinload(User.identities), selectinload(User.webauthn)))
    )


def load_demo_users(session: Session) -> list[User]:
    """Read the made-up people of a demo, by name."""
    return list(session.scalars(select(User).where(User.is_demo, User.active).order_by(User.name)))


def assign(
    user: User, role: Role, kind: OrganisationKind, organisation_id: int | None = None
) -> None:
    """Let somebody be something for one organisation; the second time changes nothing."""
    given = (role, kind, organisation_id)
    if given not in [(a.role, a.organisation_kind, a.organisation_id) for a in user.assignments]:
        user.assignments.append(
            Assignment(role=role, organisation_kind=kind, organisation_id=organisation_id)
        )
