"""Organisations with an OpenID Connect server where staff may sign in, as a file describes them."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_TEXTS = ("name", "issuer", "client_id", "client_secret")
_DISCOVERY = "/.well-known/openid-configuration"
_OWN_MACHINE = {"localhost", "127.0.0.1"}


class InvalidProviders(Exception):
    """The file cannot be used; the message says where it is wrong, and never quotes a secret."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Where staff may sign in with an account that they have already.

    `second_factor` holds the values of `amr` or `acr` that are taken for more than a password;
    none means that everybody who needs a second factor gives it here.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    second_factor: frozenset[str] = frozenset()

    @property
    def metadata_url(self) -> str:
        """Give the address of the document in which the server describes itself."""
        return self.issuer.rstrip("/") + _DISCOVERY


def read_providers(file: Path) -> tuple[Provider, ...]:
    """Read a TOML file with a table for each provider. Raises InvalidProviders."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise InvalidProviders("there is no such file, or it cannot be read") from None
    except ValueError:
        raise InvalidProviders("this file is not TOML") from None
    return tuple(_read(key, table) for key, table in tables.items())


def _read(key: str, table: Any) -> Provider:
    if not re.fullmatch(r"[a-z0-9-]{1,30}", key):
        raise InvalidProviders(f"[{key}]: use small letters, digits and hyphens only, at most 30")
    if not isinstance(table, dict):
        raise InvalidProviders(f"[{key}]: write a table with {', '.join(_TEXTS)}")
    if unknown := table.keys() - {*_TEXTS, "second_factor"}:
        raise InvalidProviders(f"[{key}]: no such setting: {', '.join(sorted(unknown))}")
    for name in _TEXTS:
        if not isinstance(table.get(name), str) or not table[name]:
            raise InvalidProviders(f"[{key}]: give {name}, a text")
    if not _is_safe(table["issuer"]):
        raise InvalidProviders(f"[{key}]: issuer must be an https:// address")
    values = table.get("second_factor", [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise InvalidProviders(f'[{key}]: second_factor must be a list, such as ["mfa"]')
    return Provider(
        key=key,
        **{name: table[name] for name in _TEXTS},
        second_factor=frozenset(values),
    )


def _is_safe(issuer: str) -> bool:
    parts = urlsplit(issuer)
    is_address = bool(parts.hostname) and not (parts.query or parts.fragment)
    is_private = parts.scheme == "http" and parts.hostname in _OWN_MACHINE
    return is_address and (parts.scheme == "https" or is_private)
