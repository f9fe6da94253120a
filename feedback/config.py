"""The settings of one installation: read once, complete or refused, never changed."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from analysis.signing import FILE as SIGNING_KEY
from analysis.signing import SigningKey
from feedback.mail import MailServer, is_mail_server, is_sender
from feedback.providers import InvalidProviders, Provider, read_providers

PREFIX = "FEEDBACK_"
SETTINGS_FILE = "klankbord.env"
SHORTEST_SECRET_KEY = 32
SHORTEST_PASSWORD_SALT = 16
DEFAULT_BACKUP_DAYS = 30
DEFAULT_API_REQUESTS = 600
QUEUE_SCHEMES = {"redis", "rediss", "valkey", "valkeys"}


class InvalidSettings(Exception):
    """The settings are not complete; `problems` holds a line for each one that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one installation is told from outside. docs/operations.md describes each setting."""

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    password_salt: str = field(repr=False)
    key_directory: Path
    queue: str = field(repr=False)
    public_url: str
    demo: bool
    # As another role of the same PostgreSQL, for what serves pages.
    web_database_url: str | None = field(default=None, repr=False)
    support_email: str | None = None
    cors_origins: frozenset[str] = frozenset()
    # Of one token, in a minute, at one web process.
    api_requests: int = DEFAULT_API_REQUESTS
    # What the information page says of copies; whoever runs the database makes them.
    backup_days: int = DEFAULT_BACKUP_DAYS
    point_in_time_recovery: bool = False
    address_header: str | None = None
    # Where staff may sign in with an account that they have already.
    providers: tuple[Provider, ...] = ()
    # Where invitations are handed in; without one, links are handed over.
    mail: MailServer | None = None

    @property
    def cookie_secure(self) -> bool:
        """Tell whether cookies travel over https only, as the public address does."""
        return self.public_url.startswith("https://")

    @property
    def for_web(self) -> Self:
        """Give the settings with which pages are served."""
        return replace(self, database_url=self.web_database_url or self.database_url)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the FEEDBACK_* variables. Raises InvalidSettings, which lists all that is wrong."""
        given = {
            name.removeprefix(PREFIX): value
            for name, value in environ.items()
            if name.startswith(PREFIX)
        }
        problems = [
            f"{PREFIX}{name}: {problem}"
            for name, check in _CHECKS.items()
            if (problem := check(given.get(name, "")))
        ]
        if not problems and bool(given.get("MAIL_SERVER")) != bool(given.get("MAIL_FROM")):
            problems.append(f"{PREFIX}MAIL_SERVER: it goes together with {PREFIX}MAIL_FROM")
        problems += [f"{PREFIX}{name}: no such setting" for name in sorted(given.keys() - _CHECKS)]
        if problems:
            raise InvalidSettings(problems)
        return cls(
            database_url=_with_driver(given["DATABASE_URL"]),
            web_database_url=_with_driver(given.get("WEB_DATABASE_URL", "")) or None,
            secret_key=given["SECRET_KEY"],
            password_salt=given["PASSWORD_SALT"],
            key_directory=Path(given["KEY_DIRECTORY"]),
            queue=given["QUEUE"],
            public_url=given["PUBLIC_URL"].rstrip("/"),
            demo=given["DEMO"] == "yes",
            support_email=given.get("SUPPORT_EMAIL") or None,
            cors_origins=frozenset(given.get("CORS_ORIGINS", "").split()),
            api_requests=int(given.get("API_REQUESTS") or DEFAULT_API_REQUESTS),
            backup_days=int(given.get("BACKUP_DAYS") or DEFAULT_BACKUP_DAYS),
            point_in_time_recovery=given.get("POINT_IN_TIME_RECOVERY") == "yes",
            address_header=given.get("ADDRESS_HEADER") or None,
            providers=_read_providers(given.get("SIGN_IN_PROVIDERS", "")),
            mail=_mail_server(given.get("MAIL_SERVER", ""), given.get("MAIL_FROM", "")),
        )


def _read_providers(value: str) -> tuple[Provider, ...]:
    return read_providers(Path(value)) if value else ()


def _mail_server(address: str, sender: str) -> MailServer | None:
    return MailServer(address=address, sender=sender) if address else None


def _with_driver(url: str) -> str:
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def load_settings() -> Settings:
    """Read the environment, and below it the file `klankbord.env` where the process was started.

    Raises InvalidSettings.
    """
    file = Path(SETTINGS_FILE)
    written = read_settings_file(file) if file.exists() else {}
    return Settings.from_env(written | dict(os.environ))


def current_settings() -> Settings:
    """Give the settings of the application that is running."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def read_settings_file(file: Path) -> dict[str, str]:
    """Read lines of NAME=value; empty lines and lines that start with # are left out."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def write_settings_file(file: Path, *, public_url: str, demo: bool) -> None:
    """Write settings with fresh secrets that work at once, readable by their owner only.

    The database, the queue and the folder of keys stand beside the file. Raises
    FileExistsError.
    """
    folder = file.absolute().parent
    keys = folder / "keys"
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (keys / SIGNING_KEY).exists():
        SigningKey.create(keys)
    values = {
        "DATABASE_URL": f"sqlite:///{folder / 'klankbord.db'}",
        "SECRET_KEY": secrets.token_urlsafe(SHORTEST_SECRET_KEY),
        "PASSWORD_SALT": secrets.token_urlsafe(SHORTEST_PASSWORD_SALT),
        "KEY_DIRECTORY": keys,
        "QUEUE": folder / "queue.db",
        "PUBLIC_URL": public_url,
        "DEMO": "yes" if demo else "no",
    }
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.writelines(f"{PREFIX}{name}={value}\n" for name, value in values.items())


def _check_database_url(value: str) -> str | None:
    try:
        url = make_url(re.sub(r"^postgres://", "postgresql://", value))
    except ArgumentError:
        return "give a database address, such as sqlite:////srv/klankbord/klankbord.db"
    match url.get_backend_name(), url.database:
        case "postgresql", _:
            return None
        case "sqlite", None | ":memory:":
            return None
        case "sqlite", str(path) if Path(path).is_absolute():
            return None
        case "sqlite", _:
            return (
                "the path must be absolute: sqlite:// and then a path that starts with two slashes"
            )
    return "only sqlite and postgresql are supported"


def _check_web_database_url(value: str) -> str | None:
    if not value:
        return None
    try:
        url = make_url(re.sub(r"^postgres://", "postgresql://", value))
    except ArgumentError:
        return "give the address of the same database for another role, or leave it out"
    if url.get_backend_name() != "postgresql" or not url.username:
        return "only postgresql has roles: postgresql://role:password@server/database"
    return None


def _check_secret_key(value: str) -> str | None:
    return None if len(value) >= SHORTEST_SECRET_KEY else _too_short(SHORTEST_SECRET_KEY)


def _check_password_salt(value: str) -> str | None:
    return None if len(value) >= SHORTEST_PASSWORD_SALT else _too_short(SHORTEST_PASSWORD_SALT)


def _too_short(length: int) -> str:
    return f"give at least {length} random characters; `klankbord settings init` draws them"


def _check_key_directory(value: str) -> str | None:
    if not Path(value).is_absolute():
        return "give the absolute path of a folder"
    return None if Path(value).is_dir() else "there is no such folder"


def _check_queue(value: str) -> str | None:
    if urlsplit(value).scheme in QUEUE_SCHEMES or Path(value).is_absolute():
        return None
    return "give the absolute path of a file, or a redis:// or valkey:// address"


def _check_public_url(value: str) -> str | None:
    parts = urlsplit(value)
    if parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment):
        return None
    return "give the address that posters show, such as https://klankbord.example"


def _check_demo(value: str) -> str | None:
    return None if value in {"yes", "no"} else 'say "yes" or "no"'


def _check_support_email(value: str) -> str | None:
    if not value or re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        return None
    return "give an e-mail address, or leave it out"


def _check_cors_origins(value: str) -> str | None:
    if all(re.fullmatch(r"https?://[^/\s*,]+", origin) for origin in value.split()):
        return None
    return (
        "give origins such as https://dashboard.example with spaces between them, or leave it out"
    )


def _check_api_requests(value: str) -> str | None:
    if re.fullmatch(r"([1-9][0-9]{0,5})?", value):
        return None
    return "give a number of requests in a minute, at least 1, or leave it out"


def _check_backup_days(value: str) -> str | None:
    return None if re.fullmatch(r"[0-9]{0,4}", value) else "give a number of days, or leave it out"


def _check_point_in_time_recovery(value: str) -> str | None:
    return None if value in {"yes", "no", ""} else 'say "yes" or "no", or leave it out'


def _check_address_header(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z-]*", value):
        return None
    return "give the name of a header such as X-Forwarded-For, or leave it out"


def _check_providers(value: str) -> str | None:
    if value and not Path(value).is_absolute():
        return "give the absolute path of a file, or leave it out"
    try:
        _read_providers(value)
    except InvalidProviders as error:
        return str(error)
    return None


def _check_mail_server(value: str) -> str | None:
    if not value or is_mail_server(value):
        return None
    return "give an address such as smtp://name:password@mail.example:587, or leave it out"


def _check_mail_from(value: str) -> str | None:
    if not value or is_sender(value):
        return None
    return "give an address such as Klankbord <no-reply@klankbord.example>, or leave it out"


_CHECKS = {
    "DATABASE_URL": _check_database_url,
    "WEB_DATABASE_URL": _check_web_database_url,
    "SECRET_KEY": _check_secret_key,
    "PASSWORD_SALT": _check_password_salt,
    "KEY_DIRECTORY": _check_key_directory,
    "QUEUE": _check_queue,
    "PUBLIC_URL": _check_public_url,
    "DEMO": _check_demo,
    "SUPPORT_EMAIL": _check_support_email,
    "CORS_ORIGINS": _check_cors_origins,
    "API_REQUESTS": _check_api_requests,
    "BACKUP_DAYS": _check_backup_days,
    "POINT_IN_TIME_RECOVERY": _check_point_in_time_recovery,
    "ADDRESS_HEADER": _check_address_header,
    "SIGN_IN_PROVIDERS": _check_providers,
    "MAIL_SERVER": _check_mail_server,
    "MAIL_FROM": _check_mail_from,
}
SETTING_NAMES = tuple(PREFIX + name for name in _CHECKS)
