"""One letter at a time to a mail server, over an encrypted connection."""

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

PATIENCE = timedelta(seconds=20)
PORTS = {"smtp": 587, "smtps": 465}
# What goes to a mail server on the machine itself crosses no network.
OWN_MACHINE = {"localhost", "127.0.0.1"}
TEMPORARY = range(400, 500)


class MailFailure(StrEnum):
    """Why a letter did not go out; each has words of its own on screen."""

    UNREACHABLE = "unreachable"
    NOT_SAFE = "not safe"
    NOT_LET_IN = "not let in"
    ADDRESS = "address"
    REFUSED = "refused"


class MailFailed(Exception):
    """A letter did not go out; `is_final` when trying again is of no use."""

    def __init__(self, failure: MailFailure, *, is_final: bool) -> None:
        self.failure = failure
        self.is_final = is_final
        super().__init__(failure.value)


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where letters are handed in, and from whom they are."""

    address: str = field(repr=False)
    sender: str


def is_mail_server(address: str) -> bool:
    """Tell whether this is the address of a mail server."""
    parts = urlsplit(address)
    return parts.scheme in PORTS and bool(parts.hostname) and not (parts.query or parts.fragment)


def is_sender(sender: str) -> bool:
    """Tell whether this is an address, with or without a name: "Klankbord <no-reply@a.nl>"."""
    return "@" in parseaddr(sender)[1] and "\n" not in sender


def send(server: MailServer, *, to: str, subject: str, text: str) -> None:
    """Hand a letter in. Raises MailFailed."""
    try:
        letter = _letter(server, to, subject, text)
        with _connect(server) as connection:
            connection.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        raise _failed(
            MailFailure.ADDRESS, *(code for code, _ in error.recipients.values())
        ) from None
    except smtplib.SMTPAuthenticationError as error:
        raise _failed(MailFailure.NOT_LET_IN, error.smtp_code) from None
    except smtplib.SMTPResponseException as error:
        raise _failed(MailFailure.REFUSED, error.smtp_code) from None
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        raise MailFailed(MailFailure.NOT_SAFE, is_final=True) from None
    except OSError:
        raise MailFailed(MailFailure.UNREACHABLE, is_final=False) from None
    except ValueError:
        raise MailFailed(MailFailure.ADDRESS, is_final=True) from None


def _failed(failure: MailFailure, *codes: int) -> MailFailed:
    return MailFailed(failure, is_final=not any(code in TEMPORARY for code in codes))


def _letter(server: MailServer, to: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = server.sender
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid(domain=parseaddr(server.sender)[1].partition("@")[2])
    # No holiday answers it.
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter


def _connect(server: MailServer) -> smtplib.SMTP:
    parts = urlsplit(server.address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    patience, trust = PATIENCE.total_seconds(), ssl.create_default_context()
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=patience, context=trust)
    else:
        connection = smtplib.SMTP(host, port, timeout=patience)
    try:
        if parts.scheme == "smtp" and host not in OWN_MACHINE:
            connection.starttls(context=trust)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection
