"""Telling a program of somebody else that something was published.

Signed as https://www.standardwebhooks.com asks, so that the receiver can tell it from a forgery.
"""

import base64
import binascii
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from datetime import datetime
from threading import Timer
from typing import Any

from feedback.delivery.targets import DeliveryFailed, Failure, Target

SECRET_PREFIX = "whsec_"  # noqa: S105 - this much is public
PATIENCE_SECONDS = 15
# RFC 6052: an IPv4 address stands at the end of these.
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


def tell(target: Target, message_id: str, message: Mapping[str, Any], *, now: datetime) -> None:
    """Post a message. Raises DeliveryFailed unless the receiver answers 2xx: nothing else counts.

    A redirect is not followed, and an address inside our own network is not called, unless the
    target may be private: a webhook must not reach what only we can reach.
    """
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Klankbord",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": sign(target.read_secret(), message_id, now, body),
    }
    connection = _connect(target)
    path = target.parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    # A socket's own patience starts again with each byte, and the worker has more to do.
    hang_up = Timer(PATIENCE_SECONDS, connection.sock.shutdown, (socket.SHUT_RDWR,))
    hang_up.start()
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        raise DeliveryFailed(Failure.UNREACHABLE) from None
    finally:
        hang_up.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise DeliveryFailed(Failure.REFUSED)


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    """Give the signature of a message. Raises DeliveryFailed for a secret that is none."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise DeliveryFailed(Failure.NO_SECRET) from None
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def is_public(written: str) -> bool:
    """Tell whether an address is one of the internet, also behind a translation to IPv4."""
    address = ipaddress.ip_address(written)
    if isinstance(address, ipaddress.IPv6Address):
        if address in TRANSLATED:
            address = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        else:
            address = address.sixtofour or address
    return address.is_global and not address.is_multicast


def _connect(target: Target) -> http.client.HTTPConnection:
    """Connect to the very address that was looked at: a name may lead elsewhere the next time."""
    parts = target.parts
    is_https, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if is_https else 80)
    try:
        found = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
        if not target.may_be_private and not is_public(found):
            raise DeliveryFailed(Failure.PRIVATE_ADDRESS)
        line = socket.create_connection((found, port), timeout=PATIENCE_SECONDS)
    except OSError:
        raise DeliveryFailed(Failure.UNREACHABLE) from None
    if not is_https:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = line
        return connection
    connection = http.client.HTTPSConnection(host, port)
    try:
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise DeliveryFailed(Failure.UNREACHABLE) from None
    return connection
