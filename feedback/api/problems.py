"""What goes wrong, as JSON (RFC 9457), telling no more than a client needs."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException

PROBLEM_TYPE = "application/problem+json"
KEPT_HEADERS = {"Allow", "Retry-After"}


class Refused(Exception):
    """A request that is not answered, with a status and a sentence for who wrote the client."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        super().__init__(detail)


def not_there() -> Refused:
    """Give the answer for what does not exist, and for what this token does not open."""
    return Refused(404, "There is nothing at this address for this token.")


def answer_refused(error: Refused) -> Response:
    """Answer a refusal."""
    return _problem(error.status, error.detail, error.headers)


def answer_http_error(error: HTTPException) -> Response:
    """Answer an error of the web server itself."""
    kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    return _problem(error.code or 500, "", kept)


def _problem(status: int, detail: str, headers: Mapping[str, str]) -> Response:
    title = HTTPStatus(status).phrase
    said = {"type": "about:blank", "title": title, "status": status}
    if detail:
        said["detail"] = detail
    # OData's clients look for `error`; RFC 9457 lets a problem carry more than its own members.
    said["error"] = {"code": str(status), "message": detail or title}
    return Response(json.dumps(said), status, dict(headers), content_type=PROBLEM_TYPE)
