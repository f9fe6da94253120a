"""Somebody hostile reads everything: each page, file, log line and byte that is kept.

One town is surveyed and published; then every role, and a stranger, follows every link there is.
The tests look for what must not be anywhere in all that was read.
"""

import csv
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, make_url, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from analysis.comments import Decision, ReviewedComment
from analysis.exports.as_csv import BYTE_ORDER_MARK
from analysis.signing import SigningKey
from feedback import jobs, work
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.app import create_app
from feedback.config import Settings
from feedback.dashboard.files import EXCEL
from feedback.database import db
from feedback.i18n import today
from feedback.logs import set_up_logs
from feedback.security import RespondentBlueprint
from surveys.campaigns import Wave
from surveys.distribution import load_links
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from tests import databases
from tests.cast import do_jobs, in_english, post, signed_in
from tests.factories import (
    a_link,
    a_pilot,
    a_region,
    a_reviewed_comment,
    a_school,
    a_theme,
    a_wave,
    respond,
)
from tests.page import Page, check_page

PARENT, YOUTH = RespondentGroup.PARENT, RespondentGroup.YOUTH
WORD, PHONE, MAIL = "KANARIE-7319", "06-12345678", "kanarie@ouder.example"
COMMENT = f"{WORD}: bel mij op {PHONE} of mail {MAIL}."
BROWSER, ADDRESS = "Kanariebrowser/7319", "203.0.113.73"
# More than a hundred, so that none of them can be a percentage.
MARKED = {"yes": 211, "partly": 137, "no": 109}
UNIT_KINDS = ("school", "board", "municipality", "pilot", "region", "education-type")

# The list of what waits, and the page of one comment.
ROOM = re.compile(r"/comments/(waiting|decided|[0-9a-f]{8}-[0-9a-f-]{27})\b")


@dataclass
class Read:
    """All that was read: (who, address) → what it said; and what else is kept."""

    app: Flask
    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    headers: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    log: str = ""
    kept: str = ""
    codes: tuple[str, ...] = ()
    withdrawal_codes: tuple[str, ...] = ()

    def outside_the_moderators_room(self) -> Iterator[tuple[tuple[str, str], str]]:
        return ((key, page) for key, page in self.pages.items() if not ROOM.match(key[1]))

    def files(self) -> list[dict[str, str]]:
        return [
            row
            for (_, url), page in self.pages.items()
            if re.match(r"/results/.+\.csv", url) and page.startswith(BYTE_ORDER_MARK)
            for row in csv.DictReader(StringIO(page.removeprefix(BYTE_ORDER_MARK)), delimiter=";")
        ]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request, tmp_path_factory) -> Iterator[str]:
    template = request.getfixturevalue(f"{request.param}_template")
    if request.param == "sqlite":
        yield databases.copy_sqlite(template, tmp_path_factory.mktemp("leaks") / "klankbord.db")
        return
    server = request.getfixturevalue("postgresql")
    with databases.postgresql_database(server, template) as database:
        yield database


@pytest.fixture(scope="module")
def read(url, tmp_path_factory) -> Iterator[Read]:
    """Survey the town, publish it, and read all there is."""
    folder = tmp_path_factory.mktemp("read")
    settings = Settings(
        database_url=url,
        secret_key="a secret that only tests may know",
        password_salt="a salt for tests",
        key_directory=folder / "keys",
        queue=str(folder / "queue.db"),
        public_url="http://localhost",
        demo=False,
    )
    SigningKey.create(settings.key_directory)
    worker = create_app(settings)
    engine = databases.open_engine(url)
    if engine.dialect.name == "postgresql":
        # Those who serve these pages may not even read what is answered.
        settings = replace(settings, web_database_url=databases.add_web_role(engine))
    app = create_app(settings.for_web)
    add_broken_pages(app)
    read = Read(app)
    with json_log() as lines:
        actors = survey(app, worker, engine, WaveKeys(settings.key_directory), read)
        fail_a_job(worker, engine)
        for who, client in actors.items():
            crawl(who, client, read)
        read.log = lines.getvalue()
    read.kept = everything_kept(engine, folder)
    engine.dispose()
    yield read
    for each in (app, worker):
        with each.app_context():
            db.engine.dispose()


@contextmanager
def json_log() -> Iterator[StringIO]:
    """The log as it is set up for the web and the worker, caught."""
    root = logging.getLogger()
    handlers, level, lines = root.handlers[:], root.level, StringIO()
    set_up_logs(strict=False)
    root.handlers[0].setStream(lines)
    yield lines
    root.handlers[:] = handlers
    root.setLevel(level)


def add_broken_pages(app: Flask) -> None:
    """A page of a respondent and one of staff that fail with what somebody wrote."""

    def fail() -> str:
        raise RuntimeError(COMMENT)

    bp = RespondentBlueprint("broken", __name__)
    bp.add_url_rule("/v/broken/page", view_func=fail)
    app.register_blueprint(bp)
    app.add_url_rule("/broken", endpoint="broken", view_func=fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False


def survey(
    app: Flask, worker: Flask, engine: Engine, keys: WaveKeys, read: Read
) -> dict[str, FlaskClient]:
    """Let the town answer, close and publish; gives the browsers of everybody."""
    with Session(engine) as session:
        schools = [
            a_school(session, "De Brug"),
            *(a_school(session, f"Klein {n}") for n in range(1, 5)),
            a_school(session, "Eensgezind", municipality="Hulst"),
            a_school(session, "De Eenling", municipality="Sluis", board="Anders"),
            a_school(session, "De Ster"),
        ]
        region = a_region(session, schools=schools)
        pilot = a_pilot(session, region, schools[:3])
        wave = a_wave(session, keys, region=region)
        still_open = a_wave(session, keys, region=region, version=wave.version)
        links = [a_link(session, wave, school) for school in schools]
        young = a_link(session, wave, schools[0], YOUTH)
        open_links = [a_link(session, still_open, school) for school in schools]
        small = [{"no": n} for n in range(1, 5)]
        rest = [{"yes": 8}, {"no": 3}, {"yes": 3, "partly": 2, "no": 2}]
        for link, counts in zip(links, [MARKED, *small, *rest], strict=True):
            for code, n in counts.items():
                for _ in range(n):
                    respond(session, link, {"dichtbij": [code], "cijfer": ["7"]})
        for number in range(9):
            respond(session, young, {"dichtbij": ["yes" if number % 2 else "no"]})
        codes = [link.code for link in (*links, young, *open_links)]
        home = schools[1].id, schools[1].board_id, schools[1].municipality_id
        ids = [wave.id, still_open.id, region.id, pilot.id, *home]
        session.commit()
    wave_id, open_id, region_id, pilot_id, school_id, board_id, municipality_id = ids
    read.withdrawal_codes = tuple(send(app, code) for code in (codes[1], codes[6], codes[-1]))
    with worker.app_context():
        work.count_progress(open_id, today())
    kinds = OrganisationKind
    actors = {
        "stranger": in_english(app),
        "administrator": signed_in(app, Role.ADMINISTRATOR),
        "moderator": signed_in(app, Role.MODERATOR, kinds.REGION, region_id),
        "panel": signed_in(app, Role.PANEL_MEMBER, kinds.REGION, region_id),
        "coordinator": signed_in(app, Role.SCHOOL_COORDINATOR, kinds.SCHOOL, school_id),
        "lead": signed_in(app, Role.PILOT_LEAD, kinds.PILOT, pilot_id),
        "board": signed_in(app, Role.BOARD_VIEWER, kinds.BOARD, board_id),
        "municipality": signed_in(
            app, Role.MUNICIPALITY_VIEWER, kinds.MUNICIPALITY, municipality_id
        ),
        "analyst": signed_in(app, Role.ANALYST, kinds.REGION, region_id),
    }
    page = f"/waves/{wave_id}"
    for button in ("close", "preview", "publish"):
        # Who closes a wave before its last day says why.
        post(actors["administrator"], f"{page}/{button}", page=page, reason="Genoeg gehoord.")
        do_jobs(worker)
    moderate(engine, wave_id)
    read.codes = tuple(codes)
    return actors


def send(app: Flask, code: str) -> str:
    """Answer as somebody whose browser and address can be told; gives the withdrawal code."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = BROWSER
    client.environ_base["HTTP_X_FORWARDED_FOR"] = ADDRESS
    client.environ_base["REMOTE_ADDR"] = ADDRESS
    form = Page(client.get(f"/v/{code}/nl").text)
    [key] = [given["value"] for given in form.all("input") if given.get("name") == "key"]
    answer = {
        "key": key, "dichtbij": "no", "cijfer": "8", "toelichting": COMMENT, "wants_code": "y",
    }  # fmt: skip
    sent = client.post(f"/v/{code}/nl/send", data=answer, headers={"Referer": MAIL})
    assert sent.status_code == 200
    check_page(sent, respondent=True)
    [withdrawal_code] = re.findall(r'class="code"><bdi dir="ltr">(.+)</bdi>', sent.text)
    return withdrawal_code


def moderate(engine: Engine, wave_id: int) -> None:
    """Leave one canary waiting, hold the other, and release what gives nobody away."""
    with Session(engine) as session:
        link = load_links(session, wave_id)[0]
        held, waiting = session.scalars(
            select(ReviewedComment).where(ReviewedComment.wave_id == wave_id)
        )
        held.decision = Decision.HELD.value
        released = [
            a_reviewed_comment(session, link, "Wij wachten lang.", decision=Decision.RELEASED)
            for _ in range(12)
        ]
        a_theme(session, link.wave, [*released, held, waiting], name="Wachten")
        session.commit()


def fail_a_job(app: Flask, engine: Engine) -> None:
    """Let a job fail on a statement that has what somebody wrote among its parameters."""
    refuse, allow = {
        "sqlite": (
            "ALTER TABLE comment RENAME TO elsewhere",
            "ALTER TABLE elsewhere RENAME TO comment",
        ),
        # PostgreSQL quotes the whole row that it refuses.
        "postgresql": (
            "ALTER TABLE comment ADD CONSTRAINT refuse CHECK (text = '') NOT VALID",
            "ALTER TABLE comment DROP CONSTRAINT refuse",
        ),
    }[engine.dialect.name]
    with engine.begin() as connection:
        connection.exec_driver_sql(refuse)
    with app.app_context():
        [wave_id] = db.session.scalars(select(Wave.id).where(Wave.closed_at.is_(None)))
        jobs.enqueue("close_wave", wave_id)
    do_jobs(app)
    with engine.begin() as connection:
        connection.exec_driver_sql(allow)


def crawl(who: str, client: FlaskClient, read: Read) -> None:
    """Follow every link from every page, and ask for what is not there."""
    waiting = ["/", "/staff", "/login", "/nowhere", "/broken", "/v/broken/page", "/v/0000000A"]
    waiting += [f"/v/{code}" for code in read.codes[-2:]] + [f"/v/{read.codes[0]}/nl"]
    waiting += [f"/results/1/{kind}/1" for kind in UNIT_KINDS] + ["/results/1/figures.csv"]
    waiting += ["/results/999/school/1", "/waves/999", "/waves/1/close", "/comments/waiting?a=1"]
    waiting += ["/waves/", "/waves/1", "/waves/1/schools/1/posters.pdf", "/comments/themes"]
    while waiting:
        url = waiting.pop()
        if (who, url) in read.pages:
            continue
        response = client.get(url, buffered=True)
        read.headers[who, url] = dict(response.headers)
        read.pages[who, url] = said = text_of(response)
        if response.location:
            waiting.append(response.location)
        if response.mimetype == "text/html":
            found = re.findall(r'(?:href|action)="(/[^"#]*)', said)
            waiting += [unescape(link) for link in found if not link.startswith("/static/")]


def text_of(response: TestResponse) -> str:
    if response.mimetype == "application/pdf":
        pages = pypdfium2.PdfDocument(response.data)
        return " ".join(page.get_textpage().get_text_range() for page in pages)
    if response.mimetype == EXCEL:
        sheets = openpyxl.load_workbook(BytesIO(response.data))
        return "\n".join(str(row) for sheet in sheets for row in sheet.values)
    # A token is chance: any number may be in it.
    return re.sub(r'name="(csrf_token|key)"[^>]*', "", response.text)


def everything_kept(engine: Engine, folder: Path) -> str:
    """Every value in the database, and every byte in the files beside it."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    if engine.dialect.name == "sqlite":
        files += Path(make_url(engine.url).database).parent.glob("klankbord.db*")
    kept = [file.read_bytes().decode(errors="replace") for file in files]
    with engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            kept += [str(row) for row in connection.execute(table.select())]
    return "\n".join(kept)


def n_is_safe(n: str) -> bool:
    return n in {"", "5–9"} or int(n) >= 10


def test_the_whole_town_was_read(read):
    said = {who for who, _ in read.pages}
    texts = list(read.pages.values())

    assert len(said) == 9
    assert len(texts) > 200
    assert any("Wachten" in page for page in texts)
    assert any("457 answers" in page for page in texts)
    assert {url.rsplit(".")[-1] for _, url in read.pages} >= {"csv", "xlsx", "json", "xml", "pdf"}
    assert any(COMMENT in page for (_, url), page in read.pages.items() if ROOM.match(url))


def test_a_withdrawal_code_is_kept_nowhere_and_shown_to_nobody_else(read):
    everything = "\n".join((read.log, read.kept, *read.pages.values())).replace("-", "")

    assert len(set(read.withdrawal_codes)) == 3
    assert not [code for code in read.withdrawal_codes if code.replace("-", "") in everything]


@pytest.mark.parametrize("canary", [WORD, PHONE, MAIL])
def test_what_somebody_wrote_stays_in_the_moderators_room(read, canary):
    assert not [key for key, page in read.outside_the_moderators_room() if canary in page]


@pytest.mark.parametrize("canary", [BROWSER, ADDRESS])
def test_a_browser_and_an_address_are_found_nowhere(read, canary):
    assert not [key for key, page in read.pages.items() if canary in page]
    assert canary not in read.log
    assert canary not in read.kept


@pytest.mark.parametrize("count", MARKED.values())
def test_how_many_picked_an_answer_is_found_on_no_page(read, count):
    assert not [
        key
        for key, page in read.outside_the_moderators_room()
        if re.search(rf"(?<![\w-]){count}(?![\w-])", page)
    ]


def test_no_page_shows_fewer_answers_than_a_block_needs(read):
    shown = {n for page in read.pages.values() for n in re.findall(r"<p>(\S+) answers", page)}

    assert "5–9" in shown
    assert all(n_is_safe(n) for n in shown), shown


def test_no_file_holds_fewer_answers_than_a_block_needs(read):
    shown = {row["value"] for row in read.files() if row["statistic"] == "n"}

    assert shown
    assert all(n_is_safe(n) for n in shown), shown


def test_nine_young_people_are_too_few_for_a_figure(read):
    young = {row["status"] for row in read.files() if row["respondent_group"] == "youth"}

    assert young == {"hidden"}


def test_a_file_has_one_status_for_every_hidden_figure(read):
    assert {row["status"] for row in read.files()} == {"shown", "hidden"}
    assert not [row for row in read.files() if row["status"] == "hidden" and row["value"]]


def test_taking_part_is_told_in_steps_of_five(read):
    told = {
        cell
        for (_, url), page in read.pages.items()
        if re.fullmatch(r"/waves/\d+", url)
        for cell in re.findall(r'<td class="short">([^<]*)</td>', page)
    }

    assert told
    assert all(re.fullmatch(r"not asked|fewer than 5|\d*[05] or more", one) for one in told), told


def test_a_theme_is_read_from_ten_people_on(read):
    told = [n for page in read.pages.values() for n in re.findall(r"At least (\d+) people", page)]

    assert told
    assert min(map(int, told)) >= 10


def test_no_page_of_a_respondent_sets_or_reads_a_cookie(read):
    pages = {key: headers for key, headers in read.headers.items() if key[1].startswith("/v/")}

    assert len(pages) > 9
    for key, headers in pages.items():
        assert "Set-Cookie" not in headers, key
        assert "Cookie" not in headers.get("Vary", ""), key


def test_a_stranger_who_mistypes_gets_no_cookie(read):
    for url in ("/", "/nowhere", "/waves/1/close"):
        assert "Set-Cookie" not in read.headers["stranger", url], url


def test_a_fault_says_nothing_of_what_went_wrong(read):
    for url in ("/broken", "/v/broken/page"):
        said = read.pages["stranger", url]

        assert "Something went wrong on our side" in said
        assert "RuntimeError" not in said
        assert "Traceback" not in said


def test_a_fault_and_a_failed_job_are_logged_by_kind_and_place_only(read):
    lines = [json.loads(line) for line in read.log.splitlines()]
    faults = {line["error"] for line in lines if "error" in line}

    assert "RuntimeError" in faults
    assert faults & {"OperationalError", "IntegrityError"}


@pytest.mark.parametrize("secret", [WORD, PHONE, MAIL, "ouder.example", "@klankbord.example"])
def test_the_log_holds_nothing_that_anybody_wrote(read, secret):
    assert secret not in read.log


def test_the_log_holds_no_code_of_a_link(read):
    assert not [code for code in read.codes if code in read.log]


def test_a_browser_keeps_no_page_of_staff(read):
    kept = {
        key
        for key, headers in read.headers.items()
        if headers["Cache-Control"] != "no-store" and not key[1].startswith(("/v/", "/r/"))
    }

    assert not kept


def test_no_page_has_a_mark_by_which_a_change_could_be_seen(read):
    assert not [key for key, headers in read.headers.items() if "ETag" in headers]
