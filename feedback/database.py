"""The database: one `db` for the web, and how every connection to it is opened."""

import sqlite3
import time
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from surveys.base import Base
from surveys.lazily import Lazily

if TYPE_CHECKING:
    import psycopg
else:
    psycopg = Lazily("psycopg")

db = SQLAlchemy(metadata=Base.metadata)

BUSY_SECONDS = 10
# A connection that was used this lately is still there: asking it first would cost a round trip.
IDLE_SECONDS = 5
# As many as the server has threads: those that take forms in keep theirs.
MOST_CONNECTIONS = -1
_USED_AT = "used at"


def engine_options(database_url: str) -> dict[str, Any]:
    """Give the keyword arguments with which `create_engine` must open this database."""
    # An error would quote the parameters of its statement: what somebody wrote, or a tag.
    options: dict[str, Any] = {"hide_parameters": True, "max_overflow": MOST_CONNECTIONS}
    if make_url(database_url).get_backend_name() == "sqlite":
        return options | {"pool_events": [(_prepare_sqlite, "connect")]}
    events = [(_note_use, "checkin"), (_try_after_idling, "checkout")]
    return options | {"pool_events": events, "connect_args": {"options": "-c timezone=utc"}}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # secure_delete: a deleted answer must not stay readable in the file.
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _note_use(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info[_USED_AT] = time.monotonic()


def _try_after_idling(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask a connection whether its server is still there; the pool replaces one that is not."""
    if time.monotonic() - entry.info.get(_USED_AT, time.monotonic()) < IDLE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error
