"""The guard of both feeds: a token, its limit, other origins, and no session."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, current_app, g, request
from flask.sansio.app import App
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from feedback.api.problems import Refused, answer_http_error, answer_refused
from feedback.api.tokens import Client, find_client
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import DEFAULT_LOCALE, now, today, use_locale
from feedback.security import Attempts, SessionlessBlueprint

REQUESTS_WITHIN = timedelta(minutes=1)
EXTENSION = "api_requests"


class AnythingConverter(BaseConverter):
    """A part of an address that may hold slashes, and even line ends."""

    regex = r"(?s:.+?)"
    part_isolating = False


class ApiBlueprint(SessionlessBlueprint):
    """Addresses that only a token opens, except those in `open_to_all`."""

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        url_prefix: str,
        schemes: tuple[str, ...],
        open_to_all: tuple[str, ...] = (),
        find_otherwise: Callable[[], Client | None] = lambda: None,
    ) -> None:
        super().__init__(name, import_name, url_prefix=url_prefix)
        self._schemes = schemes
        self._open_to_all = {f"{name}.{endpoint}" for endpoint in open_to_all}
        self._find_otherwise = find_otherwise
        self.before_request(self._admit)
        self.after_request(_let_origins_read)
        self.register_error_handler(Refused, answer_refused)
        self.register_error_handler(HTTPException, answer_http_error)

    def register(self, app: App, options: dict[str, Any]) -> None:
        """Add the addresses to the application."""
        app.url_map.converters["anything"] = AnythingConverter
        super().register(app, options)
        most = app.extensions["settings"].api_requests
        app.extensions.setdefault(EXTENSION, Attempts(most=most, within=REQUESTS_WITHIN))

    def _admit(self) -> None:
        use_locale(DEFAULT_LOCALE)
        # A browser asks what it may do before it sends the token.
        if request.method == "OPTIONS" or request.endpoint in self._open_to_all:
            return
        client = self._find_client()
        if client is None:
            challenge = ", ".join(f'{scheme.title()} realm="Klankbord"' for scheme in self._schemes)
            raise Refused(401, "Send a valid token.", {"WWW-Authenticate": challenge})
        if not current_app.extensions[EXTENSION].add(str(client.id), now=now()):
            wait = str(int(REQUESTS_WITHIN.total_seconds()))
            raise Refused(429, f"Wait {wait} seconds.", {"Retry-After": wait})
        if client.last_used_on != today():
            client.last_used_on = today()
            db.session.commit()
        g.client = client

    def _find_client(self) -> Client | None:
        given = request.authorization
        if given is None:
            return self._find_otherwise()
        if given.type not in self._schemes:
            return None
        token = given.token if given.type == "bearer" else given.password
        return find_client(db.session(), token or "", today=today())


def current_client() -> Client:
    """Give the client whose token came with this request."""
    client: Client = g.client
    return client


def _let_origins_read(response: Response) -> Response:
    response.vary.update(["Authorization"])
    allowed = current_settings().cors_origins
    if not allowed:
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if origin in allowed:
        response.headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Headers": "Authorization, If-None-Match, If-Modified-Since",
            "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
            "Access-Control-Expose-Headers": "ETag, Retry-After",
        }
    return response
