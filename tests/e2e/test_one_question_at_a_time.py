"""One question at a time, on a phone, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from surveys.items import LONGEST_COMMENT, RespondentGroup
from tests.e2e.respondent import (
    PICKED,
    SEND,
    WRITTEN,
    expect_thanks,
    fill_in,
    filled_in,
    land,
    press_next,
    send,
    step_to,
    walk,
)
from tests.e2e.town import Town


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phone(request, new_page) -> Page:
    return new_page(java_script_enabled=request.param)


def lose_connection(page: Page) -> None:
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator(SEND).click()
    page.wait_for_url("chrome-error://**")


def on_page(page: Page) -> str:
    return page.locator("[name=on_page]").input_value()


def go_back(page: Page) -> None:
    page.locator("button[name=go_to]").last.click()


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_everything_that_is_answered_one_by_one_arrives_once(phone: Page, town: Town, language):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/{language}")
    phone.locator("button[formaction$=steps]").click()

    walk(phone, town.questions(invitation, language))
    phone.locator("[name=may_quote]").check()
    send(phone)

    expect_thanks(phone, invitation, language)
    [form] = town.handed_in(invitation)
    assert (form.answers, form.comments) == (PICKED, WRITTEN)
    assert (form.language, form.may_quote) == (language, True)


def test_children_get_one_question_at_a_time(phone: Page, town: Town):
    invitation = town.invite(group=RespondentGroup.CHILD)

    phone.goto(f"/v/{invitation.code}/nl")

    expect(phone.locator("fieldset")).to_have_count(1)
    expect(phone.get_by_text("Vraag 1 van 9")).to_be_visible()
    phone.get_by_role("button", name="Alle vragen op één pagina").click()
    expect(phone.locator("fieldset[id]")).to_have_count(9)


def test_a_question_that_does_not_apply_is_passed_over(phone: Page, town: Town):
    phone.goto(f"/v/{town.invite().code}/nl/steps")
    step_to(phone, "hulp")
    phone.locator("[value=no]").check()

    press_next(phone)

    assert on_page(phone) == "vervoer"
    go_back(phone)
    expect(phone.locator("[value=no]")).to_be_checked()


def test_going_back_and_on_keeps_every_answer(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl/steps")
    walk(phone, town.questions(invitation, "nl"))

    for _ in range(4):
        go_back(phone)
    expect(phone.locator("[name=cijfer][value='8']")).to_be_checked()
    walk(phone, town.questions(invitation, "nl"), {}, {"beter": "Niets."})
    send(phone)

    expect_thanks(phone, invitation, "nl")
    [form] = town.handed_in(invitation)
    assert (form.answers, form.comments) == (PICKED, WRITTEN | {"beter": "Niets."})


def test_another_rendering_or_language_midway_keeps_every_answer(phone: Page, town: Town):
    invitation = town.invite()
    questions = {language: town.questions(invitation, language) for language in ("nl", "ar")}
    phone.goto(f"/v/{invitation.code}/nl/steps")
    walk(phone, questions["nl"])

    phone.locator("summary").first.click()
    phone.locator("button[lang=ar]").click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.locator("[name=beter]")).to_have_value(WRITTEN["beter"])
    phone.locator("button[formaction$=all]").click()
    assert filled_in(phone, questions["ar"]) == (PICKED, WRITTEN)

    phone.locator("button[formaction$=steps]").click()
    walk(phone, questions["ar"], {}, {})
    send(phone)
    expect_thanks(phone, invitation, "ar")
    [form] = town.handed_in(invitation)
    assert (form.answers, form.comments) == (PICKED, WRITTEN)


@pytest.mark.parametrize("item", ["plezier", "kinderen", "beter"])
def test_going_back_after_a_lost_connection_finds_every_answer(phone: Page, town: Town, item: str):
    invitation = town.invite()
    questions = town.questions(invitation, "nl")
    phone.goto(f"/v/{invitation.code}/nl/steps")
    answers: dict[str, list[str]] = {}
    while on_page(phone) != item:
        walk_one(phone, questions, answers)
        press_next(phone)
    walk_one(phone, questions, answers)

    lose_connection(phone)
    phone.go_back()
    phone.context.set_offline(False)
    walk(phone, questions, {code: PICKED[code] for code in PICKED if code not in answers}, {})
    phone.locator("[name=beter]").fill(WRITTEN["beter"])
    send(phone)

    expect_thanks(phone, invitation, "nl")
    [form] = town.handed_in(invitation)
    assert form.answers == PICKED


def walk_one(page: Page, questions, answers: dict[str, list[str]]) -> None:
    """Answer the question on the page."""
    item = on_page(page)
    answers[item] = PICKED.get(item, [])
    one = type(questions)(
        questions.title,
        "",
        questions.language,
        True,
        tuple(each for each in questions.questions if each.code == item),
    )
    fill_in(page, one)


def test_a_connection_that_is_lost_after_a_mistake_loses_nothing(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl/steps")
    walk(phone, town.questions(invitation, "nl"), PICKED, {"beter": "a" * (LONGEST_COMMENT + 1)})
    send(phone)
    phone.get_by_role("alert").wait_for()
    phone.locator("[name=beter]").fill("Kort.")

    lose_connection(phone)
    phone.go_back()

    expect(phone.locator("[name=beter]")).to_have_value("Kort.")
    phone.context.set_offline(False)
    send(phone)
    phone.locator(".no, h1").first.wait_for()
    if phone.locator(".no").count():
        phone.locator(".no").click()
    expect_thanks(phone, invitation, "nl")
    [form] = town.handed_in(invitation)
    assert (form.answers, form.comments) == (PICKED, {"beter": "Kort."})


def test_the_back_button_of_the_browser_shows_the_question_before(phone: Page, town: Town):
    phone.goto(f"/v/{town.invite().code}/nl/steps")
    phone.locator("[name=plezier][value='3']").check()
    land(phone)
    phone.locator("[name=hulp][value=yes]").check()
    land(phone)

    phone.go_back()

    assert on_page(phone) == "hulp"
    expect(phone.locator("[name=hulp][value=yes]")).to_be_checked()
    press_next(phone)
    assert on_page(phone) == "wie-helpt"


def test_a_form_that_is_sent_again_after_going_back_counts_once(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl/steps")
    walk(phone, town.questions(invitation, "nl"))
    send(phone)
    expect_thanks(phone, invitation, "nl")

    phone.go_back()
    send(phone)

    expect_thanks(phone, invitation, "nl")
    assert len(town.handed_in(invitation)) == 1


def test_enter_in_a_field_sends_nothing(phone: Page, town: Town):
    phone.goto(f"/v/{town.invite().code}/nl/steps")
    step_to(phone, "kinderen")
    at = phone.url

    phone.locator("[name=kinderen]").fill("2")
    phone.locator("[name=kinderen]").press("Enter")
    phone.wait_for_timeout(300)

    assert (phone.url, on_page(phone)) == (at, "kinderen")


def test_who_skipped_questions_is_asked_once_and_is_led_through_them(phone: Page, town: Town):
    invitation = town.invite()
    left_out = PICKED | {"hulp": ["no"], "vervoer": [], "kinderen": [""]}
    phone.goto(f"/v/{invitation.code}/nl/steps")
    walk(phone, town.questions(invitation, "nl"), left_out)
    send(phone)

    check = phone.get_by_role("alert")
    expect(check).to_be_focused()
    expect(check).to_contain_text("2 vragen overgeslagen. Nog invullen?")
    check.get_by_role("button", name="Ja").click()
    assert on_page(phone) == "vervoer"
    phone.locator("[value=fiets]").check()
    press_next(phone)
    assert on_page(phone) == "kinderen"
    send(phone)

    expect_thanks(phone, invitation, "nl")
    [form] = town.handed_in(invitation)
    assert form.answers["vervoer"] == ["fiets"]
    assert "kinderen" not in form.answers


def test_who_skipped_questions_may_send_all_the_same(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl/steps")
    step_to(phone, "beter")
    send(phone)

    phone.get_by_role("button", name="Nee, versturen").click()

    expect_thanks(phone, invitation, "nl")
    [form] = town.handed_in(invitation)
    assert (form.answers, form.comments) == ({}, {})


def test_the_keyboard_goes_through_a_step_in_its_order(new_page, town: Town):
    page: Page = new_page()
    page.goto(f"/v/{town.invite().code}/nl/steps")
    step_to(page, "cijfer")
    stops = []

    for _ in range(6):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim().split('\\n')[0]"))

    assert stops[1:5] == ["", "Volgende", "Terug", "Alle vragen op één pagina"]


def test_a_step_stays_readable_in_forced_colours(new_page, town: Town):
    page: Page = new_page(forced_colors="active")
    page.goto(f"/v/{town.invite().code}/nl/steps")

    page.locator("[name=plezier][value='3']").check()

    expect(page.locator("#q-plezier label.o").first).to_have_css("border-top-width", "3px")
    expect(page.locator(SEND)).to_be_visible()
