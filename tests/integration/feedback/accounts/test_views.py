from dataclasses import replace

import pytest
from babel.support import LazyProxy

from feedback.accounts.permissions import Permission, Role
from feedback.accounts.views import MenuItem
from feedback.app import create_app
from feedback.database import db
from tests.cast import HOME, a_user, post, sign_in, sign_out
from tests.page import check_page


@pytest.fixture
def demo(settings):
    app = create_app(replace(settings, demo=True))
    app.testing = True
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_first_page_greets_who_is_signed_in(app, client):
    a_user(app)
    sign_in(client)

    response = client.get(HOME)

    check_page(response)
    assert "Dag Noor" in response.text


def test_the_first_page_sends_a_stranger_to_the_sign_in_page(client):
    assert client.get(HOME).location.startswith("/login")


def test_a_page_that_is_not_there_sets_no_cookie(client):
    check_page(client.get("/nowhere"))

    assert client.get_cookie("klankbord") is None


def test_a_menu_holds_what_its_reader_may_open(settings, monkeypatch):
    menu = [
        MenuItem(LazyProxy(str, "Uitnodigen"), "accounts.home", Permission.PRINT_POSTERS),
        MenuItem(LazyProxy(str, "Meekijken"), "accounts.home", Permission.MODERATE),
    ]
    monkeypatch.setattr("feedback.app.MENU", menu)
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    a_user(app, role=Role.MODERATOR)
    client = app.test_client()
    sign_in(client)

    text = client.get(HOME).text

    assert "Meekijken" in text
    assert "Uitnodigen" not in text
    with app.app_context():
        db.engine.dispose()


def test_a_stranger_can_choose_english(client):
    response = post(client, "/language", locale="en", next="/reset")

    assert response.location == "/reset"
    assert "E-mail address" in client.get("/login").text


def test_a_chosen_language_is_still_there_after_the_next_sign_in(app, client):
    a_user(app)
    sign_in(client)
    post(client, "/language", page=HOME, locale="en")

    other = app.test_client()
    sign_in(other)

    assert "Hello Noor" in other.get(HOME).text


def test_a_language_that_is_not_offered_is_refused(client):
    assert post(client, "/language", locale="tlh").status_code == 422


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere"]
)
def test_choosing_a_language_does_not_lead_to_another_site(client, target):
    assert post(client, "/language", locale="en", next=target).location == HOME


def test_a_demo_offers_its_people(demo):
    a_user(demo, name="Coördinator Noor", is_demo=True)

    response = demo.test_client().get("/login")

    check_page(response)
    assert "Coördinator Noor" in response.text


def test_one_click_signs_in_to_a_demo(demo):
    number = a_user(demo, is_demo=True)
    client = demo.test_client()

    post(client, "/demo-sign-in", user=number)

    assert "Dag Noor" in client.get(HOME).text


def test_one_click_needs_the_token_of_the_page(demo):
    number = a_user(demo, is_demo=True)

    assert demo.test_client().post("/demo-sign-in", data={"user": number}).status_code == 400


def test_one_click_does_not_sign_in_as_somebody_real(demo):
    number = a_user(demo)

    assert post(demo.test_client(), "/demo-sign-in", user=number).status_code == 404


def test_outside_a_demo_one_click_does_not_exist(app, client):
    number = a_user(app, is_demo=True)

    assert post(client, "/demo-sign-in", user=number).status_code == 404


def test_outside_a_demo_nobody_is_offered(app, client):
    a_user(app, name="Coördinator Noor", is_demo=True)

    assert "Noor" not in client.get("/login").text


def test_one_visitor_of_a_demo_does_not_end_the_visit_of_another(demo):
    number = a_user(demo, is_demo=True)
    first, second = demo.test_client(), demo.test_client()
    for client in (first, second):
        post(client, "/demo-sign-in", user=number)

    sign_out(first)

    assert second.get(HOME).status_code == 200
