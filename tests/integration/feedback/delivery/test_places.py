"""Files arrive whole, at each kind of place, and a failure says only what kind it was."""

import hashlib
import json
import re
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import asyncssh
import pytest

from analysis.exports.observations import CONTRACT
from feedback.delivery import stores
from feedback.delivery.sending import deliver
from feedback.delivery.targets import DeliveryFailed, Failure
from tests.factories import now
from tests.integration.feedback.delivery.conftest import PASSWORD

URL = "https://klankbord.example"
DOCUMENT = Path("docs/export.md").read_text(encoding="utf-8")
[DESCRIBED] = re.findall(r"It has (`manifest`.*?)\. ?$", DOCUMENT, re.MULTILINE)


@pytest.fixture
def bring(session, publication):
    """Bring the publication to a target; gives what went wrong, or nothing."""

    def bring(target):
        deliver(session, target, [publication], public_url=URL, now=now())
        return target.last_failure

    return bring


def check(folder, publication):
    """What lies in a folder is what its manifest says, and nothing else."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["publication"] == publication.id
    assert manifest["digest"] == publication.digest
    assert (manifest["contract"], manifest["software_version"]) == (CONTRACT, version("klankbord"))
    assert re.findall(r"`(\w+)`", DESCRIBED) == [*manifest, *manifest["files"][0]]
    files = {file["name"]: file for file in manifest["files"]}
    assert {file.name for file in folder.iterdir()} == {*files, "manifest.json"}
    for name, told in files.items():
        content = (folder / name).read_bytes()
        assert (told["bytes"], told["sha256"]) == (
            len(content),
            hashlib.sha256(content).hexdigest(),
        )
    return list(files)


def test_a_folder_gets_every_file_that_was_asked_for(a_target, bring, publication, tmp_path):
    wanted = ["csv:wide:nl", "json", "parquet", "sav", "xlsx", "data-package", "ddi"]
    target = a_target(str(tmp_path / "out"), files=wanted)

    assert bring(target) == ""

    start = f"klankbord-publication-{publication.id}-contract-{CONTRACT}"
    assert check(tmp_path / "out" / f"publication-{publication.id}", publication) == [
        f"{start}-wide-nl.csv",
        *(f"{start}.{ending}" for ending in ("json", "parquet", "sav", "xlsx", "zip", "xml")),
    ]


def test_bringing_it_again_replaces_what_was_there(a_target, bring, publication, tmp_path):
    target = a_target(str(tmp_path))
    folder = tmp_path / f"publication-{publication.id}"
    bring(target)
    [name] = check(folder, publication)
    (folder / name).write_text("half a file", encoding="utf-8")

    assert bring(target) == ""

    check(folder, publication)


def test_a_folder_that_cannot_be_written_is_told(a_target, bring, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    assert bring(a_target(str(tmp_path / "file"))) == Failure.NOT_WRITTEN


def test_sftp_takes_a_password(a_target, bring, publication, sftp, secret_file):
    target = a_target(sftp.address, secret_file=secret_file(PASSWORD), host_key=sftp.host_key)

    assert bring(target) == ""
    assert bring(target) == ""

    check(sftp.folder / "in" / "klankbord" / f"publication-{publication.id}", publication)


def test_sftp_takes_a_private_key(a_target, bring, publication, sftp, secret_file):
    key = sftp.client_key.export_private_key().decode()
    target = a_target(sftp.address, secret_file=secret_file(key), host_key=sftp.host_key)

    assert bring(target) == ""

    check(sftp.folder / "in" / "klankbord" / f"publication-{publication.id}", publication)


def test_sftp_with_a_wrong_password_is_refused(a_target, bring, sftp, secret_file):
    target = a_target(sftp.address, secret_file=secret_file("wrong"), host_key=sftp.host_key)

    assert bring(target) == Failure.REFUSED
    assert list(sftp.folder.iterdir()) == []


def test_sftp_of_another_server_gets_nothing(a_target, bring, sftp, secret_file):
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    target = a_target(sftp.address, secret_file=secret_file(PASSWORD), host_key=other)

    assert bring(target) == Failure.HOST_KEY
    assert list(sftp.folder.iterdir()) == []


def test_s3_gets_the_files(a_target, bring, publication, s3, secret_file):
    target = a_target(s3.address, secret_file=secret_file("KEY:SECRET"))

    assert bring(target) == ""
    assert bring(target) == ""

    check(s3.bucket / "klankbord" / f"publication-{publication.id}", publication)


def test_s3_with_a_wrong_secret_is_refused(a_target, bring, s3, secret_file):
    assert bring(a_target(s3.address, secret_file=secret_file("KEY:WRONG"))) == Failure.REFUSED
    assert list(s3.bucket.iterdir()) == []


def test_a_place_that_does_not_answer_is_unreachable(a_target, bring, sftp, secret_file):
    secret = secret_file("KEY:SECRET")
    nowhere = "127.0.0.1:9"

    for number, address in enumerate(
        (
            f"sftp://school@{nowhere}/in",
            f"s3://figures?endpoint=http://{nowhere}",
            f"http://{nowhere}/hook",
        )
    ):
        target = a_target(address, str(number), secret_file=secret, host_key=sftp.host_key)
        assert bring(target) in (Failure.UNREACHABLE, Failure.NO_SECRET)


def test_without_its_secret_nothing_is_tried(a_target, bring, sftp, tmp_path):
    target = a_target(sftp.address, secret_file=str(tmp_path / "gone"), host_key=sftp.host_key)

    assert bring(target) == Failure.NO_SECRET


def test_a_manifest_never_stands_beside_files_that_it_does_not_describe(
    a_target, publication, tmp_path, sftp, s3, secret_file
):
    manifest, newer = tmp_path / "manifest.json", tmp_path / "figures.xlsx"
    manifest.write_text("{}", encoding="utf-8")
    newer.write_text("of today", encoding="utf-8")
    gone = tmp_path / "gone" / "manifest.json"
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    places = {
        tmp_path / "out": a_target(str(tmp_path / "out"), "folder"),
        sftp.folder / "in" / "klankbord": a_target(
            sftp.address, "sftp", secret_file=str(password), host_key=sftp.host_key
        ),
        s3.bucket / "klankbord": a_target(s3.address, "s3", secret_file=secret_file("KEY:SECRET")),
    }

    for folder, target in places.items():
        stores.bring(target, "publication-7", [manifest])
        assert (folder / "publication-7" / "manifest.json").exists()
        # The second file is not there: bringing stops after the first.
        with pytest.raises(DeliveryFailed):
            stores.bring(target, "publication-7", [newer, gone])
        assert [file.name for file in (folder / "publication-7").iterdir()] == ["figures.xlsx"]


def test_sftp_that_gets_stuck_does_not_keep_the_worker(
    a_target, bring, sftp, secret_file, monkeypatch
):
    monkeypatch.setattr(stores, "LONGEST", timedelta(seconds=1))
    sftp.is_stuck = True
    target = a_target(sftp.address, secret_file=secret_file(PASSWORD), host_key=sftp.host_key)

    failure = bring(target)
    sftp.is_stuck = False

    assert failure == Failure.NOT_WRITTEN
