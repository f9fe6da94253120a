import pytest
from click.testing import CliRunner
from sqlalchemy import select

from feedback.api.tokens import Client
from feedback.audit import AuditEvent
from feedback.cli import klankbord
from feedback.database import db


@pytest.fixture
def run(app):
    return lambda *words: CliRunner().invoke(klankbord, words, obj=lambda: app)


def opens(client, token):
    bearer = {"Authorization": f"Bearer {token}"}
    return client.get("/api/v1/publications", headers=bearer).status_code == 200


def test_a_token_that_is_made_opens_the_api(run, client):
    made = run("token", "make", "Dashboard", "--of", "region", "1")

    assert opens(client, made.output.split()[-1])


def test_a_token_that_is_revoked_opens_nothing(run, client):
    token = run("token", "make", "Dashboard", "--everything").output.split()[-1]

    run("token", "revoke", "1")

    assert not opens(client, token)
    assert run("token", "revoke", "7").exit_code == 1


def test_the_list_tells_what_each_token_is_for_and_not_the_token(run):
    token = run("token", "make", "Dashboard", "--of", "school", "12").output.split()[-1]

    listed = run("token", "list").output

    assert "Dashboard\tschool 12\tto " in listed
    assert token not in listed


@pytest.mark.parametrize("words", [(), ("--everything", "--of", "region", "1")])
def test_a_token_is_of_one_organisation_or_of_everything(run, app, words):
    assert run("token", "make", "Dashboard", *words).exit_code == 2
    with app.app_context():
        assert db.session.scalar(select(Client)) is None


def test_who_made_and_ended_a_token_is_recorded(run, app):
    run("token", "make", "Dashboard", "--everything")
    run("token", "revoke", "1")

    with app.app_context():
        assert list(db.session.scalars(select(AuditEvent.action))) == [
            "made a token",
            "revoked a token",
        ]
