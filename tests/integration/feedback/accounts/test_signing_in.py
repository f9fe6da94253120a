import time

import pytest

from feedback.accounts.models import User
from feedback.accounts.signing_in import (
    AT_MOST,
    IDLE_FOR,
    MOST_ATTEMPTS,
    SIGNED_IN_AT,
    invitation_link,
)
from feedback.audit import AuditEvent
from feedback.database import db
from tests.cast import HOME, PASSWORD, a_user, post, sign_in, sign_out
from tests.page import check_page


@pytest.fixture
def noor(app):
    return a_user(app)


def is_signed_in(client):
    return client.get(HOME).status_code == 200


@pytest.mark.parametrize("path", ["/login", "/reset"])
def test_the_pages_before_signing_in_are_in_order(client, path):
    check_page(client.get(path))


def test_somebody_with_the_right_password_is_let_in(client, noor):
    assert sign_in(client).status_code == 302
    assert is_signed_in(client)


def test_an_address_may_be_typed_with_capitals(client, noor):
    sign_in(client, email="Noor@Klankbord.example")

    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, noor):
    wrong = sign_in(client, password="vier paarden lezen niet")
    unknown = sign_in(client, email="stranger@klankbord.example")

    def told(response):
        return [line for line in response.text.splitlines() if "error" in line or "<li>" in line]

    assert told(wrong) == told(unknown)


def test_a_failed_sign_in_is_explained_in_dutch(client, noor):
    response = sign_in(client, password="vier paarden lezen niet")

    check_page(response)
    assert "Dit adres en dit wachtwoord horen niet bij elkaar." in response.text


def test_somebody_who_is_no_longer_active_is_refused(app, client, noor):
    with app.app_context():
        db.session.get(User, noor).active = False
        db.session.commit()

    sign_in(client)

    assert not is_signed_in(client)


def test_a_password_is_kept_as_argon2id(app, noor):
    with app.app_context():
        assert db.session.get(User, noor).password.startswith("$argon2id$")


def test_a_sign_in_is_recorded(app, client, noor):
    sign_in(client)

    with app.app_context():
        assert [event.action for event in db.session.query(AuditEvent)] == ["signed in"]


def test_nobody_is_remembered(client, noor):
    post(client, "/login", email="noor@klankbord.example", password=PASSWORD, remember="y")

    assert client.get_cookie("remember_token") is None


def test_a_copied_cookie_is_worthless_after_signing_out(app, client, noor):
    sign_in(client)
    copied = client.get_cookie("klankbord").value

    sign_out(client)

    thief = app.test_client()
    thief.set_cookie("klankbord", copied)
    assert not is_signed_in(thief)


def test_signing_out_needs_a_button(client, noor):
    sign_in(client)

    assert client.get("/logout").status_code == 405
    assert is_signed_in(client)


def test_another_site_cannot_sign_somebody_out(client, noor):
    sign_in(client)

    client.post("/logout")

    assert is_signed_in(client)


def test_a_session_ends_when_it_is_left_alone(client, noor, monkeypatch):
    sign_in(client)
    later = time.time() + IDLE_FOR.total_seconds() + 1

    monkeypatch.setattr(time, "time", lambda: later)

    assert not is_signed_in(client)


def test_a_session_goes_on_while_it_is_used(client, noor, monkeypatch):
    sign_in(client)
    start = time.time()
    for minutes in (20, 40):
        moment = start + minutes * 60
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        assert is_signed_in(client)


def test_a_session_ends_after_a_working_day(client, noor):
    sign_in(client)
    with client.session_transaction(HOME) as session:
        session[SIGNED_IN_AT] -= AT_MOST.total_seconds()

    assert not is_signed_in(client)


def test_there_is_no_registration(client):
    assert client.get("/register").status_code == 404


def test_an_invitation_lets_somebody_choose_a_password(app, client, noor):
    with app.app_context():
        link = invitation_link(db.session.get(User, noor)).removeprefix("http://localhost")

    post(client, link, page=link, password="nieuwe woorden", password_confirm="nieuwe woorden")

    sign_in(client, password="nieuwe woorden")
    assert is_signed_in(client)


def test_an_invitation_works_once(app, client, noor):
    with app.app_context():
        link = invitation_link(db.session.get(User, noor)).removeprefix("http://localhost")
    post(client, link, page=link, password="nieuwe woorden", password_confirm="nieuwe woorden")

    assert client.get(link).status_code == 302


def test_a_short_password_is_refused_with_a_reason(app, client, noor):
    with app.app_context():
        link = invitation_link(db.session.get(User, noor)).removeprefix("http://localhost")

    response = post(client, link, page=link, password="te kort", password_confirm="te kort")

    check_page(response)
    assert "minstens 12 tekens" in response.text


def test_a_new_password_ends_the_sessions_of_the_old_one(app, client, noor):
    sign_in(client)
    other = app.test_client()
    with app.app_context():
        link = invitation_link(db.session.get(User, noor)).removeprefix("http://localhost")

    post(other, link, page=link, password="nieuwe woorden", password_confirm="nieuwe woorden")

    assert not is_signed_in(client)


def sign_in_wrongly(client, times):
    return [sign_in(client, password="vier paarden lezen niet") for _ in range(times)][-1]


def test_guessing_a_password_ends_after_some_attempts(client, noor):
    response = sign_in_wrongly(client, MOST_ATTEMPTS + 1)

    check_page(response)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "600"


def test_somebody_unknown_is_limited_just_the_same(client):
    assert sign_in_wrongly(client, MOST_ATTEMPTS + 1).status_code == 429


def test_a_right_password_starts_the_count_again(app, client, noor):
    sign_in_wrongly(client, MOST_ATTEMPTS - 1)
    sign_in(client)
    sign_out(client)

    assert sign_in_wrongly(client, 2).status_code == 200


def test_an_easy_password_is_refused_with_a_reason(app, client, noor):
    with app.app_context():
        link = invitation_link(db.session.get(User, noor)).removeprefix("http://localhost")

    response = post(
        client, link, page=link, password="noorklankbord1", password_confirm="noorklankbord1"
    )

    assert "makkelijk te raden" in response.text
