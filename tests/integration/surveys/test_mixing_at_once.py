"""What comes in while answers are mixed, rewritten or closed is neither lost nor counted twice."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from feedback import work
from feedback.database import db
from surveys.errors import WaveClosed
from surveys.responses import (
    Form,
    Inbox,
    Response,
    Spent,
    Submission,
    forget_order,
    mix,
    submit,
)
from tests.databases import on_postgresql
from tests.factories import a_link, a_wave, respond, sender_of

FORM = Form({"dichtbij": ["yes"]}, {"toelichting": "Wij wachten al lang op hulp."}, "nl")


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


def count(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


@on_postgresql
def test_nothing_that_comes_in_during_a_rewrite_is_lost(engine, session, link):
    sender, accepted, stop = sender_of(link), [], threading.Event()

    def keep_answering():
        with Session(engine) as mine:
            while not stop.is_set():
                submit(mine.connection(), Submission(sender, FORM, uuid4().bytes * 2))
                mine.commit()
                accepted.append(1)

    people = threading.Thread(target=keep_answering)
    people.start()
    for _ in range(5):
        with engine.begin() as connection:
            forget_order(connection)
    stop.set()
    people.join()

    assert count(session, Inbox) == count(session, Spent) == len(accepted)


def test_two_mixers_at_once_move_each_form_once(engine, session, link):
    for _ in range(12):
        respond(session, link)
    session.commit()

    def mix_too():
        with Session(engine) as other:
            mix(other, link.wave_id, smallest=1)
            other.commit()

    mix(session, link.wave_id, smallest=1)
    second = threading.Thread(target=mix_too)
    second.start()
    session.commit()
    second.join()

    assert count(session, Response) == 12


def test_a_form_that_comes_after_the_closing_is_refused(app, session, link):
    with app.app_context():
        work.close_wave(link.wave_id)

    with pytest.raises(WaveClosed):
        submit(session.connection(), Submission(sender_of(link), FORM, b"1" * 32))


def test_a_form_that_was_on_its_way_at_the_closing_is_mixed_and_read(app, session, link):
    with app.app_context():
        work.close_wave(link.wave_id)
        waiting = {
            "id": uuid4(),
            "wave_id": link.wave_id,
            "school_id": link.school_id,
            "respondent_group": link.respondent_group,
            "form": '[{"dichtbij": ["yes"]}, {}, "nl", false]',
            "withdrawal": bytes(32),
        }
        db.session.execute(insert(Inbox), waiting)
        db.session.commit()
        work.mix_waves()

    assert (count(session, Inbox), count(session, Response)) == (0, 1)
