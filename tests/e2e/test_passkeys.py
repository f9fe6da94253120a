"""Passkeys in a real browser, with an authenticator that Chromium plays itself."""

import pytest

from feedback.accounts.models import Passkey, User, find_user
from feedback.accounts.permissions import Role
from feedback.audit import AuditEvent
from feedback.database import db
from tests.cast import PASSWORD, a_passkey, a_user, code_of
from tests.e2e.eyes import PHONE, look
from tests.e2e.site import a_site
from tests.e2e.staff import sign_in

NOOR = "noor@klankbord.example"
DESK = {"width": 1280, "height": 900}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def site(sqlite_template, tmp_path):
    with a_site(sqlite_template, tmp_path) as served:
        yield served


@pytest.fixture
def device(new_page, site):
    """A page in a browser that has a device for passkeys; gives both."""
    page = new_page(base_url=site[1], bypass_csp=False)
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    number = control.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def unlock(is_them: bool) -> None:
        control.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": number["authenticatorId"], "isUserVerified": is_them},
        )

    return page, unlock


def add_passkey(page, name="Mijn telefoon"):
    page.goto("/wan-register")
    page.locator("[name=name]").last.fill(name)
    page.get_by_role("button", name="Toevoegen").click()
    page.get_by_text("Voortaan kunt u inloggen met deze passkey.").wait_for()


def sign_out(page):
    page.goto("/staff")
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/login")


def passkeys(app):
    with app.app_context():
        return [(one.name, one.sign_count) for one in db.session.query(Passkey)]


def test_a_passkey_lets_somebody_in_without_a_password(site, device):
    app, (page, _) = site[0], device
    a_user(app, role=Role.ANALYST)
    sign_in(app, page, NOOR)
    add_passkey(page)
    sign_out(page)

    page.get_by_role("button", name="Inloggen met een passkey").click()

    page.wait_for_url("**/staff")
    with app.app_context():
        deeds = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert deeds == ["signed in", "added a passkey", "signed in"]


def test_a_passkey_is_as_good_as_a_password_and_a_code(site, device):
    app, (page, _) = site[0], device
    a_user(app, role=Role.MODERATOR)
    sign_in(app, page, NOOR)
    add_passkey(page)
    with app.app_context():
        find_user(db.session(), NOOR).tf_primary_method = None
        db.session.commit()
    sign_out(page)

    page.get_by_role("button", name="Inloggen met een passkey").click()

    page.wait_for_url("**/staff")
    assert page.goto("/comments/waiting").status == 200


def test_after_the_password_the_passkey_is_asked_for(site, device):
    app, (page, _) = site[0], device
    a_user(app, role=Role.ANALYST)
    sign_in(app, page, NOOR)
    add_passkey(page)
    sign_out(page)
    page.locator("[name=email]").fill(NOOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/wan-signin**")
    assert page.goto("/staff").url.endswith("/login?next=/staff")

    page.go_back()
    page.get_by_role("button", name="Mijn passkey gebruiken").click()

    page.wait_for_url("**/staff")


def test_who_has_both_chooses(site, device):
    app, (page, _) = site[0], device
    a_user(app, role=Role.MODERATOR)
    sign_in(app, page, NOOR)
    add_passkey(page)
    sign_out(page)
    page.locator("[name=email]").fill(NOOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/tf-select**")

    page.get_by_role("button", name="Een code van mijn telefoon geven").click()

    page.locator("[name=code]").fill(code_of(app, NOOR))
    page.locator("main form button").last.click()
    page.wait_for_url("**/staff")


def test_a_device_that_its_owner_does_not_unlock_opens_nothing(site, device):
    app, (page, unlock) = site[0], device
    a_user(app, role=Role.ANALYST)
    sign_in(app, page, NOOR)
    add_passkey(page)
    sign_out(page)
    unlock(False)

    page.get_by_role("button", name="Inloggen met een passkey").click()

    page.get_by_text("Uw browser gaf geen passkey.").wait_for()
    assert page.goto("/staff").url.endswith("/login?next=/staff")


def test_a_passkey_that_was_removed_opens_nothing(site, device):
    app, (page, _) = site[0], device
    a_user(app, role=Role.ANALYST)
    sign_in(app, page, NOOR)
    add_passkey(page)
    page.goto("/wan-register")
    page.get_by_role("button", name="Weghalen").click()
    page.get_by_text("De passkey is weggehaald.").wait_for()
    sign_out(page)

    page.get_by_role("button", name="Inloggen met een passkey").click()

    page.get_by_text("Met deze passkey komt u er niet in.").wait_for()
    assert passkeys(app) == []


def test_who_has_no_access_any_more_is_not_let_in(site, device):
    app, (page, _) = site[0], device
    number = a_user(app, role=Role.ANALYST)
    sign_in(app, page, NOOR)
    add_passkey(page)
    sign_out(page)
    with app.app_context():
        db.session.get(User, number).active = False
        db.session.commit()

    page.get_by_role("button", name="Inloggen met een passkey").click()

    page.get_by_text("Met deze passkey komt u er niet in.").wait_for()
    with app.app_context():
        deeds = [event.action for event in db.session.query(AuditEvent)]
    assert deeds.count("signed in") == 1


def test_a_passkey_shows_that_it_is_still_them(site, device):
    app, (page, _) = site[0], device
    a_user(app, role=Role.ANALYST)
    sign_in(app, page, NOOR)
    add_passkey(page)
    page.goto("/verify?next=/account")

    page.get_by_role("button", name="Laat het zien met een passkey").click()

    page.wait_for_url("**/account")
    assert passkeys(app)[0][1] > 0


def test_the_passkey_of_somebody_else_does_not_show_it(site, device):
    app, (page, _) = site[0], device
    a_user(app, role=Role.ANALYST)
    a_user(app, email="fatma@klankbord.example", name="Fatma", role=Role.ANALYST)
    sign_in(app, page, NOOR)
    add_passkey(page)
    sign_out(page)
    sign_in(app, page, "fatma@klankbord.example")
    page.goto("/wan-verify")

    page.get_by_role("button", name="Mijn passkey gebruiken").click()

    page.get_by_text("Met deze passkey komt u er niet in.").wait_for()


@pytest.mark.parametrize("path", ["/wan-register", "/wan-verify", "/account", "/verify"])
def test_the_pages_of_passkeys_are_in_order(new_page, site, path):
    app, address = site
    number = a_user(app, role=Role.ANALYST)
    page = new_page(base_url=address, bypass_csp=True)
    sign_in(app, page, NOOR)
    with app.app_context():
        user = db.session.get(User, number)
        user.webauthn.append(a_passkey())
        db.session.commit()

    page.goto(path)

    assert look(page, PHONE, DESK) == []
