"""One-time codes at the door: read from the form, and spent before its answers are handed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import current_app, request

from feedback.answering.limits import AddressKeys, address_of
from feedback.answering.pages import ACCESS_CODE, Problem
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.security import Attempts
from surveys.access_codes import require_code, spend_code, tags_of
from surveys.distribution import Invitation, read_code
from surveys.errors import CodeRefused, CodeSpent, WaveClosed
from surveys.keys import WaveKeys

WRONG_FROM_AN_ADDRESS = 20
ADDRESS_WAITS = timedelta(minutes=10)
WRONG_AT_A_LINK = 200
LINK_WAITS = timedelta(days=1)


class TooManyWrongCodes(CodeRefused):
    """So many codes were wrong lately that none is looked at for `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass
class WrongCodes:
    """The wrong codes of late, by address and by link."""

    addresses: AddressKeys = field(default_factory=AddressKeys)
    by_address: Attempts = field(
        default_factory=lambda: Attempts(most=WRONG_FROM_AN_ADDRESS, within=ADDRESS_WAITS)
    )
    by_link: Attempts = field(
        default_factory=lambda: Attempts(most=WRONG_AT_A_LINK, within=LINK_WAITS)
    )

    @contextmanager
    def counted(self, invitation: Invitation) -> Iterator[None]:
        """Count the code that is looked at when it is refused. Raises TooManyWrongCodes."""
        now = datetime.now(UTC)
        address = self.addresses.blind(
            address_of(request.environ, current_settings().address_header), seconds=now.timestamp()
        )
        if self.by_address.is_used_up(address, now=now):
            raise TooManyWrongCodes(ADDRESS_WAITS)
        if self.by_link.is_used_up(invitation.code, now=now):
            raise TooManyWrongCodes(LINK_WAITS)
        try:
            yield
        except CodeRefused:
            self.by_address.add(address, now=now)
            self.by_link.add(invitation.code, now=now)
            raise


def spend_typed_code(invitation: Invitation, form_nonce: str) -> bytes:
    """Spend the code in this form, and give the tag under which its answers count once.

    It commits: a code and answers are never in one transaction. Raises CodeRefused or
    WaveClosed.
    """
    wrong: WrongCodes = current_app.extensions.setdefault("wrong codes", WrongCodes())
    with wrong.counted(invitation):
        return _spend(invitation, form_nonce)


def _spend(invitation: Invitation, form_nonce: str) -> bytes:
    session = db.session()
    try:
        tags = tags_of(
            WaveKeys(current_settings().key_directory),
            invitation.wave_id,
            link_code=invitation.code,
            code=read_code(request.form.get(ACCESS_CODE, "")),
            form_nonce=form_nonce,
        )
    except FileNotFoundError:
        raise WaveClosed(invitation.wave_id) from None
    try:
        require_code(session, tags)
        # What was read so far must not come between: SQLite would refuse to write after it.
        session.rollback()
        spend_code(session, invitation.wave_id, tags)
        session.commit()
    except CodeRefused:
        session.rollback()
        raise
    return tags.answers


def status_of(refusal: CodeRefused) -> int:
    """Give the status of the page that shows a refusal."""
    return 429 if isinstance(refusal, TooManyWrongCodes) else 422


def problem_with(refusal: CodeRefused) -> Problem:
    """Say what is wrong with a code and what helps, in the language that is spoken now."""
    match refusal:
        case TooManyWrongCodes():
            text = _("Too many wrong codes came in. Please wait ten minutes, and send again.")
            if refusal.wait == LINK_WAITS:
                text = _("Too many wrong codes came in. Please try again tomorrow.")
        case CodeSpent():
            text = _(
                "This code was used before, and a code works once. Did you send your answers "
                "already? Then they have arrived. If not, ask for a new code."
            )
        case _:
            text = _("We do not know this code. Please look at your paper, and type it again.")
    return Problem(ACCESS_CODE, text)
