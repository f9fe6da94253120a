"""People who sign in, and what they are for which organisation."""

from enum import StrEnum
from uuid import uuid4

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, Enum, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from feedback.accounts.permissions import OrganisationKind, Role
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

    assignments: Mapped[list["Assignment"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )


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


def find_user(session: Session, email: str) -> User | None:
    """Find somebody by address, whatever its capitals."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


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
