"""What axe sees on a page: in each size of window, and in the dark."""

from typing import TypedDict

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOUR_RULES = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


class Size(TypedDict):
    """A window, in CSS pixels."""

    width: int
    height: int


PHONE: Size = {"width": 360, "height": 740}


def look(page: Page, *sizes: Size) -> list[str]:
    """Give what is wrong with a page for somebody who sees, hears or moves in another way.

    The page must be opened with `bypass_csp`, which lets axe in.
    """
    found = []
    for size in sizes:
        page.set_viewport_size(size)
        found.append(Axe().run(page, options=RULES))
    page.emulate_media(color_scheme="dark")
    found.append(Axe().run(page, options=COLOUR_RULES))
    return [result.generate_report() for result in found if result.violations_count]
