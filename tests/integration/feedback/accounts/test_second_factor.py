import re

import pytest

from feedback.accounts.models import User, assign, find_user
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from tests.cast import HOME, PASSWORD, a_user, code_of, in_english, post, sign_in
from tests.page import check_page

NOOR = "noor@klankbord.example"


@pytest.fixture
def noor(app):
    return a_user(app, role=Role.MODERATOR)


@pytest.fixture
def visitor(app):
    return in_english(app)


def give_password(client):
    return post(client, "/login", email=NOOR, password=PASSWORD)


def is_signed_in(client):
    return client.get(HOME).status_code == 200


def forget_phone(app):
    with app.app_context():
        user = find_user(db.session(), NOOR)
        user.tf_primary_method = user.tf_totp_secret = None
        db.session.commit()


def test_a_password_alone_does_not_let_a_moderator_in(visitor, noor):
    door = give_password(visitor).location

    assert door.startswith("/tf-validate")
    assert not is_signed_in(visitor)
    check_page(visitor.get(door))


def test_the_code_from_the_phone_lets_a_moderator_in(app, visitor, noor):
    give_password(visitor)

    post(visitor, "/tf-validate", page="/tf-validate", code=code_of(app, NOOR))

    assert is_signed_in(visitor)


def test_a_code_works_once(app, visitor, noor):
    give_password(visitor)
    code = code_of(app, NOOR)
    post(visitor, "/tf-validate", page="/tf-validate", code=code)
    other = in_english(app)
    give_password(other)

    refused = post(other, "/tf-validate", page="/tf-validate", code=code)

    assert "This code is not right" in refused.text
    assert not is_signed_in(other)


@pytest.mark.parametrize("code", ["", "000000", "abc", "1" * 400])
def test_a_wrong_code_is_told_in_words(visitor, noor, code):
    give_password(visitor)

    refused = post(visitor, "/tf-validate", page="/tf-validate", code=code)

    check_page(refused)
    assert not is_signed_in(visitor)


def test_codes_cannot_be_guessed_for_long(visitor, noor):
    give_password(visitor)

    statuses = [
        post(visitor, "/tf-validate", page="/tf-validate", code=f"{n:06}").status_code
        for n in range(11)
    ]

    assert statuses[-1] == 429


def test_a_moderator_without_a_phone_sets_one_up_before_anything_else(app, visitor, noor):
    forget_phone(app)

    door = give_password(visitor).location

    assert door.startswith("/tf-setup")
    assert not is_signed_in(visitor)
    check_page(visitor.get(door))
    shown = post(visitor, door, page=door, setup="authenticator")
    check_page(shown)
    key = re.search(r"<code>([A-Z0-9 -]+)</code>", shown.text)[1]
    post(visitor, "/tf-validate", page="/tf-setup", code=code_for(app, key))
    assert is_signed_in(visitor)
    with app.app_context():
        assert db.session.get(User, noor).has_second_factor


def code_for(app, key):
    with app.app_context():
        codes = app.extensions["security"].totp_factory._totp
        return codes(key=re.sub("[ -]", "", key)).generate().token


def test_a_moderator_cannot_go_without(app, visitor, noor):
    sign_in(visitor)

    refused = post(visitor, "/tf-setup", page="/tf-setup", setup="disable")

    assert "Your role asks for a code" in refused.text
    with app.app_context():
        assert db.session.get(User, noor).has_second_factor


def test_somebody_who_only_reads_results_may_go_without(app, visitor):
    a_user(app, role=Role.ANALYST)

    give_password(visitor)

    assert is_signed_in(visitor)
    assert "Ask me for a code" in visitor.get("/account").text


def test_emergency_codes_each_work_once(app, visitor, noor):
    sign_in(visitor)
    shown = post(visitor, "/mf-recovery-codes", page="/mf-recovery-codes")
    check_page(shown)
    codes = re.findall(r"<li><code>([^<]+)</code>", shown.text)
    assert len(codes) == 8

    def use(code):
        other = in_english(app)
        give_password(other)
        check_page(other.get("/mf-recovery"))
        post(other, "/mf-recovery", page="/mf-recovery", code=code)
        return is_signed_in(other)

    assert use(codes[0].upper().replace("-", " "))
    assert not use(codes[0])
    assert use(codes[1])
    with app.app_context():
        assert codes[2] not in str(db.session.get(User, noor).mf_recovery_codes)


def test_the_secret_of_a_phone_is_not_readable_in_the_database(app, noor):
    with app.app_context():
        user = db.session.get(User, noor)
        secret = app.extensions["security"].totp_factory.get_totp_b32_key(user.tf_totp_secret)
        assert secret not in user.tf_totp_secret


def test_signing_out_everywhere_ends_other_visits(app, visitor, noor):
    sign_in(visitor)
    other = in_english(app)
    sign_in(other)
    check_page(visitor.get("/account"))

    post(visitor, "/account/sign-out-everywhere", page="/account")

    assert not is_signed_in(visitor)
    assert not is_signed_in(other)


def test_signing_in_often_is_not_guessing(app, noor):
    for _ in range(12):
        visitor = in_english(app)
        sign_in(visitor)

        assert is_signed_in(visitor)


def test_a_role_that_comes_during_a_visit_asks_for_a_phone_first(app, visitor):
    number = a_user(app, role=Role.ANALYST)
    give_password(visitor)
    with app.app_context():
        assign(db.session.get(User, number), Role.MODERATOR, OrganisationKind.REGION, 1)
        db.session.commit()

    assert visitor.get("/comments/waiting").location.startswith("/tf-setup")


def test_ones_own_sign_in_forgets_no_attempts_at_somebody_else(app, visitor, noor):
    a_user(app, email="fatma@klankbord.example", role=Role.MODERATOR)
    give_password(visitor)

    statuses = [
        post(visitor, "/login", email="fatma@klankbord.example", password=f"raad {n}").status_code
        for n in range(10)
    ]
    sign_in(visitor)
    other = in_english(app)

    assert statuses == [200] * 10
    assert (
        post(other, "/login", email="fatma@klankbord.example", password="raad eens").status_code
        == 429
    )
