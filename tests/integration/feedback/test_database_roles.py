"""Web servers with a role of their own: all that they do works, and no answer can be read."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, select
from sqlalchemy.exc import ProgrammingError

from feedback import work
from feedback.app import create_app
from feedback.cli import klankbord
from feedback.database import db
from surveys.keys import FormKeys
from surveys.responses import Answer, Comment, Inbox, Response, Spent
from tests import databases
from tests.databases import on_postgresql
from tests.factories import a_link, a_link_with_codes, a_wave, now, respond

pytestmark = on_postgresql


@pytest.fixture
def web_url(engine):
    return databases.add_web_role(engine)


@pytest.fixture
def as_web(web_url):
    engine = create_engine(web_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def web(settings, web_url):
    app = create_app(replace(settings, web_database_url=web_url).for_web)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    for _ in range(12):
        respond(session, link, comments={"toelichting": "Fijn"})
    session.commit()
    return link


def form(settings, link, **more):
    key = FormKeys(settings.secret_key).make(link.code, now=now())
    return {"key": key, "dichtbij": "yes", "is_checked": "y"} | more


@pytest.mark.parametrize(
    "forbidden",
    [
        "SELECT form FROM inbox",
        "SELECT code FROM answer",
        "SELECT item FROM answer",
        "SELECT school_id FROM response",
        "SELECT * FROM response JOIN answer ON answer.response_id = response.id",
        "SELECT count(*) FROM inbox GROUP BY form",
        "UPDATE inbox SET form = '[]' RETURNING form",
        "UPDATE answer SET code = 'no'",
        "INSERT INTO response (id) VALUES (gen_random_uuid())",
        "DELETE FROM inbox RETURNING form",
        "DELETE FROM answer WHERE code = 'yes'",
        "DELETE FROM spent",
        "UPDATE comment SET text = ''",
        "SELECT n FROM language_count",
        "SELECT n FROM hasty_count",
        "DELETE FROM audit_event",
        "UPDATE audit_event SET action = 'looked'",
        "DELETE FROM audit_chain",
        "TRUNCATE answer",
        "DROP TABLE answer",
        "CREATE TABLE mine (id int)",
        "COPY answer TO STDOUT",
        "SET ROLE postgres",
    ],
)
def test_what_was_answered_is_out_of_reach(as_web, link, forbidden):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        as_web.exec_driver_sql(forbidden).all()


def test_a_form_comes_in_goes_out_again_and_counts_once(web, settings, session, link):
    sent, address = form(settings, link, wants_code="y"), f"/v/{link.code}/nl"

    for _ in range(2):
        page = web.post(f"{address}/send", data=sent)
        assert page.status_code == 200
    assert session.scalars(select(Inbox.form)).all()[-1]
    code = page.text.partition('class="code"><bdi dir="ltr">')[2][:14]
    n_spent = len(session.scalars(select(Spent.tag)).all())

    withdrawn = web.post(f"{address}/withdraw", data={"withdrawal_code": code})
    assert withdrawn.status_code == 303
    session.rollback()
    assert len(session.scalars(select(Inbox.id)).all()) == n_spent - 1 == 12


def test_what_was_mixed_can_be_withdrawn(web, settings, session, link, app):
    page = web.post(
        f"/v/{link.code}/nl/send", data=form(settings, link, wants_code="y", toelichting="Weg")
    )
    code = page.text.partition('class="code"><bdi dir="ltr">')[2][:14]
    with app.app_context():
        work.mix_waves()

    web.post(f"/v/{link.code}/nl/withdraw", data={"withdrawal_code": code})

    session.rollback()
    assert len(session.scalars(select(Response.id)).all()) == 12
    assert len(session.scalars(select(Answer.code)).all()) == 12
    assert set(session.scalars(select(Comment.text))) == {"Fijn"}


def test_a_code_lets_somebody_in(web, settings, session, wave_keys):
    link, [code] = a_link_with_codes(session, a_wave(session, wave_keys), wave_keys)
    session.commit()

    sent = web.post(f"/v/{link.code}/nl/send", data=form(settings, link, access_code=code))

    assert sent.status_code == 303


def test_an_upgrade_gives_the_role_what_it_needs(engine, settings, web_url, as_web):
    with engine.begin() as connection:
        role = as_web.engine.url.username
        connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        connection.exec_driver_sql(f"GRANT SELECT ON answer TO {role}")

    app = create_app(replace(settings, web_database_url=web_url))

    done = CliRunner().invoke(klankbord, ["database", "upgrade"], obj=lambda: app)

    with app.app_context():
        db.engine.dispose()
    assert done.exit_code == 0, done.output
    assert as_web.exec_driver_sql("SELECT name FROM school").all() == []
    as_web.rollback()
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_web.exec_driver_sql("SELECT code FROM answer")
