"""The people of the tests, and how each of them signs in."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from sqlalchemy import Connection, event
from werkzeug.test import TestResponse

from feedback.accounts.models import Passkey, User, assign, find_user
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db
from tests.page import check_page

HOME = "/staff"
PASSWORD = "vier paarden lezen langzaam"


def a_user(
    app: Flask,
    *,
    email: str = "noor@klankbord.example",
    name: str = "Noor",
    role: Role | None = None,
    kind: OrganisationKind = OrganisationKind.REGION,
    organisation_id: int | None = 1,
    is_demo: bool = False,
) -> int:
    """Add somebody with PASSWORD to the database; gives their number."""
    with app.app_context():
        user = User(email=email, name=name, password=hash_password(PASSWORD), is_demo=is_demo)
        if role:
            assign(user, role, kind, organisation_id)
        if user.check_tf_required_setup():
            give_phone(app, user)
        db.session.add(user)
        db.session.commit()
        return user.id


def sign_in(
    client: FlaskClient, email: str = "noor@klankbord.example", password: str = PASSWORD
) -> TestResponse:
    """Sign in as anybody does: through the form, with its token, and with a code from the phone."""
    answer = post(client, "/login", email=email, password=password)
    if not answer.location or not answer.location.startswith("/tf-validate"):
        return answer
    return post(
        client,
        answer.location,
        page=answer.location,
        code=code_of(client.application, email),
    )


def give_phone(app: Flask, user: User) -> None:
    """Let an app for codes on a phone know a secret of somebody."""
    user.tf_primary_method = "authenticator"
    user.tf_totp_secret = app.extensions["security"].totp_factory.generate_totp_secret()


def a_passkey(name: str = "Mijn telefoon", number: bytes = b"1") -> Passkey:
    """Give a passkey of which nobody has the other half."""
    return Passkey(
        name=name,
        credential_id=number,
        public_key=b"public",
        sign_count=0,
        backup_state=False,
        device_type="single_device",
        transports=["internal"],
        usage="secondary",
        extensions=None,
        lastuse_datetime=datetime.now(UTC),
    )


def code_of(app: Flask, email: str) -> str:
    """Read the code off somebody's phone. They waited for one that they did not use yet."""
    with app.app_context():
        user = find_user(db.session(), email)
        assert user is not None
        user.totp_counter = None
        db.session.commit()
        codes = app.extensions["security"].totp_factory._totp.from_source(user.tf_totp_secret)
        return str(codes.generate().token)


def sign_out(client: FlaskClient) -> TestResponse:
    """Press the button at the top of the page."""
    return post(client, "/logout", page=HOME)


def post(client: FlaskClient, url: str, *, page: str = "/login", **form: object) -> TestResponse:
    """Send a form with the token of the page where it stands."""
    shown = check_page(client.get(page))
    token = next(given["value"] for given in shown.all("input") if given["name"] == "csrf_token")
    return client.post(url, data={"csrf_token": token, **form})


def signed_in(
    app: Flask,
    role: Role,
    kind: OrganisationKind = OrganisationKind.INSTALLATION,
    organisation_id: int | None = None,
) -> FlaskClient:
    """Give the browser, set to English, of somebody new who signed in."""
    email = f"{role}-{kind}-{organisation_id}@klankbord.example"
    a_user(app, email=email, role=role, kind=kind, organisation_id=organisation_id)
    client = in_english(app)
    sign_in(client, email)
    return client


def in_english(app: Flask) -> FlaskClient:
    """Give a browser whose reader asks for English."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def do_jobs(app: Flask) -> None:
    """Do the jobs that wait in the queue, as the worker does."""
    queue = app.extensions["queue"]
    while (task := queue.dequeue()) is not None:
        queue.execute(task)


def count_statements(app: Flask, deed: Callable[[], object]) -> int:
    """Count the statements that the application sends to its database during a deed."""
    sent: list[str] = []

    def hear(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    deed()
    event.remove(engine, "before_cursor_execute", hear)
    return len(sent)
