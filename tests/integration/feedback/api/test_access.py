"""Who gets in, how often, and what a poller is spared."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from feedback.accounts.permissions import OrganisationKind
from feedback.api.access import EXTENSION
from feedback.api.tokens import Client, find_client, revoke
from feedback.app import create_app
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import today
from feedback.security import Attempts
from tests.page import check_page

DOORS = ["/api/v1/publications", "/odata/v1/Datasets", "/odata/v1/nowhere", "/api/v1/nowhere"]


def basic(password, user=""):
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


@pytest.mark.parametrize("address", DOORS)
def test_without_a_token_nothing_opens(app, address):
    refused = app.test_client().get(address)

    assert refused.status_code == 401
    assert refused.content_type == "application/problem+json"
    assert "Bearer" in refused.headers["WWW-Authenticate"]


@pytest.mark.parametrize("address", DOORS)
def test_an_invented_token_opens_nothing(ask, address):
    assert ask(address, "klankbord_invented").status_code == 401


def test_a_token_ends_on_its_day(ask, give_token):
    token = give_token(days=1)
    [client] = [found for found in [find_client(db.session(), token, today=today())] if found]

    assert ask(DOORS[0], token).status_code == 200
    assert not client.is_live(today() + timedelta(days=1))


def test_an_expired_token_opens_nothing(ask, give_token):
    token = give_token(days=1)
    client = find_client(db.session(), token, today=today())
    client.made_on, client.expires_on = today() - timedelta(days=9), today()
    db.session.commit()

    assert ask(DOORS[0], token).status_code == 401


def test_a_revoked_token_opens_nothing(ask, give_token):
    token = give_token()
    revoke(db.session(), find_client(db.session(), token, today=today()).id, today=today())
    db.session.commit()

    assert ask(DOORS[0], token).status_code == 401


def test_a_feed_takes_the_token_as_a_password(app, give_token):
    client = app.test_client()

    assert client.get(DOORS[1], headers=basic(give_token())).status_code == 200
    assert client.get(DOORS[1], headers=basic("guess")).status_code == 401
    assert client.get(DOORS[0], headers=basic(give_token())).status_code == 401


def test_too_many_requests_have_to_wait(app, ask, give_token):
    app.extensions[EXTENSION] = Attempts(most=2, within=timedelta(minutes=1))
    token = give_token()

    answers = [ask(DOORS[0], token) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert answers[2].content_type == "application/problem+json"
    assert ask(DOORS[0]).status_code == 200


def test_a_setting_says_how_many_requests_a_token_may_make(app, give_token):
    slower = create_app(replace(app.extensions["settings"], api_requests=1)).test_client()
    headers = {"Authorization": f"Bearer {give_token()}"}

    answers = [slower.get(DOORS[0], headers=headers).status_code for _ in range(2)]

    assert answers == [200, 429]


def test_the_last_use_is_kept_as_a_day(ask, give_token):
    token = give_token()
    client = find_client(db.session(), token, today=today())
    assert client.last_used_on is None

    ask(DOORS[0], token)

    db.session.refresh(client)
    assert client.last_used_on == today()


@pytest.mark.parametrize("address", [*DOORS, "/api/v1/", "/api/v1/openapi.json"])
def test_no_answer_sets_a_cookie(ask, address):
    answer = ask(address)

    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


@pytest.mark.parametrize("address", DOORS[:2])
def test_who_has_the_newest_already_is_told_so_before_any_unit_is_read(
    ask, give_token, statements, address
):
    token = give_token()
    first = ask(address, token)
    statements.clear()

    again = ask(address, token, **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert not [sent for sent in statements if "FROM published_" in sent]


def test_who_asks_by_moment_is_told_the_same(ask):
    first = ask(DOORS[0])

    again = ask(DOORS[0], **{"If-Modified-Since": first.headers["Last-Modified"]})

    assert again.status_code == 304


def test_what_one_token_has_is_not_what_another_would_get(ask, give_token, town):
    first = ask(DOORS[0])
    other = give_token(OrganisationKind.SCHOOL, town.school_ids["De Brug"])

    assert ask(DOORS[0], other, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_an_origin_that_is_allowed_may_read(ask):
    answer = ask(DOORS[0], Origin="https://dashboard.example")

    assert answer.headers["Access-Control-Allow-Origin"] == "https://dashboard.example"


def test_any_other_origin_may_not(ask):
    assert "Access-Control-Allow-Origin" not in ask(DOORS[0], Origin="https://x.example").headers


def test_a_browser_may_ask_first_without_a_token(app):
    asked = app.test_client().options(DOORS[0], headers={"Origin": "https://dashboard.example"})

    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Headers"].split(", ") == [
        "Authorization",
        "If-None-Match",
        "If-Modified-Since",
    ]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_written(app, give_token, method):
    bearer = {"Authorization": f"Bearer {give_token()}"}

    answer = getattr(app.test_client(), method)(DOORS[0], headers=bearer)

    assert answer.status_code == 405


def test_a_token_stays_out_of_the_database_and_the_logs(ask, give_token, caplog, capfd):
    caplog.set_level("DEBUG")
    token = give_token()
    for address in DOORS:
        ask(address, token)
    folder = Path(make_url(current_settings().database_url).database).parent
    kept = b"".join(file.read_bytes() for file in folder.glob("klankbord.db*"))

    said = capfd.readouterr()
    secret = token.removeprefix("klankbord_")
    assert secret.encode() not in kept
    assert secret not in caplog.text + said.out + said.err
    assert db.session.scalar(select(Client.token_hash).limit(1)).encode() in kept


def test_the_guide_is_a_page_for_everybody(app):
    check_page(app.test_client().get("/api/v1/"), respondent=True)
