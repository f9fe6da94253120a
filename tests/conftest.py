"""The application, its database and a browser without JavaScript, fresh for each test."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from passlib.hash import argon2
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from analysis.signing import FILE
from feedback.app import create_app
from feedback.config import Settings
from feedback.database import db
from surveys.keys import WaveKeys
from tests import databases

# How long an example takes says more about the machine than about the code.
hypothesis_settings.register_profile("klankbord", deadline=None)
hypothesis_settings.register_profile("many", deadline=None, max_examples=5000)
hypothesis_settings.load_profile("klankbord")


class WholeAnswers(FlaskClient):
    """A client that reads each answer to its end: one half read keeps its connection."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True} | kwargs)


Flask.test_client_class = WholeAnswers
# Each test has an application of its own; what they all read and compile is made once.
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache()}
# What makes a password hard to guess takes a quarter of a second for everybody who signs in.
argon2.default_rounds, argon2.memory_cost, argon2.parallelism = 1, 8, 1


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "klankbord.db"
    databases.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    with databases.postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Engine) -> Iterator[str]:
    with databases.postgresql_database(postgresql) as url:
        databases.upgrade(url)
        yield make_url(url).database


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return databases.copy_sqlite(sqlite_template, tmp_path / "klankbord.db")


@pytest.fixture
def postgresql_url(postgresql: Engine, postgresql_template: str) -> Iterator[str]:
    with databases.postgresql_database(postgresql, postgresql_template) as url:
        yield url


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A database with our tables; the integration tests get one of each kind."""
    return sqlite_url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = databases.open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    (tmp_path / "keys").mkdir(exist_ok=True)
    (tmp_path / "keys" / FILE).write_bytes(bytes(32))
    return Settings(
        database_url=database_url,
        secret_key="a secret that only tests may know",
        password_salt="a salt for tests",
        key_directory=tmp_path / "keys",
        queue=str(tmp_path / "queue.db"),
        public_url="http://localhost",
        demo=False,
    )


@pytest.fixture
def wave_keys(settings: Settings) -> WaveKeys:
    return WaveKeys(settings.key_directory)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    # Python 3.11 gives up a syntax tree, which every route has, when a finalizer runs meanwhile:
    # https://github.com/python/cpython/issues/106905
    gc.disable()
    app = create_app(settings)
    gc.enable()
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
