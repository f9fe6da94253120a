"""What most people ask for is answered as the pages would, without waking them."""

import json
from datetime import timedelta

import pytest
from flask import request_started
from sqlalchemy import select

from surveys.items import RespondentGroup
from surveys.keys import FORM_LIFETIME, FormKeys
from surveys.responses import Inbox
from tests.factories import QUESTIONNAIRE, a_link, a_version, a_wave, close, now
from tests.page import check_page

WHOLE = {"dichtbij": "yes", "wie": "leraar", "cijfer": "8", "toelichting": "Fijn"}
VARYING = {"Content-Length", "Date"}


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


@pytest.fixture
def woken(app):
    """Each request that reached the pages."""
    requests = []

    def note(_app, **_signal):
        requests.append(1)

    with request_started.connected_to(note, app):
        yield requests


@pytest.fixture
def form_key(settings, link):
    return lambda at=None: FormKeys(settings.secret_key).make(link.code, now=at or now())


def headers_of(response):
    return {name: value for name, value in response.headers if name not in VARYING}


def test_an_empty_form_is_the_one_that_the_pages_drew(client, link, woken):
    drawn, straight = (client.get(f"/v/{link.code}/nl") for _ in range(2))

    assert len(woken) == 1
    assert headers_of(straight) == headers_of(drawn)
    [[first], [second]] = (
        [given["value"] for given in check_page(page, respondent=True).all("input")
         if given.get("name") == "key"]
        for page in (drawn, straight)
    )  # fmt: skip
    assert first != second
    assert straight.text.replace(second, first) == drawn.text


def test_a_child_gets_one_question_also_when_the_whole_form_is_kept(client, session, wave_keys):
    version = a_version(session, QUESTIONNAIRE.replace('"youth"', '"child"'))
    link = a_link(session, a_wave(session, wave_keys, version=version), group=RespondentGroup.CHILD)
    session.commit()
    client.get(f"/v/{link.code}/nl/all")

    assert "on_page" in client.get(f"/v/{link.code}/nl").text


def test_a_whole_form_is_thanked_for_as_the_pages_do(client, link, woken, form_key):
    client.get(f"/v/{link.code}/nl")
    address = f"/v/{link.code}/nl/send"

    straight = client.post(address, data=WHOLE | {"key": form_key(), "may_quote": "y"})
    assert len(woken) == 1
    by_pages = client.post(address, data=WHOLE | {"key": form_key(), "id": "7"})

    assert len(woken) == 2
    assert straight.status_code == by_pages.status_code == 303
    assert straight.headers["Location"] == by_pages.headers["Location"]
    body = {"Content-Type"}
    assert headers_of(straight).items() == {
        (name, value) for name, value in headers_of(by_pages).items() if name not in body
    }


def test_a_whole_form_counts_once_however_often_it_is_sent(client, session, link, form_key):
    client.get(f"/v/{link.code}/nl")
    form = WHOLE | {"key": form_key(), "may_quote": "y"}

    sent = [client.post(f"/v/{link.code}/nl/send", data=form).status_code for _ in range(3)]

    assert sent == [303, 303, 303]
    [kept] = session.scalars(select(Inbox.form))
    assert json.loads(kept) == [
        {"dichtbij": ["yes"], "wie": ["leraar"], "cijfer": ["8"]}, {"toelichting": "Fijn"},
        "nl", True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"dichtbij": "maybe"}, 422),
        ({"toelichting": "x" * 2001}, 422),
        ({"key": "made up"}, 422),
        ({"nobody-asked": "1"}, 303),
        ({"cijfer": []}, 200),
    ],
)
def test_whatever_is_not_plain_is_left_to_the_pages(client, link, woken, form_key, change, status):
    client.get(f"/v/{link.code}/nl")

    answer = client.post(f"/v/{link.code}/nl/send", data=WHOLE | {"key": form_key()} | change)

    assert (answer.status_code, len(woken)) == (status, 2)


def test_a_form_that_was_open_too_long_comes_back_with_its_answers(client, link, form_key):
    client.get(f"/v/{link.code}/nl")
    old = form_key(now() - FORM_LIFETIME - timedelta(minutes=1))

    answer = client.post(f"/v/{link.code}/nl/send", data=WHOLE | {"key": old})

    assert answer.status_code == 422
    assert "Fijn" in answer.text


def test_a_form_for_a_wave_that_closed_this_moment_is_not_taken_in(
    client, session, link, wave_keys, form_key
):
    client.get(f"/v/{link.code}/nl")
    close(session, wave_keys, link.wave)
    session.commit()

    answer = client.post(f"/v/{link.code}/nl/send", data=WHOLE | {"key": form_key()})

    assert answer.status_code == 410
    assert session.scalars(select(Inbox.form)).all() == []
