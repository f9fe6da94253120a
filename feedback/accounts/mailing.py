"""Invitations by mail: what waits to be sent, what was sent, and what did not go out."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from feedback.accounts.models import User
from feedback.accounts.signing_in import invitation_link
from feedback.i18n import DEFAULT_LOCALE, use_locale
from feedback.i18n import gettext as _
from feedback.mail import MailFailed, MailServer, send
from surveys.base import Base

log = logging.getLogger(__name__)

# A server that does not know us yet asks to come back in some minutes.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


class InvitationMail(Base):
    """The last invitation of somebody that goes by mail. The link is made when it is sent.

    `try_at` is empty when it was sent, or given up; `failure` says what went wrong last.
    """

    __tablename__ = "invitation_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    inviter_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    try_at: Mapped[datetime | None]
    n_failures: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(20))
    sent_on: Mapped[date | None]

    user: Mapped[User] = relationship(foreign_keys=user_id)

    @property
    def is_given_up(self) -> bool:
        """Tell whether it did not go out, and will not."""
        return self.try_at is None and self.failure is not None


def ask(session: Session, user: User, *, inviter_id: int, now: datetime) -> None:
    """Note that somebody is to get an invitation by mail; it takes the place of one before."""
    mail = find_mail(session, user) or InvitationMail(user_id=user.id)
    mail.inviter_id, mail.try_at = inviter_id, now
    mail.n_failures, mail.failure, mail.sent_on = 0, None, None
    session.add(mail)


def find_mail(session: Session, user: User) -> InvitationMail | None:
    """Give the last invitation by mail of somebody."""
    return session.scalar(select(InvitationMail).where(InvitationMail.user_id == user.id))


def forget(session: Session, user: User) -> None:
    """Let somebody be reached another way: what did not go out is no news any more."""
    if mail := find_mail(session, user):
        session.delete(mail)


def load_failed(session: Session, inviter_id: int) -> Sequence[InvitationMail]:
    """Give the invitations of an inviter that did not go out."""
    return session.scalars(
        select(InvitationMail)
        .where(
            InvitationMail.inviter_id == inviter_id,
            InvitationMail.try_at.is_(None),
            InvitationMail.failure.is_not(None),
        )
        .order_by(InvitationMail.id)
    ).all()


def send_due(session: Session, server: MailServer, *, now: datetime, today: date) -> None:
    """Send what is due. It commits after each, so that nothing is sent twice."""
    due = select(InvitationMail).where(InvitationMail.try_at <= now).order_by(InvitationMail.id)
    for mail in session.scalars(due).all():
        if mail.user.active:
            _try(mail, server, now=now, today=today)
        else:
            session.delete(mail)
        session.commit()


def _try(mail: InvitationMail, server: MailServer, *, now: datetime, today: date) -> None:
    use_locale(mail.user.locale or DEFAULT_LOCALE)
    try:
        send(server, to=mail.user.email, subject=_subject(mail.user), text=_text(mail.user))
    except MailFailed as error:
        log.warning(
            "an invitation did not go out",
            extra={"user_id": mail.user_id, "reason": error.failure.value},
        )
        is_last = error.is_final or mail.n_failures == len(WAITS)
        mail.try_at = None if is_last else now + WAITS[mail.n_failures]
        mail.n_failures += 1
        mail.failure = error.failure.value
    else:
        mail.try_at, mail.failure, mail.sent_on = None, None, today


def _subject(user: User) -> str:
    return _("A new password for Klankbord") if user.password else _("Invitation to Klankbord")


def _text(user: User) -> str:
    why = (
        _("With this address you choose a new password for Klankbord:")
        if user.password
        else _("You are invited to Klankbord. With this address you choose a password:")
    )
    parts = (
        _("Hello %(name)s,", name=user.name),
        f"{why}\n{invitation_link(user)}",
        _(
            "It works once, for three days. After that you sign in with %(email)s.",
            email=user.email,
        ),
        _("Did you not expect this? Then you need not do anything. Do not pass this mail on."),
    )
    return "\n\n".join(parts) + "\n"
