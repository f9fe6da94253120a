"""The respondent's pages as documents: valid, light, and the same in every language."""

import gzip
from html.parser import HTMLParser
from pathlib import Path

import pytest

from feedback.i18n import LOCALES
from surveys.definitions import read_definition
from surveys.items import RespondentGroup
from tests.e2e.town import ALL_KINDS, CATALOGUE, DAY, Town
from tests.page import VOID, check_page

MOST_BYTES = 6 * 1024
SHIPPED = sorted(CATALOGUE.glob("*.toml"))
# What a <p> closes by itself, and what may stand in a <ul>.
BLOCKS = {"p", "div", "ul", "fieldset", "details", "form", "h1", "h2", "textarea", "table", "main"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby")


class Validator(HTMLParser):
    """Collects what a validator would say of the tags, ids and references of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.mistakes: list[str] = []
        self.ids: set[str] = set()
        self.wanted: set[str] = set()
        self.feed(html)
        self.close()
        if self.open:
            self.mistakes.append(f"never closed: {self.open}")
        if not self.wanted <= self.ids:
            self.mistakes.append(f"no such id: {sorted(self.wanted - self.ids)}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else ""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.mistakes.append(f"<{tag}> has an attribute twice: {names}")
        if "p" in self.open and tag in BLOCKS:
            self.mistakes.append(f"<{tag}> in a paragraph")
        if (parent == "ul") != (tag == "li"):
            self.mistakes.append(f"<{tag}> in <{parent}>")
        if tag == "legend" and parent != "fieldset":
            self.mistakes.append("a legend outside a fieldset")
        for name, value in attrs:
            self._read(tag, name, value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "svg" not in self.open:
            self.mistakes.append(f"<{tag}/> outside a drawing")
        for name, value in attrs:
            self._read(tag, name, value)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> closes something else")

    def _read(self, tag: str, name: str, value: str | None) -> None:
        if name == "id":
            if not value or value in self.ids:
                self.mistakes.append(f"the id {value!r} is empty or occurs twice")
            self.ids.add(value or "")
        elif name in REFERENCES:
            self.wanted |= set((value or "").split())
        elif name == "href" and (value or "").startswith("#"):
            self.wanted.add((value or "")[1:])


@pytest.fixture(params=LOCALES)
def language(request) -> str:
    return request.param


def test_every_page_is_a_valid_document_that_leaves_no_trace(town: Town, language: str):
    here = f"/v/{town.invite().code}"
    early = f"/v/{town.invite(opens_in=DAY, closes_in=2 * DAY).code}"
    closed = f"/v/{town.invite(opens_in=-2 * DAY, closes_in=-DAY).code}"
    client = town.app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    wrong = {"kinderen": "99", "hulp": "?", "woord": "a" * 300, "beter": "<b>&" * 900}

    pages = [client.get(url) for url in ("/", "/v/00000000", early, closed, here)]
    pages += [client.get(f"{here}/{language}"), client.get(f"{here}/{language}/thanks")]
    pages += [
        client.post(f"{here}/{language}/{door}", data=wrong)
        for door in ("switch", "send", "steps", "all")
    ]
    one = {"on_page": "kinderen", "kinderen": "99", "woord": "a" * 300}
    pages += [client.get(f"{here}/{language}/{door}") for door in ("steps", "all")]
    pages += [client.post(f"{here}/{language}/{door}", data={}) for door in ("send", "steps")]
    pages += [client.post(f"{here}/{language}/{door}", data=one) for door in ("send", "steps")]
    pages += [client.post(f"{here}/{language}/steps", data={"on_page": "beter"})]
    pages += [client.post(f"{here}/{language}/steps", data={"on_page": "", "so_far": "x"})]

    for page in pages:
        assert check_page(page, respondent=True).all("html")[0]["lang"] == language
        assert Validator(page.text).mistakes == []


@pytest.mark.parametrize("definition", [ALL_KINDS, *SHIPPED], ids=lambda file: file.stem)
def test_a_form_that_can_be_listened_to_stays_below_six_kilobytes_for_every_group(
    town: Town, definition: Path, language: str
):
    _, version = read_definition(definition.read_text(encoding="utf-8"))
    client = town.app.test_client()
    sizes = {}

    for group in version.groups:
        with town.recorded(
            town.invite(definition=definition, group=RespondentGroup(group))
        ) as link:
            page = client.get(f"/v/{link.code}/{language}/all")
        assert page.text.count("<audio ") == len(town.questions(link, language).questions)
        sizes[group] = len(gzip.compress(page.data, 9))

    assert max(sizes.values()) <= MOST_BYTES, sizes
