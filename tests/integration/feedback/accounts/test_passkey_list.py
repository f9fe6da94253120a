import pytest

from feedback.accounts.models import User
from feedback.accounts.permissions import Role
from feedback.database import db
from tests.cast import PASSWORD, a_passkey, a_user, in_english, post, sign_in, signed_in
from tests.page import check_page

NOOR = "noor@klankbord.example"


@pytest.fixture
def visitor(app):
    return in_english(app)


def add(app, number, *passkeys, phone=True):
    with app.app_context():
        user = db.session.get(User, number)
        user.webauthn.extend(passkeys)
        if not phone:
            user.tf_primary_method = user.tf_totp_secret = None
        db.session.commit()


def names(app, number):
    with app.app_context():
        return [passkey.name for passkey in db.session.get(User, number).webauthn]


def remove(client, name="Mijn telefoon"):
    post(client, "/wan-delete", page="/wan-register", name=name)
    return client.get("/wan-register").text


def test_the_pages_are_in_order(app, visitor):
    add(app, a_user(app, role=Role.MODERATOR), a_passkey())
    check_page(visitor.get("/login"))
    check_page(visitor.get("/wan-signin"))
    check_page(post(visitor, "/wan-signin"))
    post(visitor, "/login", email=NOOR, password=PASSWORD)
    check_page(visitor.get("/tf-select"))
    other = in_english(app)
    number = a_user(app, email="fatma@klankbord.example")
    sign_in(other, "fatma@klankbord.example")
    add(app, number, a_passkey(number=b"2"))

    for path in ("/account", "/wan-register", "/wan-verify", "/verify"):
        check_page(other.get(path))
    check_page(post(other, "/wan-register", page="/wan-register", name="Sleutel"))


def test_a_password_alone_does_not_let_in_who_has_a_passkey(app, visitor):
    add(app, a_user(app), a_passkey())

    door = post(visitor, "/login", email=NOOR, password=PASSWORD).location

    assert door.startswith("/wan-signin")
    assert visitor.get("/staff").status_code == 302


def test_nobody_sets_up_a_phone_with_the_password_of_who_has_a_passkey(app, visitor):
    add(app, a_user(app, role=Role.MODERATOR), a_passkey(), phone=False)

    door = post(visitor, "/login", email=NOOR, password=PASSWORD).location

    assert door.startswith("/wan-signin")
    assert visitor.get("/tf-setup").status_code == 302


@pytest.mark.parametrize("name", ["", "x" * 65, "<b>", "Mijn telefoon"])
def test_a_name_that_cannot_be_used_is_told_in_words(app, visitor, name):
    number = a_user(app)
    sign_in(visitor)
    add(app, number, a_passkey())

    answer = post(visitor, "/wan-register", page="/wan-register", name=name)

    check_page(answer)
    assert "Please check this" in answer.text


@pytest.mark.parametrize("credential", ["", "nonsense", "{}", '{"id": "MQ"}'])
@pytest.mark.parametrize("path", ["/wan-signin", "/wan-signin/forged"])
def test_an_answer_that_no_passkey_gave_opens_nothing(app, visitor, path, credential):
    add(app, a_user(app), a_passkey())

    post(visitor, path, credential=credential)

    assert visitor.get("/staff").status_code == 302


def test_what_may_not_be_done_without_is_not_removed(app, visitor):
    number = a_user(app, role=Role.MODERATOR)
    sign_in(visitor)
    add(app, number, a_passkey(), phone=False)

    assert "Your role needs this passkey." in remove(visitor)
    assert names(app, number) == ["Mijn telefoon"]


def test_a_passkey_is_removed_when_something_is_left(app, visitor):
    number = a_user(app, role=Role.MODERATOR)
    sign_in(visitor)
    add(app, number, a_passkey(), a_passkey("Sleutel", b"2"), phone=False)

    assert "The passkey is removed." in remove(visitor)
    assert names(app, number) == ["Sleutel"]


def test_nobody_removes_the_passkey_of_somebody_else(app, visitor):
    number = a_user(app, email="fatma@klankbord.example")
    add(app, number, a_passkey("Fatma"))
    a_user(app)
    sign_in(visitor)

    assert "You have no passkey of this name." in remove(visitor, "Fatma")
    assert names(app, number) == ["Fatma"]


def test_who_starts_again_loses_passkeys_too(app):
    number = a_user(app)
    add(app, number, a_passkey())
    administrator = signed_in(app, Role.ADMINISTRATOR)
    check_page(administrator.get("/people/"))

    post(administrator, f"/people/{number}/second-factor/remove", page=f"/people/{number}")

    assert names(app, number) == []


def test_nobody_is_remembered(app, visitor):
    a_user(app)

    post(visitor, "/wan-signin", page="/wan-signin", remember="y")

    assert visitor.get_cookie("remember_token") is None
