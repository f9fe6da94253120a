"""Whoever writes about danger finds help on the page that follows, and nothing keeps that."""

import json

import pytest
from sqlalchemy import select

from surveys.keys import FormKeys
from surveys.organisations import Contact
from surveys.responses import Inbox
from tests.factories import a_link, a_wave, now
from tests.page import check_page

WORRY = "Mijn vader slaat me."
CARD = "Is het niet veilig, of gaat het heel slecht?"


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


@pytest.fixture
def whole(settings, link):
    return lambda words: {
        "key": FormKeys(settings.secret_key).make(link.code, now=now()),
        "dichtbij": "yes", "wie": "leraar", "cijfer": "8", "toelichting": words,
    }  # fmt: skip


def test_the_thanks_after_words_about_danger_start_with_help(client, session, link, whole):
    client.get(f"/v/{link.code}/nl")

    answer = client.post(f"/v/{link.code}/nl/send", data=whole(WORRY))

    assert answer.status_code == 200
    assert "Bedankt" in answer.text
    assert CARD in answer.text
    check_page(answer, respondent=True)
    [form] = session.scalars(select(Inbox.form))
    assert json.loads(form)[1] == {"toelichting": WORRY}


def test_sending_it_again_counts_once_and_helps_again(client, session, link, whole):
    form = whole(WORRY)

    answers = [client.post(f"/v/{link.code}/nl/send", data=form) for _ in range(2)]

    assert all(CARD in answer.text for answer in answers)
    assert len(session.scalars(select(Inbox.form)).all()) == 1


def test_other_words_are_thanked_for_at_an_address_that_says_nothing(client, link, whole):
    answer = client.post(f"/v/{link.code}/nl/send", data=whole("Fijne juf."))

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/v/{link.code}/nl/thanks")


@pytest.mark.parametrize("door", ["switch", "send", "steps"])
def test_help_comes_also_when_the_form_comes_back(client, link, door):
    sent = (
        {"toelichting": WORRY, "on_page": "toelichting"}
        if door == "steps"
        else {"toelichting": WORRY}
    )

    assert CARD in client.post(f"/v/{link.code}/nl/{door}", data=sent).text


def test_whom_people_can_turn_to_at_school_stands_first(client, session, link):
    link.school.contact = Contact(name="Juf Noor <ib>", phone="0114 12 34 56", email="")
    session.commit()

    for path in (f"/v/{link.code}/nl", f"/v/{link.code}/nl/steps", f"/v/{link.code}/nl/thanks"):
        page = client.get(path).text
        assert "Juf Noor &lt;ib&gt;" in page
        assert page.index("tel:0114123456") < page.index("tel:112")
