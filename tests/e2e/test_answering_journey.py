"""From the poster to the thanks, on a phone, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.respondent import (
    PICKED,
    WRITTEN,
    expect_thanks,
    fill_in,
    filled_in,
    land,
    send,
    send_what_there_is,
)
from tests.e2e.town import Town

pytestmark = pytest.mark.parametrize(
    "page_options", [{}, {"java_script_enabled": False}], ids=["script", "no-script"]
)


@pytest.fixture
def phone(new_page, page_options) -> Page:
    return new_page(**page_options)


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_everything_that_a_respondent_fills_in_arrives_once(phone: Page, town: Town, language: str):
    invitation = town.invite()
    questions = town.questions(invitation, language)

    phone.goto(f"/v/{invitation.code}")
    phone.locator(f".languages a[lang={language}]").click()
    fill_in(phone, questions)
    phone.get_by_label(
        town.say(language, "Yes, others may read a sentence of mine, without my name.")
    ).check()
    send(phone)

    expect_thanks(phone, invitation, language)
    [form] = town.handed_in(invitation)
    assert (form.answers, form.comments) == (PICKED, WRITTEN)
    assert (form.language, form.may_quote) == (language, True)


def test_an_empty_form_is_welcome(phone: Page, town: Town):
    invitation = town.invite()

    phone.goto(f"/v/{invitation.code}/nl")
    send_what_there_is(phone)

    expect_thanks(phone, invitation, "nl")
    [form] = town.handed_in(invitation)
    assert (form.answers, form.comments, form.may_quote) == ({}, {}, False)


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_who_asked_for_a_code_can_delete_the_form(phone: Page, town: Town, language: str):
    invitation = town.invite()

    phone.goto(f"/v/{invitation.code}/{language}")
    land(phone, "[name=wants_code]")
    land(phone, ".no")
    code = phone.locator(".code").inner_text()
    assert len(town.handed_in(invitation)) == 1
    phone.locator("a[href$=withdraw]").click()
    phone.get_by_role("textbox").fill(code.lower())
    land(phone)

    expect(phone).to_have_url(f"/v/{invitation.code}/{language}/withdrawn")
    assert town.handed_in(invitation) == []


def test_who_skipped_questions_is_asked_once_and_is_led_to_the_first(phone: Page, town: Town):
    invitation = town.invite()
    questions = town.questions(invitation, "nl")
    left_out = PICKED | {"hulp": ["no"], "wie-helpt": [], "vervoer": [], "kinderen": [""]}
    phone.goto(f"/v/{invitation.code}/nl")
    fill_in(phone, questions, left_out)
    send(phone)

    check = phone.get_by_role("alert")
    expect(check).to_be_focused()
    expect(check).to_contain_text("2 vragen overgeslagen. Nog invullen?")
    assert filled_in(phone, questions) == (left_out, WRITTEN)
    check.get_by_role("link", name="Ja").click()
    expect(phone.locator("[name=vervoer]").first).to_be_focused()
    send(phone)

    expect_thanks(phone, invitation, "nl")
    assert len(town.handed_in(invitation)) == 1


def test_the_pages_ask_for_nothing_but_themselves(phone: Page, town: Town, base_url: str):
    invitation = town.invite()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url.removeprefix(base_url)))

    phone.goto(f"/v/{invitation.code}")
    phone.locator(".languages a[lang=nl]").click()
    fill_in(phone, town.questions(invitation, "nl"))
    send(phone)
    expect_thanks(phone, invitation, "nl")

    at = f"/v/{invitation.code}"
    assert [url for url in asked if not url.startswith("data:")] == [
        at, f"{at}/nl", f"{at}/nl/send", f"{at}/nl/thanks",
    ]  # fmt: skip


def test_nothing_stays_behind_in_the_browser(phone: Page, town: Town):
    invitation = town.invite()

    phone.goto(f"/v/{invitation.code}/nl")
    fill_in(phone, town.questions(invitation, "nl"))
    send(phone)
    expect_thanks(phone, invitation, "nl")

    assert phone.context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    assert phone.evaluate("sessionStorage.length") == 0


def test_another_language_midway_keeps_every_answer(phone: Page, town: Town):
    invitation = town.invite()
    dutch, arabic = (town.questions(invitation, language) for language in ("nl", "ar"))

    phone.goto(f"/v/{invitation.code}/nl")
    fill_in(phone, dutch)
    phone.locator("[name=may_quote]").check()
    phone.locator("summary").first.click()
    phone.locator("button[lang=ar]").click()

    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert filled_in(phone, arabic) == (PICKED, WRITTEN)
    send(phone)
    expect_thanks(phone, invitation, "ar")
    [form] = town.handed_in(invitation)
    assert (form.language, form.may_quote) == ("ar", True)


def test_enter_in_a_field_neither_sends_the_form_nor_changes_its_language(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl")

    phone.locator("[name=kinderen]").fill("2")
    phone.locator("[name=kinderen]").press("Enter")
    phone.wait_for_timeout(300)

    expect(phone).to_have_url(f"/v/{invitation.code}/nl")
    assert town.handed_in(invitation) == []


def test_a_follow_up_question_shows_only_after_the_answers_that_lead_to_it(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl")
    follow_up = phone.locator("#q-wie-helpt")
    seen = []

    for answer in ("no", "partly", "no", "yes"):
        phone.locator(f"[name=hulp][value={answer}]").check()
        seen.append(follow_up.is_visible())

    assert seen == [False, True, False, True]


def test_answers_to_a_question_that_went_away_are_dropped(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl")

    fill_in(phone, town.questions(invitation, "nl"))
    phone.locator("[name=hulp][value=no]").check()
    send(phone)

    expect_thanks(phone, invitation, "nl")
    [form] = town.handed_in(invitation)
    assert form.answers == {
        item: codes for item, codes in PICKED.items() if item != "wie-helpt"
    } | {"hulp": ["no"]}


def test_a_code_is_read_as_people_type_it(phone: Page, town: Town):
    invitation = town.invite()

    phone.goto("/")
    phone.get_by_role("textbox").fill(f" {invitation.code[:4].lower()} - {invitation.code[4:]}")
    phone.get_by_role("textbox").press("Enter")

    expect(phone).to_have_url(f"/v/{invitation.code}", ignore_case=True)
    expect(phone.get_by_text("De Brug & 't Anker")).to_be_visible()
