"""Listening to a question: one button, nothing loaded before it is pressed, no script needed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from feedback.i18n import LOCALES
from tests.e2e.eyes import PHONE, look
from tests.e2e.town import Town

PLAYER = "#q-plezier audio"
PLAYS = (
    "async player => { while (player.currentTime === 0) await new Promise(requestAnimationFrame) }"
)
MIDDLE_OF_BUTTON = {"x": 27, "y": 27}


@pytest.fixture(scope="module")
def recorded(town: Town) -> Iterator[str]:
    """The address of a form of which everything was recorded."""
    with town.recorded(town.invite()) as invitation:
        yield f"/v/{invitation.code}"


def requests_of(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    return sent


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["script", "no-script"])
def test_a_sound_is_loaded_when_somebody_asks_for_it_and_not_before(
    new_page, recorded: str, java_script_enabled
):
    page: Page = new_page(java_script_enabled=java_script_enabled)
    sent = requests_of(page)
    page.goto(f"{recorded}/nl", wait_until="networkidle")
    assert len(sent) == 1

    with page.expect_response("**/audio/*") as answered:
        page.locator(PLAYER).click(position=MIDDLE_OF_BUTTON)

    assert answered.value.ok
    assert len({url for url in sent if "/audio/" in url}) == 1


def test_a_question_is_read_out(new_page, recorded: str):
    page: Page = new_page()
    page.goto(f"{recorded}/nl")

    page.locator(PLAYER).click(position=MIDDLE_OF_BUTTON)

    page.locator(PLAYER).evaluate(PLAYS)
    assert 2.9 < page.locator(PLAYER).evaluate("player => player.duration") < 3.1


def test_the_keyboard_reaches_the_button_between_the_question_and_its_options(
    new_page, recorded: str
):
    page: Page = new_page()
    page.goto(f"{recorded}/nl")
    stops = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.name || document.activeElement.localName")
        )

    order = list(dict.fromkeys(stops))
    assert order.index("plezier") == order.index("audio") + 1
    page.locator(PLAYER).focus()
    page.keyboard.press("Space")
    page.locator(PLAYER).evaluate(PLAYS)


@pytest.mark.parametrize("language", LOCALES)
def test_axe_finds_nothing_on_a_form_that_can_be_listened_to(new_page, recorded, language: str):
    page = new_page(bypass_csp=True)
    page.goto(f"{recorded}/{language}")

    assert look(page, PHONE) == []


@pytest.mark.parametrize(("width", "times"), [(320, 1), (256, 1), (360, 2), (320, 2)])
def test_the_button_fits_a_small_screen_and_large_text(new_page, recorded: str, width, times):
    page: Page = new_page(viewport={"width": width, "height": 740})
    page.goto(f"{recorded}/ar")

    page.evaluate("size => document.documentElement.style.fontSize = `${size}px`", 18 * times)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    box = page.locator(PLAYER).bounding_box()
    assert min(box["height"], box["width"]) >= 44


def test_listening_leaves_nothing_in_the_browser(new_page, recorded: str):
    page: Page = new_page()
    page.goto(f"{recorded}/nl")
    page.locator(PLAYER).click(position=MIDDLE_OF_BUTTON)
    page.locator(PLAYER).evaluate(PLAYS)

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_name_of_the_button_is_in_the_language_of_the_page(new_page, town: Town, recorded: str):
    for language in LOCALES:
        page: Page = new_page()
        page.goto(f"{recorded}/{language}")

        named = page.locator(PLAYER)
        expect(named).to_have_accessible_name(town.say(language, "Listen to the question"))
