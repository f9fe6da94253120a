import re
from datetime import date, timedelta

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from feedback import work
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from surveys.campaigns import Wave
from surveys.distribution import address
from surveys.items import RespondentGroup
from tests.cast import count_statements, do_jobs, post, signed_in
from tests.factories import a_link, a_pilot, a_region, a_school, a_wave, close, now, respond
from tests.page import check_page

GROUPS = (RespondentGroup.PARENT, RespondentGroup.YOUTH)


@pytest.fixture
def town(session):
    """A school with seven parents and three young people who answered, and one that is alone."""
    schools = [a_school(session, "De Brug"), a_school(session, "Het Anker", municipality="Hulst")]
    return a_region(session, schools=schools), schools


@pytest.fixture
def wave(session, wave_keys, town):
    region, [bridge, anchor] = town
    wave = a_wave(session, wave_keys, region=region)
    for group, answers in zip(GROUPS, ("yes yes yes yes no no no", "yes no no"), strict=True):
        link = a_link(session, wave, bridge, group)
        for code in answers.split():
            respond(session, link, {"dichtbij": [code]})
    a_link(session, wave, anchor)
    session.commit()
    return wave


@pytest.fixture
def of_school(app, wave, town):
    """A coordinator of De Brug."""
    school = town[1][0].id
    return signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, school)


@pytest.fixture
def administrator(app, wave):
    return signed_in(app, Role.ADMINISTRATOR)


def count(app, wave_id):
    with app.app_context():
        work.count_progress(wave_id, date(2027, 1, 11))


def press(client, wave, button, **form):
    """Press a button on the page of a wave; gives the page that follows."""
    page = f"/waves/{wave.id}"
    return client.get(post(client, f"{page}/{button}", page=page, **form).location)


def test_taking_part_is_told_in_steps_of_five(app, wave, of_school):
    count(app, wave.id)

    response = of_school.get(f"/waves/{wave.id}")

    check_page(response)
    told = re.findall(r"<td[^>]*>(.*?)</td>", response.text)
    assert told == ["5 or more", "fewer than 5"]


def test_a_group_that_a_school_was_not_to_ask_is_told_apart(app, wave, administrator):
    count(app, wave.id)

    text = administrator.get(f"/waves/{wave.id}").text

    row = text.split('<th scope="row">Het Anker</th>')[1].split("</tr>")[0]
    assert re.findall(r"<td[^>]*>(.*?)</td>", row) == ["fewer than 5", "not asked"]


def test_two_schools_of_one_name_have_a_line_each(app, session, wave, administrator):
    a_link(session, wave, a_school(session, "De Brug", municipality="Hulst"))
    session.commit()
    count(app, wave.id)

    text = administrator.get(f"/waves/{wave.id}").text

    assert text.count('<th scope="row">De Brug</th>') == 2


def test_nothing_is_told_before_the_first_count(wave, of_school):
    assert "Nothing has been counted yet" in of_school.get(f"/waves/{wave.id}").text


def test_a_coordinator_sees_how_many_took_part_at_the_own_school_only(app, wave, of_school):
    count(app, wave.id)

    text = of_school.get(f"/waves/{wave.id}").text

    assert "De Brug" in text
    assert "Het Anker" not in text


def test_a_wave_without_schools_of_the_reader_is_not_listed(app, session, wave):
    elsewhere = a_school(session, "De Ster", municipality="Sluis").id
    session.commit()
    client = signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, elsewhere)

    assert "No wave has been set up" in client.get("/waves/").text


def test_a_pilot_lead_sees_the_schools_that_were_in_the_pilot_when_the_wave_opened(
    app, session, wave, town
):
    region, schools = town
    pilot = a_pilot(session, region, schools)
    pilot.members[1].left_on = wave.opens_on
    pilot_id = pilot.id
    session.commit()
    client = signed_in(app, Role.PILOT_LEAD, OrganisationKind.PILOT, pilot_id)
    count(app, wave.id)

    text = client.get(f"/waves/{wave.id}").text

    assert "De Brug" in text
    assert "Het Anker" not in text


def test_who_may_not_print_sees_no_link(app, session, wave, town):
    pilot_id = a_pilot(session, *town).id
    session.commit()
    client = signed_in(app, Role.PILOT_LEAD, OrganisationKind.PILOT, pilot_id)

    assert "/v/" not in client.get(f"/waves/{wave.id}").text


def test_a_coordinator_prints_a_poster_for_each_group_that_leads_to_its_link(
    session, wave, of_school, town
):
    school = town[1][0]
    codes = [a_link(session, wave, school, group).code for group in GROUPS]

    response = of_school.get(f"/waves/{wave.id}/schools/{school.id}/posters.pdf")

    assert response.mimetype == "application/pdf"
    pages = [page.render(scale=1).to_pil() for page in pypdfium2.PdfDocument(response.data)]
    read = [code.text for page in pages for code in zxingcpp.read_barcodes(page)]
    assert read == [address("http://localhost", code) for code in codes]


def test_a_printed_poster_leaves_the_pages_in_the_language_of_the_reader(wave, of_school, town):
    of_school.get(f"/waves/{wave.id}/schools/{town[1][0].id}/posters.pdf")

    assert "Posters" in of_school.get(f"/waves/{wave.id}").text


def test_the_posters_of_another_school_are_not_there(wave, of_school, town):
    other = town[1][1].id

    assert of_school.get(f"/waves/{wave.id}/schools/{other}/posters.pdf").status_code == 404


def test_a_wave_that_is_closed_takes_no_more_answers_once_the_worker_has_been(
    app, session, wave, administrator
):
    shown = press(administrator, wave, "close", reason="Iedereen is geweest.")
    do_jobs(app)

    check_page(shown)
    assert "The wave is being closed" in shown.text
    session.expire_all()
    assert session.get(Wave, wave.id).closed_at is not None


def test_a_wave_cannot_be_closed_twice(app, session, wave_keys, wave, administrator):
    close(session, wave_keys, wave)

    assert "closed already" in press(administrator, wave, "close").text
    assert app.extensions["queue"].pending_count() == 0


def test_a_wave_that_has_not_opened_cannot_be_closed(app, session, wave_keys, town, administrator):
    wave = a_wave(session, wave_keys, region=town[0], opens_at=now() + timedelta(days=1))
    a_link(session, wave, town[1][0])
    session.commit()

    assert "not opened yet" in press(administrator, wave, "close").text
    assert app.extensions["queue"].pending_count() == 0


def test_who_asked_for_closing_is_written_down(app, session, wave, administrator):
    press(administrator, wave, "close", reason="Iedereen is geweest.")

    deeds = session.execute(
        select(AuditEvent.action, AuditEvent.thing_id).where(AuditEvent.thing == "wave")
    ).all()
    assert deeds == [("asked to close", str(wave.id))]


def test_a_wave_closes_early_with_a_reason_that_stays(app, session, wave, administrator):
    assert "Write why" in press(administrator, wave, "close").text
    assert app.extensions["queue"].pending_count() == 0

    press(administrator, wave, "close", reason="Iedereen is geweest.")
    do_jobs(app)

    assert "Iedereen is geweest." in administrator.get(f"/waves/{wave.id}").text


@pytest.mark.parametrize("page", ["/waves/", "/waves/{}"])
def test_a_page_of_waves_asks_as_much_of_the_database_for_many_schools_as_for_two(
    app, session, wave, town, administrator, page
):
    url = page.format(wave.id)
    few = count_statements(app, lambda: administrator.get(url))
    schools = [a_school(session, f"School {number}") for number in range(20)]
    a_pilot(session, town[0], schools)
    for school in schools:
        a_link(session, wave, school)
    session.commit()

    assert count_statements(app, lambda: administrator.get(url)) == few
