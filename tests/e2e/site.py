"""A site of its own on localhost, for a test that needs other settings than the town has."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from analysis.signing import SigningKey
from feedback.app import create_app
from feedback.config import Settings
from feedback.database import db
from tests import databases


@contextmanager
def a_site(template: Path, folder: Path, **settings: Any) -> Iterator[tuple[Flask, str]]:
    """Serve an application with these settings; gives it and its address."""
    SigningKey.create(folder)
    given = Settings(
        database_url=databases.copy_sqlite(template, folder / "klankbord.db"),
        secret_key="a secret that only tests may know",
        password_salt="a salt for tests",
        key_directory=folder,
        queue=str(folder / "queue.db"),
        public_url="http://localhost",
        demo=False,
    )
    server = make_server("localhost", 0, lambda *_: [], threaded=True)
    address = f"http://localhost:{server.port}"
    server.app = app = create_app(replace(given, public_url=address, **settings))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield app, address
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()
