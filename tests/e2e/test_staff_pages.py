"""The pages of staff in a browser: readable for everybody, and true to the published file."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.comments import CommentTranslation, Decision, ReviewedComment, decide, load_waiting
from analysis.interpretations import Standpoint
from analysis.panel import Dissent, add_dissent
from analysis.publications import Publication
from analysis.quote_checks import check_wordings
from analysis.quotes import word_quote
from analysis.theme_changes import describe
from analysis.themes import load_released, show_themes
from feedback import work
from feedback.accounts.models import User
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from feedback.i18n import now, today
from feedback.long_jobs import JobKind, draft_job
from surveys.agenda import Goal, Indicator, Row, set_value
from surveys.campaigns import Campaign, Wave, get_wave
from surveys.distribution import Link
from surveys.items import RespondentGroup
from surveys.organisations import School
from surveys.recordings import get_passage, record
from tests.cast import a_user
from tests.e2e.eyes import PHONE, look
from tests.e2e.staff import sign_in
from tests.e2e.town import Town
from tests.factories import (
    a_link,
    a_region,
    a_reviewed_comment,
    a_school,
    a_version,
    a_wave,
    an_action,
    an_advice,
    an_agenda,
    an_interpretation,
    respond,
)
from tests.sounds import an_opus

DESK = {"width": 1280, "height": 900}
REMARKS = (
    "Het wijkteam belt nooit terug als ik om hulp vraag",
    "De juf luistert goed naar mijn kind in de klas",
    "De wachtlijst voor hulp op school is veel te lang",
)


@dataclass(frozen=True)
class Published:
    """A wave that was published, with comments that were released and some that wait."""

    wave_id: int
    version_id: int
    publication_id: int
    region_id: int
    open_wave_id: int
    school_id: int
    theme_id: int
    advice_id: int
    asked_id: int
    domain_id: int
    goal_id: int
    indicator_id: int
    campaign_id: int
    job_id: int
    draft_id: int
    waiting_id: UUID
    arabic_id: UUID
    decided_id: UUID


@pytest.fixture(scope="module")
def published(town: Town) -> Published:
    with town.app.app_context():
        session = db.session()
        schools = [a_school(session, f"School {name}") for name in ("Oost", "West", "Noord")]
        region = a_region(session, schools=schools)
        wave = a_wave(session, town.keys, region=region)
        for school in schools:
            link = a_link(session, wave, school)
            for n in range(42):
                answers = {
                    "dichtbij": [("yes", "partly", "no")[n % 3]],
                    "cijfer": [str(3 + n % 7)],
                }
                if answers["dichtbij"] != ["no"]:
                    answers["wie"] = [("leraar", "wijkteam")[n % 2]]
                comments = {"toelichting": f"{REMARKS[n % 3]}, al {n + 2} weken."}
                respond(session, link, answers, comments=comments)
        record(session, get_passage(wave.version, "dichtbij", "", "nl"), an_opus())
        session.commit()
        wave_id, version_id, region_id = wave.id, wave.version_id, region.id
        open_wave = a_wave(session, town.keys, region=region, version=wave.version)
        for school in schools:
            a_link(session, open_wave, school).mode = "code"
            a_link(session, open_wave, school, RespondentGroup.YOUTH)
        session.commit()
        open_wave_id, school_id = open_wave.id, schools[0].id
        agenda = an_agenda_in_full(session, region)
        publish_a_wave_before(session, town, wave, schools)
        work.count_progress(open_wave_id, today())
        work.close_wave(wave_id)
        publication_id = work.publish_wave(wave_id).id
        for comment in load_waiting(session, limit=1000)[5:]:
            decide(session, comment.id, Decision.RELEASED, text=comment.text, today=today())
        session.commit()
        campaign = get_wave(session, wave_id).campaign
        campaign_id = campaign.id
        work.find_themes(campaign_id)
        theme_id = change_a_theme(session, campaign)
        publication = session.get_one(Publication, publication_id)
        said = an_interpretation(
            session, publication, unit=("region", region_id), story="Een moeder wachtte lang."
        )
        said.standpoints.append(Standpoint(stance="nuance", giver="panel", text="Niet overal."))
        waiting_id = load_waiting(session)[0].id
        arabic_id = an_arabic_comment(session, link).id
        decided_id = load_released(session, campaign)[0].id
        an_action(session, wave, None, status="busy", due_on=date(2020, 1, 1), owner="regisseur")
        an_action(
            session, wave, schools[0], item="dichtbij", due_on=date(2020, 1, 1), status="planned"
        )
        day = date(2027, 3, 3)
        answered = {"verdict": "partly", "reason": "Per wijk.", "due_on": day, "answered_on": day}
        advice_id = an_advice(session, region, **answered, owner="projectleider").id
        asked_id = an_advice(
            session, region, question="Wat helpt?", asked_on=day, text="", given_on=None
        ).id
        session.commit()
    for role in (Role.ADMINISTRATOR, Role.MODERATOR, Role.PANEL_MEMBER):
        kind = (
            OrganisationKind.INSTALLATION if role is Role.ADMINISTRATOR else OrganisationKind.REGION
        )
        number = None if role is Role.ADMINISTRATOR else region_id
        a_user(
            town.app,
            email=f"{role}@klankbord.example",
            role=role,
            kind=kind,
            organisation_id=number,
        )
    with town.app.app_context():
        give_views_a_writer(db.session())
        jobs = some_jobs(db.session(), open_wave_id)
    return Published(
        wave_id, version_id, publication_id, region_id, open_wave_id, school_id, theme_id,
        advice_id, asked_id, *agenda, campaign_id, *jobs, waiting_id, arabic_id, decided_id,
    )  # fmt: skip


def publish_a_wave_before(session: Session, town: Town, wave: Wave, schools: list[School]) -> None:
    """Hold and publish an earlier wave of the same campaign, to compare this one with."""
    earlier = a_wave(
        session, town.keys, region=wave.campaign.region, version=wave.version,
        opens_at=now() - timedelta(days=90),
    )  # fmt: skip
    earlier.campaign = wave.campaign
    for school in schools:
        link = a_link(session, earlier, school)
        for n in range(30):
            respond(session, link, {"dichtbij": [("yes", "no", "no")[n % 3]]})
    session.commit()
    work.close_wave(earlier.id)
    work.publish_wave(earlier.id)


def an_arabic_comment(session: Session, link: Link) -> ReviewedComment:
    """Make a comment that waits, runs from right to left and may speak of danger."""
    text = "أخي [naam] يضرب أخته كل يوم في [school] ولا أحد يساعد"
    comment = a_reviewed_comment(session, link, text, care_signals=["abuse"])
    comment.language = "ar"
    translation = "Mijn broer slaat zijn zus elke dag, en niemand helpt."
    session.add(CommentTranslation(comment_id=comment.id, text=translation, model="m"))
    session.commit()
    return comment


def an_agenda_in_full(session, region) -> tuple[int, int, int]:
    """Make a domain with a tree of goals, a published figure, values and a day that is past."""
    domain = an_agenda(session, region)
    [goal] = domain.goals
    small = Goal(text="Er is hulp dichtbij.", parent=goal)
    near = Indicator(text="Hulp is dichtbij", source="nabijheid/dichtbij/parent/favourable")
    near.target, near.baseline, near.evaluate_on = 70.0, 20.0, date(2026, 1, 1)
    small.rows.append(Row(investment="", indicators=[near]))
    domain.goals.append(small)
    by_hand = goal.indicators[0]
    by_hand.direction, by_hand.target = "down", 10.0
    for year, value in ((2024, 40), (2025, 30)):
        set_value(by_hand, date(year, 10, 1), value)
    session.commit()
    return domain.id, goal.id, by_hand.id


def some_jobs(session: Session, wave_id: int) -> tuple[int, int]:
    """Make a job that is being done, and an import with a mistake that waits for a word."""
    who = session.scalars(
        select(User.id).where(User.email == f"{Role.ADMINISTRATOR}@klankbord.example")
    ).one()
    about = {"wave_id": wave_id, "links": []}
    running = draft_job(session, who, JobKind.PRINT, now=now(), arguments=about)
    running.state, running.n_done, running.n_all = "running", 2, 5
    lines = b"vestigingscode;naam;gemeente\n99XA00;De Zon;Hulst\n99XB00;;Hulst"
    draft = draft_job(session, who, JobKind.IMPORT_SCHOOLS, now=now(), upload=lines)
    session.commit()
    return running.id, draft.id


def give_views_a_writer(session: Session) -> None:
    """Let the member of the klankbordgroep have written what somebody sees differently."""
    email = f"{Role.PANEL_MEMBER}@klankbord.example"
    writer = session.scalars(select(User.id).where(User.email == email)).one()
    session.scalars(select(Dissent)).one().user_id = writer
    session.commit()


def change_a_theme(session: Session, campaign: Campaign) -> int:
    """Give a theme all that its page can hold; gives its number."""
    part = show_themes(session, campaign)[0]
    describe(session, campaign, part.theme.id, name="Wachten", description="Op hulp.", now=now())
    add_dissent(session, part.theme, "Dit gaat over geld.", user_id=None)
    comment, other, untranslated = part.comments[:3]
    comment.may_quote = True
    other.language = untranslated.language = "tr"
    session.add(CommentTranslation(comment_id=other.id, text="Het duurt lang.", model="m"))
    session.flush()
    word_quote(session, part, comment.id, f"{comment.text[:12]} …")
    check_wordings(session)
    session.commit()
    return int(part.theme.id)


def in_file(lines: list[dict[str, str]], measure: str) -> list[str]:
    """Give what the file says of a measure, as the cells of a row on a page in Dutch."""
    said = {
        (line["statistic"], line["option"]): line["value"]
        for line in lines
        if line["measure"] == measure
    }
    mean = said.get(("mean", ""), "").replace(".", ",")
    favourable = said.get(("favourable", ""), "")
    shares = [f"{value} %" for (statistic, _), value in said.items() if statistic == "share"]
    return [said["n", ""], mean, favourable and f"{favourable} %", *sorted(shares)]


OF_A_QUESTION = ("answers", "mean", "favourable", "shares")


def in_row(row: Locator) -> list[str]:
    """Give the cells of a row; of a question, with the shares in the last cell one by one."""
    cells = row.locator("td").all_inner_texts()
    shares = cells.pop() if len(cells) == len(OF_A_QUESTION) else ""
    return [*cells, *sorted(share.split(": ")[1] for share in shares.split("; ") if share)]


PAGES = {
    "/staff": Role.ADMINISTRATOR,
    "/waves/": Role.ADMINISTRATOR,
    "/waves/{wave_id}": Role.ADMINISTRATOR,
    "/waves/new/{region_id}": Role.ADMINISTRATOR,
    "/waves/{wave_id}/days": Role.ADMINISTRATOR,
    "/waves/calendar": Role.ADMINISTRATOR,
    "/waves/{open_wave_id}": Role.ADMINISTRATOR,
    "/waves/{open_wave_id}/schools/{school_id}/handouts": Role.ADMINISTRATOR,
    "/waves/{open_wave_id}/schools/{school_id}/": Role.ADMINISTRATOR,
    "/jobs/": Role.ADMINISTRATOR,
    "/jobs/{job_id}": Role.ADMINISTRATOR,
    "/schools/import/{draft_id}": Role.ADMINISTRATOR,
    "/schools/": Role.ADMINISTRATOR,
    "/schools/new": Role.ADMINISTRATOR,
    "/schools/{school_id}": Role.ADMINISTRATOR,
    "/schools/import/": Role.ADMINISTRATOR,
    "/schools/headcounts/": Role.ADMINISTRATOR,
    "/schools/alliances": Role.ADMINISTRATOR,
    "/results/": Role.ADMINISTRATOR,
    "/results/{publication_id}/region/{region_id}": Role.ADMINISTRATOR,
    "/results/{publication_id}/region/{region_id}/beside": Role.ADMINISTRATOR,
    "/results/{publication_id}/region/{region_id}/beside?measure=wie:leraar": Role.PANEL_MEMBER,
    "/results/{publication_id}/region/{region_id}/trends": Role.ADMINISTRATOR,
    "/advice/": Role.ADMINISTRATOR,
    "/advice/ask/{region_id}": Role.ADMINISTRATOR,
    "/advice/give/{region_id}": Role.PANEL_MEMBER,
    "/advice/{advice_id}": Role.ADMINISTRATOR,
    "/advice/{asked_id}": Role.PANEL_MEMBER,
    "/actions/": Role.ADMINISTRATOR,
    "/actions/new/{wave_id}": Role.ADMINISTRATOR,
    "/waves/{wave_id}/schools/{school_id}/": Role.ADMINISTRATOR,
    "/interpretations/{publication_id}/region/parent/dichtbij/{region_id}": Role.ADMINISTRATOR,
    "/interpretations/themes/{theme_id}": Role.PANEL_MEMBER,
    "/agenda/{region_id}": Role.ADMINISTRATOR,
    "/agenda/{region_id}/{domain_id}": Role.PANEL_MEMBER,
    "/agenda/{region_id}/domains/new": Role.ADMINISTRATOR,
    "/agenda/{region_id}/{domain_id}/edit": Role.ADMINISTRATOR,
    "/agenda/{region_id}/{domain_id}/goals/new": Role.ADMINISTRATOR,
    "/agenda/{region_id}/goals/{goal_id}": Role.ADMINISTRATOR,
    "/agenda/{region_id}/goals/{goal_id}/indicators/new": Role.ADMINISTRATOR,
    "/agenda/{region_id}/indicators/{indicator_id}": Role.ADMINISTRATOR,
    "/agenda/{region_id}/goals/{goal_id}/actions/new": Role.ADMINISTRATOR,
    "/agenda/{region_id}/file/": Role.ADMINISTRATOR,
    "/questionnaires/": Role.ADMINISTRATOR,
    "/questionnaires/{version_id}": Role.ADMINISTRATOR,
    "/questionnaires/{version_id}/dichtbij": Role.ADMINISTRATOR,
    "/account": Role.MODERATOR,
    "/tf-setup": Role.MODERATOR,
    "/wan-register": Role.MODERATOR,
    "/mf-recovery-codes": Role.MODERATOR,
    "/regions/": Role.ADMINISTRATOR,
    "/regions/{region_id}/pilots/new": Role.ADMINISTRATOR,
    "/people/": Role.ADMINISTRATOR,
    "/people/new": Role.ADMINISTRATOR,
    "/people/1": Role.ADMINISTRATOR,
    "/audit-log/": Role.ADMINISTRATOR,
    "/house-styles/": Role.ADMINISTRATOR,
    "/house-styles/board/1": Role.ADMINISTRATOR,
    "/comments/themes": Role.PANEL_MEMBER,
    "/comments/themes/{theme_id}": Role.PANEL_MEMBER,
    "/comments/campaigns/{campaign_id}": Role.PANEL_MEMBER,
    "/comments/campaigns/{campaign_id}/meeting": Role.PANEL_MEMBER,
    "/comments/campaigns/{campaign_id}/agreement": Role.PANEL_MEMBER,
    "/comments/campaigns/{campaign_id}/vote": Role.PANEL_MEMBER,
    "/comments/campaigns/{campaign_id}/history": Role.PANEL_MEMBER,
    "/comments/campaigns/{campaign_id}/present/1": Role.PANEL_MEMBER,
    "/comments/themes/{theme_id}/quotes": Role.MODERATOR,
    "/comments/waiting": Role.MODERATOR,
    "/comments/{waiting_id}": Role.MODERATOR,
    "/comments/{arabic_id}": Role.MODERATOR,
    "/comments/decided": Role.MODERATOR,
    "/comments/{decided_id}": Role.MODERATOR,
    "/comments/signals": Role.ADMINISTRATOR,
}


@pytest.mark.parametrize(("path", "role"), PAGES.items())
def test_axe_finds_nothing_on_a_page_of_staff(
    new_page, town: Town, published, path: str, role: Role
):
    page = new_page(bypass_csp=True)
    sign_in(town.app, page, f"{role}@klankbord.example")

    answer = page.goto(path.format_map(vars(published)))

    assert answer.status == 200
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert look(page, PHONE, DESK) == []


@pytest.mark.parametrize(("path", "role"), PAGES.items())
def test_no_page_of_staff_scrolls_sideways_on_a_phone(
    new_page, town: Town, published, path: str, role: Role
):
    page = new_page()
    sign_in(town.app, page, f"{role}@klankbord.example")

    page.goto(path.format_map(vars(published)))

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_axe_finds_nothing_where_people_sign_in(new_page):
    page = new_page(bypass_csp=True)

    page.goto("/login")

    assert look(page, PHONE, DESK) == []


def test_the_table_on_a_page_says_what_the_file_says(new_page, town: Town, published: Published):
    page: Page = new_page()
    sign_in(town.app, page, "administrator@klankbord.example")
    page.goto(f"/results/{published.publication_id}/region/{published.region_id}")

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        lines = [
            line for line in csv.DictReader(file, delimiter=";")
            if (line["unit_kind"], line["unit_key"]) == ("region", str(published.region_id))
            and line["respondent_group"] == "parent"
            # Who did not answer stands on the page in words.
            and "~answered" not in line["measure"]
        ]  # fmt: skip

    said = {measure: in_file(lines, measure) for measure in {line["measure"] for line in lines}}
    assert {
        row.get_attribute("data-measure"): in_row(row)
        for row in page.locator("tr[data-measure]").all()
    } == said
    assert len(said) > 3


def reach(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"no way to {wanted} by keyboard")


def test_a_wave_is_set_up_with_the_keyboard_alone(new_page, empty_town):
    town, base_url = empty_town
    with town.app.app_context():
        region_id = a_region(db.session(), schools=[a_school(db.session())]).id
        a_version(db.session())
        db.session.commit()
    a_user(
        town.app, email="noor@klankbord.example", role=Role.ADMINISTRATOR,
        kind=OrganisationKind.INSTALLATION, organisation_id=None,
    )  # fmt: skip
    page = new_page(base_url=base_url, locale="en")
    sign_in(town.app, page, "noor@klankbord.example")
    page.goto(f"/waves/new/{region_id}")

    reach(page, "[name=campaign]")
    page.keyboard.type("By keyboard")
    reach(page, "[name=groups][value=teacher]")
    page.keyboard.press("Space")
    reach(page, "[name=municipalities]")
    page.keyboard.press("Space")
    for _ in range(2):
        reach(page, "main form button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if page.locator("[name=go_on]").count():
            reach(page, "[name=go_on]")
            page.keyboard.press("Space")

    assert page.locator("h1").inner_text().startswith("By keyboard")
