"""A refusal becomes a status and a friendly page, in the reader's language.

`REFUSALS` pairs the name of a domain error with its answer; subclasses answer like their parent.
"""

import logging
from collections.abc import Mapping
from typing import NamedTuple

from babel.support import LazyProxy
from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from feedback.i18n import lazy_gettext

log = logging.getLogger(__name__)


class Refusal(NamedTuple):
    """How a page answers one kind of domain error."""

    status: int
    advice: LazyProxy


TITLES = {
    400: lazy_gettext("This form has gone stale"),
    403: lazy_gettext("This page is not for now, or not for you"),
    404: lazy_gettext("We cannot find this page"),
    405: lazy_gettext("This page does not work like that"),
    409: lazy_gettext("This cannot be changed"),
    410: lazy_gettext("This page is no longer here"),
    413: lazy_gettext("That was too much at once"),
    422: lazy_gettext("Something is not right yet"),
    429: lazy_gettext("It is busy; please wait a moment"),
    500: lazy_gettext("Something went wrong on our side"),
}
ADVICE = {
    400: lazy_gettext("Go back, reload the page and try again. Nothing was saved."),
    403: lazy_gettext("Ask your administrator if you need it for your work."),
    404: lazy_gettext("Check the address. If you typed it over, look at each character."),
    405: lazy_gettext("Go back and use the buttons on the page."),
    409: lazy_gettext("Go back and reload the page to see how it stands now."),
    410: lazy_gettext("It has been closed or replaced."),
    413: lazy_gettext("Send a smaller file or a shorter text."),
    422: lazy_gettext("Go back and check what you filled in."),
    429: lazy_gettext("Wait one minute and then try again. What you filled in is not lost."),
    500: lazy_gettext("We have been told. Please try again later."),
}
# What a client must know besides the page: what it may do, and when to come back.
KEPT_HEADERS = {"Allow", "Retry-After"}
REFUSALS = {
    "NotFound": Refusal(404, ADVICE[404]),
    "LanguageNotOffered": Refusal(404, lazy_gettext("There is no form in this language.")),
    "WaveNotYetOpen": Refusal(
        403, lazy_gettext("This form is not open yet. Please come back later.")
    ),
    "WaveClosed": Refusal(410, lazy_gettext("This form has closed. Thank you for thinking along.")),
    "FormExpired": Refusal(
        422, lazy_gettext("This form was open for too long. Please send it again.")
    ),
    "FormForged": Refusal(422, lazy_gettext("Open the form again and fill it in once more.")),
    "InvalidAgenda": Refusal(422, ADVICE[422]),
    "InvalidDefinition": Refusal(422, ADVICE[422]),
    "InvalidFile": Refusal(422, ADVICE[422]),
    "InvalidRegister": Refusal(422, ADVICE[422]),
    "InvalidWave": Refusal(422, ADVICE[422]),
    "TooManyFigures": Refusal(
        422, lazy_gettext("This is too much for an Excel file. Take CSV instead.")
    ),
    "UnsafePublication": Refusal(
        422, lazy_gettext("These results would give somebody away, so they are not published.")
    ),
    # A number in an address that is too large for a column: nothing can be there.
    "OverflowError": Refusal(404, ADVICE[404]),
    "DataError": Refusal(404, ADVICE[404]),
    "AdviceClosed": Refusal(409, ADVICE[409]),
    "NotNow": Refusal(
        409,
        lazy_gettext(
            "The klankbordgroep is doing something else now: coding alone, talking or voting, or "
            "it froze the themes. Go back and reload the page."
        ),
    ),
    "VersionFrozen": Refusal(409, lazy_gettext("It is in use, so it can no longer change.")),
}


def init_app(app: Flask) -> None:
    """Answer every error of this application with a page that tells no more than it should."""
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_domain_error)


def find_refusal(error: Exception) -> Refusal | None:
    """Find the answer to a domain error by its class, or by the nearest class it descends from."""
    names = (cls.__name__ for cls in type(error).__mro__)
    return next((REFUSALS[name] for name in names if name in REFUSALS), None)


def _answer_domain_error(error: Exception) -> ResponseReturnValue:
    refusal = find_refusal(error)
    if refusal is None:
        raise error
    log.info("refused", extra={"reason": type(error).__name__, "status": refusal.status})
    return _page(refusal.status, refusal.advice)


def _answer_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    return _page(error.code, ADVICE.get(error.code, ADVICE[500]), kept)


def _page(
    status: int, advice: LazyProxy, headers: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    title = TITLES.get(status, TITLES[500])
    return (
        render_template("errors/error.html", title=title, advice=advice),
        status,
        dict(headers or {}),
    )
