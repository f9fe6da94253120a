import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select, text

from feedback.database import db
from surveys.errors import AlreadyCounted
from surveys.responses import Form, Inbox, Sender, Submission
from tests.databases import on_sqlite
from tests.factories import a_link, a_wave, sender_of

FORM = Form({"dichtbij": ["yes"]}, {}, "nl")


@pytest.fixture
def sender(app, session, wave_keys):
    sender = sender_of(a_link(session, a_wave(session, wave_keys)))
    session.commit()
    return sender


def hand_in(app, sender: Sender, tag: bytes) -> str:
    try:
        app.extensions["reception"].intake.take_in(Submission(sender, FORM, tag))
    except AlreadyCounted:
        return "counted before"
    except Exception as error:
        return type(error).__name__
    return "taken in"


def n_forms(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Inbox))


def test_forms_of_one_moment_are_each_taken_in_once(app, sender):
    tags = [bytes([number % 40]) * 32 for number in range(120)]
    with ThreadPoolExecutor(12) as people:
        outcomes = list(people.map(lambda tag: hand_in(app, sender, tag), tags))

    assert outcomes.count("taken in") == n_forms(app) == 40
    assert outcomes.count("counted before") == 80


@on_sqlite
def test_forms_that_wait_share_a_transaction(app, sender):
    commits, first_is_writing, go_on = [], threading.Event(), threading.Event()
    with app.app_context():

        @event.listens_for(db.engine, "commit")
        def wait_a_moment(_connection):
            commits.append(1)
            first_is_writing.set()
            go_on.wait(10)

    with ThreadPoolExecutor(9) as people:
        first = people.submit(hand_in, app, sender, b"0" * 32)
        first_is_writing.wait(10)
        others = [people.submit(hand_in, app, sender, bytes([n]) * 32) for n in range(8)]
        while app.extensions["reception"].intake.n_waiting < 8:
            pass
        go_on.set()

    assert {each.result() for each in (first, *others)} == {"taken in"}
    assert len(commits) == 2


def test_a_form_that_cannot_be_stored_takes_no_other_with_it(app, sender):
    nowhere = Sender(sender.wave_id, 999_999, sender.group)
    with ThreadPoolExecutor(8) as people:
        senders = [nowhere if number == 3 else sender for number in range(8)]
        outcomes = list(people.map(lambda n: hand_in(app, senders[n], bytes([n]) * 32), range(8)))

    assert outcomes.count("taken in") == n_forms(app) == 7
    assert outcomes[3] in ("IntegrityError", "ForeignKeyViolation")


def test_what_is_thanked_for_is_committed(app, sender, engine):
    hand_in(app, sender, b"1" * 32)

    with engine.connect() as other:
        assert other.execute(text("SELECT count(*) FROM inbox")).scalar() == 1
