"""A form in the colours of a school board: as readable as in ours, in light and dark."""

import gzip
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from feedback.i18n import LOCALES
from surveys.house_styles import OURS, Font, in_the_dark
from tests.e2e.eyes import PHONE, look
from tests.e2e.respondent import open_page
from tests.e2e.town import ALL_KINDS, Town

PURPLE = replace(OURS, brand="#8a3a9f", sel="#f4e9f7", line="#8a6f92", radius=24, font=Font.SERIF)
# As far as a style may go: each pair of colours just passes.
BARELY = replace(
    OURS, bg="#fff4d6", fg="#6b5f00", mute="#7a6a2a", line="#93854a", brand="#8a5a00", on="#fff4d6",
    sel="#fff4d6", err="#b04a1c", radius=0, font=Font.ROUNDED,
)  # fmt: skip
PAGES = ("start", "form", "mistake", "thanks")


@pytest.fixture(params=[PURPLE, BARELY], ids=["purple", "barely"])
def dressed(request, town: Town) -> Iterator[Town]:
    """The town while its schools wear a house style."""
    with town.wearing(town.invite(), request.param):
        yield town


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing_on_a_page_in_a_house_style(new_page, dressed: Town, kind, language):
    page = new_page(locale=language, bypass_csp=True)
    open_page(page, dressed, kind, language)

    assert look(page, PHONE) == []


@pytest.mark.parametrize("kind", PAGES)
def test_large_text_fits_a_small_screen_in_a_house_style(new_page, dressed: Town, kind: str):
    page: Page = new_page(viewport={"width": 320, "height": 700})
    open_page(page, dressed, kind, "nl")

    page.evaluate("document.documentElement.style.fontSize = '36px'")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browser_draws_the_tokens_of_the_style(new_page, town: Town, scheme):
    tokens = PURPLE if scheme == "light" else in_the_dark(PURPLE)
    with town.wearing(town.invite(), PURPLE) as invitation:
        page: Page = new_page(color_scheme=scheme)
        page.goto(f"/v/{invitation.code}/nl")

    expect(page.locator("html")).to_have_css("background-color", rgb(tokens.bg))
    expect(page.locator("button.send")).to_have_css("background-color", rgb(tokens.brand))
    expect(page.locator("button.send")).to_have_css("color", rgb(tokens.on))
    expect(page.locator("button.send")).to_have_css("border-radius", "24px")


@pytest.mark.parametrize("language", LOCALES)
def test_a_form_with_everything_on_it_stays_below_six_kilobytes(town: Town, language: str):
    client = town.app.test_client()

    with (
        town.recorded(town.invite(definition=ALL_KINDS)) as recorded,
        town.wearing(recorded, PURPLE) as invitation,
    ):
        page = client.get(f"/v/{invitation.code}/{language}")

    assert "<audio" in page.text
    assert "--brand:#8a3a9f" in page.text
    assert len(gzip.compress(page.data, 9)) <= 6 * 1024
