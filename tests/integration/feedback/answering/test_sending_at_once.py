from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from surveys.keys import FormKeys
from surveys.responses import Inbox
from tests.factories import a_link, a_wave, now

PARALLEL = 20


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


def send_at_once(app, link, keys):
    address = f"/v/{link.code}/nl/send"
    answers = {"dichtbij": "yes", "wie": "leraar", "cijfer": "8"}

    def send(key):
        return app.test_client().post(address, data=answers | {"key": key}).status_code

    with ThreadPoolExecutor(PARALLEL) as people:
        return set(people.map(send, keys))


def test_a_button_that_is_pressed_many_times_at_once_counts_once(app, settings, session, link):
    key = FormKeys(settings.secret_key).make(link.code, now=now())

    assert send_at_once(app, link, [key] * PARALLEL) == {303}
    assert session.scalar(select(func.count()).select_from(Inbox)) == 1


def test_a_class_that_sends_at_once_counts_whole(app, settings, session, link):
    keys = FormKeys(settings.secret_key)
    forms = [keys.make(link.code, now=now()) for _ in range(PARALLEL)]

    assert send_at_once(app, link, forms) == {303}
    assert session.scalar(select(func.count()).select_from(Inbox)) == PARALLEL
