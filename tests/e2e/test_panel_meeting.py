"""A meeting of the klankbordgroep: three members, from reading to frozen themes."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page
from sqlalchemy.orm import Session

from analysis.comments import Decision
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from surveys.distribution import Link
from tests.cast import a_user
from tests.e2e.eyes import PHONE, look
from tests.e2e.staff import sign_in
from tests.e2e.town import Town
from tests.factories import a_link, a_region, a_reviewed_comment, a_school, a_theme, a_wave

SCREEN = {"width": 1920, "height": 1080}
TEXTS = {
    "Wachten": "Wij wachten al {} maanden op hulp.",
    "Wachtlijst": "De wachtlijst duurt {} weken.",
    "School": "De juf belt ons {} keer.",
}


@dataclass
class Member:
    """Somebody with a phone of their own."""

    page: Page
    root: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.root}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def see(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def check(self) -> None:
        """Look at the page as axe does, on a phone and in the dark."""
        assert look(self.page, PHONE) == []
        assert self.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.fixture
def link(town: Town) -> Link:
    with town.app.app_context():
        session = db.session()
        school = a_school(session, "De Brug", municipality="Tafeldam")
        wave = a_wave(session, town.keys, region=a_region(session, "Aan tafel", schools=[school]))
        link = a_link(session, wave, school)
        for name, text in TEXTS.items():
            more = 12 if name == "School" else 0
            comments = add(session, link, text, 12) + add(session, link, "De taxi komt {}×.", more)
            a_theme(session, wave, comments, name=name)
        session.commit()
        session.refresh(link)
        _ = link.wave.campaign.region_id
        return link


def add(session: Session, link: Link, text: str, n: int) -> list:
    return [
        a_reviewed_comment(session, link, text.format(number + 2), decision=Decision.RELEASED)
        for number in range(n)
    ]


@pytest.fixture
def members(new_page, town: Town, link: Link) -> list[Member]:
    campaign = link.wave.campaign
    members = []
    for name in ("ans", "bram", "coskun"):
        email = f"{name}{campaign.id}@panel.example"
        a_user(
            town.app, email=email, role=Role.PANEL_MEMBER,
            kind=OrganisationKind.REGION, organisation_id=campaign.region_id,
        )  # fmt: skip
        page = sign_in(town.app, new_page(bypass_csp=True, locale="en"), email)
        members.append(Member(page, f"/comments/campaigns/{campaign.id}"))
    return members


def code_all(member: Member, *, differs: bool) -> None:
    """Code every comment by what it says; or one of them as nobody else does."""
    member.open("/meeting")
    member.page.get_by_role("link", name="Code comments").click()
    member.check()
    for number in range(30):
        said = member.page.locator("main blockquote").inner_text()
        own = "Wachten" if "wacht" in said.casefold() else "School"
        member.choose("Wachtlijst" if differs and number == 0 else own)
        member.press("Save and go on")
    member.see("You coded 30 of 30 comments.")


def test_a_meeting_from_coding_alone_to_frozen_themes(members: list[Member]):
    chair = members[0]
    chair.open("/meeting")
    chair.check()
    chair.press("Let everybody code alone")
    for number, member in enumerate(members):
        code_all(member, differs=number == 2)

    chair.open("/meeting")
    chair.press("Stop coding and compare")
    chair.page.get_by_role("link", name="How far you agreed when you coded alone").click()
    chair.see("3 members coded comments alone.")
    chair.see("Krippendorff’s alpha: 0.9")
    assert chair.page.locator("article").count() == 1
    chair.check()

    chair.page.goto("/comments/themes")
    chair.page.get_by_role("link", name="Wachtlijst").click()
    chair.check()
    chair.page.get_by_label("Merge into").select_option(label="Wachten")
    chair.press("Merge")
    assert chair.page.get_by_role("heading", level=1).inner_text() == "Wachten"

    chair.open("?q=taxi")
    boxes = chair.page.locator("main input[type=checkbox]")
    assert boxes.count() == 12
    for box in boxes.all():
        box.check()
    chair.check()
    chair.page.get_by_label("Move the ticked comments to").select_option(label="A new theme")
    chair.page.get_by_label("Name of the new theme").fill("Vervoer")
    chair.press("Move")

    chair.page.goto("/comments/themes")
    chair.page.get_by_role("link", name="Vervoer").click()
    chair.page.get_by_label("Name of the theme").fill("Taxi")
    chair.page.get_by_label("What it is about").fill("De taxi naar school.")
    chair.press("Save")
    assert chair.page.get_by_role("heading", level=1).inner_text() == "Taxi"
    members[1].page.goto(chair.page.url)
    members[1].page.get_by_label("I see it differently").fill("Dit is geen hulp.")
    members[1].press("Keep my view")
    members[1].see("Dit is geen hulp.")

    chair.open("/history")
    chair.check()
    assert (
        chair.page.locator("li.card")
        .all_inner_texts()[0]
        .startswith("“Vervoer” is now called “Taxi”")
    )
    chair.page.get_by_role("button", name="Undo").first.click()
    chair.see("Undone: “Vervoer” is now called “Taxi”")
    chair.page.goto("/comments/themes")
    assert chair.page.get_by_role("link", name="Vervoer").count() == 1
    assert chair.page.get_by_role("link", name="Taxi", exact=True).count() == 0

    chair.open("/meeting")
    chair.press("Go on to the vote")
    for member in members:
        member.open("/vote")
        for group in member.page.get_by_role("group").all():
            group.get_by_label("Keep it as it is").check()
        member.check()
        member.press("Save my vote")
        member.see("Your vote is saved.")
    chair.open("/meeting")
    chair.press("Freeze the themes")
    chair.check()
    chair.page.goto("/comments/themes")
    assert chair.page.get_by_role("button", name="Save the name").count() == 0
    chair.open("/history")
    chair.see("Vervoer: Keep it as it is: 3")
    assert chair.page.get_by_role("button", name="Undo").count() == 0
    chair.open("/meeting")
    chair.press("Unfreeze the themes")
    chair.open("/history")
    assert chair.page.get_by_role("button", name="Undo").count() > 0


def test_comments_are_dragged_to_a_theme_on_a_big_screen(members: list[Member]):
    page = members[0].page
    page.set_viewport_size(SCREEN)
    members[0].open("?q=taxi")
    lines = page.locator("label.line")
    lines.nth(0).get_by_role("checkbox").check()
    dragged = [lines.nth(number).locator("[dir=auto]").inner_text() for number in (0, 3)]

    drag(page, lines.nth(3), "Wachten")

    members[0].see("That is saved.")
    members[0].open(f"?q=taxi&theme={theme_called(page, 'Wachten')}")
    moved = page.locator("label.line [dir=auto]").all_inner_texts()
    assert sorted(moved) == sorted(dragged)

    members[0].open("?q=taxi")
    drag(page, lines.nth(5), "A new theme")
    assert lines.nth(5).get_by_role("checkbox").is_checked()
    assert page.evaluate("document.activeElement.name") == "name"
    assert look(page, SCREEN, PHONE) == []


def drag(page: Page, line: Locator, theme: str) -> None:
    """Drag as somebody with a mouse does: the places to drop come up when the drag begins."""
    line.scroll_into_view_if_needed()
    line.hover()
    page.mouse.down()
    page.mouse.move(400, 500, steps=3)
    place = page.locator(".places li", has_text=theme)
    box = place.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()


def theme_called(page: Page, name: str) -> str | None:
    return page.locator("#theme option", has_text=name).first.get_attribute("value")


def test_themes_are_read_from_the_back_of_the_room(members: list[Member]):
    page = members[0].page
    page.set_viewport_size(SCREEN)
    members[0].open("/present/1")

    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    assert page.evaluate(size) >= 48
    seen = [page.get_by_role("heading", level=1).inner_text()]
    while page.get_by_role("link", name="Next theme").count():
        page.get_by_role("link", name="Next theme").click()
        seen.append(page.get_by_role("heading", level=1).inner_text())
    assert seen == list(TEXTS)
    assert look(page, SCREEN, PHONE) == []
