"""The people of the tests, and how each of them signs in."""

from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from werkzeug.test import TestResponse

from feedback.accounts.models import User, assign
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
        db.session.add(user)
        db.session.commit()
        return user.id


def sign_in(
    client: FlaskClient, email: str = "noor@klankbord.example", password: str = PASSWORD
) -> TestResponse:
    """Sign in as anybody does: through the form, with its token."""
    return post(client, "/login", email=email, password=password)


def sign_out(client: FlaskClient) -> TestResponse:
    """Press the button at the top of the page."""
    return post(client, "/logout", page=HOME)


def post(client: FlaskClient, url: str, *, page: str = "/login", **form: object) -> TestResponse:
    """Send a form with the token of the page where it stands."""
    shown = check_page(client.get(page))
    token = next(given["value"] for given in shown.all("input") if given["name"] == "csrf_token")
    return client.post(url, data={"csrf_token": token, **form})
