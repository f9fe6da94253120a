"""How staff sign in with a real browser."""

import re

from flask import Flask
from playwright.sync_api import Page

from tests.cast import PASSWORD, code_of


def sign_in(app: Flask, page: Page, email: str) -> Page:
    """Give the password, and the code from the phone where it is asked for."""
    page.goto("/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").click()
    page.wait_for_url(re.compile("/(staff|tf-validate)"))
    if page.locator("[name=code]").count():
        page.locator("[name=code]").fill(code_of(app, email))
        page.locator("main form button").last.click()
    page.wait_for_url("**/staff")
    return page
