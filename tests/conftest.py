"""The application, its database and a browser without JavaScript, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback.app import create_app
from feedback.config import Settings
from feedback.database import db


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'klankbord.db'}",
        secret_key="a secret that only tests may know",
        password_salt="a salt for tests",
        key_directory=tmp_path,
        queue=str(tmp_path / "queue.db"),
        public_url="http://localhost",
        demo=False,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
