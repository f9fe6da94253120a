import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from feedback import mail, work
from feedback.accounts.mailing import WAITS, InvitationMail
from feedback.accounts.models import User, find_user
from feedback.accounts.permissions import Role
from feedback.app import create_app
from feedback.database import db
from feedback.mail import MailFailed, MailFailure, MailServer, send
from tests.cast import HOME, PASSWORD, a_user, do_jobs, in_english, post, signed_in
from tests.page import check_page
from tests.post_office import PASSWORD as OFFICE_PASSWORD
from tests.post_office import let_in, post_office

FATMA = {"name": "Fatma", "email": "fatma@klankbord.example"}


@pytest.fixture
def office():
    with post_office() as office:
        yield office


@pytest.fixture
def settings(settings, office):
    return replace(settings, mail=office.server)


@pytest.fixture
def administrator(app):
    return signed_in(app, Role.ADMINISTRATOR)


def invite(client, **answers):
    given = {**FATMA, "role": "administrator", "wanted": "", "by_mail": "y"} | answers
    return post(client, "/people/new", page="/people/new", **given).location


def link_in(letter):
    return re.search(r"http://localhost(/reset/\S+)", letter.get_content())[1]


def later(app, minutes):
    """Let the worker do what is due after some minutes."""
    with app.app_context():
        for letter in db.session.query(InvitationMail):
            if letter.try_at is not None:
                letter.try_at -= timedelta(minutes=minutes)
        db.session.commit()
        work.send_invitations()


def test_somebody_invited_gets_a_link_by_mail_that_lets_them_in(app, administrator, office):
    check_page(administrator.get("/people/new"))
    person = invite(administrator)
    assert "The invitation is being sent." in administrator.get(person).text

    do_jobs(app)

    [letter] = office.letters
    assert letter["To"] == FATMA["email"]
    assert letter["From"] == "Klankbord <no-reply@klankbord.example>"
    assert letter["Subject"] == "Uitnodiging voor Klankbord"
    assert "Hallo Fatma," in letter.get_content()
    assert "The invitation was sent by mail on" in administrator.get(person).text
    guest = in_english(app)
    address = guest.get(link_in(letter), follow_redirects=True).request.path
    post(guest, address, page=address, password=PASSWORD, password_confirm=PASSWORD)
    with app.app_context():
        assert find_user(db.session(), FATMA["email"]).password


def test_a_link_for_a_new_password_goes_by_mail_too(app, administrator, office):
    number = a_user(app)

    post(administrator, f"/people/{number}/invitation/mail", page=f"/people/{number}")
    do_jobs(app)

    assert office.letters[0]["Subject"] == "Een nieuw wachtwoord voor Klankbord"


def test_a_letter_speaks_the_language_of_its_reader(app, administrator, office):
    number = a_user(app)
    with app.app_context():
        user = db.session.get(User, number)
        user.locale = "en"
        db.session.commit()

    post(administrator, f"/people/{number}/invitation/mail", page=f"/people/{number}")
    do_jobs(app)

    assert "Hello Noor," in office.letters[0].get_content()


def test_nothing_is_mailed_when_the_box_is_not_ticked(app, administrator, office):
    invite(administrator, by_mail="")
    do_jobs(app)

    assert office.letters == []


def test_somebody_who_is_here_already_gets_no_letter(app, administrator, office):
    a_user(app, **FATMA)

    invite(administrator)
    do_jobs(app)

    assert office.letters == []


def test_no_link_is_in_the_queue_the_database_or_the_log(
    app, administrator, office, settings, caplog
):
    invite(administrator)
    waiting = b"".join(file.read_bytes() for file in Path(settings.queue).parent.glob("*.db*"))
    do_jobs(app)
    kept = b"".join(file.read_bytes() for file in Path(settings.queue).parent.glob("*.db*"))

    token = link_in(office.letters[0]).removeprefix("/reset/").encode()
    assert token not in waiting
    assert token not in kept
    assert app.extensions["queue"].result_count() == 0
    assert "Fatma" not in caplog.text
    assert token.decode() not in caplog.text


def test_an_address_that_the_server_does_not_know_is_told_to_the_inviter(
    app, administrator, office, caplog
):
    office.answers = ["550 no such mailbox"]
    person = invite(administrator)
    do_jobs(app)

    page = administrator.get(person)
    check_page(page)
    assert "The invitation was not sent." in page.text
    assert "does not take mail for this address" in page.text
    home = administrator.get(HOME)
    check_page(home)
    assert "Your invitation to Fatma was not sent." in home.text
    assert FATMA["email"] not in caplog.text
    other = signed_in(app, Role.ANALYST)
    assert "Fatma" not in other.get(HOME).text


def test_what_the_inviter_did_about_it_is_no_news_any_more(app, administrator, office):
    office.answers = ["550 no such mailbox"]
    person = invite(administrator)
    do_jobs(app)

    post(administrator, f"{person}/invitation", page=person)

    assert "was not sent" not in administrator.get(HOME).text


def test_a_failed_letter_is_sent_again_when_the_inviter_asks(app, administrator, office):
    office.answers = ["550 no such mailbox"]
    person = invite(administrator)
    do_jobs(app)

    post(administrator, f"{person}/invitation/mail", page=person)
    do_jobs(app)

    assert len(office.letters) == 1
    assert "was not sent" not in administrator.get(HOME).text


def test_a_server_that_asks_to_come_back_is_tried_again(app, administrator, office):
    office.answers = ["451 try again later"]
    person = invite(administrator)
    do_jobs(app)
    assert "We try again by ourselves." in administrator.get(person).text
    assert office.letters == []

    later(app, 1)
    later(app, 60)

    assert len(office.letters) == 1


def test_trying_again_ends(app, administrator, office):
    office.answers = ["451 try again later"] * 9
    person = invite(administrator)
    do_jobs(app)

    for _ in range(len(WAITS)):
        later(app, 60)

    assert len(office.answers) == 9 - 1 - len(WAITS)
    assert "The invitation was not sent." in administrator.get(person).text


def test_nothing_is_sent_to_who_lost_access_meanwhile(app, administrator, office):
    person = invite(administrator)
    post(administrator, f"{person}/access", page=person)

    do_jobs(app)

    assert office.letters == []


def test_a_letter_is_not_sent_twice(app, administrator, office):
    invite(administrator)
    do_jobs(app)
    later(app, 60)

    assert len(office.letters) == 1


def refusal_of(server, to="fatma@klankbord.example"):
    with pytest.raises(MailFailed) as refused:
        send(server, to=to, subject="Hallo", text="Dag\n")
    return refused.value.failure, refused.value.is_final


def test_a_server_that_does_not_answer_may_answer_later(office):
    closed = MailServer(address="smtp://127.0.0.1:1", sender=office.server.sender)

    assert refusal_of(closed) == (MailFailure.UNREACHABLE, False)


def test_nothing_goes_to_another_machine_over_an_open_line(office, monkeypatch):
    monkeypatch.setattr(mail, "OWN_MACHINE", set())

    assert refusal_of(office.server) == (MailFailure.NOT_SAFE, True)
    assert office.letters == []


def test_an_address_that_cannot_be_written_in_a_letter_is_refused(office):
    assert refusal_of(office.server, "a@b.example\nBcc: c@d.example") == (MailFailure.ADDRESS, True)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("password", [OFFICE_PASSWORD, "wrong"])
def test_a_name_and_a_password_are_given_where_the_address_holds_them(password):
    options = {"authenticator": let_in, "auth_required": True, "auth_require_tls": False}
    with post_office(**options) as office:
        address = f"smtp://klankbord:{quote(password)}@127.0.0.1:{office.port}"
        server = MailServer(address=address, sender=office.server.sender)
        assert password not in repr(server)
        if password == "wrong":
            assert refusal_of(server) == (MailFailure.NOT_LET_IN, True)
        else:
            send(server, to="fatma@klankbord.example", subject="Hallo", text="Dag\n")
            assert len(office.letters) == 1


def test_without_a_mail_server_the_link_is_handed_over(settings, app):
    plain = create_app(replace(settings, mail=None))
    client = signed_in(plain, Role.ADMINISTRATOR)
    number = a_user(plain)

    assert "by mail" not in client.get("/people/new").text
    assert "Mail a link" not in client.get(f"/people/{number}").text
    answer = post(client, f"/people/{number}/invitation/mail", page=f"/people/{number}")
    assert answer.status_code == 404
    with plain.app_context():
        work.send_invitations()
        db.engine.dispose()
