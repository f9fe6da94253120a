"""A regiegroep sets up its region, from nothing to the posters of every school."""

import os
from io import BytesIO
from pathlib import Path

import pypdfium2
import zxingcpp
from playwright.sync_api import Locator, Page
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from feedback.i18n import today
from surveys.campaigns import Wave
from surveys.distribution import address, load_links
from surveys.organisations import Municipality
from tests.cast import a_user, do_jobs
from tests.e2e.staff import sign_in
from tests.e2e.town import CATALOGUE
from tests.factories import a_version

REAL = Path(
    os.environ.get("KLANKBORD_REGISTER")
    or Path(__file__).parents[2].parent / "shared" / "data" / "scholen-2024.csv"
)
MUNICIPALITIES = {"HULST": 18, "SLUIS": 17, "TERNEUZEN": 27}
N_SCHOOLS = sum(MUNICIPALITIES.values())
MOST_CLICKS = 30
GROUPS = ("parent", "youth", "teacher", "supporter")


def made_up_register() -> bytes:
    """Give a register of as many schools as Zeeuws-Vlaanderen has."""
    lines = ["vestigingscode;naam;type;plaats;gemeente;provincie;leerlingen"]
    for place, n in MUNICIPALITIES.items():
        lines += [
            f"99{place[0]}{place[1]}{number:02};School {number} in {place.title()};"
            f"{'VWO' if number % 6 == 0 else 'basisschool'};{place};{place};Zeeland;{80 + number}"
            for number in range(n)
        ]
    return "\n".join(lines).encode()


class Counted:
    """A page on which every click is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def tick(self, value: object, name: str) -> None:
        self.click(self.page.locator(f"input[name={name}][value='{value}']"))

    def write(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]").fill(text)


def test_a_region_is_set_up_from_nothing_in_under_thirty_clicks(new_page, empty_town, tmp_path):
    town, base_url = empty_town
    app = town.app
    with app.app_context():
        a_version(db.session(), (CATALOGUE / "helpt-de-hulp-1.toml").read_text(encoding="utf-8"))
        db.session.commit()
    a_user(
        app, email="regie@klankbord.example", role=Role.ADMINISTRATOR,
        kind=OrganisationKind.INSTALLATION, organisation_id=None,
    )  # fmt: skip
    page = new_page(base_url=base_url, accept_downloads=True)
    sign_in(app, page, "regie@klankbord.example")
    does = Counted(page)

    file = tmp_path / "scholen.csv"
    file.write_bytes(REAL.read_bytes() if REAL.exists() else made_up_register())
    does.follow("Scholen")
    does.follow("Scholenregister importeren")
    page.locator("[name=file]").set_input_files(file)
    does.press("Bekijk wat er zou veranderen")
    does.press("Importeren")
    do_jobs(app)
    page.get_by_text("scholen erbij").wait_for()

    does.follow("Regio’s")
    does.write("name", "Zeeuws-Vlaanderen")
    does.write("municipalities", ", ".join(name.title() for name in MUNICIPALITIES))
    does.press("Opslaan")
    does.follow("Nieuwe proeftuin in Zeeuws-Vlaanderen")
    does.write("name", "Samen dichtbij")
    does.write("starts_on", today().isoformat())
    does.write("ends_on", today().replace(year=today().year + 5).isoformat())
    with app.app_context():
        names = [name.title() for name in MUNICIPALITIES]
        ids = db.session.scalars(select(Municipality.id).where(Municipality.name.in_(names))).all()
    for municipality in ids:
        does.tick(municipality, "municipalities")
    does.press("Deze proeftuin maken")

    does.follow("Metingen")
    does.follow("Nieuwe meting")
    does.write("campaign", "Helpt de hulp?")
    page.locator("[name=version]").select_option(label="Helpt de hulp?")
    does.write("first_on", today().isoformat())
    for group in GROUPS:
        does.tick(group, "groups")
    does.click(page.get_by_label("Samen dichtbij"))
    does.press("Deze meting maken")
    does.click(page.get_by_label("Ik heb dit gezien"))
    does.press("Deze meting maken")
    does.press("Printen voor alle scholen")
    do_jobs(app)
    page.get_by_role("link", name="downloaden").wait_for()
    with page.expect_download() as download:
        does.follow("downloaden")

    assert does.clicks < MOST_CLICKS
    with app.app_context():
        wave = db.session.scalars(select(Wave).order_by(Wave.id.desc())).first()
        links = load_links(db.session(), wave.id)
        assert wave.opens_on == today()
        assert len({link.school_id for link in links}) == N_SCHOOLS
        wanted = {address(app.extensions["settings"].public_url, link.code): link for link in links}
    read = [
        square.text
        for printed in pypdfium2.PdfDocument(BytesIO(Path(download.value.path()).read_bytes()))
        for square in zxingcpp.read_barcodes(printed.render(scale=1).to_pil())
    ]
    assert sorted(read) == sorted(wanted)
    assert len(read) >= 3 * N_SCHOOLS
