"""Everybody can read and use the respondent's pages: axe, keyboard, forced colours."""

import pytest
from playwright.sync_api import Page, expect

from feedback.i18n import LOCALES
from tests.e2e.eyes import PHONE, look
from tests.e2e.respondent import KINDS_OF_PAGE, open_page
from tests.e2e.town import Town

WHERE_THE_FOCUS_IS = """() => {
    const at = document.activeElement;
    const drawn = getComputedStyle(at.closest("label.o") ?? at);
    return [at.name || at.localName, parseFloat(drawn.outlineWidth), drawn.outlineStyle];
}"""


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_axe_finds_nothing_on_any_page_in_light_and_dark(new_page, town: Town, kind, language):
    page = new_page(locale=language, bypass_csp=True)
    open_page(page, town, kind, language)

    assert look(page, PHONE) == []


@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_the_policy_refuses_nothing_of_a_page(new_page, town: Town, kind: str):
    page: Page = new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    open_page(page, town, kind, "nl")

    assert [text for text in said if "Content Security Policy" in text] == []
    expect(page.locator("body")).to_have_css("margin-top", "0px")


def test_the_keyboard_reaches_each_question_once_in_the_order_of_the_page(new_page, town: Town):
    invitation = town.invite()
    page: Page = new_page()
    page.goto(f"/v/{invitation.code}/nl")
    stops = []

    for _ in range(18):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(WHERE_THE_FOCUS_IS))

    assert [name for name, _, _ in stops] == [
        "summary", "summary", "button", "plezier", "hulp", "vervoer", "cijfer", "trede", "kinderen",
        "woord", "beter", "may_quote", "button", "wants_code", "a", "a", "a", "body",
    ]  # fmt: skip
    assert all(width >= 3 and style == "solid" for _, width, style in stops[:-1])


def test_the_arrow_keys_pick_an_answer(new_page, town: Town):
    page: Page = new_page()
    page.goto(f"/v/{town.invite().code}/nl")

    page.locator("[name=plezier]").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)

    expect(page.locator("[name=plezier]:checked")).to_have_value("2")


def test_a_picked_answer_stands_out_without_colour(new_page, town: Town):
    page: Page = new_page(forced_colors="active")
    page.goto(f"/v/{town.invite().code}/nl")

    page.locator("[name=plezier][value='3']").check()

    rows = page.locator("#q-plezier label.o")
    expect(rows.nth(0)).to_have_css("border-top-width", "3px")
    expect(rows.nth(1)).to_have_css("border-top-width", "1px")


def test_a_face_stands_beside_its_words_and_is_not_read_out(new_page, town: Town):
    page: Page = new_page()
    page.goto(f"/v/{town.invite().code}/nl")

    place = page.get_by_role("group", name="Is school leuk?")

    expect(place.locator("svg.face")).to_have_count(3)
    expect(place.get_by_role("img")).to_have_count(0)
    expect(place.get_by_role("radio", name="Vaak", exact=True)).to_be_visible()
