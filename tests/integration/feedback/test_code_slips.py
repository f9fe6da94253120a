from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.cli import klankbord
from feedback.database import db
from surveys.distribution import AccessCode, CodeBatch, Link
from tests.cast import post, signed_in
from tests.factories import a_link, a_wave
from tests.page import check_page


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


@pytest.fixture
def coordinator(app, link):
    return signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, link.school_id)


@pytest.fixture
def press(coordinator, link):
    wave = f"/waves/{link.wave_id}"
    page = f"{wave}/schools/{link.school_id}/handouts"
    return lambda button, **form: post(
        coordinator, f"{wave}/links/{link.id}/{button}", page=page, **form
    )


def codes_in(pdf: bytes) -> list[str]:
    return [
        square.text.partition("#")[2]
        for page in pypdfium2.PdfDocument(BytesIO(pdf))
        for square in zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    ]


def n_rows(app, table) -> int:
    with app.app_context():
        return len(db.session.scalars(select(table)).all())


def test_a_coordinator_prints_slips_and_somebody_answers_with_one(
    app, client, coordinator, link, press
):
    press("mode", mode="code")
    printed = press("slips.pdf", n=12)

    codes = codes_in(printed.data)
    shown = client.get(f"/v/{link.code}/nl")
    key = next(one["value"] for one in check_page(shown).all("input") if one["name"] == "key")
    sent = client.post(
        f"/v/{link.code}/nl/send", data={"key": key, "access_code": codes[0], "is_checked": "y"}
    )
    assert printed.headers["Cache-Control"] == "no-store"
    assert len(set(codes)) == n_rows(app, AccessCode) == 12
    assert sent.status_code == 303
    handouts = f"/waves/{link.wave_id}/schools/{link.school_id}/handouts"
    assert "12 codes were printed." in coordinator.get(handouts).text


def test_who_printed_codes_is_in_the_audit_log_and_the_codes_are_not(app, press):
    press("mode", mode="code")
    codes = codes_in(press("slips.pdf", n=3).data)

    with app.app_context():
        events = [str(vars(each)) for each in db.session.scalars(select(AuditEvent))]
    assert [each for each in events if "codes printed" in each]
    assert not [each for each in events for code in codes if code in each]


@pytest.mark.parametrize("n", ["", "0", "1001", "veel"])
def test_a_number_of_slips_that_cannot_be_is_told(app, press, n):
    press("mode", mode="code")

    assert press("slips.pdf", n=n).status_code == 303
    assert n_rows(app, CodeBatch) == 0


def test_an_open_link_prints_no_slips(app, press):
    assert press("slips.pdf", n=3).status_code == 303
    assert n_rows(app, CodeBatch) == 0


def test_the_command_prints_codes_too(app, session, link, tmp_path):
    def run(*words):
        return CliRunner().invoke(klankbord, words, obj=lambda: app)

    school, file = link.school.location_code, tmp_path / "codes.pdf"
    wave = str(link.wave_id)
    session.rollback()
    refused = run(
        "link", "codes", wave, "--school", school, "--group", "parent", "--count", "4",
        "--to", str(file),
    )  # fmt: skip
    run("link", "mode", wave, "code", "--school", school)
    printed = run(
        "link", "codes", wave, "--school", school, "--group", "parent", "--count", "4",
        "--to", str(file),
    )  # fmt: skip

    assert refused.exit_code == 1
    assert "open to everybody" in refused.output
    assert printed.exit_code == 0, printed.output
    assert len(codes_in(file.read_bytes())) == n_rows(app, AccessCode) == 4


def test_a_link_can_be_opened_to_everybody_again(session, link, press):
    press("mode", mode="code")
    press("mode", mode="open")

    session.expire_all()
    assert session.get_one(Link, link.id).mode == "open"
