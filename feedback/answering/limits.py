"""How often may be tried, by addresses that nobody can read back.

An address becomes an HMAC under a key that is in memory only and makes way for another each hour.
It is in no file, no log and no database. Each web process counts for itself.

The paces leave a class of thirty behind one address in peace, and a school of 900 in 45 minutes.
Whoever goes faster is asked to wait and send again: nobody is refused.
"""

import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from wsgiref.types import WSGIEnvironment

HOUR_SECONDS = 3600
MOST_REMEMBERED = 100_000
_HOME_PREFIX = 64


@dataclass(frozen=True)
class Pace:
    """So many at once, and from then on one in every `seconds_each`."""

    burst: int
    seconds_each: float


FROM_AN_ADDRESS = Pace(burst=60, seconds_each=60 / 40)
AT_A_LINK = Pace(burst=120, seconds_each=60 / 120)
AT_ALL = Pace(burst=500, seconds_each=1 / 50)


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


class Limits:
    """Whether one more form is welcome: of this address at this link, at this link, at all.

    For each it remembers until when it is busy; that moves on with every form that is let in.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._addresses = AddressKeys()
        self._busy_until: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, link_code: str, address: str) -> float:
        """Count one more form, or give how many seconds it must wait first; 0.0 is welcome."""
        with self._lock:
            now = self._clock()
            blind = self._addresses.blind(address, seconds=now)
            paces = ((link_code + blind, FROM_AN_ADDRESS), (link_code, AT_A_LINK), ("", AT_ALL))
            busy = [
                max(self._busy_until.get(key, now), now) + pace.seconds_each for key, pace in paces
            ]
            wait = max(
                until - now - pace.burst * pace.seconds_each
                for until, (_, pace) in zip(busy, paces, strict=True)
            )
            # Some room for rounding: the last of a burst is as welcome as the first.
            if wait > 1e-6:
                return wait
            self._busy_until |= {key: until for until, (key, _) in zip(busy, paces, strict=True)}
            if len(self._busy_until) > MOST_REMEMBERED:
                self._busy_until = {
                    key: until for key, until in self._busy_until.items() if until > now
                }
        return 0.0


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
