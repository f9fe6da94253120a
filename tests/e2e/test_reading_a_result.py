"""Somebody who never saw Klankbord finds the result of their school, and does something with it."""

from datetime import timedelta

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from tests.cast import a_user
from tests.e2e.staff import sign_in
from tests.factories import a_link, a_publication, a_region, a_school, a_wave, close, now, respond


def two_waves(town):
    """Publish two waves of one campaign; gives the number of the school."""
    with town.app.app_context():
        session = db.session()
        schools = [a_school(session, name) for name in ("De Brug", "De Ster", "Het Anker")]
        region = a_region(session, schools=schools)
        campaign = None
        for place, near in enumerate(("no", "yes")):
            wave = a_wave(
                session, town.keys, region=region, opens_at=now() - timedelta(days=90 - 30 * place)
            )
            wave.campaign = campaign = campaign or wave.campaign
            for school in schools:
                link = a_link(session, wave, school)
                for number in range(40):
                    respond(session, link, {"dichtbij": [near if number % 5 else "partly"]})
            a_publication(session, close(session, town.keys, wave))
        session.commit()
        return schools[0].id


def test_a_coordinator_finds_reads_explains_and_prints(new_page, empty_town):
    town, base_url = empty_town
    school = two_waves(town)
    a_user(
        town.app, email="bo@klankbord.example", role=Role.SCHOOL_COORDINATOR,
        kind=OrganisationKind.SCHOOL, organisation_id=school,
    )  # fmt: skip
    page = new_page(base_url=base_url)
    sign_in(town.app, page, "bo@klankbord.example")

    page.get_by_role("navigation").get_by_role("link", name="Resultaten").click()
    page.get_by_role("link", name="De Brug").first.click()
    page.locator("details.trend summary").first.click()
    table = page.locator("details.trend table").first
    assert table.locator("tbody tr").count() == 2
    assert "Sinds de eerste meting: hoger" in page.locator("details.trend").first.inner_text()

    page.get_by_role("link", name="Zeg wat dit betekent").first.click()
    text = "ouders weten nu bij wie zij terechtkunnen, want dat staat in elke nieuwsbrief."
    page.get_by_label("Leraar").check()
    page.locator("textarea[name=new-text]").fill(text.capitalize())
    page.get_by_role("button", name="Opslaan").last.click()
    assert text[1:] in page.locator("main").inner_text()

    page.get_by_role("navigation").get_by_role("link", name="Resultaten").click()
    page.get_by_role("link", name="De Brug").first.click()
    assert text[1:] in page.locator("main").inner_text()
    report = page.get_by_role("link", name="Rapport om te printen").get_attribute("href")
    printed = page.request.get(report)
    assert printed.body().startswith(b"%PDF")
