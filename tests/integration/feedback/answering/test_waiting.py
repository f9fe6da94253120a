import pytest
from sqlalchemy import func, select

from feedback.answering.limits import Limits
from surveys.keys import FormKeys
from surveys.responses import Inbox
from tests.factories import a_link, a_wave, now
from tests.page import check_page

BURST = 60


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


@pytest.fixture
def send(app, client, settings, link):
    # A clock that stands still: on a slow machine the first form would be forgotten by the last.
    app.extensions["limits"] = Limits(lambda: 1_000.0)
    keys = FormKeys(settings.secret_key)

    def send(address="203.0.113.73", **answers):
        data = {"key": keys.make(link.code, now=now()), "is_checked": "y", **answers}
        environ = {"REMOTE_ADDR": address}
        return client.post(f"/v/{link.code}/nl/send", data=data, environ_overrides=environ)

    return send


def test_who_sends_very_many_is_asked_to_wait_and_keeps_what_was_filled_in(session, send):
    assert {send().status_code for _ in range(BURST)} == {303}

    response = send(toelichting="Nog een")

    page = check_page(response, respondent=True)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) >= 30
    assert "Nog een" in response.text
    [again] = [one for one in page.all("form") if "/send" in one["action"]]
    assert again["method"] == "post"
    assert session.scalar(select(func.count()).select_from(Inbox)) == BURST


def test_others_at_the_same_link_do_not_wait(send):
    for _ in range(BURST + 1):
        send()

    assert send("198.51.100.4").status_code == 303
