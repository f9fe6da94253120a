"""Signing in at another organisation in a real browser, which keeps to our policy of content."""

import pytest

from tests.cast import a_user
from tests.e2e.eyes import PHONE, look
from tests.e2e.site import a_site
from tests.provider import town_hall


@pytest.fixture
def hall():
    with town_hall() as hall:
        yield hall


@pytest.fixture
def site(sqlite_template, tmp_path, hall):
    with a_site(sqlite_template, tmp_path, providers=(hall.provider,)) as (app, address):
        a_user(app)
        yield address


def test_one_click_goes_to_the_provider_and_comes_back_signed_in(new_page, site, hall):
    hall.claims = {"sub": "n-1", "email": "noor@klankbord.example", "email_verified": True}
    page = new_page(base_url=site)
    page.goto("/account")

    page.get_by_role("link", name="Inloggen met Gemeente Terneuzen").click()

    page.wait_for_url("**/account")
    assert "U kunt ook inloggen met Gemeente Terneuzen." in page.inner_text("main")


def test_who_is_not_known_comes_back_to_the_sign_in_page(new_page, site, hall):
    hall.claims = {"sub": "s-1", "email": "stranger@klankbord.example", "email_verified": True}
    page = new_page(base_url=site)
    page.goto("/login")

    page.get_by_role("link", name="Inloggen met Gemeente Terneuzen").click()

    page.wait_for_url("**/login")
    assert "Zo kunt u niet inloggen." in page.inner_text("main")


DESK = {"width": 1280, "height": 900}


def test_the_sign_in_page_with_a_provider_is_in_order(new_page, site):
    page = new_page(base_url=site, bypass_csp=True)

    page.goto("/login")

    assert look(page, PHONE, DESK) == []
