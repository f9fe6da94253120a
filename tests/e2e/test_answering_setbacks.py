"""What goes wrong on the way: a lost connection, a form sent twice, a text that is too long."""

import re

import pytest
from playwright.sync_api import Page, expect

from surveys.items import LONGEST_COMMENT
from tests.e2e.respondent import (
    PICKED,
    WRITTEN,
    expect_thanks,
    fill_in,
    filled_in,
    send,
    send_what_there_is,
)
from tests.e2e.town import DAY, Town

TOO_LONG = "a" * (LONGEST_COMMENT + 1)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phone(request, new_page) -> Page:
    return new_page(java_script_enabled=request.param)


def lose_connection_while_sending(page: Page) -> None:
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        send(page)
    page.wait_for_url("chrome-error://**")


def switch_to_arabic(page: Page) -> None:
    page.locator("summary").first.click()
    page.locator("button[lang=ar]").click()
    page.wait_for_url("**/ar/switch")


def test_going_back_after_a_lost_connection_finds_every_answer(phone: Page, town: Town):
    invitation = town.invite()
    questions = town.questions(invitation, "nl")
    phone.goto(f"/v/{invitation.code}/nl")
    fill_in(phone, questions)

    lose_connection_while_sending(phone)
    phone.go_back()

    assert filled_in(phone, questions) == (PICKED, WRITTEN)
    phone.context.set_offline(False)
    send(phone)
    expect_thanks(phone, invitation, "nl")
    assert len(town.handed_in(invitation)) == 1


def test_going_back_finds_every_answer_also_after_a_change_of_language(phone: Page, town: Town):
    invitation = town.invite()
    questions = town.questions(invitation, "ar")
    phone.goto(f"/v/{invitation.code}/nl")
    switch_to_arabic(phone)
    fill_in(phone, questions)

    lose_connection_while_sending(phone)
    phone.go_back()

    assert filled_in(phone, questions) == (PICKED, WRITTEN)


def test_going_back_finds_every_answer_also_after_a_mistake(phone: Page, town: Town):
    invitation = town.invite()
    questions = town.questions(invitation, "nl")
    phone.goto(f"/v/{invitation.code}/nl")
    fill_in(phone, questions, PICKED | {"kinderen": ["99"]})
    send(phone)
    phone.get_by_role("alert").wait_for()
    phone.locator("[name=kinderen]").fill("2")

    lose_connection_while_sending(phone)
    phone.go_back()

    assert filled_in(phone, questions) == (PICKED, WRITTEN)


def test_a_form_that_is_sent_again_counts_once(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl")
    fill_in(phone, town.questions(invitation, "nl"))
    send(phone)
    expect_thanks(phone, invitation, "nl")

    phone.go_back()
    send(phone)

    expect_thanks(phone, invitation, "nl")
    assert len(town.handed_in(invitation)) == 1


def test_a_form_that_is_opened_anew_counts_by_itself(phone: Page, town: Town):
    invitation = town.invite()

    for _ in range(2):
        phone.goto(f"/v/{invitation.code}/nl")
        send_what_there_is(phone)
        expect_thanks(phone, invitation, "nl")

    assert len(town.handed_in(invitation)) == 2


def test_a_text_that_is_too_long_is_given_back_with_all_answers(phone: Page, town: Town):
    invitation = town.invite()
    questions = town.questions(invitation, "nl")
    phone.goto(f"/v/{invitation.code}/nl")
    fill_in(phone, questions, written=WRITTEN | {"beter": TOO_LONG})

    with phone.expect_response("**/send") as answered:
        send(phone)

    assert answered.value.status == 422
    assert filled_in(phone, questions) == (PICKED, WRITTEN | {"beter": TOO_LONG})
    assert town.handed_in(invitation) == []


def test_the_summary_of_what_is_wrong_has_focus_and_leads_to_the_field(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl")
    phone.locator("[name=beter]").fill(TOO_LONG)
    send(phone)

    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()

    field = phone.locator("[name=beter]")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        f"Schrijf geen namen op. {town.say('nl', 'This text is too long. Please make it shorter.')}"
    )


def test_a_mended_form_is_taken_in(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl")
    phone.locator("[name=beter]").fill(TOO_LONG)
    send(phone)

    phone.locator("[name=beter]").fill("Kort.")
    send_what_there_is(phone)

    expect_thanks(phone, invitation, "nl")
    assert [form.comments for form in town.handed_in(invitation)] == [{"beter": "Kort."}]


def test_a_number_out_of_range_is_explained_beside_the_field(phone: Page, town: Town):
    invitation = town.invite()
    phone.goto(f"/v/{invitation.code}/nl")

    phone.locator("[name=kinderen]").fill("99")
    send(phone)

    expect(phone.locator("[name=kinderen]")).to_have_accessible_description(re.compile("0.*20"))


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize(
    ("times", "status"),
    [
        (None, 404),
        ({"opens_in": DAY, "closes_in": 2 * DAY}, 200),
        ({"opens_in": -2 * DAY, "closes_in": -DAY}, 200),
    ],
    ids=["unknown", "early", "closed"],
)
def test_a_link_without_a_form_is_explained_in_the_language_of_the_browser(
    new_page, town: Town, times, status: int, language: str
):
    page = new_page(locale=language)
    code = town.invite(**times).code if times else "00000000"

    answer = page.goto(f"/v/{code}")

    assert answer.status == status
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
