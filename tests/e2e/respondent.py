"""Somebody who answers: finds questions and options by what the page says, as people do."""

from collections.abc import Mapping
from dataclasses import replace

from playwright.sync_api import Locator, Page, expect

from surveys.distribution import Invitation
from surveys.items import LONGEST_COMMENT
from surveys.questionnaires import Questions
from tests.e2e.town import DAY, Town

# Every kind of question, answered; item codes and option codes of all_kinds.toml.
PICKED: Mapping[str, list[str]] = {
    "plezier": ["3"],
    "hulp": ["partly"],
    "wie-helpt": ["juf", "ander"],
    "vervoer": ["fiets"],
    "cijfer": ["8"],
    "trede": ["0"],
    "kinderen": ["2"],
}
WRITTEN: Mapping[str, str] = {
    "woord": "warm «دافئ»",
    "beter": "Meer rust.\nEn <b>bomen</b> & gras.",
}
SEND = "button.send"


def question(page: Page, text: str) -> Locator:
    """Give the place of a question by its text."""
    return page.get_by_role("group", name=text)


def fill_in(
    page: Page,
    questions: Questions,
    picked: Mapping[str, list[str]] = PICKED,
    written: Mapping[str, str] = WRITTEN,
) -> None:
    """Answer these questions in the order of the page."""
    for asked in questions.questions:
        place = question(page, asked.text)
        texts = {option.code: option.text for option in asked.options}
        if asked.code in written:
            place.get_by_role("textbox").fill(written[asked.code])
        elif asked.code in picked and not texts:
            place.get_by_role("spinbutton").fill(picked[asked.code][0])
        else:
            for code in picked.get(asked.code, []):
                # The whole row is what people press.
                place.locator("label").filter(
                    has=page.get_by_label(texts[code], exact=True)
                ).click()


def walk(
    page: Page,
    questions: Questions,
    picked: Mapping[str, list[str]] = PICKED,
    written: Mapping[str, str] = WRITTEN,
) -> None:
    """Answer one question at a time, up to the last one, which is not sent yet."""
    while True:
        item = page.locator("[name=on_page]").input_value()
        asked = [each for each in questions.questions if each.code == item]
        fill_in(page, replace(questions, questions=tuple(asked)), picked, written)
        if page.locator(SEND).get_attribute("formaction"):
            return
        press_next(page)
        expect(page.locator("[name=on_page]")).not_to_have_value(item)


def filled_in(page: Page, questions: Questions) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Give what the page holds now: what is picked, and what is written."""
    picked, written = {}, {}
    for asked in questions.questions:
        fields = page.locator(f"[name='{asked.code}']")
        if asked.kind.is_text:
            written[asked.code] = fields.input_value()
        elif asked.options:
            picked[asked.code] = [
                field.get_attribute("value") for field in fields.all() if field.is_checked()
            ]
        else:
            picked[asked.code] = [fields.input_value()]
    return picked, written


def send(page: Page) -> None:
    """Press the button at the end of the form."""
    page.locator(SEND).click()


def land(page: Page, button: str = SEND) -> None:
    """Press a button, and wait until the page that follows stands there."""
    with page.expect_navigation():
        page.locator(button).click()


press_next = send


def step_to(page: Page, item: str) -> None:
    """Go on, answering nothing, to the question with this code; without one, to the last."""
    at = page.locator("[name=on_page]")
    while (shown := at.input_value()) != item and page.locator(f"{SEND}:not([formaction])").count():
        press_next(page)
        expect(at).not_to_have_value(shown)


def send_what_there_is(page: Page) -> None:
    """Send a form with open questions, and say so when asked."""
    send(page)
    page.locator(".no").click()


def expect_thanks(page: Page, invitation: Invitation, language: str) -> None:
    """Wait for the page that says thanks."""
    expect(page).to_have_url(f"/v/{invitation.code}/{language}/thanks")


KINDS_OF_PAGE = (
    "home", "start", "form", "mistake", "skipped", "thanks", "unknown", "early", "closed",
    "info", "told", "worried", "wrong withdrawal",
    "step", "words step", "wrong step", "steps skipped", "steps end", "changed",
    "pin", "wrong pin", "lesson over", "tablet start", "tablet step", "tablet done",
)  # fmt: skip
STEPS: Mapping[str, str] = {
    "step": "plezier", "words step": "beter", "wrong step": "kinderen", "steps skipped": "",
    "steps end": "", "changed": "",
}  # fmt: skip


def open_tablet(page: Page, town: Town, invitation: Invitation | None = None) -> str:
    """Type the PIN of a new lesson; gives the address where each pupil starts."""
    invitation = invitation or town.invite()
    page.goto(f"/k/{invitation.code}")
    page.get_by_role("textbox").fill(town.start_lesson(invitation))
    send(page)
    page.wait_for_url(f"/k/{invitation.code}/*")
    return page.url


def let_time_pass(page: Page) -> None:
    """Let three minutes pass for whatever waits on this page to be shown."""
    page.evaluate("document.getAnimations().forEach(each => each.currentTime = 181_000)")


def open_page(page: Page, town: Town, kind: str, language: str) -> None:
    """Go to one of the pages that a respondent may meet; the browser speaks the language."""
    match kind:
        case "home":
            path = "/"
        case "unknown":
            path = "/v/00000000"
        case "early":
            path = f"/v/{town.invite(opens_in=DAY, closes_in=2 * DAY).code}"
        case "closed":
            path = f"/v/{town.invite(opens_in=-2 * DAY, closes_in=-DAY).code}"
        case "start":
            path = f"/v/{town.invite().code}"
        case "info":
            path = f"/v/{town.invite().code}/{language}/info"
        case "wrong withdrawal":
            path = f"/v/{town.invite().code}/{language}/withdraw"
        case "told":
            path = f"/v/{town.told().code}/{language}"
        case "thanks":
            path = f"/v/{town.invite().code}/{language}/thanks"
        case "pin" | "wrong pin":
            path = f"/k/{town.invite().code}"
        case "lesson over":
            path = f"/k/{town.invite().code}/nowhere"
        case _ if kind.startswith("tablet"):
            path = open_tablet(page, town)
        case _:
            path = f"/v/{town.invite().code}/{language}" + "/steps" * (kind in STEPS)
    page.goto(path)
    if kind in ("wrong pin", "wrong withdrawal"):
        land(page)
    if kind in ("tablet step", "tablet done"):
        page.locator(f".languages a[lang={language}]").click()
        page.locator("[name=on_page]").wait_for(state="attached")
    if kind == "tablet step":
        let_time_pass(page)
    if kind == "tablet done":
        step_to(page, "beter")
        send(page)
        page.locator(".no").click()
        page.locator(".next").wait_for()
    if kind == "mistake":
        page.locator("[name=hulp][value=yes]").check()
        page.locator("[name=kinderen]").fill("99")
        page.locator("[name=beter]").fill("a" * (LONGEST_COMMENT + 1))
        land(page)
        page.get_by_role("alert").wait_for()
    if kind == "worried":
        page.locator("[name=beter]").fill("Mijn vader slaat me.")
        land(page, "[name=wants_code]")
        land(page, ".no")
        page.get_by_role("note").wait_for()
    if kind == "skipped":
        land(page)
    if kind in STEPS:
        step_to(page, STEPS[kind])
    if kind == "wrong step":
        page.locator("[name=kinderen]").fill("99")
        land(page)
    if kind == "steps skipped":
        land(page)
    if kind == "steps end":
        page.locator("[name=key]").evaluate("it => it.value = 'worn out'")
        land(page)
        land(page, ".no")
    if kind == "changed":
        page.locator("[name=so_far]").evaluate("it => it.value = 'x' + it.value")
        land(page)
    for closed in page.locator("summary").all():
        closed.click()
