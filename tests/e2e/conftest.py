"""A real browser before a real server, over a database as the migrations make it."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server
from werkzeug.test import run_wsgi_app

from analysis.signing import SigningKey
from feedback.app import create_app
from feedback.config import Settings
from feedback.database import db
from tests import databases
from tests.e2e.eyes import PHONE
from tests.e2e.town import Town

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = [os.environ.get("KLANKBORD_BROWSER"), *map(shutil.which, BROWSERS)]
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    # Without a path Playwright starts the browser that it downloaded itself.
    path = next((path for path in found if path), None)
    return browser_type_launch_args | {"args": flags, "executable_path": path}


@contextmanager
def a_town(sqlite_template: Path, folder: Path) -> Iterator[Town]:
    """An installation without anything in it, on SQLite."""
    SigningKey.create(folder)
    app = create_app(
        Settings(
            database_url=databases.copy_sqlite(sqlite_template, folder / "klankbord.db"),
            secret_key="a secret that only tests may know",
            password_salt="a salt for tests",
            key_directory=folder,
            queue=str(folder / "queue.db"),
            public_url="http://localhost",
            demo=False,
        )
    )
    yield Town(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(sqlite_template, tmp_path_factory.mktemp("town")) as town:
        yield town


def keep_pages(app: WSGIApplication, folder: Path) -> WSGIApplication:
    """Write every page that goes out to this folder, for a checker that reads files."""
    folder.mkdir(parents=True, exist_ok=True)

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        chunks, status, headers = run_wsgi_app(app, environ, buffered=True)
        start_response(status, headers.to_wsgi_list())
        body = b"".join(chunks)
        if body.startswith(b"<!doctype html>"):
            (folder / f"{hashlib.sha256(body).hexdigest()}.html").write_bytes(body)
        return [body]

    return serve


@contextmanager
def serving(town: Town) -> Iterator[str]:
    """Serve a town; gives its address."""
    keep_in = os.environ.get("KLANKBORD_KEEP_PAGES")
    app = keep_pages(town.app, Path(keep_in)) if keep_in else town.app
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def base_url(town: Town) -> Iterator[str]:
    with serving(town) as address:
        yield address


@pytest.fixture
def empty_town(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[Town, str]]:
    """An installation of its own in which there is nothing yet, and its address."""
    with a_town(sqlite_template, tmp_path) as town, serving(town) as address:
        yield town, address


@pytest.fixture
def new_page(browser: Browser, base_url: str) -> Iterator[NewPage]:
    """Open a page as on a phone; `new_page(locale="ar", java_script_enabled=False)`."""
    opened: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(
            **{"base_url": base_url, "viewport": PHONE, "locale": "nl"} | options
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()
