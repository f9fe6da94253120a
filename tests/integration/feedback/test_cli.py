from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from feedback.accounts.models import User, find_user
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.cli import klankbord
from feedback.config import InvalidSettings, Settings, read_settings_file
from feedback.database import db
from tests.cast import a_user, sign_in
from tests.factories import a_school

ADMINISTRATOR = ["noor@klankbord.example", "--name", "Noor", "--role", "administrator"]
COORDINATOR = ["bo@klankbord.example", "--name", "Bo", "--role", "school_coordinator"]


@pytest.fixture
def run(app):
    return lambda *words: CliRunner().invoke(klankbord, words, obj=lambda: app)


def test_fresh_settings_are_complete(run, tmp_path):
    run("settings", "init", str(tmp_path), "--demo")

    assert Settings.from_env(read_settings_file(tmp_path / "klankbord.env")).demo


def test_settings_that_are_there_stay_as_they_are(run, tmp_path):
    (tmp_path / "klankbord.env").write_text("# mine")

    run("settings", "init", str(tmp_path))

    assert (tmp_path / "klankbord.env").read_text() == "# mine"


def test_wrong_settings_are_all_named():
    def without_settings():
        raise InvalidSettings(["FEEDBACK_DEMO: say it", "FEEDBACK_QUEUE: give it"])

    result = CliRunner().invoke(klankbord, ["database", "upgrade"], obj=without_settings)

    assert result.exit_code == 1
    assert "FEEDBACK_DEMO" in result.output
    assert "FEEDBACK_QUEUE" in result.output


def test_a_created_user_can_sign_in(run, client):
    run("user", "create", *ADMINISTRATOR, "--password", "vier paarden lezen langzaam")

    # The first time, an administrator sets up a phone.
    assert sign_in(client).location.startswith("/tf-setup")


def test_a_created_user_needs_a_strong_password(run, app):
    result = run("user", "create", *ADMINISTRATOR, "--password", "te kort")

    assert result.exit_code == 1
    with app.app_context():
        assert db.session.scalar(select(User)) is None


def test_an_invitation_is_printed(run, client):
    result = run("user", "invite", *ADMINISTRATOR)

    link = result.output.split()[-1]
    assert client.get(link).status_code == 200


@pytest.fixture
def schools(session):
    schools = [a_school(session, "De Brug"), a_school(session, "Het Anker")]
    session.commit()
    return schools


@pytest.mark.parametrize("known_as", ["location_code", "id"])
def test_a_role_belongs_to_an_organisation(run, app, schools, known_as):
    run("user", "invite", *COORDINATOR, "--of", "school", str(getattr(schools[1], known_as)))

    with app.app_context():
        [given] = find_user(db.session(), "bo@klankbord.example").assignments
        assert given.role is Role.SCHOOL_COORDINATOR
        assert given.organisation_kind is OrganisationKind.SCHOOL
        assert given.organisation_id == schools[1].id


def test_a_role_at_an_organisation_that_is_not_there_is_refused(run):
    result = run("user", "invite", *COORDINATOR, "--of", "school", "999999")

    assert result.exit_code == 1
    assert "no school is known as 999999" in result.output


def test_only_an_administrator_can_do_without_an_organisation(run):
    assert run("user", "invite", *COORDINATOR).exit_code == 2


def test_a_second_invitation_adds_a_role_to_the_same_person(run, app, schools):
    for school in (schools[0], schools[1], schools[1]):
        run("user", "invite", *COORDINATOR, "--of", "school", school.location_code)

    with app.app_context():
        [user] = db.session.scalars(select(User))
        assert [given.organisation_id for given in user.assignments] == [s.id for s in schools]


def all_commands(group, words=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from all_commands(command, (*words, name))
        else:
            yield " ".join((*words, name))


@pytest.mark.parametrize("command", list(all_commands(klankbord)))
def test_every_command_is_described(command):
    assert f"`klankbord {command}`" in Path("docs/operations.md").read_text(encoding="utf-8")


def test_a_table_from_elsewhere_is_refused_when_it_leaks(run, tmp_path):
    cells, relations = tmp_path / "cells.csv", tmp_path / "relations.txt"
    cells.write_text("cell;value;status\nnorth;12;shown\ntotal;15;shown\nsouth;;hidden\n")
    relations.write_text("north + south = total\n")

    result = run("publication", "attack", "--cells", str(cells), "--relations", str(relations))

    assert result.exit_code == 1
    assert "south\t3\t3" in result.output


def test_somebody_who_lost_their_phone_starts_again(run, app):
    a_user(app, email="fatma@klankbord.example", role=Role.MODERATOR)

    assert run("user", "start-again", "Fatma@klankbord.example").exit_code == 0

    with app.app_context():
        assert not find_user(db.session(), "fatma@klankbord.example").has_second_factor
    assert "nobody here" in run("user", "start-again", "nobody@klankbord.example").output
