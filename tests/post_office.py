"""A mail server on a port of this machine, of which a test says what it refuses."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from feedback.mail import MailServer

PASSWORD = "p@ss word"


@dataclass
class PostOffice:
    """What came in; `answers` holds what the server says of an address before it takes mail."""

    letters: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def server(self) -> MailServer:
        return MailServer(
            address=f"smtp://127.0.0.1:{self.port}", sender="Klankbord <no-reply@klankbord.example>"
        )

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@contextmanager
def post_office(**options: object) -> Iterator[PostOffice]:
    """Open the server on a free port."""
    # The controller cannot take port 0: it visits the port that it was told.
    with socket.create_server(("127.0.0.1", 0)) as free:
        office = PostOffice(port=free.getsockname()[1])
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
    controller.start()
    yield office
    controller.stop()


def let_in(server, session, envelope, mechanism, given):
    """Know one name and password."""
    is_right = given.login == b"klankbord" and given.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=False)
