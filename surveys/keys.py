"""The secrets that keep answers apart from the people who gave them.

Each wave has a key of its own, in a folder outside the database, destroyed when the wave closes:
from then on nobody can tell which codes or forms the tags in the database stand for. A second one,
by which people can withdraw their answers, is destroyed when the wave is published.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from itsdangerous import BadSignature, TimestampSigner

from surveys.errors import FormExpired, FormForged

FORM_LIFETIME = timedelta(hours=4)
_KEY_BYTES = 32


class WaveKeys:
    """A folder with a file per wave, readable by this system only."""

    def __init__(self, folder: Path, purpose: str = "") -> None:
        self._folder = folder
        self._suffix = f"-{purpose}" if purpose else ""

    @cached_property
    def of_withdrawals(self) -> "WaveKeys":
        """Give the keys by which answers are withdrawn."""
        return WaveKeys(self._folder, "withdrawal")

    def create(self, wave_id: int) -> None:
        """Make the key of a wave, unless it has one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            descriptor = os.open(self._file(wave_id), flags, 0o600)
        except FileExistsError:
            return
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())

    def tag(self, wave_id: int, secret: str) -> bytes:
        """Give what the database may know of a code or a form: 32 bytes, the same each time.

        Raises FileNotFoundError when the wave has no key (any more).
        """
        # Every form reads two keys: a path object would cost more than the file does.
        descriptor = os.open(f"{self._folder}/{self._name(wave_id)}", os.O_RDONLY)
        key = os.read(descriptor, _KEY_BYTES)
        os.close(descriptor)
        return hmac.digest(key, secret.encode(), "sha256")

    def has(self, wave_id: int) -> bool:
        """Tell whether a wave has a key (still)."""
        return self._file(wave_id).exists()

    def destroy(self, wave_id: int) -> None:
        """Overwrite and remove the key of a wave, if it has one."""
        file = self._file(wave_id)
        if file.exists():
            file.write_bytes(secrets.token_bytes(_KEY_BYTES))
            file.unlink()

    def _file(self, wave_id: int) -> Path:
        return self._folder / self._name(wave_id)

    def _name(self, wave_id: int) -> str:
        return f"wave-{wave_id}{self._suffix}.key"


@dataclass(frozen=True)
class FormKeys:
    """Makes and reads the key in a form, by which a form that is sent twice counts once."""

    secret: str

    def make(self, link_code: str, *, now: datetime) -> str:
        """Give a new form key for this link: signed text of some 60 characters."""
        return self._signer(link_code, now).sign(secrets.token_urlsafe(16)).decode()

    def read(self, link_code: str, form_key: str) -> tuple[str, datetime]:
        """Give the nonce in a form key and the moment the form was made.

        Raises FormForged when it was not made here for this link.
        """
        try:
            nonce, made_at = self._signer(link_code, datetime.now(UTC)).unsign(
                form_key, return_timestamp=True
            )
        except BadSignature:
            raise FormForged(link_code) from None
        return nonce.decode(), made_at

    def _signer(self, link_code: str, now: datetime) -> TimestampSigner:
        return _Signer(self.secret, salt=f"form {link_code}", now=now)


def require_fresh(made_at: datetime, *, now: datetime) -> None:
    """Raise FormExpired when a form made then is too old now."""
    if now - made_at > FORM_LIFETIME:
        raise FormExpired(made_at)


class _Signer(TimestampSigner):
    """Signs with SHA-256, at a moment that is given."""

    def __init__(self, secret: str, *, salt: str, now: datetime) -> None:
        super().__init__(secret, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256)
        self._now = now

    def get_timestamp(self) -> int:
        return int(self._now.timestamp())
