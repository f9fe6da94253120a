"""Questionnaires from and to files: seen first, kept when somebody says so, told when not."""

from importlib.resources import files
from io import BytesIO

import openpyxl
import pytest
from click.testing import CliRunner

from feedback.accounts.permissions import Role
from feedback.cli import klankbord as cli
from feedback.database import db
from feedback.questionnaires.files import read_any
from surveys.definitions import read_toml
from surveys.drafts import get_draft, load_drafts, start_draft
from surveys.limesurvey import read_lss, write_lss
from surveys.tidying import tidied
from surveys.xlsform import read_xlsform, write_xlsform
from tests.cast import post, signed_in
from tests.factories import QUESTIONNAIRE, a_version, now
from tests.page import Page, check_page

READ = "/questionnaires/files/read"
TABLE = read_toml(QUESTIONNAIRE)
LIBRARY = read_toml((files("surveys") / "catalogue" / "tevredenheid-1.toml").read_text("utf-8"))


@pytest.fixture
def maker(app):
    return signed_in(app, Role.ADMINISTRATOR)


@pytest.fixture
def draft_id(app):
    with app.app_context():
        draft = start_draft(db.session(), TABLE, now=now())
        db.session.commit()
        return draft.id


def send(maker, content, url=READ, **fields):
    return post(maker, url, page=url, file=(BytesIO(content), "vragen"), **fields)


def keep(maker, seen):
    page = Page(seen.text)
    [contents] = [each["value"] for each in page.all("input") if each.get("name") == "contents"]
    return post(maker, "/questionnaires/files/keep", page=READ, contents=contents)


@pytest.mark.parametrize(
    "content",
    [
        write_xlsform(LIBRARY),
        write_lss(LIBRARY),
        (files("surveys") / "catalogue" / "tevredenheid-1.toml").read_bytes(),
    ],
    ids=["xlsx", "lss", "toml"],
)
def test_a_file_is_seen_first_and_then_kept_as_a_draft(maker, app, content):
    seen = send(maker, content)

    check_page(seen)
    assert seen.status_code == 200
    assert "Everything comes along." in seen.text
    with app.app_context():
        assert load_drafts(db.session()) == []

    kept = keep(maker, seen)

    check_page(maker.get(kept.location))
    with app.app_context():
        [draft] = load_drafts(db.session())
        assert [item["code"] for item in draft.items] == [item["code"] for item in LIBRARY["item"]]
        assert draft.languages == LIBRARY["languages"]


def test_what_cannot_come_along_is_told(maker):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["geopoint", "plek", "Waar?"], ["text", "wat", "Wat?"]):
        sheet.append(row)
    content = BytesIO()
    book.save(content)

    seen = send(maker, content.getvalue())

    check_page(seen)
    assert seen.status_code == 200
    assert "survey" in seen.text
    assert "geopoint" in seen.text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 broken",
        b"<document>",
        b"\xff\xfe\x00",
        b"no = toml = here",
    ],
    ids=range(6),
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_nothing(maker, app, content):
    seen = send(maker, content)

    check_page(seen)
    assert seen.status_code in {200, 422}
    with app.app_context():
        assert load_drafts(db.session()) == []
    if seen.status_code == 422:
        assert 'role="alert"' in seen.text


def test_without_a_file_the_page_says_so(maker):
    sent = post(maker, READ, page=READ)

    assert sent.status_code == 422
    assert "Choose a file first." in sent.text


def test_a_strange_definition_becomes_a_draft_that_can_be_opened(maker, app):
    strange = b'title = 3\nitem = [{code = "A B", kind = "poem", text = {nl = "<script>"}}, 4]\n'

    kept = keep(maker, send(maker, strange))

    page = maker.get(kept.location)
    check_page(page)
    assert "<script>" not in page.text.replace("&lt;script&gt;", "")


def test_what_was_read_cannot_be_changed_on_the_way(maker):
    sent = post(maker, "/questionnaires/files/keep", page=READ, contents="WyJ4Il0.forged")

    assert sent.status_code == 400


@pytest.mark.parametrize(
    ("ending", "reads"),
    [
        ("toml", lambda content: read_toml(content.decode())),
        ("xlsx", lambda content: read_xlsform(content).table),
        ("lss", lambda content: read_lss(content).table),
    ],
)
@pytest.mark.parametrize("kind", ["draft", "version"])
def test_a_questionnaire_goes_out_in_every_format(maker, app, draft_id, kind, ending, reads):
    number = draft_id
    if kind == "version":
        with app.app_context():
            number = a_version(db.session()).id
            db.session.commit()

    sent = maker.get(f"/questionnaires/files/{kind}-{number}.{ending}")

    assert sent.status_code == 200
    assert sent.headers["Content-Disposition"].startswith("attachment")
    again = tidied(reads(sent.data))
    assert [item["code"] for item in again["item"]] == [item["code"] for item in TABLE["item"]]


def test_another_format_there_is_none(maker, draft_id):
    assert maker.get(f"/questionnaires/files/draft-{draft_id}.pdf").status_code == 404
    assert maker.get(f"/questionnaires/files/draft-{draft_id}-tr.xlsx").status_code == 404
    assert maker.get(f"/questionnaires/files/draft-{draft_id}-nl.xlsx").status_code == 404


def test_a_workbook_of_a_translator_comes_back(maker, app, draft_id):
    out = maker.get(f"/questionnaires/files/draft-{draft_id}-en.xlsx")
    book = openpyxl.load_workbook(BytesIO(out.data))
    sheet = book.active
    old = TABLE["title"]["en"]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == old]
    cell.value = "A better title"
    changed = BytesIO()
    book.save(changed)

    sent = send(
        maker, changed.getvalue(), f"/questionnaires/files/translated/{draft_id}", revision=1
    )

    assert sent.status_code == 303
    with app.app_context():
        assert get_draft(db.session(), draft_id).table["title"]["en"] == "A better title"


def test_an_xliff_of_a_translator_comes_back_whole_or_not_at_all(maker, app, draft_id):
    out = maker.get(f"/questionnaires/files/draft-{draft_id}-en.xlf").data
    url = f"/questionnaires/files/translated/{draft_id}"
    old = TABLE["title"]["en"].encode()

    wrong = out.replace(old, b"Better").replace(b'name="introduction"', b'name="nowhere"')
    refused = send(maker, wrong, url, revision=1)
    check_page(refused)
    assert refused.status_code == 422
    assert "nowhere" in refused.text
    with app.app_context():
        assert get_draft(db.session(), draft_id).table == TABLE

    assert send(maker, out.replace(old, b"Better"), url, revision=1).status_code == 303
    late = send(maker, out, url, revision=1)
    assert late.status_code == 422
    assert "Somebody else changed this draft meanwhile." in late.text


@pytest.fixture
def klankbord(app):
    return lambda *words: CliRunner().invoke(cli, words, obj=lambda: app)


def test_the_command_makes_a_draft_of_another_programs_file(klankbord, app, tmp_path):
    file = tmp_path / "vragen.xlsx"
    file.write_bytes(write_xlsform(LIBRARY))

    done = klankbord("questionnaire", "import", str(file))

    assert done.exit_code == 0, done.output
    with app.app_context():
        assert [draft.code for draft in load_drafts(db.session())] == ["tevredenheid"]


def test_the_command_keeps_nothing_that_was_not_confirmed(klankbord, app, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["geopoint", "plek", "Waar?"], ["text", "wat", "Wat?"]):
        book.active.append(row)
    book.save(tmp_path / "vragen.xlsx")

    refused = klankbord("questionnaire", "import", str(tmp_path / "vragen.xlsx"))

    assert refused.exit_code == 1
    assert "geopoint" in refused.output
    with app.app_context():
        assert load_drafts(db.session()) == []
    kept = klankbord("questionnaire", "import", str(tmp_path / "vragen.xlsx"), "--confirm")
    assert kept.exit_code == 0, kept.output


@pytest.mark.parametrize("ending", ["toml", "xlsx", "lss"])
def test_the_command_writes_a_version_to_a_file(klankbord, app, tmp_path, ending):
    with app.app_context():
        code = a_version(db.session()).questionnaire.code
        db.session.commit()
    file = tmp_path / f"uit.{ending}"

    done = klankbord("questionnaire", "export", code, str(file))

    assert done.exit_code == 0, done.output
    again = read_any(file.read_bytes())
    assert [item["code"] for item in again.table["item"]] == [
        item["code"] for item in TABLE["item"]
    ]


@pytest.mark.parametrize(("code", "name"), [("nowhere", "uit.toml"), ("hulp", "uit.pdf")])
def test_the_command_says_what_it_cannot_write(klankbord, tmp_path, code, name):
    assert klankbord("questionnaire", "export", code, str(tmp_path / name)).exit_code == 1
