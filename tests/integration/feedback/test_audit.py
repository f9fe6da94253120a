from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from feedback.audit import (
    AuditCutOff,
    AuditEvent,
    AuditIsAppendOnly,
    find_break,
    forget_before,
    load_deeds,
    record,
)
from feedback.database import db

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def session(app):
    with app.app_context():
        yield db.session()


def publish(session, now=NOW):
    record(session, None, "published", thing="wave", thing_id=7, now=now)
    session.commit()


def test_a_deed_says_what_was_done_to_which_thing_and_when(session):
    publish(session)

    [deed] = session.scalars(select(AuditEvent))
    assert (deed.action, deed.thing, deed.thing_id, deed.at) == ("published", "wave", "7", NOW)


def test_a_deed_cannot_be_changed(session):
    publish(session)
    session.scalars(select(AuditEvent)).one().action = "looked"

    with pytest.raises(AuditIsAppendOnly):
        session.commit()


def test_a_deed_cannot_be_taken_back(session):
    publish(session)
    session.delete(session.scalars(select(AuditEvent)).one())

    with pytest.raises(AuditIsAppendOnly):
        session.commit()


def test_deeds_disappear_when_they_are_older_than_promised(session):
    publish(session, now=NOW - timedelta(days=366))
    publish(session, now=NOW)

    forget_before(session, NOW - timedelta(days=365))

    assert [deed.at for deed in session.scalars(select(AuditEvent))] == [NOW]


def tamper(session, *statements):
    on_table = " ON audit_event" if session.get_bind().dialect.name == "postgresql" else ""
    for statement in (f"DROP TRIGGER audit_event_never_update{on_table}", *statements):
        session.execute(text(statement))
    session.commit()


@pytest.fixture
def four_deeds(session):
    for day in range(4):
        publish(session, now=NOW + timedelta(days=day))
    return session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)).all()


def test_an_untouched_chain_holds(session, four_deeds):
    assert find_break(session) is None


def test_a_deed_that_was_taken_out_shows_at_the_next_one(session, four_deeds):
    tamper(session, f"DELETE FROM audit_event WHERE id = {four_deeds[1]}")

    assert find_break(session).id == four_deeds[2]


def test_a_deed_that_was_rewritten_shows(session, four_deeds):
    tamper(session, f"UPDATE audit_event SET action = 'looked' WHERE id = {four_deeds[2]}")

    assert find_break(session).id == four_deeds[2]


def test_the_first_deed_is_missed(session, four_deeds):
    tamper(session, f"DELETE FROM audit_event WHERE id = {four_deeds[0]}")

    assert find_break(session).id == four_deeds[1]


@pytest.mark.parametrize("kept", [3, 0])
def test_the_last_deeds_are_missed(session, four_deeds, kept):
    tamper(session, *(f"DELETE FROM audit_event WHERE id = {deed}" for deed in four_deeds[kept:]))

    with pytest.raises(AuditCutOff):
        find_break(session)


def test_two_deeds_that_changed_places_show(session, four_deeds):
    _, second, third, _ = four_deeds
    tamper(
        session,
        f"UPDATE audit_event SET id = 99 WHERE id = {second}",
        f"UPDATE audit_event SET id = {second} WHERE id = {third}",
        f"UPDATE audit_event SET id = {third} WHERE id = 99",
    )

    assert find_break(session).id == second


def test_the_chain_holds_when_its_oldest_deeds_were_forgotten(session, four_deeds):
    forget_before(session, NOW + timedelta(days=2))
    session.commit()
    publish(session, now=NOW + timedelta(days=4))

    assert len(session.scalars(select(AuditEvent)).all()) == 3
    assert find_break(session) is None


def test_the_chain_goes_on_when_all_was_forgotten(session, four_deeds):
    forget_before(session, NOW + timedelta(days=40))
    session.commit()
    publish(session)

    assert find_break(session) is None


def test_deeds_at_the_same_moment_wait_for_one_another(app):
    def record_many(number):
        with app.app_context():
            for _ in range(10):
                record(db.session(), None, "published", thing="wave", thing_id=number, now=NOW)
                db.session.commit()

    with ThreadPoolExecutor(4) as people:
        list(people.map(record_many, range(4)))

    with app.app_context():
        assert len(load_deeds(db.session())) == 40
        assert find_break(db.session()) is None
