"""The checks that every page passes which any test opens."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

WITHOUT_LABEL = {"hidden", "submit", "button", "reset"}
LOADS = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "audio": "src",
}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "col", "path"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


class Page(HTMLParser):
    """What a page holds, as far as the checks ask for it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.title = ""
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        is_filled_in = tag in {"input", "select", "textarea"} and "hidden" not in given
        if is_filled_in and given.get("type") not in WITHOUT_LABEL:
            self.inputs.append(given | ({"wrapped": "yes"} if "label" in self.open else {}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.title += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """Give the attributes of every element of this kind."""
        return [given for name, given in self.elements if name == tag]


def check_page(response: TestResponse, *, respondent: bool = False) -> Page:
    """Fail unless this is a page that anybody can read and that guards its reader.

    `respondent` says that the page must leave no trace: it then sets no cookie at all.
    """
    page = Page(response.text)
    _check_document(page)
    _check_labels(page)
    _check_sources(page)
    _check_headers(response)
    if respondent:
        assert "Set-Cookie" not in response.headers, "a respondent's page sets a cookie"
        assert "Cookie" not in response.headers.get("Vary", ""), (
            "a respondent's page reads a cookie"
        )
    return page


def _check_document(page: Page) -> None:
    [html] = page.all("html")
    assert html.get("lang"), "the page does not say its language"
    assert html.get("dir") in {"ltr", "rtl"}, "the page does not say how its text runs"
    assert page.title.strip(), "the page has no title"
    assert len(page.all("h1")) == 1, f"the page has {len(page.all('h1'))} h1 elements"
    ids = [given["id"] for _, given in page.elements if "id" in given]
    assert len(ids) == len(set(ids)), (
        f"ids occur twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    )


def _check_labels(page: Page) -> None:
    for given in page.inputs:
        named = "wrapped" in given or "aria-label" in given or "aria-labelledby" in given
        assert named or given.get("id") in page.labelled, f"no label for {given}"
    for given in page.all("img"):
        assert "alt" in given, f"no alternative for {given}"


def _check_sources(page: Page) -> None:
    for tag, given in page.elements:
        assert "style" not in given, f"<{tag}> carries a style that the policy refuses"
        assert not any(name.startswith("on") for name in given), f"<{tag}> carries a script"
        assert not urlsplit(given.get(LOADS.get(tag, ""), "")).netloc, (
            f"<{tag}> loads from elsewhere"
        )


def _check_headers(response: TestResponse) -> None:
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, f"{name} is not {value}"
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy, "the policy allows what stands inline"
    assert "frame-ancestors 'none'" in policy, "others may frame this page"
    assert "Cache-Control" in response.headers, "nothing says whether this page may be kept"
