import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select, update

from feedback import work
from feedback.accounts.models import User
from feedback.accounts.signing_in import SEEN_AT, invitation_link
from feedback.accounts.visits import HOUR, IDLE_FOR, Visit, hour_of
from feedback.audit import AuditEvent
from feedback.database import db
from feedback.i18n import today
from tests.cast import HOME, a_user, in_english, post, sign_in, sign_out
from tests.page import check_page

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.fixture
def noor(app):
    return a_user(app)


def a_visit(app, email="noor@klankbord.example", user_agent=FIREFOX):
    client = in_english(app)
    client.environ_base["HTTP_USER_AGENT"] = user_agent
    sign_in(client, email)
    return client


def is_signed_in(client):
    return client.get(HOME).status_code == 200


def visits(app):
    with app.app_context():
        return list(db.session.scalars(select(Visit)))


def ends(client):
    """The addresses of the buttons that end one other visit."""
    return re.findall(r'action="(/account/visits/[0-9a-f-]{36}/end)"', client.get("/account").text)


def test_a_visit_keeps_the_family_of_a_browser_and_no_more(app, noor):
    a_visit(app)

    [visit] = visits(app)
    assert visit.browser == "Firefox, Windows"
    assert visit.started_on == today()
    assert (visit.seen_at.minute, visit.seen_at.second) == (0, 0)
    columns = {column.key for column in inspect(Visit).columns}
    assert columns == {"id", "user_id", "started_on", "seen_at", "browser"}


def test_my_account_lists_the_other_visits(app, noor):
    here, there = a_visit(app, user_agent="curl"), a_visit(app)

    check_page(here.get("/account"))
    assert "Firefox, Windows" in here.get("/account").text
    assert "Another browser" in there.get("/account").text


def test_who_is_signed_in_once_has_nothing_to_end(app, noor):
    client = a_visit(app)

    assert "You are signed in here only." in client.get("/account").text


def test_one_visit_is_ended_and_out_at_its_next_request(app, noor):
    here, there, elsewhere = (a_visit(app) for _ in range(3))
    [of_here] = set(ends(elsewhere)) & set(ends(there))

    answer = post(there, of_here, page="/account")

    assert answer.status_code == 303
    assert [is_signed_in(one) for one in (here, there, elsewhere)] == [False, True, True]


def test_all_other_visits_are_ended_at_once(app, noor):
    here, there, elsewhere = (a_visit(app) for _ in range(3))

    post(here, "/account/visits/end-others", page="/account")

    assert [is_signed_in(one) for one in (here, there, elsewhere)] == [True, False, False]


def test_ending_visits_is_recorded(app, noor):
    here, _ = a_visit(app), a_visit(app)
    post(here, ends(here)[0], page="/account")
    post(here, "/account/visits/end-others", page="/account")
    post(here, "/account/sign-out-everywhere", page="/account")

    with app.app_context():
        deeds = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert deeds[-3:] == ["ended one other visit", "ended all other visits", "ended all sessions"]


def test_nobody_ends_the_visit_of_somebody_else(app, noor):
    a_user(app, email="fatma@klankbord.example")
    here, _ = a_visit(app), a_visit(app)
    fatma = a_visit(app, "fatma@klankbord.example")

    assert post(fatma, ends(here)[0], page="/account").status_code == 404
    assert len(visits(app)) == 3


def test_signing_out_ends_this_visit_only(app, noor):
    here, there = a_visit(app), a_visit(app)
    copied = here.get_cookie("klankbord").value

    sign_out(here)

    assert is_signed_in(there)
    thief = in_english(app)
    thief.set_cookie("klankbord", copied)
    assert not is_signed_in(thief)


def test_signing_out_everywhere_ends_the_links_for_a_new_password_too(app, noor):
    here, there = a_visit(app), a_visit(app)
    with app.app_context():
        link = invitation_link(db.session.get(User, noor)).removeprefix("http://localhost")

    post(here, "/account/sign-out-everywhere", page="/account")

    assert not is_signed_in(there)
    assert visits(app) == []
    assert "used before" in in_english(app).get(link, follow_redirects=True).text


def test_a_new_password_leaves_no_visit(app, noor):
    a_visit(app)
    guest = in_english(app)
    with app.app_context():
        link = invitation_link(db.session.get(User, noor)).removeprefix("http://localhost")

    post(guest, link, page=link, password="nieuwe woorden", password_confirm="nieuwe woorden")

    assert visits(app) == []


def test_a_cookie_of_before_there_were_visits_opens_nothing(app, noor):
    client = a_visit(app)
    with client.session_transaction(HOME) as session:
        del session["visit"]

    assert not is_signed_in(client)


def test_a_visit_is_of_one_person(app, noor):
    """A cookie cannot be made up of two, even by who may write cookies."""
    a_user(app, email="fatma@klankbord.example")
    client, fatma = a_visit(app), a_visit(app, "fatma@klankbord.example")
    with fatma.session_transaction(HOME) as session:
        number = session["visit"]
    with client.session_transaction(HOME) as session:
        session["visit"] = number

    assert not is_signed_in(client)


def test_the_hour_of_last_use_is_noted(app, noor):
    client = a_visit(app)
    earlier = hour_of(datetime.now(UTC)) - HOUR
    with app.app_context():
        db.session.execute(update(Visit).values(seen_at=earlier))
        db.session.commit()
    with client.session_transaction(HOME) as session:
        session[SEEN_AT] = earlier.timestamp()

    client.get(HOME)

    assert visits(app)[0].seen_at == hour_of(datetime.now(UTC))


def test_visits_that_ended_by_themselves_are_not_shown_and_go_at_night(app, noor):
    here, _ = a_visit(app), a_visit(app)
    with here.session_transaction(HOME) as session:
        number = session["visit"]
    old = datetime.now(UTC) - HOUR - IDLE_FOR - timedelta(minutes=1)
    with app.app_context():
        for visit in db.session.scalars(select(Visit)):
            if visit.id.hex != number:
                visit.seen_at = old
        db.session.commit()

    assert ends(here) == []
    with app.app_context():
        work.delete_expired(today())
    assert [visit.id.hex for visit in visits(app)] == [number]
