from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from feedback.database import db
from surveys.campaigns import WaveKind, make_campaign, make_wave
from surveys.definitions import store_definition
from surveys.distribution import find_invitation, make_links
from surveys.items import RespondentGroup
from surveys.keys import FORM_LIFETIME, FormKeys, WaveKeys
from surveys.organisations import Municipality, Region, School
from surveys.responses import Form as FilledIn
from surveys.responses import Inbox, Sender, Submission, submit
from tests.page import check_page

DEFINITION = """
code = "hulp"
number = 1
languages = ["nl"]
groups = ["parent"]
[title]
nl = "Helpt de hulp?"
[introduction]
nl = "Eén vraag."
[[item]]
code = "helpt"
kind = "comment"
text = { nl = "Helpt het?" }
"""
NOW = datetime.now(UTC)


@pytest.fixture
def link(app, settings):
    with app.app_context():
        session = db.session()
        region = Region(name="Zwolle")
        school = School(
            location_code="01AA00",
            name="De Brug & <Co>",
            municipality=Municipality(name="Zwolle", region=region),
        )
        wave = make_wave(
            session,
            make_campaign(session, region, "Hulp"),
            store_definition(session, DEFINITION),
            kind=WaveKind.BASELINE,
            opens_at=NOW - timedelta(days=1),
            closes_at=NOW + timedelta(days=1),
            keys=WaveKeys(settings.key_directory),
            now=NOW,
        )
        session.add(school)
        [link] = make_links(session, wave, [school], [RespondentGroup.PARENT], ["nl"])
        session.commit()
        return find_invitation(session, link.code)


def n_forms(app) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(Inbox))


def key_of(page) -> str:
    [key] = [given["value"] for given in page.all("input") if given.get("name") == "key"]
    return key


def test_a_kept_page_has_a_key_of_its_own_each_time(client, link):
    pages = [check_page(client.get(f"/v/{link.code}/nl"), respondent=True) for _ in range(2)]

    assert len({key_of(page) for page in pages}) == 2


def test_a_kept_page_writes_the_name_of_a_school_as_text(client, link):
    assert "De Brug &amp; &lt;Co&gt;" in client.get(f"/v/{link.code}/nl").text


def test_a_form_that_is_sent_twice_counts_once_and_is_thanked_for_twice(app, client, link):
    key = key_of(check_page(client.get(f"/v/{link.code}/nl"), respondent=True))

    answers = [client.post(f"/v/{link.code}/nl/send", data={"key": key}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert n_forms(app) == 1


def test_a_form_that_was_taken_in_long_ago_is_thanked_for_again(app, client, link, settings):
    keys = FormKeys(settings.secret_key)
    key = keys.make(link.code, now=NOW - 2 * FORM_LIFETIME)
    nonce, _ = keys.read(link.code, key)
    tag = WaveKeys(settings.key_directory).tag(link.wave_id, nonce)
    sender = Sender(link.wave_id, link.school_id, RespondentGroup.PARENT)
    with app.app_context():
        submit(db.session.connection(), Submission(sender, FilledIn({}, {}, "nl"), tag))
        db.session.commit()

    assert client.post(f"/v/{link.code}/nl/send", data={"key": key}).status_code == 303
    assert n_forms(app) == 1


def test_a_form_that_was_open_too_long_is_asked_for_once_more(app, client, link, settings):
    key = FormKeys(settings.secret_key).make(link.code, now=NOW - 2 * FORM_LIFETIME)

    assert client.post(f"/v/{link.code}/nl/send", data={"key": key}).status_code == 422
    assert n_forms(app) == 0
