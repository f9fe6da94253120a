from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from feedback.audit import AuditEvent, AuditIsAppendOnly, forget_before, record
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
