"""The baseline: Flask without anything of ours around one constant page and one INSERT."""

from pathlib import Path
from threading import local
from uuid import uuid4

from flask import Flask, request
from sqlalchemy import PoolProxiedConnection, create_engine

from feedback.config import load_settings
from feedback.database import engine_options

# What the bare page says, beside the settings where the server is started.
PAGE_FILE = "page.html"
CREATE_TABLE = "CREATE TABLE bare (id {binary} PRIMARY KEY, form {binary} NOT NULL)"


def serve() -> Flask:
    """Build the baseline: `gunicorn "bench.bare:serve()"`."""
    url = load_settings().database_url
    engine = create_engine(url, **engine_options(url))
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO bare (id, form) VALUES ({mark}, {mark})"
    html = Path(PAGE_FILE).read_text(encoding="utf-8")
    kept = local()
    app = Flask("bare")

    def connection() -> PoolProxiedConnection:
        if not hasattr(kept, "connection"):
            kept.connection = engine.raw_connection()
        given: PoolProxiedConnection = kept.connection
        return given

    @app.get("/")
    def page() -> str:
        return html

    @app.post("/")
    def insert() -> tuple[str, int]:
        opened = connection()
        opened.cursor().execute(statement, (uuid4().bytes, request.get_data()))
        opened.commit()
        return "", 204

    return app
