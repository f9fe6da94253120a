"""A class tablet in a real browser: pupil after pupil, and nothing that stays."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.respondent import (
    PICKED,
    SEND,
    WRITTEN,
    let_time_pass,
    open_tablet,
    press_next,
    send,
    walk,
)
from tests.e2e.town import Town

TABLET = {"width": 768, "height": 1024}
# What only the first pupil can have brought in.
TRACES = [WRITTEN["woord"], "Meer rust", 'name="so_far"']


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def tablet(request, new_page) -> Page:
    return new_page(viewport=TABLET, java_script_enabled=request.param)


def begin(page: Page, start: str, language: str = "nl") -> None:
    page.goto(start)
    page.locator(f".languages a[lang={language}]").click()
    page.locator("[name=on_page]").wait_for(state="attached")


def go_back(page: Page) -> None:
    """Go back, as far as the browser does: it may ask whether to send a page once more."""
    with suppress(Error):
        page.go_back()


def answer_all(page: Page, town: Town, invitation) -> None:
    walk(page, town.questions(invitation, "nl"))
    send(page)
    expect(page.get_by_role("heading", level=1, name="Klaar!")).to_be_visible()


def test_pupil_after_pupil_answers(tablet: Page, town: Town):
    invitation = town.invite()
    start = open_tablet(tablet, town, invitation)
    begin(tablet, start)
    answer_all(tablet, town, invitation)

    tablet.get_by_role("link", name="Volgende leerling").click()
    expect(tablet).to_have_url(start)
    begin(tablet, start)
    answer_all(tablet, town, invitation)

    forms = town.handed_in(invitation)
    assert [(form.answers, form.comments) for form in forms] == [(PICKED, WRITTEN)] * 2


def test_another_language_midway_keeps_every_answer(tablet: Page, town: Town):
    invitation = town.invite()
    begin(tablet, open_tablet(tablet, town, invitation))
    walk(tablet, town.questions(invitation, "nl"))

    tablet.locator("summary").first.click()
    tablet.locator("button[lang=ar]").click()
    expect(tablet.locator("html")).to_have_attribute("dir", "rtl")
    expect(tablet.locator("[name=beter]")).to_have_value(WRITTEN["beter"])
    send(tablet)

    tablet.locator(".next").wait_for()
    [form] = town.handed_in(invitation)
    assert (form.answers, form.language) == (PICKED, "ar")


def test_going_back_after_sending_shows_that_it_was_sent(new_page, town: Town):
    invitation = town.invite()
    page: Page = new_page(viewport=TABLET)
    begin(page, open_tablet(page, town, invitation))
    answer_all(page, town, invitation)

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Deze antwoorden zijn al verstuurd")
    assert [trace for trace in TRACES if trace in page.content()] == []


def test_going_back_shows_nothing_of_the_pupil_before(tablet: Page, town: Town):
    invitation = town.invite()
    begin(tablet, open_tablet(tablet, town, invitation))
    answer_all(tablet, town, invitation)
    tablet.get_by_role("link", name="Volgende leerling").click()
    tablet.locator(".languages a[lang=nl]").click()
    tablet.locator("[name=on_page]").wait_for(state="attached")
    seen = []

    for _ in range(14):
        go_back(tablet)
        tablet.wait_for_timeout(200)
        seen.append(tablet.content())

    assert [trace for trace in TRACES for page in seen if trace in page] == []


def test_a_browser_that_keeps_whole_pages_shows_nothing_of_the_pupil_before(
    browser_type, browser_type_launch_args, base_url: str, town: Town
):
    """By default the browser of these tests keeps none to go back to; tablets do."""
    keeping = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    invitation = town.invite()
    page = keeping.new_context(base_url=base_url, locale="nl").new_page()
    begin(page, open_tablet(page, town, invitation))
    answer_all(page, town, invitation)

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Deze antwoorden zijn al verstuurd")
    keeping.close()


def test_nothing_stays_on_the_tablet(tablet: Page, town: Town):
    invitation = town.invite()
    begin(tablet, open_tablet(tablet, town, invitation))
    answer_all(tablet, town, invitation)

    assert tablet.context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    assert tablet.evaluate("sessionStorage.length") == 0


def test_after_three_minutes_the_tablet_asks_whether_somebody_is_there(tablet: Page, town: Town):
    begin(tablet, open_tablet(tablet, town))
    tablet.locator("[name=plezier][value='3']").check()
    question = tablet.get_by_text("Ben je er nog?")
    expect(question).to_be_hidden()

    let_time_pass(tablet)
    expect(question).to_be_visible()
    tablet.get_by_role("button", name="Ja, verder").click()

    expect(question).to_be_hidden()
    expect(tablet.locator("[name=plezier][value='3']")).to_be_checked()


def test_two_minutes_later_the_tablet_starts_again(new_page, town: Town):
    page: Page = new_page(viewport=TABLET)
    start = open_tablet(page, town)
    page.clock.install()
    begin(page, start)
    page.locator("[name=plezier][value='3']").check()
    press_next(page)
    page.locator("[name=hulp]").first.wait_for()

    page.clock.fast_forward(299_000)
    expect(page.locator("[name=hulp]").first).to_be_visible()
    page.clock.fast_forward(2_000)

    expect(page).to_have_url(start)


def test_whoever_types_is_not_sent_away(new_page, town: Town):
    page: Page = new_page(viewport=TABLET)
    start = open_tablet(page, town)
    page.clock.install()
    begin(page, start)

    for value in ("3", "2"):
        page.clock.fast_forward(200_000)
        page.locator(f"[name=plezier][value='{value}']").check()

    expect(page.locator("[name=plezier][value='2']")).to_be_checked()


def test_without_script_the_page_itself_starts_again(new_page, town: Town):
    page: Page = new_page(java_script_enabled=False)
    start = open_tablet(page, town)
    begin(page, start)

    [refresh] = page.locator("meta[http-equiv=refresh]").all()

    assert refresh.get_attribute("content") == f"300; url={start.removeprefix(page_root(start))}"


def page_root(url: str) -> str:
    return url[: url.index("/k/")]


def test_a_lost_connection_keeps_the_question_on_the_tablet(new_page, town: Town):
    page: Page = new_page(viewport=TABLET)
    invitation = town.invite()
    begin(page, open_tablet(page, town, invitation))
    walk(page, town.questions(invitation, "nl"))
    page.context.set_offline(True)
    send(page)
    expect(page.locator(".offline")).to_have_class("mute offline wrong")
    page.context.set_offline(False)

    send(page)

    expect(page.get_by_role("heading", level=1, name="Klaar!")).to_be_visible()
    assert len(town.handed_in(invitation)) == 1


def test_rows_on_a_tablet_are_larger(new_page, town: Town):
    page: Page = new_page(viewport=TABLET)
    begin(page, open_tablet(page, town))

    heights = [row.bounding_box()["height"] for row in page.locator("label.o").all()]

    assert min(heights) >= 64
    assert page.locator(SEND).bounding_box()["height"] >= 48
