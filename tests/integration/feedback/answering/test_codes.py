from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from feedback.answering import codes as codes_at_the_door
from feedback.answering import intake
from feedback.answering.intake import Intake
from feedback.database import db
from surveys.access_codes import grouped
from surveys.keys import FormKeys
from surveys.responses import Inbox, submit
from tests.factories import a_link_with_codes, a_wave, now
from tests.page import check_page

AT_ONCE = 50
MANY = 40


@pytest.fixture
def given(session, wave_keys):
    given = a_link_with_codes(session, a_wave(session, wave_keys), wave_keys, MANY)
    session.commit()
    return given


@pytest.fixture
def new_key(settings, given):
    keys = FormKeys(settings.secret_key)
    return lambda: keys.make(given[0].code, now=now())


@pytest.fixture
def send(client, given, new_key):
    """Send a form with this code; a form that nobody sent before unless a key is given."""

    def send(code="", key=None, **answers):
        data = {"key": key or new_key(), "access_code": code, "is_checked": "y", **answers}
        return client.post(f"/v/{given[0].code}/nl/send", data=data)

    return send


def n_forms(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Inbox))


def field(page) -> dict[str, str]:
    [field] = [given for given in page.all("input") if given.get("name") == "access_code"]
    return field


def test_the_form_asks_for_the_code(client, given):
    page = check_page(client.get(f"/v/{given[0].code}/nl"), respondent=True)

    assert field(page)["autocomplete"] == "off"


def test_with_a_code_the_form_is_taken_in(app, send, given):
    assert send(given[1][0]).status_code == 303
    assert n_forms(app) == 1


def test_a_code_may_be_typed_as_it_looks(app, send, given):
    typed = f" {grouped(given[1][0]).lower()} ".replace("0", "o").replace("1", "l")

    assert send(typed).status_code == 303


@pytest.mark.parametrize("code", ["", "0000000000"])
def test_a_wrong_code_keeps_the_form_and_says_what_helps(app, send, code):
    response = send(code, toelichting="Alles gaat goed")

    page = check_page(response, respondent=True)
    assert response.status_code == 422
    assert "Alles gaat goed" in response.text
    assert field(page)["value"] == code
    assert "e-access-code" in field(page)["aria-describedby"]
    assert n_forms(app) == 0


def test_a_used_code_keeps_the_form_and_explains(app, send, given):
    send(given[1][0])

    response = send(given[1][0], toelichting="Nog eens")

    assert response.status_code == 422
    assert "Nog eens" in response.text
    assert n_forms(app) == 1


def test_a_code_goes_along_to_another_language(client, given, new_key):
    data = {"key": new_key(), "access_code": given[1][0]}

    page = check_page(client.post(f"/v/{given[0].code}/en/switch", data=data), respondent=True)

    assert field(page)["value"] == given[1][0]


def test_of_fifty_forms_with_one_code_at_once_one_is_taken_in(app, given, new_key):
    link, [code, *_] = given
    address = f"/v/{link.code}/nl/send"

    def send(key):
        data = {"key": key, "access_code": code, "is_checked": "y"}
        return app.test_client().post(address, data=data).status_code

    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = Counter(people.map(send, [new_key() for _ in range(AT_ONCE)]))

    assert answers[303] == n_forms(app) == 1
    assert set(answers) <= {303, 422, 429}


def test_a_form_that_is_sent_twice_with_its_code_counts_once(app, send, given, new_key):
    key = new_key()

    assert [send(given[1][0], key).status_code for _ in range(2)] == [303, 303]
    assert n_forms(app) == 1


def test_who_goes_back_on_a_shared_device_counts_with_a_code_of_their_own(
    app, send, given, new_key
):
    key = new_key()

    assert [send(code, key).status_code for code in given[1][:2]] == [303, 303]
    assert n_forms(app) == 2


def test_what_breaks_after_the_code_was_spent_costs_nobody_their_vote(
    app, send, given, new_key, monkeypatch
):
    def break_down(*_args, **_kwargs):
        raise OperationalError("insert", {}, Exception("the disk is full"))

    key, [code, *_] = new_key(), given[1]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as patched:
        patched.setattr(Intake, "take_in", break_down)
        assert send(code, key).status_code in {500, 503}
    assert n_forms(app) == 0

    assert send(code).status_code == 422, "another form has no right to this code"
    assert [send(code, key).status_code for _ in range(2)] == [303, 303]
    assert n_forms(app) == 1


def test_no_transaction_touches_a_code_and_an_answer(
    app, send, given, wave_keys, new_key, monkeypatch
):
    link, [code, *_] = given
    transactions, current = [], []
    with app.app_context():
        engine = db.engine

    def hear(_connection, _cursor, statement, parameters, *_):
        current.append((statement, str(parameters)))

    def submit_aloud(connection, submission):
        # An answer goes through the driver's own cursor, which no event tells.
        hear(connection, None, "INSERT INTO inbox", (submission.tag, submission))
        submit(connection, submission)

    def end(_connection):
        transactions.append(list(current))
        current.clear()

    monkeypatch.setattr(intake, "submit", submit_aloud)
    event.listen(engine, "before_cursor_execute", hear)
    event.listen(engine, "commit", end)
    event.listen(engine, "rollback", end)
    send(code)

    with_answer = [each for each in transactions if any("INTO inbox" in text for text, _ in each)]
    tag = wave_keys.tag(link.wave_id, f"code {link.code} {code}")
    with_code = [each for each in transactions if any(str(tag) in given for _, given in each)]
    assert len(with_answer) == 1
    assert with_code
    assert with_answer[0] not in with_code
    assert not any("access_code" in text for text, _ in with_answer[0])


def test_after_twenty_wrong_codes_no_code_of_that_address_is_looked_at(send, given):
    for _ in range(codes_at_the_door.WRONG_FROM_AN_ADDRESS):
        assert send("0000000000").status_code == 422

    response = send(given[1][0], toelichting="Ik was eerst")
    assert response.status_code == 429
    assert "Ik was eerst" in response.text
    assert check_page(response, respondent=True)


def test_right_codes_of_a_whole_school_behind_one_address_are_all_taken(app, send, given):
    assert {send(code).status_code for code in given[1]} == {303}
    assert n_forms(app) == MANY


def test_the_script_carries_the_code_past_the_choice_of_a_language(client, given):
    page = check_page(client.get(f"/v/{given[0].code}"), respondent=True)

    [script] = page.all("script")
    with client.get(script["src"]) as answer:
        assert answer.status_code == 200
