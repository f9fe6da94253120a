"""What most people ask for, straight through: an empty form out, a whole form in.

Whatever is out of the ordinary in the least goes on to the pages (`views`), which answer
everything; what is answered here, they would answer in the same way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from feedback.answering.intake import Reception
from feedback.answering.limits import Limits, address_of
from feedback.answering.links import Links
from feedback.answering.packing import takes_packed
from feedback.answering.pages import KeptForms, packed_halves
from feedback.answering.steps import comes_first
from feedback.answering.worries import speak_of_danger
from feedback.config import Settings
from feedback.security import headers_of
from surveys.distribution import Invitation, LinkMode, read_code
from surveys.errors import AlreadyCounted, SurveysError
from surveys.forms import read_plain_form

MOST_BYTES = 20_000
FORM_TYPE = "application/x-www-form-urlencoded"
Answer = tuple[str, list[tuple[str, str]], bytes]


@dataclass(frozen=True)
class Express:
    """Stands before the pages of an application and takes what it can."""

    app: Flask
    pages: WSGIApplication
    links: Links
    forms: KeptForms
    reception: Reception

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or leave it to the pages."""
        answer = self._answer(environ)
        if answer is None:
            return self.pages(environ, start_response)
        status, headers, body = answer
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> Answer | None:
        if environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME"):
            return None
        match environ["REQUEST_METHOD"], *environ["PATH_INFO"].split("/"):
            case "GET", "", "v" | "V", code, language:
                return self._form_out(read_code(code), language, environ)
            case "POST", "", "v" | "V", code, language, "send":
                return self._form_in(read_code(code), language, environ)
        return None

    def _open_link(self, code: str, language: str, *, now: datetime) -> Invitation | None:
        invitation = self.links.find(code)
        if invitation is None or language not in invitation.languages:
            return None
        return invitation if invitation.is_open(now=now) else None

    def _form_out(self, code: str, language: str, environ: WSGIEnvironment) -> Answer | None:
        now = datetime.now(UTC)
        invitation = self._open_link(code, language, now=now)
        page = invitation and self.forms.find_page(invitation, language)
        if not invitation or not page or comes_first(invitation):
            return None
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "private, no-cache",
            "Vary": "Accept-Encoding",
            **headers_of(self.app, page.styles(invitation)),
        }
        halves = packed_halves(page, invitation)
        key = self.reception.new_key(invitation, now=now).encode()
        if not takes_packed(environ.get("HTTP_ACCEPT_ENCODING", "")):
            return "200 OK", list(headers.items()), halves.around(key)
        headers["Content-Encoding"] = "gzip"
        return "200 OK", list(headers.items()), halves.packed_around(key)

    def _form_in(self, code: str, language: str, environ: WSGIEnvironment) -> Answer | None:
        now = datetime.now(UTC)
        invitation = self._open_link(code, language, now=now)
        questions = invitation and self.forms.find_questions(invitation, language)
        length = environ.get("CONTENT_LENGTH") or "0"
        if (
            not invitation
            or not questions
            or invitation.mode is not LinkMode.OPEN
            or environ.get("CONTENT_TYPE") != FORM_TYPE
            or not length.isdigit()
            or int(length) > MOST_BYTES
        ):
            return None
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = BytesIO(body)
        try:
            fields = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
        except ValueError:
            return None
        read = read_plain_form(questions, fields)
        if read is None:
            return None
        form, key = read
        if speak_of_danger(form.comments.values(), language):
            return None
        settings: Settings = self.app.extensions["settings"]
        limits: Limits = self.app.extensions["limits"]
        if limits.wait(invitation.code, address_of(environ, settings.address_header)):
            return None
        try:
            self.reception.hand_in(invitation, form, key, now=now)
        except AlreadyCounted:
            pass
        except SurveysError:
            return None
        headers = {
            "Location": f"/v/{invitation.code}/{language}/thanks",
            "Cache-Control": "no-store",
            **headers_of(self.app),
        }
        return "303 SEE OTHER", list(headers.items()), b""
