"""The database: one `db` for the web, and how every connection to it is opened."""

import sqlite3
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.engine import make_url

from surveys.base import Base

db = SQLAlchemy(metadata=Base.metadata)

BUSY_SECONDS = 10


def engine_options(database_url: str) -> dict[str, Any]:
    """Give the keyword arguments with which `create_engine` must open this database."""
    # An error would quote the parameters of its statement: what somebody wrote, or a tag.
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(database_url).get_backend_name() == "sqlite":
        return options | {"pool_events": [(_prepare_sqlite, "connect")]}
    return options | {"pool_pre_ping": True, "connect_args": {"options": "-c timezone=utc"}}


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
