"""The respondent's pages fit: small screens, large text, thumbs."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.e2e.respondent import KINDS_OF_PAGE, open_page
from tests.e2e.town import Town

SCREENS = {
    "a small phone": (320, 1),
    "a tiny screen": (256, 1),
    "text twice as large": (360, 2),
    "a small phone, text twice as large": (320, 2),
}
# The text of a page is 18 px where the browser's own is 16 px.
ENLARGE = "times => document.documentElement.style.fontSize = `${18 * times}px`"
STICKS_OUT = """() => {
    const wide = document.documentElement.clientWidth;
    return [...document.querySelectorAll("body *")].filter(element => {
        const {left, right} = element.getBoundingClientRect();
        return left < 0 || right > wide + 0.5 || element.scrollWidth > element.clientWidth + 1
            && !["inline", "none"].includes(getComputedStyle(element).display);
    }).map(element => element.outerHTML.slice(0, 120));
}"""
SMALL_TARGETS = """least => [...document.querySelectorAll("label.o, button, summary, a, textarea")]
    .filter(element => element.checkVisibility())
    .filter(element => element.getBoundingClientRect().height < least(element))
    .map(element => element.outerHTML.slice(0, 120))"""
LEAST_HEIGHT = (
    "element => element.matches('[role=alert] a') ? 24 : element.matches('.help a') ? 44 : 48"
)


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_no_page_scrolls_sideways(new_page, town: Town, kind: str, language: str):
    page: Page = new_page(locale=language)
    open_page(page, town, kind, language)
    sticking_out = {}

    for screen, (width, times) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(ENLARGE, times)
        sticking_out[screen] = page.evaluate(STICKS_OUT)

    assert sticking_out == {screen: [] for screen in SCREENS}


@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_everything_to_press_is_as_high_as_a_thumb(new_page, town: Town, kind: str):
    page: Page = new_page()
    open_page(page, town, kind, "nl")

    assert page.evaluate(f"({SMALL_TARGETS})({LEAST_HEIGHT})") == []


def test_answers_stand_below_each_other_on_a_wide_screen_too(new_page, town: Town):
    page: Page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"/v/{town.invite().code}/nl")

    boxes = [row.bounding_box() for row in page.locator("#q-plezier label.o").all()]

    assert len({box["x"] for box in boxes}) == 1
    assert all(upper["y"] + upper["height"] <= lower["y"] for upper, lower in pairwise(boxes))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_numbers_stand_in_the_same_two_rows_on_every_screen(new_page, town: Town, width: int):
    page: Page = new_page(viewport={"width": width, "height": 900})
    page.goto(f"/v/{town.invite().code}/nl")

    per_row = {}
    for item in ("cijfer", "trede"):
        rows = page.locator(f"#q-{item} label.o:not(.na)").all()
        tops = [row.bounding_box()["y"] for row in rows]
        per_row[item] = [tops.count(top) for top in sorted(set(tops))]

    assert per_row == {"cijfer": [5, 5], "trede": [6, 5]}


def test_arabic_runs_from_the_right(new_page, town: Town):
    page: Page = new_page()
    page.goto(f"/v/{town.invite().code}/ar")

    row = page.locator("#q-plezier label.o").first
    button, words = (row.locator(part).bounding_box() for part in ("input", "span"))

    assert button["x"] > words["x"]
