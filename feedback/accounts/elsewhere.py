"""Signing in with an account at another organisation, by OpenID Connect."""

import logging
from datetime import datetime
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import Blueprint, Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, login_user
from joserfc.errors import JoseError
from requests import RequestException

from feedback import audit
from feedback.accounts.identities import Statement, link, recognise
from feedback.accounts.models import User
from feedback.accounts.permissions import FRESH_FOR, PROVED_ELSEWHERE
from feedback.config import Settings, current_settings
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.providers import Provider
from feedback.security import own_path

log = logging.getLogger(__name__)

bp = Blueprint("elsewhere", __name__, url_prefix="/sign-in")

# A signature that only the server can set: none of those that our own secret would make.
ALGORITHMS = ("RS256", "PS256", "ES256")
PATIENCE_SECONDS = 10
NEXT = "sign_in_next"
# What Authlib raises, and what its parts raise of an answer that is no good.
NO_GOOD = (
    AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, LookupError, TypeError,
)  # fmt: skip


class WrongIssuer(ValueError):
    """A server describes itself under another name than the settings do."""


class Client(FlaskOAuth2App):  # type: ignore[misc]
    """What speaks with the server of one provider."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(
            FlaskIntegration(provider.key),
            provider.key,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=provider.metadata_url,
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE_SECONDS,
            },
        )
        self.provider = provider

    def load_server_metadata(self) -> dict[str, Any]:
        """Read how the server describes itself, once. Raises WrongIssuer."""
        metadata: dict[str, Any] = super().load_server_metadata()
        if metadata.get("issuer") != self.provider.issuer:
            raise WrongIssuer
        return metadata | {"id_token_signing_alg_values_supported": ALGORITHMS}

    def read_statement(self, *, now: datetime) -> Statement:
        """Fetch what the server says of who came back from it. Raises one of NO_GOOD."""
        rules = {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
        }
        token = self.authorize_access_token(claims_options=rules)
        claims: dict[str, Any] = token["userinfo"]
        if "email" not in claims:
            claims = self._with_address(claims, token)
        return Statement.read(claims, now=now)

    def _with_address(self, claims: dict[str, Any], token: Any) -> dict[str, Any]:
        """Ask for the address apart, as some servers want; it has to be of the same person."""
        if "userinfo_endpoint" not in self.load_server_metadata():
            return claims
        told = self.userinfo(token=token)
        if told.get("sub") != claims["sub"]:
            raise ValueError("sub")
        return claims | {name: told.get(name) for name in ("email", "email_verified")}


def init_app(app: Flask) -> None:
    """Add these pages, for the providers in the settings."""
    settings: Settings = app.extensions["settings"]
    app.extensions["sign-in elsewhere"] = {one.key: Client(one) for one in settings.providers}
    app.jinja_env.globals["provider_name"] = provider_name
    app.register_blueprint(bp)


def provider_name(issuer: str) -> str:
    """Give what a server is called on screen; its address when it is in the settings no more."""
    names = {one.issuer: one.name for one in current_settings().providers}
    return names.get(issuer, issuer)


@bp.get("/<key>")
def start(key: str) -> ResponseReturnValue:
    """Send somebody to a provider; who is signed in already has to prove it there once more.

    A link and not a button: the policy of our pages lets no form end at another site.
    """
    client = _client(key)
    for earlier in [name for name in session if name.startswith("_state_")]:
        del session[earlier]
    session[NEXT] = own_path(request.args.get("next", ""))
    once_more = {"prompt": "login", "max_age": 0} if current_user.is_authenticated else {}
    back = current_settings().public_url + url_for(".arrive", key=key)
    try:
        answer: ResponseReturnValue = client.authorize_redirect(back, **once_more)
    except NO_GOOD as error:
        log.warning("a provider is out of reach", extra={"reason": type(error).__name__})
        flash(_("%(name)s does not answer now. Try again later.", name=client.provider.name))
        return redirect(_door(session.pop(NEXT)), 303)
    return answer


@bp.get("/<key>/back")
def arrive(key: str) -> ResponseReturnValue:
    """Let somebody in who comes back from a provider, if that says it is somebody we invited."""
    client = _client(key)
    target, moment = session.pop(NEXT, None), now()
    try:
        statement = client.read_statement(now=moment)
    except NO_GOOD as error:
        return _refuse(target, type(error).__name__)
    user = recognise(db.session(), statement)
    if user is None:
        return _refuse(target, "not known")
    if current_user.is_authenticated:
        return _confirm(user, statement, target, now=moment)
    if link(user, statement, today=today()):
        audit.record(
            db.session(), user.id, f"linked the sign-in at {key}", thing="user", thing_id=user.id,
            now=moment,
        )  # fmt: skip
    db.session.commit()
    return _let_in(client.provider, user, statement, target)


def _let_in(
    provider: Provider, user: User, statement: Statement, target: str | None
) -> ResponseReturnValue:
    proves_more = bool(provider.second_factor & statement.methods)
    if not proves_more:
        doors = current_app.extensions["security"].two_factor_plugins
        door: ResponseReturnValue | None = doors.tf_enter(user, False, provider.key, target)
        if door is not None:
            return door
    login_user(user, authn_via=[provider.key])
    session[PROVED_ELSEWHERE] = proves_more
    # They may have given their password there this morning.
    session["fs_paa"] = statement.proved_at.timestamp() if statement.proved_at else 0
    return redirect(target or url_for("accounts.home"), 303)


def _confirm(
    user: User, statement: Statement, target: str | None, *, now: datetime
) -> ResponseReturnValue:
    is_fresh = statement.proved_at is not None and now - statement.proved_at < FRESH_FOR
    if user.id != current_user.id or not is_fresh:
        return _refuse(target, "not proved anew")
    session["fs_paa"] = statement.proved_at.timestamp() if statement.proved_at else 0
    return redirect(target or url_for("accounts.home"), 303)


def _refuse(target: str | None, reason: str) -> ResponseReturnValue:
    # One message whatever is wrong: it tells nobody who was invited here.
    log.info("a sign-in elsewhere was refused", extra={"reason": reason})
    flash(_("You cannot sign in this way. Use your password, or ask your administrator."))
    return redirect(_door(target), 303)


def _door(target: str | None) -> str:
    door = "security.verify" if current_user.is_authenticated else "security.login"
    return url_for(door, next=target)


def _client(key: str) -> Client:
    client: Client | None = current_app.extensions["sign-in elsewhere"].get(key)
    if client is None:
        abort(404)
    return client
