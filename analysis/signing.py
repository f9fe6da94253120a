"""The key that signs publications, outside the database: who can write there cannot sign."""

import hmac
import os
import secrets
from pathlib import Path
from typing import Self

from surveys.errors import SurveysError

FILE = "publications.key"
KEY_BYTES = 32


class NoSigningKey(SurveysError):
    """The folder of keys holds none to sign publications with."""


class SigningKey:
    """A secret key for HMAC-SHA256."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Draw a key and keep it in this folder. Raises FileExistsError when it has one."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = secrets.token_bytes(KEY_BYTES)
        descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        return cls(secret)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the key of this folder. Raises NoSigningKey."""
        try:
            return cls((folder / FILE).read_bytes())
        except FileNotFoundError:
            raise NoSigningKey(
                f"there is no {folder / FILE}; restore it, or `klankbord settings key` draws one"
            ) from None

    def sign(self, text: str) -> str:
        """Give the signature under a text, in hexadecimal."""
        return hmac.digest(self._secret, text.encode(), "sha256").hex()

    def has_signed(self, text: str, signature: str) -> bool:
        """Tell whether this is our signature under this text."""
        return hmac.compare_digest(self.sign(text), signature)
