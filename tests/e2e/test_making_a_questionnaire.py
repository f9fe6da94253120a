"""A newcomer makes a questionnaire of five questions in two languages, and sees it on a phone."""

import pytest
from playwright.sync_api import Page, expect

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from surveys.drafts import start_next_version
from surveys.questionnaires import find_version
from tests.cast import a_user
from tests.e2e.eyes import PHONE, look
from tests.e2e.staff import sign_in
from tests.e2e.town import Town
from tests.factories import a_version, now

DESK = {"width": 1280, "height": 900}
QUESTIONS = (
    "Voelt u zich welkom op school?",
    "Helpt de hulp uw kind?",
    "Weet u wie u kunt bellen?",
)
IN_ENGLISH = {
    "Hulp op school": "Help at school",
    "Uw antwoord helpt de school.": "Your answer helps the school.",
    QUESTIONS[0]: "Do you feel welcome at school?",
    QUESTIONS[1]: "Does the help help your child?",
    QUESTIONS[2]: "Do you know whom to call?",
    "Ja, dat weet ik": "Yes, I know",
    "Nee, dat weet ik niet": "No, I do not know",
    "Wat kan beter?": "What can be better?",
}


@pytest.fixture(scope="module")
def maker(town: Town) -> str:
    email = "maker@klankbord.example"
    a_user(
        town.app, email=email, role=Role.ADMINISTRATOR, kind=OrganisationKind.INSTALLATION,
        organisation_id=None,
    )  # fmt: skip
    return email


@pytest.fixture(params=[{}, {"java_script_enabled": False}], ids=["script", "no-script"])
def page(request, new_page, town: Town, maker: str) -> Page:
    page = sign_in(town.app, new_page(**request.param), maker)
    page.goto("/questionnaires/")
    return page


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Opslaan", exact=True).click()


def add(page: Page, text: str, kind: str, answers: str = "") -> None:
    page.get_by_role("link", name="Vraag toevoegen").click()
    page.get_by_label("Vraag, in het Nederlands").fill(text)
    page.get_by_label("Soort vraag").select_option(kind)
    if answers:
        page.get_by_label("Antwoorden", exact=True).select_option(answers)


def test_five_questions_in_two_languages(page: Page, town: Town):
    page.get_by_role("link", name="Nieuwe vragenlijst").click()
    page.get_by_label("Titel, in het Nederlands").fill("Hulp op school")
    page.get_by_label("Inleiding, in het Nederlands").fill("Uw antwoord helpt de school.")
    page.get_by_label("English").check()
    page.get_by_role("button", name="Beginnen").click()

    for question in QUESTIONS[:2]:
        add(page, question, "scale", "agree5")
        save(page)
    add(page, QUESTIONS[2], "single", "")
    page.get_by_label("Antwoord 1").fill("Ja, dat weet ik")
    page.get_by_label("Antwoord 2").fill("Nee, dat weet ik niet")
    save(page)
    page.get_by_role("link", name="Kies uit de bibliotheek").click()
    page.get_by_label("Hoe makkelijk kreeg u hulp?").or_(
        page.locator("[name=item]").first
    ).first.check()
    page.get_by_role("button", name="Neem over").click()
    add(page, "Wat kan beter?", "comment")
    save(page)
    expect(page.locator("ol.cards > li")).to_have_count(5)

    page.get_by_role("button", name=f"Omlaag: {QUESTIONS[0]}").press("Enter")
    expect(page.locator("ol.cards > li").first).to_contain_text(QUESTIONS[1])
    page.get_by_role("row", name="English").get_by_role("link").click()
    for pair in page.locator(".pair").all():
        source = pair.locator("[lang=nl]").inner_text()
        if source in IN_ENGLISH:
            pair.get_by_role("textbox").fill(IN_ENGLISH[source])
    save(page)

    page.get_by_role("link", name="Hulp op school").click()
    page.get_by_role("link", name="Bekijk op een telefoon").click()
    page.get_by_label("Taal").select_option("en")
    page.get_by_role("button", name="Toon").click()
    phone = page.frame_locator("iframe")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Help at school")
    expect(phone.get_by_text(IN_ENGLISH[QUESTIONS[0]])).to_be_visible()
    expect(phone.get_by_text("Strongly agree").first).to_be_visible()

    page.get_by_role("link", name="Hulp op school").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Maak klaar voor gebruik").click()
    with town.app.app_context():
        version = find_version(
            db.session(), page.get_by_text("versie 1").inner_text().split(",")[0]
        )
        assert version is not None
        assert version.languages == ["nl", "en"]
        assert [item.kind for item in version.items].count("scale") >= 2


def test_what_is_wrong_stands_beside_it_and_nothing_typed_is_lost(page: Page):
    page.get_by_role("link", name="Nieuwe vragenlijst").click()
    page.get_by_label("Inleiding, in het Nederlands").fill("Waarom wij dit vragen.")
    page.get_by_role("button", name="Beginnen").click()

    expect(page.get_by_role("alert")).to_contain_text("Geef de vragenlijst een titel.")
    expect(page.get_by_label("Inleiding, in het Nederlands")).to_have_value(
        "Waarom wij dit vragen."
    )


PAGES = (
    "/questionnaires/", "/questionnaires/drafts/new", "/questionnaires/drafts/{draft}",
    "/questionnaires/drafts/{draft}/about", "/questionnaires/drafts/{draft}/items/new",
    "/questionnaires/drafts/{draft}/items/dichtbij", "/questionnaires/drafts/{draft}/library",
    "/questionnaires/drafts/{draft}/languages/en", "/questionnaires/drafts/{draft}/differences",
    "/questionnaires/preview/draft/{draft}", "/questionnaires/files/read",
    "/questionnaires/files/translated/{draft}",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(new_page, maker: str, town: Town, path: str):
    page = sign_in(town.app, new_page(bypass_csp=True), maker)
    with town.app.app_context():
        draft = start_next_version(db.session(), a_version(db.session()), now=now())
        db.session.commit()
        number = draft.id

    answer = page.goto(path.format(draft=number))

    assert answer is not None
    assert answer.status == 200
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert look(page, PHONE, DESK) == []
