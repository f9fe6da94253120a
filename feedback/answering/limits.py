"""How often may be tried, by addresses that nobody can read back.

An address becomes an HMAC under a key that is in memory only and makes way for another each hour.
It is in no file, no log and no database. Each web process counts for itself.
"""

import hmac
import ipaddress
import secrets
from wsgiref.types import WSGIEnvironment

HOUR_SECONDS = 3600
_HOME_PREFIX = 64


class AddressKeys:
    """Makes of an address what means nothing when the hour is over, or anywhere else."""

    def __init__(self) -> None:
        self._key = (-1, b"")

    def blind(self, address: str, *, seconds: float) -> str:
        """Give 32 hexadecimal digits for an address; the same only within the same hour."""
        hour, key = self._key
        if hour != int(seconds // HOUR_SECONDS):
            hour, key = self._key = (int(seconds // HOUR_SECONDS), secrets.token_bytes(32))
        return hmac.digest(key, _home(address).encode(), "sha256")[:16].hex()


def address_of(environ: WSGIEnvironment, header: str | None) -> str:
    """Give the address that a request comes from.

    That of the connection, or the last one in the header that the proxy before us adds to.
    """
    if header is None:
        return str(environ.get("REMOTE_ADDR", ""))
    given = str(environ.get(f"HTTP_{header.upper().replace('-', '_')}", ""))
    return given.rsplit(",", 1)[-1].strip()


def _home(address: str) -> str:
    """Give an address, or of IPv6 what a home or a school shares: one device has many there."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address, _HOME_PREFIX), strict=False))
    except ValueError:
        return address
