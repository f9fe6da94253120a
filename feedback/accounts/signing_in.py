"""Signing in and out: Flask-Security with our rules, and sessions that end when we say so."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from babel.support import LazyProxy
from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import user_logged_out  # type: ignore[import-untyped]
from flask_security import LoginForm, RoleMixin, Security, SQLAlchemyUserDatastore, current_user
from flask_security.babel import FsDomain
from flask_security.recoverable import generate_reset_link
from flask_security.signals import user_authenticated
from flask_security.utils import logout_user, set_request_attr
from werkzeug.exceptions import TooManyRequests

from feedback import audit
from feedback.accounts import passkeys, second_factor, visits
from feedback.accounts.models import Passkey, User
from feedback.accounts.passwords import SHORTEST_PASSWORD, Passwords
from feedback.accounts.permissions import FRESH_FOR, PROVED_ELSEWHERE
from feedback.accounts.visits import AT_MOST, IDLE_FOR
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import SESSION_KEY, lazy_gettext, today
from feedback.security import Attempts

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
ATTEMPTS_WITHIN = timedelta(minutes=10)
INVITED_FOR = timedelta(days=3)
SIGNED_IN_AT = "signed_in_at"
VISIT = "visit"
SEEN_AT = "seen_at"
PASSWORD_PAGES = {"security.login", "security.verify"} | second_factor.CODE_PAGES
MESSAGES = {
    "ANONYMOUS_USER_REQUIRED": lazy_gettext("You are signed in already."),
    "EMAIL_NOT_PROVIDED": lazy_gettext("Fill in your e-mail address."),
    "GENERIC_AUTHN_FAILED": lazy_gettext("This address and this password do not go together."),
    "INVALID_PASSWORD": lazy_gettext("This is not your password."),
    "INVALID_REDIRECT": lazy_gettext("That address leads to another site."),
    "INVALID_RESET_PASSWORD_TOKEN": lazy_gettext("This link was used before, or is not complete."),
    "PASSWORD_INVALID_LENGTH": lazy_gettext(
        "Choose a password of at least %(length)s characters.", length=SHORTEST_PASSWORD
    ),
    "PASSWORD_NOT_PROVIDED": lazy_gettext("Fill in your password."),
    "PASSWORD_RESET_EXPIRED": lazy_gettext("This link is too old."),
    "PASSWORD_RESET_NO_LOGIN": lazy_gettext("Your password is saved. You can sign in with it now."),
    "REAUTHENTICATION_SUCCESSFUL": lazy_gettext("Thank you, you can go on."),
    "RETYPE_PASSWORD_MISMATCH": lazy_gettext("The two passwords are not the same."),
    "UNAUTHENTICATED": lazy_gettext("Please sign in first."),
}


class SignInForm(LoginForm):
    """Address and password; no "remember me" on a computer in a staff room."""

    remember = None


class Users(SQLAlchemyUserDatastore):
    """The people who sign in, and their visits."""

    def set_uniquifier(self, user: Any, uniquifier: str | None = None) -> None:
        """End every visit, as a new password does too, and the links that set a password."""
        super().set_uniquifier(user, uniquifier)
        visits.end_all(db.session(), user)


class OurTexts(FsDomain):
    """Lets Flask-Security show MESSAGES, in the language of the page."""

    def gettext(self, string: str | LazyProxy, **values: object) -> str:
        """Give a text of ours as it is, and fill in one of theirs."""
        return str(string) if isinstance(string, LazyProxy) else string % values


def init_app(app: Flask, *, password_salt: str) -> None:
    """Let staff sign in to this application."""
    app.config |= second_factor.second_factor_settings(app.config["SECRET_KEY"])
    app.config |= passkeys.passkey_settings()
    app.config |= {
        "PERMANENT_SESSION_LIFETIME": IDLE_FOR,
        "SECURITY_PASSWORD_SALT": password_salt,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_POST_LOGIN_VIEW": "accounts.home",
        "SECURITY_POST_LOGOUT_VIEW": "security.login",
        "SECURITY_FRESHNESS": FRESH_FOR,
        "SECURITY_FRESHNESS_GRACE_PERIOD": FRESH_FOR,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_CACHE_CONTROL": None,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        # An administrator hands over the link that sets a password; nothing is mailed.
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": INVITED_FOR,
        "SECURITY_SEND_PASSWORD_RESET_EMAIL": False,
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    } | {f"SECURITY_MSG_{name}": (text, "info") for name, text in MESSAGES.items()}
    security = Security(
        app,
        Users(db, User, RoleMixin, Passkey),
        login_form=SignInForm,
        password_util_cls=Passwords,
        totp_cls=second_factor.OneTimePasswords,
        two_factor_setup_form=second_factor.SetupForm,
        two_factor_rescue_form=second_factor.NoRescueForm,
        mf_recovery_form=second_factor.RecoveryForm,
        wan_register_form=passkeys.AddForm,
        wan_delete_form=passkeys.RemoveForm,
        wan_signin_form=passkeys.StartForm,
        wan_signin_response_form=passkeys.UseForm,
        webauthn_util_cls=passkeys.Passkeys,
    )
    second_factor.init_app(app)
    passkeys.init_app(app)
    security.i18n_domain = OurTexts(app)  # type: ignore[no-untyped-call]
    security.login_manager.user_loader(_load_visitor)
    # Only a session signs in: a token would outlive it.
    security.login_manager.request_loader(lambda _request: None)
    # Nothing asks Flask-Principal anything, and it would look for a user behind every answer.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    user_authenticated.connect(_start_session, app)
    user_logged_out.connect(_end_visit, app)
    app.before_request(_end_long_session)
    app.before_request(_note_use)
    _limit_attempts(app)


def invitation_link(user: User) -> str:
    """Give the address where somebody chooses a password; it works once, for three days."""
    with current_app.test_request_context(base_url=current_settings().public_url):
        link, _token = generate_reset_link(user)  # type: ignore[no-untyped-call]
    return str(link)


def end_sessions(user: User) -> None:
    """End every visit of somebody at once, and the links with which they could set a password."""
    current_app.extensions["security"].datastore.set_uniquifier(user)


def current_visit() -> UUID | None:
    """Give the number of the visit that this request is part of."""
    return UUID(session[VISIT]) if VISIT in session else None


def _load_visitor(uniquifier: str) -> User | None:
    number = current_visit()
    user = number and visits.find_visitor(db.session(), number, uniquifier)
    if not user:
        return None
    # What Flask-Security notes when it loads somebody itself.
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def _start_session(_app: Flask, user: User, **_signal: object) -> None:
    now = datetime.now(UTC)
    # What is left of somebody who was here before in the same browser.
    for left in (PROVED_ELSEWHERE, "fs_gexp"):
        session.pop(left, None)
    if earlier := current_visit():
        visits.end(db.session(), earlier)
    visit = visits.begin(
        db.session(), user, user_agent=request.user_agent.string, now=now, today=today()
    )
    session.permanent = True
    session[VISIT] = visit.id.hex
    session[SEEN_AT] = visit.seen_at.timestamp()
    session[SIGNED_IN_AT] = now.timestamp()
    if user.locale:
        session[SESSION_KEY] = user.locale
    audit.record(db.session(), user.id, "signed in", thing="user", thing_id=user.id, now=now)
    db.session.commit()


def _end_visit(_app: Flask, **_signal: object) -> None:
    # The cookie is signed, not stored: its row goes, so that a copy opens no door any more.
    number = current_visit()
    session.pop(VISIT, None)
    if number is not None:
        visits.end(db.session(), number)
        db.session.commit()


def _note_use() -> None:
    number, now = current_visit(), datetime.now(UTC)
    hour = visits.hour_of(now).timestamp()
    if number is None or session.get(SEEN_AT) == hour:
        return
    visits.note_use(db.session(), number, now=now)
    db.session.commit()
    session[SEEN_AT] = hour


def _end_long_session() -> ResponseReturnValue | None:
    if "_user_id" not in session:
        return None
    if datetime.now(UTC).timestamp() - session.get(SIGNED_IN_AT, 0) < AT_MOST.total_seconds():
        return None
    logout_user()
    return redirect(url_for("security.login"), 303)


def _limit_attempts(app: Flask) -> None:
    attempts = Attempts(most=MOST_ATTEMPTS, within=ATTEMPTS_WITHIN)

    @app.before_request
    def refuse_guessing() -> None:
        if request.method != "POST" or request.endpoint not in PASSWORD_PAGES:
            return
        # By the address that is tried, not by who tries it: one's own sign-in forgets no attempts
        # at that of another. Someone unknown is counted too, so that the limit tells nothing.
        if request.endpoint == "security.login":
            key = request.form.get("email", "").strip().lower()
        else:
            key = current_user.get_id() or session.get("tf_user_id", "")
        if not attempts.add(key, now=datetime.now(UTC)):
            raise TooManyRequests(retry_after=int(ATTEMPTS_WITHIN.total_seconds()))

    def forget(_app: Flask, user: User, **_signal: object) -> None:
        for key in (user.email.lower(), user.fs_uniquifier):
            attempts.forget(key)

    user_authenticated.connect(forget, app, weak=False)
