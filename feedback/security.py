"""What guards every page: response headers, CSRF for staff forms, no session for respondents."""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

from flask import Blueprint, Flask, Request, Response, current_app, g, request
from flask.ctx import RequestContext
from flask.globals import request_ctx
from flask.sansio.app import App
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect, FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import SelectMultipleField
from wtforms.i18n import get_translations
from wtforms.widgets import CheckboxInput, ListWidget

from feedback.i18n import current_locale

csrf = CSRFProtect()

YEAR_SECONDS = 365 * 24 * 3600
FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

HTTPS_ONLY = {"Strict-Transport-Security": f"max-age={YEAR_SECONDS}; includeSubDomains"}


class SessionlessBlueprint(Blueprint):
    """Pages where no session is opened and no cookie is set, so that none needs guarding."""

    def register(self, app: App, options: dict[str, Any]) -> None:
        """Add the pages to the application."""
        super().register(app, options)
        csrf.exempt(self)


class RespondentBlueprint(SessionlessBlueprint):
    """Pages for people who must leave no trace. Their forms carry a signed key of their own."""


class StaffForm(FlaskForm):  # type: ignore[misc]
    """A form of a staff page: with a CSRF token, and messages in the language of the page."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How such a form speaks."""

        def get_translations(self, _form: FlaskForm) -> object:
            """Give the messages that WTForms itself brings along."""
            return get_translations([current_locale()])

        def wrap_formdata(self, form: FlaskForm, formdata: object) -> MultiDict[str, Any] | None:
            """Give what was sent, without the NUL characters that PostgreSQL refuses to keep."""
            sent = super().wrap_formdata(form, formdata)
            return sent and MultiDict(
                (name, value.replace("\0", "") if isinstance(value, str) else value)
                for name, value in sent.items(multi=True)
            )


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Boxes to tick in a form of a staff page."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SessionRefused(Exception):
    """A respondent's page tried to remember something in a session."""


class _NoSession(NullSession):
    def _fail(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise SessionRefused(request.endpoint)

    __setitem__ = __delitem__ = clear = pop = popitem = update = setdefault = _fail


class MatchedOnce(RequestContext):
    """A request whose page is looked up once: for its session, and not again after that."""

    def match_request(self) -> None:
        """Look up the page of this request."""
        if self.request.url_rule is None and self.request.routing_exception is None:
            super().match_request()


class StaffSessions(SecureCookieSessionInterface):
    """Signed cookie sessions, except for static files and sessionless pages."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the session of a staff page; any other gets one that refuses to keep."""
        # Flask opens the session before it looks up the page, and here the page decides.
        request_ctx.match_request()
        return super().open_session(app, request) if may_keep_session() else None

    def make_null_session(self, _app: Flask) -> NullSession:
        """Give the session in which nothing can be kept."""
        return _NoSession()


class Attempts:
    """Counts how often something was tried lately, such as a password, in this process only.

    What is counted is kept in memory, by key, and goes by itself. With several web processes the
    limit holds for each of them.
    """

    def __init__(self, *, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._tried: dict[str, list[datetime]] = {}
        self._cleaned_at = datetime.min.replace(tzinfo=UTC)

    def add(self, key: str, *, now: datetime) -> bool:
        """Count one more, and tell whether that is still within the limit."""
        if now - self._cleaned_at > self._within:
            self._tried = {key: recent for key in self._tried if (recent := self._recent(key, now))}
            self._cleaned_at = now
        # One past the limit is as many as need remembering.
        tried = [*self._recent(key, now), now][-self._most - 1 :]
        self._tried[key] = tried
        return len(tried) <= self._most

    def is_used_up(self, key: str, *, now: datetime) -> bool:
        """Tell whether one more would be past the limit."""
        return len(self._recent(key, now)) >= self._most

    def forget(self, key: str) -> None:
        """Start again for this key: it turned out well."""
        self._tried.pop(key, None)

    def _recent(self, key: str, now: datetime) -> list[datetime]:
        return [at for at in self._tried.get(key, ()) if at > now - self._within]


def init_app(app: Flask, *, https: bool) -> None:
    """Guard every page of this application; `https` says that it is only reached that way."""
    app.config |= {
        "SESSION_COOKIE_NAME": "__Host-klankbord" if https else "klankbord",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A token lives as long as its session, which Flask-WTF checks by itself.
        "WTF_CSRF_TIME_LIMIT": None,
        # Referrer-Policy: no-referrer leaves nothing for the strict check to compare.
        "WTF_CSRF_SSL_STRICT": False,
    }
    app.session_interface = StaffSessions()
    app.request_context = partial(MatchedOnce, app)  # type: ignore[method-assign]
    csrf.init_app(app)
    app.after_request(_add_headers)
    app.url_defaults(_version_static_file)
    app.jinja_env.globals["inline_style"] = inline_style


def may_keep_session() -> bool:
    """Tell whether this request may read and set the cookie of staff."""
    part = current_app.blueprints.get(request.blueprint or "")
    return request.endpoint != "static" and not isinstance(part, SessionlessBlueprint)


def own_path(target: str) -> str | None:
    """Give an address back when it leads to a page of ours, and None when it may not."""
    # "//elsewhere" and "/\elsewhere" are addresses of others to a browser, and it skips tabs.
    return target if re.fullmatch(r"/(?![/\\])[^\\\x00-\x20]*", target) else None


def inline_style(css: str) -> Markup:
    """Give a <style> element, and let the browser apply it to this one response."""
    allow_style(css)
    return Markup("<style>{}</style>").format(Markup(css))  # noqa: S704 - only our own stylesheets


def allow_style(css: str) -> None:
    """Let the browser apply a <style> element that holds exactly this text to this response.

    A page that is kept in memory calls this each time it is sent out.
    """
    g.setdefault("style_sources", []).append(_source_of(css))


def allow_frame() -> None:
    """Let a page of our own show this response inside it."""
    g.is_framed = True


@cache
def _source_of(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _content_security_policy(style_sources: tuple[str, ...]) -> str:
    directives = {
        "default-src": ["'none'"],
        "style-src": ["'self'", *style_sources],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "frame-src": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def headers_of(app: App, styles: tuple[str, ...] = ()) -> dict[str, str]:
    """Give the headers of every page of this application that carries these styles."""
    return _headers(tuple(map(_source_of, styles)), https=app.config["SESSION_COOKIE_SECURE"])


@cache
def _headers(style_sources: tuple[str, ...], *, https: bool) -> dict[str, str]:
    policy = {"Content-Security-Policy": _content_security_policy(style_sources)}
    return FIXED_HEADERS | policy | (HTTPS_ONLY if https else {})


def _add_headers(response: Response) -> Response:
    style_sources = tuple(g.get("style_sources", ()))
    https = current_app.config["SESSION_COOKIE_SECURE"]
    response.headers.update(_headers(style_sources, https=https))
    if g.get("is_framed"):
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = policy.replace(
            "frame-ancestors 'none'", "frame-ancestors 'self'"
        )
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    else:
        # A public page may say otherwise; nothing else is kept by a browser or a proxy.
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _version_static_file(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values:
        values["v"] = _digest_of(Path(current_app.static_folder or "", values["filename"]))


@cache
def _digest_of(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else None
