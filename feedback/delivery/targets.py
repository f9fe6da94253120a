"""Where publications are brought to, when, and how that went."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, parse_qs, urlsplit

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from analysis.exports.layouts import Layout
from surveys.base import Base
from surveys.errors import SurveysError

# The forms of analysis.exports.formats, which loads them all: no page may import it.
FORMS = ("csv", "xlsx", "json", "parquet", "sav", "data-package", "ddi")
ONE_LAYOUT = frozenset({"xlsx", "data-package", "ddi"})
DEFAULT_FILES = ("data-package",)


class InvalidTarget(SurveysError):
    """A target that could not work; the message says what to mend."""


class Scheme(StrEnum):
    """How publications get there."""

    FOLDER = "folder"
    SFTP = "sftp"
    S3 = "s3"
    WEBHOOK = "webhook"


class Moment(StrEnum):
    """When: soon after each publication, or all that hold now at the start of a day or a week."""

    PUBLICATION = "publication"
    DAILY = "daily"
    WEEKLY = "weekly"


class Failure(StrEnum):
    """Why something did not arrive. A closed list: a message could hold a secret."""

    NO_SECRET = "no secret"  # noqa: S105 - what is wrong, not a secret
    UNREACHABLE = "unreachable"
    HOST_KEY = "host key"
    REFUSED = "refused"
    NOT_WRITTEN = "not written"
    PRIVATE_ADDRESS = "private address"
    NOT_MADE = "not made"
    UNFORESEEN = "unforeseen"


class DeliveryFailed(Exception):
    """Something did not arrive, and is tried again later."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class Target(Base):
    """Somewhere that publications are brought to. Its secret is in a file, never here."""

    __tablename__ = "delivery_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    address: Mapped[str] = mapped_column(String(500))
    secret_file: Mapped[str] = mapped_column(String(500), default="")
    # The public key by which an SFTP server proves that it is itself.
    host_key: Mapped[str] = mapped_column(default="")
    may_be_private: Mapped[bool] = mapped_column(default=False)
    moment: Mapped[str] = mapped_column(String(20))
    files: Mapped[list[str]] = mapped_column(JSON)
    n_failures: Mapped[int] = mapped_column(default=0)
    last_failure: Mapped[str] = mapped_column(String(20), default="")
    next_try_at: Mapped[datetime | None]
    receipts: Mapped[list["Receipt"]] = relationship(cascade="all, delete-orphan")

    @property
    def scheme(self) -> Scheme:
        """Give how publications get there."""
        return scheme_of(self.address)

    @property
    def parts(self) -> SplitResult:
        """Give the parts of the address."""
        return urlsplit(self.address)

    def option(self, name: str) -> str:
        """Give what the address says behind its question mark, or nothing."""
        return parse_qs(self.parts.query).get(name, [""])[0]

    def read_secret(self) -> str:
        """Read the secret. Raises DeliveryFailed when its file is gone or empty."""
        try:
            secret = Path(self.secret_file).read_text(encoding="utf-8").strip()
        except OSError:
            raise DeliveryFailed(Failure.NO_SECRET) from None
        if not secret:
            raise DeliveryFailed(Failure.NO_SECRET)
        return secret


class Receipt(Base):
    """That a publication arrived somewhere, and when the last time was."""

    __tablename__ = "delivery_receipt"

    target_id: Mapped[int] = mapped_column(ForeignKey("delivery_target.id"), primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    delivered_at: Mapped[datetime]


@dataclass(frozen=True)
class WantedFile:
    """One file of a delivery, written as `csv`, `csv:wide`, `csv:long:nl`."""

    form: str
    layout: Layout = Layout.LONG
    language: str | None = None

    @classmethod
    def read(cls, written: str) -> Self:
        """Read a wish. Raises InvalidTarget."""
        form, layout, language = [*written.split(":"), "", ""][:3]
        if form not in FORMS:
            raise InvalidTarget(f'"{form}" is no form: use {", ".join(FORMS)}')
        if layout not in ("", *Layout):
            raise InvalidTarget(f'"{layout}" is no layout: use {", ".join(Layout)}')
        if layout == Layout.WIDE and form in ONE_LAYOUT:
            raise InvalidTarget(f"{form} has no wide layout")
        return cls(form, Layout(layout or Layout.LONG), language or None)


def scheme_of(address: str) -> Scheme:
    """Give how publications get to an address. Raises InvalidTarget."""
    match urlsplit(address):
        case SplitResult(scheme="", netloc="", path=path) if path.startswith("/"):
            return Scheme.FOLDER
        case SplitResult(scheme="sftp", username=str(), hostname=str(), password=None):
            return Scheme.SFTP
        case SplitResult(scheme="s3", netloc=bucket) if re.fullmatch(r"[a-z0-9.-]{3,63}", bucket):
            return Scheme.S3
        case SplitResult(scheme="https" | "http", hostname=str(), username=None):
            return Scheme.WEBHOOK
    raise InvalidTarget(
        "write /a/folder, sftp://user@host/folder, s3://bucket/folder or https://host/path, "
        "without a password"
    )


def add_target(session: Session, target: Target) -> Target:
    """Add somewhere to bring publications to. Raises InvalidTarget."""
    scheme = scheme_of(target.address)
    if session.scalar(select(Target.id).where(Target.name == target.name)) is not None:
        raise InvalidTarget(f'there is a target "{target.name}" already')
    if scheme is not Scheme.FOLDER and not target.secret_file:
        raise InvalidTarget("say in which file its secret is")
    if scheme is Scheme.SFTP and not target.host_key:
        raise InvalidTarget("say by which public key the server proves that it is itself")
    if target.parts.scheme == "http" and not target.may_be_private:
        raise InvalidTarget("http is for addresses of your own: use https, or allow private ones")
    if scheme is Scheme.WEBHOOK and target.moment != Moment.PUBLICATION:
        raise InvalidTarget("a webhook is told of each publication, not of each day")
    for written in target.files:
        WantedFile.read(written)
    session.add(target)
    session.flush()
    return target


def find_target(session: Session, name: str) -> Target:
    """Find a target by its name. Raises LookupError."""
    target = session.scalar(select(Target).where(Target.name == name))
    if target is None:
        raise LookupError(f'there is no target "{name}"')
    return target


def load_targets(session: Session) -> Sequence[Target]:
    """Give all targets, by name."""
    return session.scalars(select(Target).order_by(Target.name)).all()
