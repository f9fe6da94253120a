"""What is due is brought once, tried again after a while, and told to whoever looks after it."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from feedback import work
from feedback.cli import klankbord
from feedback.delivery.sending import WAITS, deliver_due, due_at
from feedback.delivery.targets import InvalidTarget, Moment, WantedFile, find_target
from surveys.campaigns import TIME_ZONE
from tests.factories import (
    QUESTIONNAIRE,
    a_closed_wave,
    a_publication,
    a_school,
    a_version,
    now,
)

URL = "https://klankbord.example"
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=TIME_ZONE).astimezone(UTC)


@pytest.fixture
def run(app):
    return lambda *words: CliRunner().invoke(klankbord, words, obj=lambda: app)


@pytest.fixture
def due(session):
    return lambda target, at: [one.id for one in due_at(session, target, at)]


def test_each_publication_is_brought_once(session, publication, a_target, due, tmp_path):
    target = a_target(str(tmp_path))
    assert due(target, MONDAY) == [publication.id]

    deliver_due(session, public_url=URL, now=MONDAY)

    assert due(target, MONDAY) == due(target, MONDAY + timedelta(days=30)) == []


@pytest.mark.parametrize(
    ("moment", "not_yet", "again"),
    [
        (Moment.DAILY, timedelta(hours=14), timedelta(hours=15)),
        (Moment.WEEKLY, timedelta(days=6), timedelta(days=7)),
    ],
)
def test_a_day_or_a_week_later_it_comes_again(
    session, publication, a_target, due, tmp_path, moment, not_yet, again
):
    target = a_target(str(tmp_path), moment=moment.value)
    deliver_due(session, public_url=URL, now=MONDAY)

    assert due(target, MONDAY + not_yet) == []
    assert due(target, MONDAY + again) == [publication.id]


def test_what_fails_is_tried_again_after_longer_and_longer(
    session, publication, a_target, due, tmp_path
):
    place = tmp_path / "place"
    place.write_text("in the way", encoding="utf-8")
    target = a_target(str(place))
    at, tries = MONDAY, []

    for minutes in range(60 * 12):
        before = target.n_failures
        deliver_due(session, public_url=URL, now=MONDAY + timedelta(minutes=minutes))
        if target.n_failures > before:
            tries.append(timedelta(minutes=minutes))

    assert [later - sooner for sooner, later in pairwise(tries)] == [
        *WAITS,
        WAITS[-1],
    ]
    assert target.last_failure == "not written"
    place.unlink()
    deliver_due(session, public_url=URL, now=at + timedelta(days=1))
    assert (target.n_failures, target.last_failure, target.next_try_at) == (0, "", None)
    assert due(target, at) == []


def test_one_place_that_fails_keeps_nothing_from_another(session, publication, a_target, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    a_target(str(tmp_path / "file"), "a")
    a_target(str(tmp_path / "folder"), "b")

    deliver_due(session, public_url=URL, now=MONDAY)

    assert (tmp_path / "folder" / f"publication-{publication.id}" / "manifest.json").exists()


def test_a_file_that_cannot_be_made_keeps_no_other_publication_waiting(
    session, wave_keys, publication, a_target, tmp_path
):
    only_dutch = re.sub(', "?en"?( = "[^"]*")?', "", QUESTIONNAIRE.replace("nabijheid", "hulp"))
    schools = {a_school(session, f"Other {n}"): {"yes": 8, "partly": 6, "no": 6} for n in range(3)}
    wave = a_closed_wave(session, wave_keys, schools, version=a_version(session, only_dutch))
    dutch = a_publication(session, wave)
    target = a_target(str(tmp_path), "a", files=["csv:long:en"])
    a_target(str(tmp_path / "b"), "b")

    deliver_due(session, public_url=URL, now=MONDAY)

    assert target.last_failure == "not made"
    assert [receipt.publication_id for receipt in target.receipts] == [publication.id]
    assert (tmp_path / "b" / f"publication-{dutch.id}" / "manifest.json").exists()


def test_what_nobody_foresaw_at_one_place_keeps_nothing_from_another(
    session, publication, a_target, secret_file, tmp_path, caplog
):
    Path(secret_file("")).write_bytes(b"\xff\xfe no text")
    strange = a_target("s3://figures?endpoint=http://x", "a", secret_file=str(tmp_path / "secret"))
    a_target(str(tmp_path / "b"), "b")
    session.commit()

    deliver_due(session, public_url=URL, now=MONDAY)

    assert (strange.n_failures, strange.last_failure) == (1, "unforeseen")
    assert (tmp_path / "b" / f"publication-{publication.id}" / "manifest.json").exists()
    [line] = [one for one in caplog.records if one.name == "feedback.delivery.sending"]
    assert line.exc_info


def test_a_failure_is_logged_without_address_or_secret(
    session, publication, a_target, sftp, secret_file, caplog
):
    a_target(sftp.address, secret_file=secret_file("hush"), host_key=sftp.host_key)

    deliver_due(session, public_url=URL, now=now())

    [line] = [one for one in caplog.records if one.name == "feedback.delivery.sending"]
    assert (line.publication_id, line.reason) == (publication.id, "refused")
    assert not any(word in str(vars(line)) for word in ("hush", "school@", str(sftp.port)))


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("relative/folder", {}),
        ("ftp://user@host/folder", {}),
        ("sftp://user:password@host/folder", {"secret_file": "x", "host_key": "x"}),
        ("sftp://host/folder", {"secret_file": "x", "host_key": "x"}),
        ("sftp://user@host/folder", {"secret_file": "x"}),
        ("sftp://user@host/folder", {"host_key": "x"}),
        ("s3://figures", {}),
        ("https://host/hook", {}),
        ("http://host/hook", {"secret_file": "x", "may_be_private": False}),
        ("https://host/hook", {"secret_file": "x", "moment": "daily"}),
        ("/folder", {"files": ["pdf"]}),
        ("/folder", {"files": ["csv:broad"]}),
        ("/folder", {"files": ["xlsx:wide"]}),
    ],
)
def test_a_target_that_could_not_work_is_refused(a_target, address, more):
    with pytest.raises(InvalidTarget):
        a_target(address, **more)


def test_a_file_is_asked_for_in_few_words():
    assert WantedFile.read("csv") == WantedFile("csv")
    assert WantedFile.read("sav:wide:tr").language == "tr"


def test_commands_add_run_list_and_remove(run, session, publication, tmp_path):
    added = run("delivery", "add", "dashboard", str(tmp_path / "out"), "--file", "csv:long:nl")
    assert added.exit_code == 0, added.output

    assert run("delivery", "run", "dashboard").output == "1 publications arrived.\n"
    assert run("delivery", "run", "dashboard").output == "0 publications arrived.\n"

    assert run("delivery", "list").output.split("\t")[2:] == [
        "publication",
        "csv:long:nl",
        "1 arrived\n",
    ]
    assert run("delivery", "remove", "dashboard").exit_code == 0
    assert run("delivery", "list").output == ""
    assert (tmp_path / "out" / f"publication-{publication.id}" / "manifest.json").exists()


def test_a_command_says_what_went_wrong(run, session, publication, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    run("delivery", "add", "dashboard", str(tmp_path / "file"))

    failed = run("delivery", "run", "dashboard")

    assert (failed.exit_code, failed.output) == (1, "Error: it did not arrive: not written\n")
    assert "failed 1 times: not written" in run("delivery", "list").output
    assert run("delivery", "run", "nobody").exit_code == 1
    assert run("delivery", "add", "dashboard", "/elsewhere").exit_code == 1


def test_the_worker_brings_it(run, app, session, publication, tmp_path):
    run("delivery", "add", "dashboard", str(tmp_path / "out"))

    with app.app_context():
        work.deliver()

    session.expire_all()
    assert [one.publication_id for one in find_target(session, "dashboard").receipts] == [
        publication.id
    ]
