from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select, update

from analysis.progress import Participation
from feedback import work
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.campaigns.messages import MessageKind, message
from feedback.campaigns.printing import SheetKind, print_links
from feedback.database import db
from feedback.i18n import LOCALES
from feedback.long_jobs import SILENT_FOR, JobState, LongJob
from surveys.distribution import Link, address
from surveys.headcounts import save_headcounts
from surveys.items import RespondentGroup
from tests.cast import do_jobs, post, signed_in
from tests.factories import a_link, a_region, a_school, a_wave, now
from tests.page import check_page

URL = "https://meedoen.klankbord.example"


@pytest.fixture
def schools(session):
    return [
        a_school(session, "De Brug"),
        a_school(session, "Het College", education_type="VWO"),
    ]


@pytest.fixture
def wave(session, wave_keys, schools):
    wave = a_wave(session, wave_keys, region=a_region(session, schools=schools))
    for school in schools:
        a_link(session, wave, school)
    a_link(session, wave, schools[1], RespondentGroup.YOUTH)
    session.commit()
    return wave


@pytest.fixture
def coordinator(app, wave, schools):
    return signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, schools[1].id)


@pytest.fixture
def administrator(app, wave):
    return signed_in(app, Role.ADMINISTRATOR)


def codes_in(pdf):
    return {
        square.text
        for page in pypdfium2.PdfDocument(BytesIO(pdf))
        for square in zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    }


def addresses(app, wave):
    with app.app_context():
        codes = db.session.scalars(select(Link.code).where(Link.wave_id == wave.id))
        return {address(app.extensions["settings"].public_url, code) for code in codes}


def print_all(app, client, wave, **form):
    page = f"/waves/{wave.id}"
    asked = post(client, f"{page}/print", page=page, **{"sheet": ["poster"]} | form)
    do_jobs(app)
    return asked.location


def test_posters_of_all_schools_come_in_one_pdf(app, wave, administrator):
    job = print_all(app, administrator, wave)

    shown = administrator.get(job)
    check_page(shown)
    assert "The sheets are ready to print." in shown.text
    made = administrator.get(f"{job}/file")
    assert made.mimetype == "application/pdf"
    assert codes_in(made.data) == addresses(app, wave)


def test_an_archive_holds_a_pdf_for_each_school(app, wave, administrator, schools):
    made = administrator.get(f"{print_all(app, administrator, wave, archive='yes')}/file").data

    with ZipFile(BytesIO(made)) as archive:
        assert sorted(archive.namelist()) == sorted(
            f"{school.location_code}-{school.name.replace(' ', '-')}.pdf" for school in schools
        )
        printed = set.union(*(codes_in(archive.read(name)) for name in archive.namelist()))
    assert printed == addresses(app, wave)


def test_one_school_gets_each_kind_of_sheet_in_one_pdf(app, wave, coordinator, schools):
    kinds = "&".join(f"sheet={kind}" for kind in SheetKind)

    made = coordinator.get(f"/waves/{wave.id}/schools/{schools[1].id}/posters.pdf?{kinds}")

    with pikepdf.open(BytesIO(made.data)) as document:
        widths = [round(float(page.mediabox[2]) / 72 * 25.4) for page in document.pages]
        assert document.Root.MarkInfo.Marked
    # A poster, a small one, a letter in two languages; for young people a card for the tablet too.
    assert widths == [210, 148, 210, 210, 210, 148, 210, 210, 210]
    own = [url for url in codes_in(made.data) if "/K/" not in url]
    assert len(own) == 2
    assert len(codes_in(made.data)) == 3


def test_what_is_small_on_a5_can_still_be_read(app, session, wave):
    [link] = session.scalars(select(Link).where(Link.respondent_group == "youth"))
    link.languages = list(LOCALES)
    with app.test_request_context():
        pdf = print_links([link], [SheetKind.POSTER_A5], URL)

    page = pypdfium2.PdfDocument(BytesIO(pdf))[0]
    sizes = {
        round(each.get_font_size() * each.get_matrix().a, 1)
        for each in page.get_objects()
        if each.type == 1
    }
    assert sizes
    assert min(sizes) >= 6.0


def test_letters_and_messages_speak_every_language(app, session, wave):
    [link] = session.scalars(select(Link).where(Link.respondent_group == "youth"))
    link.languages = list(LOCALES)
    with app.test_request_context():
        texts = {
            (kind, language): message(link, kind, language, URL)
            for kind in MessageKind
            for language in LOCALES
        }
        letters = pypdfium2.PdfDocument(BytesIO(print_links([link], [SheetKind.LETTER], URL)))

    assert len(set(texts.values())) == len(texts)
    assert all(text.endswith(f"{URL}/v/{link.code}") for text in texts.values())
    assert len(letters) == len(LOCALES)


def test_a_message_tells_of_the_code_when_one_is_asked(app, session, wave):
    link = session.scalars(select(Link)).first()
    link.mode = "code"
    with app.test_request_context():
        assert "code on your slip" in message(link, MessageKind.SHORT, "en", URL)


def test_a_coordinator_sees_the_texts_and_chooses_the_languages(app, wave, coordinator, schools):
    base = f"/waves/{wave.id}/schools/{schools[1].id}"
    shown = coordinator.get(f"{base}/handouts")
    check_page(shown)
    assert "Have you answered already?" in shown.text

    post(coordinator, f"{base}/languages", page=f"{base}/handouts", languages=["en"], first="en")
    with app.app_context():
        links = db.session.scalars(select(Link).where(Link.school_id == schools[1].id))
        assert {tuple(link.languages) for link in links} == {("en",)}

    post(
        coordinator, f"{base}/languages", page=f"{base}/handouts", languages=["nl", "en"],
        first="en",
    )  # fmt: skip
    with app.app_context():
        links = db.session.scalars(select(Link).where(Link.school_id == schools[1].id))
        assert {tuple(link.languages) for link in links} == {("en", "nl")}

    refused = post(coordinator, f"{base}/languages", page=f"{base}/handouts", first="en")
    assert refused.status_code == 422


def test_a_coordinator_prints_for_the_own_school_only(app, wave, coordinator, administrator):
    of_all = print_all(app, administrator, wave)

    assert coordinator.get(of_all).status_code == 404
    assert coordinator.get(f"{of_all}/file").status_code == 404
    own = coordinator.post(f"/waves/{wave.id}/print", data={"sheet": "poster"})
    assert own.status_code == 400


def test_who_lost_a_school_lost_what_was_printed_for_it(app, session, wave, coordinator, schools):
    page = f"/waves/{wave.id}/schools/{schools[1].id}/handouts"
    token = check_page(coordinator.get(page)).all("input")
    token = next(one["value"] for one in token if one["name"] == "csrf_token")
    asked = coordinator.post(
        f"/waves/{wave.id}/print", data={"sheet": "poster", "csrf_token": token}
    )
    do_jobs(app)
    assert coordinator.get(f"{asked.location}/file").status_code == 200

    with app.app_context():
        db.session.execute(update(LongJob).values(arguments={"wave_id": wave.id, "links": [1, 2]}))
        db.session.commit()

    assert coordinator.get(asked.location).status_code == 404
    assert coordinator.get(f"{asked.location}/file").status_code == 404


def test_a_job_that_is_called_off_does_nothing(app, wave, administrator):
    page = f"/waves/{wave.id}"
    job = post(administrator, f"{page}/print", page=page, sheet=["poster"]).location
    waiting = administrator.get(job)
    check_page(waiting)
    assert "Waits for its turn" in waiting.text

    post(administrator, f"{job}/cancel", page=job)
    do_jobs(app)

    assert "Called off" in administrator.get(job).text
    assert administrator.get(f"{job}/file").status_code == 404


def test_a_job_that_was_called_off_halfway_stops(app, wave, administrator, monkeypatch):
    page = f"/waves/{wave.id}"
    printed = []

    def call_off(links, kinds, url):
        printed.append(links)
        with app.app_context():
            db.session.execute(update(LongJob).values(state=JobState.CANCELLED))
            db.session.commit()
        return b"%PDF"

    monkeypatch.setattr("feedback.campaigns.printing.print_links", call_off)
    job = post(administrator, f"{page}/print", page=page, sheet=["poster"], archive="yes").location
    do_jobs(app)

    assert len(printed) == 1
    assert "Called off" in administrator.get(job).text


def test_a_job_whose_worker_stopped_says_so(app, wave, administrator):
    page = f"/waves/{wave.id}"
    job = post(administrator, f"{page}/print", page=page, sheet=["poster"]).location
    with app.app_context():
        long_ago = now() - SILENT_FOR - timedelta(minutes=1)
        db.session.execute(update(LongJob).values(state=JobState.RUNNING, touched_at=long_ago))
        db.session.commit()

    shown = administrator.get(job)
    check_page(shown)
    assert "stopped halfway" in shown.text


def test_a_job_that_fails_says_so_and_keeps_nothing_half(app, wave, administrator, monkeypatch):
    def fail(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr("feedback.long_work.print_links", fail)

    job = print_all(app, administrator, wave)

    shown = administrator.get(job)
    check_page(shown)
    assert "Something went wrong here" in shown.text


def test_what_was_made_is_gone_after_a_day(app, wave, administrator):
    job = print_all(app, administrator, wave)
    with app.app_context():
        db.session.execute(update(LongJob).values(asked_at=now() - timedelta(days=2)))
        db.session.commit()
        work.night()

    assert administrator.get(job).status_code == 404


def test_nothing_is_printed_when_nothing_is_chosen(app, wave, administrator, coordinator, schools):
    page = f"/waves/{wave.id}"

    assert post(administrator, f"{page}/print", page=page).location == page
    with app.app_context():
        assert db.session.scalar(select(LongJob)) is None
    made = administrator.get(f"{page}/schools/{schools[0].id}/posters.pdf?sheet=tablet")
    assert made.status_code == 303


def test_a_job_that_finds_nothing_to_print_says_so(app, session, wave, administrator):
    for link in session.scalars(select(Link).where(Link.respondent_group == "youth")):
        session.delete(link)
    session.commit()

    for more in ({}, {"archive": "yes"}):
        job = print_all(app, administrator, wave, sheet=["tablet"], **more)

        assert "There is nothing to print." in administrator.get(job).text


def test_who_is_behind_is_told_with_the_way_to_the_reminder(app, session, wave, coordinator):
    with app.app_context():
        work.count_progress(wave.id, now().date())

    shown = coordinator.get(f"/waves/{wave.id}")

    check_page(shown)
    assert "Who is behind" in shown.text
    assert "#messages" in shown.text


def test_a_share_is_told_of_who_was_counted(app, session, wave, coordinator, schools):
    school = session.merge(schools[1])
    save_headcounts(session, school, {RespondentGroup.PARENT: 40}, today=now().date())
    session.commit()
    with app.app_context():
        work.count_progress(wave.id, now().date())
        db.session.execute(update(Participation).values(at_least=15))
        db.session.commit()

    assert "15 or more (35 %)" in " ".join(coordinator.get(f"/waves/{wave.id}").text.split())
