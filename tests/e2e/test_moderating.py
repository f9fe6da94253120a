"""A moderator mends a comment on a phone, without JavaScript, by tapping and by keyboard."""

from uuid import UUID

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from analysis.comments import ReviewedComment
from analysis.preparation import prepare
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from feedback.work import embedder
from tests.cast import a_user
from tests.e2e.eyes import PHONE
from tests.e2e.staff import sign_in
from tests.e2e.town import Town
from tests.factories import a_link, a_region, a_school, a_wave, close, respond

TEXT = "Juf Sanne de Wit van De Zonnebloem belde op 06-12345678. Vraag hem in de rolstoel maar."
SMALLEST_TARGET = 44


@pytest.fixture(scope="module")
def comment_id(town: Town) -> UUID:
    with town.app.app_context():
        session = db.session()
        school = a_school(session, "De Brug", municipality="Leesdam")
        region = a_region(session, "In de leeskamer", schools=[school])
        wave = a_wave(session, town.keys, region=region)
        respond(session, a_link(session, wave, school), comments={"toelichting": TEXT})
        prepare(session, close(session, town.keys, wave), embedder())
        session.commit()
        found = session.scalars(
            select(ReviewedComment.id).where(ReviewedComment.wave_id == wave.id)
        ).one()
        region_id = region.id
    a_user(
        town.app, email="leest@klankbord.example", role=Role.MODERATOR,
        kind=OrganisationKind.REGION, organisation_id=region_id,
    )  # fmt: skip
    return found


@pytest.fixture
def room(new_page, town: Town, comment_id: UUID) -> Page:
    page = new_page(viewport=PHONE, locale="en", java_script_enabled=False, has_touch=True)
    sign_in(town.app, page, "leest@klankbord.example")
    page.goto(f"/comments/{comment_id}")
    return page


def text_of(page: Page) -> str:
    return page.get_by_label("Text that others may read").input_value()


def tap(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).tap()


def test_each_word_and_placeholder_is_big_enough_for_a_thumb(room: Page):
    targets = room.locator(".word, button.placeholder").all()

    boxes = [target.bounding_box() for target in targets]

    assert len(boxes) > 10
    assert min(box["height"] for box in boxes) >= SMALLEST_TARGET
    assert min(box["width"] for box in boxes) >= SMALLEST_TARGET


def test_targets_do_not_lie_over_one_another(room: Page):
    boxes = [target.bounding_box() for target in room.locator(".word, button.placeholder").all()]

    def overlap(one, other):
        return (
            one["x"] + 1 < other["x"] + other["width"]
            and other["x"] + 1 < one["x"] + one["width"]
            and one["y"] + 1 < other["y"] + other["height"]
            and other["y"] + 1 < one["y"] + one["height"]
        )

    pairs = [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :]]
    assert not any(overlap(*pair) for pair in pairs)


def test_a_name_is_put_back_and_another_word_is_hidden_with_a_thumb(room: Page):
    before = text_of(room)
    assert "Sanne" not in before

    tap(room, "Sanne de Wit")
    assert "Juf Sanne de Wit" in text_of(room)
    room.locator(".word", has_text="rolstoel").tap()
    tap(room, "Hide the ticked words")

    assert text_of(room).endswith("in de [naam] maar.")
    assert "Sanne de Wit" in text_of(room)


def test_enter_on_a_ticked_word_hides_it(room: Page):
    word = room.get_by_role("checkbox", name="maar")
    word.focus()
    room.keyboard.press("Space")
    with room.expect_navigation():
        room.keyboard.press("Enter")

    assert text_of(room).endswith("in de rolstoel [naam].")
    assert "Sanne" not in text_of(room)


def test_the_word_in_focus_shows(room: Page):
    room.keyboard.press("Tab")
    room.get_by_role("checkbox", name="rolstoel").focus()
    room.keyboard.press("Shift+Tab")
    room.keyboard.press("Tab")

    outline = room.locator(".word:focus-within").evaluate("one => getComputedStyle(one).outline")
    assert "3px" in outline
