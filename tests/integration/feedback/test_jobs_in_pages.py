from pathlib import Path

import pytest
from sqlalchemy import func, select

from analysis.comments import CommentVector
from analysis.publications import Publication
from feedback.accounts.permissions import Role
from feedback.jobs import enqueue
from tests.cast import do_jobs, post, signed_in
from tests.databases import on_sqlite
from tests.factories import a_closed_wave, a_link, a_reviewed_comment, a_school, a_wave

# The queue is a file of its own, whatever the database.
pytestmark = on_sqlite

WRITTEN = "bel mij op 06-12345678"


@pytest.fixture
def failing(app):
    """A job that fails with what somebody wrote."""

    def fail():
        raise RuntimeError(WRITTEN)

    return app.extensions["queue"].task()(fail)


@pytest.fixture
def closed_wave(session, wave_keys):
    wave_id = a_closed_wave(session, wave_keys, {a_school(session): {"yes": 6, "no": 6}}).id
    session.commit()
    return wave_id


def enqueue_preview(app, wave_id):
    with app.app_context():
        enqueue("preview_wave", wave_id)
    do_jobs(app)


def test_a_failed_job_leaves_nothing_of_its_error_in_the_queue(app, settings, failing):
    failing()
    do_jobs(app)

    files = Path(settings.queue).parent.glob("queue.db*")
    assert app.extensions["queue"].result_count() == 0
    assert not [file for file in files if WRITTEN.encode() in file.read_bytes()]


def test_a_failed_job_does_not_keep_the_next_from_being_done(app, session, failing, closed_wave):
    failing()
    with app.app_context():
        enqueue("publish_wave", closed_wave)

    do_jobs(app)

    assert session.scalar(select(func.count()).select_from(Publication)) == 1


def test_a_button_that_is_pressed_twice_publishes_once(app, session, closed_wave):
    enqueue_preview(app, closed_wave)
    client = signed_in(app, Role.ADMINISTRATOR)
    page = f"/waves/{closed_wave}"
    for _ in range(2):
        post(client, f"{page}/publish", page=page)

    do_jobs(app)

    assert session.scalar(select(func.count()).select_from(Publication)) == 1


def test_a_page_answers_before_the_work_is_done(app, session, closed_wave):
    enqueue_preview(app, closed_wave)
    client = signed_in(app, Role.ADMINISTRATOR)
    page = f"/waves/{closed_wave}"

    post(client, f"{page}/publish", page=page)

    assert app.extensions["queue"].pending_count() == 1
    assert session.scalar(select(func.count()).select_from(Publication)) == 0


@pytest.fixture
def decide(app, session, wave_keys):
    """Press a button under a comment and let the worker do what follows; gives the comment."""

    def decide(button):
        comment = a_reviewed_comment(session, a_link(session, a_wave(session, wave_keys)))
        session.commit()
        client = signed_in(app, Role.MODERATOR)
        form = {f"{comment.id}-text": comment.text, f"{comment.id}-{button}": "1"}
        post(client, f"/comments/{comment.id}", page="/comments/waiting", **form)
        do_jobs(app)
        return comment

    return decide


def test_a_released_comment_is_taken_into_the_themes(session, decide):
    comment = decide("release")

    assert session.scalars(select(CommentVector.comment_id)).all() == [comment.id]


def test_a_comment_that_is_held_back_is_not(session, decide):
    decide("hold")

    assert session.scalars(select(CommentVector.comment_id)).all() == []
