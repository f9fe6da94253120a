"""Somebody sends a form, gets a code, and takes back what they sent."""

import re

import pytest
from sqlalchemy import func, select

from analysis.comments import CommentTranslation, CommentVector, Decision, ReviewedComment
from analysis.preparation import prepare
from analysis.publications import Publication
from analysis.themes import CommentTheme
from feedback import work
from feedback.answering import codes
from feedback.database import db
from feedback.work import embedder
from surveys.campaigns import Wave
from surveys.keys import FormKeys
from surveys.responses import Answer, Comment, Inbox, Response, Withdrawal, mix
from surveys.retention import KEEP_RESPONSES, close_wave
from tests.factories import a_link, a_theme, a_wave, now, respond
from tests.page import check_page

TEXT = "Kanarie in de kolenmijn"
FOUND_NOTHING = "We vinden geen antwoorden bij deze code"


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


@pytest.fixture
def send(client, settings, link):
    """Send a form, by default with the wish to get a code."""

    def send(key=None, *, language="nl", wants_code=True, **answers):
        data = {
            "key": key or FormKeys(settings.secret_key).make(link.code, now=now()),
            "dichtbij": "yes",
            "toelichting": TEXT,
            "is_checked": "y",
            **answers,
        } | ({"wants_code": "y"} if wants_code else {})
        return client.post(f"/v/{link.code}/{language}/send", data=data)

    return send


@pytest.fixture
def withdraw(client, link):
    def withdraw(code, language="nl"):
        data = {"withdrawal_code": code}
        return client.post(f"/v/{link.code}/{language}/withdraw", data=data)

    return withdraw


@pytest.fixture
def code(send):
    return code_on(send())


def code_on(response):
    check_page(response, respondent=True)
    [code] = re.findall(r'class="code"><bdi dir="ltr">(.+)</bdi>', response.text)
    return code


def n_of(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_the_form_offers_a_code(client, link):
    page = check_page(client.get(f"/v/{link.code}/nl/all"), respondent=True)

    assert [given for given in page.all("button") if given.get("name") == "wants_code"]


def test_who_asks_for_a_code_sees_it_once_the_form_is_in(send, session):
    response = send()

    assert response.status_code == 200
    assert re.fullmatch(r"(\w{4}-?){3}", code_on(response))
    assert n_of(session, Inbox) == 1


def test_who_does_not_ask_sees_none(send):
    assert send(wants_code=False).status_code == 303


def test_a_form_that_is_sent_twice_has_one_code(send, settings, link, session):
    key = FormKeys(settings.secret_key).make(link.code, now=now())

    assert code_on(send(key)) == code_on(send(key))
    assert n_of(session, Inbox) == 1


def test_the_wish_stays_while_somebody_is_asked_about_what_they_skipped(client, settings, link):
    key = FormKeys(settings.secret_key).make(link.code, now=now())
    data = {"key": key, "wants_code": "y"}

    page = check_page(client.post(f"/v/{link.code}/nl/send", data=data), respondent=True)

    wishes = [given for given in page.all("button") if given.get("name") == "wants_code"]
    assert [given["class"] for given in wishes] == ["plain no", "plain"]


def test_the_wish_stays_when_questions_come_one_by_one(client, settings, link):
    key = FormKeys(settings.secret_key).make(link.code, now=now())
    data = {"key": key, "on_page": "", "so_far": "", "wants_code": "y"}

    page = check_page(client.post(f"/v/{link.code}/nl/send", data=data), respondent=True)

    [no] = [given for given in page.all("button") if given.get("name") == "wants_code"]
    assert no["formaction"] == f"/v/{link.code}/nl/send?again"


def test_words_of_danger_bring_help_and_the_code(send):
    response = send(toelichting="Papa slaat mij elke dag")

    assert code_on(response)
    assert "0800" in response.text


def test_a_code_deletes_a_form_that_waits(withdraw, code, client, session):
    response = withdraw(code)

    assert response.status_code == 303
    done = client.get(response.location)
    check_page(done, respondent=True)
    assert "<h1>De antwoorden zijn gewist</h1>" in done.text
    assert n_of(session, Inbox) == 0


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " ")])
def test_a_code_may_be_typed_as_it_looks(withdraw, code, change):
    assert withdraw(f" {change(code)} ").status_code == 303


def test_a_code_deletes_all_that_was_made_of_a_form(withdraw, code, session, link):
    respond(session, link, comments={"toelichting": "Van een ander"})
    mix(session, link.wave_id, smallest=1)
    prepare(session, link.wave, embedder())
    for comment in session.scalars(select(ReviewedComment)):
        comment.decision = Decision.RELEASED.value
        session.add(CommentVector(comment_id=comment.id, model="m", vector=b"v"))
        session.add(CommentTranslation(comment_id=comment.id, text="Een vertaling", model="m"))
    a_theme(session, link.wave, session.scalars(select(ReviewedComment)).all())
    session.commit()

    assert withdraw(code).status_code == 303

    session.expire_all()
    made = (
        Response, Answer, Comment, ReviewedComment, CommentVector, CommentTranslation, CommentTheme,
    )  # fmt: skip
    assert [n_of(session, table) for table in made] == [1] * len(made)
    assert session.scalar(select(ReviewedComment.text)) == "Van een ander"


def test_a_comment_is_deleted_when_its_raw_words_are_gone_already(withdraw, code, session, link):
    mix(session, link.wave_id, smallest=1)
    prepare(session, link.wave, embedder())
    session.execute(Comment.__table__.delete())
    session.commit()

    withdraw(code)

    assert n_of(session, ReviewedComment) == 0


def test_what_is_withdrawn_while_it_is_made_ready_does_not_stay(session, link, wave_keys):
    respond(session, link, comments={"toelichting": TEXT})
    mix(session, link.wave_id, smallest=1)
    prepare(session, link.wave, embedder())
    session.execute(Comment.__table__.delete())

    prepare(session, link.wave, embedder())

    assert n_of(session, ReviewedComment) == 0


@pytest.mark.parametrize("typed", ["", "0000-0000-0000", "é" * 20, "\x00"])
def test_a_wrong_code_stays_in_the_field_and_the_page_says_what_helps(
    withdraw, code, session, typed
):
    response = withdraw(typed)

    page = check_page(response, respondent=True)
    assert response.status_code == 422
    assert FOUND_NOTHING in response.text
    [field] = [given for given in page.all("input") if given.get("name") == "withdrawal_code"]
    assert field["value"] == typed.strip("\x00")
    assert n_of(session, Inbox) == 1


def test_a_code_works_once(withdraw, code):
    withdraw(code)

    assert withdraw(code).status_code == 422


def test_what_a_page_says_does_not_tell_what_a_code_was_for(withdraw, code):
    """Of a code that was used and one that never was, the page says the same."""
    withdraw(code)

    used, never = withdraw(code).text, withdraw("0000-0000-0000").text
    assert used.replace(code, "") == never.replace("0000-0000-0000", "")


def test_after_too_many_wrong_codes_somebody_waits(withdraw, code, session):
    for _ in range(codes.WRONG_FROM_AN_ADDRESS):
        withdraw("0000-0000-0000")

    assert withdraw(code).status_code == 429
    assert n_of(session, Inbox) == 1


def test_wrong_codes_here_keep_nobody_from_answering(withdraw, send):
    for _ in range(codes.WRONG_FROM_AN_ADDRESS):
        withdraw("0000-0000-0000")

    assert send(wants_code=False).status_code == 303


def test_the_page_of_a_closed_wave_leads_to_where_one_withdraws(client, session, link):
    close_wave(link.wave, now=now())
    session.commit()

    assert "/nl/withdraw" in client.get(f"/v/{link.code}/nl").text


def test_a_closed_wave_takes_codes_until_it_is_published(
    withdraw, send, app, session, link, client
):
    first, second = code_on(send()), code_on(send())
    for _ in range(20):
        respond(session, link)
    session.commit()
    with app.app_context():
        work.close_wave(link.wave_id)

    assert withdraw(first).status_code == 303
    with app.app_context():
        work.publish_wave(link.wave_id)

    late = withdraw(second)
    check_page(late, respondent=True)
    assert late.status_code == 410
    assert n_of(session, Response) == 21
    assert n_of(session, Withdrawal) == 0
    assert "withdrawal_code" not in client.get(f"/v/{link.code}/nl/withdraw").text


def test_an_interim_publication_ends_it_for_those_who_are_counted_in_it(
    withdraw, send, app, session, link
):
    early = code_on(send())
    for _ in range(20):
        respond(session, link)
    session.commit()
    with app.app_context():
        work.mix_waves()
        work.publish_wave(link.wave_id, interim=True)
    later = code_on(send())

    assert withdraw(early).status_code == 422
    assert withdraw(later).status_code == 303


def test_who_withdraws_while_a_wave_is_published_is_not_counted(
    withdraw, send, app, session, link, monkeypatch
):
    code, publish = code_on(send()), work.publish
    for _ in range(20):
        respond(session, link)
    session.commit()

    def publish_slowly(*args, **kwargs):
        publication = publish(*args, **kwargs)
        if work.publish is publish_slowly:
            monkeypatch.setattr(work, "publish", publish)
            # SQLite lets nobody write beside the publication itself.
            db.session.rollback()
            assert withdraw(code).status_code == 303
        return publication

    with app.app_context():
        work.close_wave(link.wave_id)
        monkeypatch.setattr(work, "publish", publish_slowly)
        work.publish_wave(link.wave_id)

    turnouts = session.scalar(select(Publication)).turnouts
    assert {n for turnout in turnouts for n in turnout.n.values()} <= {0, 20}


def test_when_the_year_is_over_the_key_goes_too(app, session, link, wave_keys, monkeypatch):
    with app.app_context():
        work.close_wave(link.wave_id)
        session.get(Wave, link.wave_id).closed_at = now() - KEEP_RESPONSES * 2
        session.commit()
        work.night()

    assert not wave_keys.of_withdrawals.has(link.wave_id)
