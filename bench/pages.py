"""How light the form is, and how fast it comes."""

import gzip
from collections.abc import Sequence
from html.parser import HTMLParser

from bench.bare import PAGE_FILE
from bench.clients import Round, get, send
from bench.figures import Figure, at_most, share_of_bare, wait_beside_bare
from bench.installation import Installation, links_of, load_all_links
from bench.servers import Server
from feedback.database import db
from surveys.items import RespondentGroup

MOST_KB = 6
LEAST_SHARE = 0.7
MOST_WAIT = 1.5
QUESTIONNAIRE, GROUP, LANGUAGE = "helpt-de-hulp", RespondentGroup.PARENT, "nl"
REQUESTS_PER_ROUND = 3000
MOST_SECONDS = 10


def weigh(installation: Installation) -> list[Figure]:
    """Measure the form of every shipped questionnaire, for every group, in every language."""
    client = installation.app.test_client()
    sizes: dict[str, float] = {}
    fetched: list[str] = []
    scripts = 0
    for link in load_all_links():
        for language in link.languages:
            answer = client.get(f"/v/{link.code}/{language}")
            page = _Page(answer.text)
            name = f"{link.wave.version.questionnaire.code} {link.respondent_group} {language}"
            sizes[name] = len(gzip.compress(answer.data, 9)) / 1024
            fetched += page.fetched
            scripts += page.scripts
    heaviest = max(sizes, key=lambda name: sizes[name])
    size = at_most(
        "form, gzip -9", round(sizes[heaviest], 2), MOST_KB, "KB",
        f" ({heaviest}, heaviest of {len(sizes)}; lightest {min(sizes.values()):.2f})",
    )  # fmt: skip
    return [
        size,
        at_most("form, requests", 1 + len(fetched), 1, "request"),
        at_most("form, scripts", scripts, 0, "scripts"),
    ]


def page_requests() -> list[bytes]:
    """Give what browsers send that open the form, at each school's link in turn."""
    paths = [f"/v/{code}/{LANGUAGE}" for code in links_of(QUESTIONNAIRE, GROUP)]
    return [get(paths[n % len(paths)]) for n in range(REQUESTS_PER_ROUND)]


def write_bare_page(installation: Installation) -> None:
    """Let the baseline send exactly the page that a respondent gets."""
    code = links_of(QUESTIONNAIRE, GROUP)[0]
    page = installation.app.test_client().get(f"/v/{code}/{LANGUAGE}").text
    (installation.folder / PAGE_FILE).write_text(page, encoding="utf-8")


def race(ours: Server, bare: Server, rounds: int) -> tuple[list[Figure], list[Round]]:
    """Compare the rate at which forms are sent out with that of the bare page, in turns."""
    ours_requests, bare_requests = page_requests(), [get("/")] * REQUESTS_PER_ROUND
    pairs = [
        (
            send(bare, bare_requests, most_seconds=MOST_SECONDS),
            send(ours, ours_requests, most_seconds=MOST_SECONDS),
        )
        # The first round warms both servers up and is not timed.
        for _ in range(rounds + 1)
    ][1:]
    for bare_round, our_round in pairs:
        if {*bare_round.statuses, *our_round.statuses} != {200}:
            raise RuntimeError(f"not every page came: {bare_round.statuses} {our_round.statuses}")
    bare_rounds, our_rounds = zip(*pairs, strict=True)
    figures = beside_bare("GET of a form", our_rounds, bare_rounds)
    return figures, list(our_rounds)


def beside_bare(what: str, ours: Sequence[Round], bare: Sequence[Round]) -> list[Figure]:
    """Compare rates and waits of rounds that alternated with the baseline's."""
    database = db.engine.dialect.name
    return [
        share_of_bare(f"{what}, {database}", ours, bare, LEAST_SHARE),
        wait_beside_bare(f"p99 of that, {database}", ours, bare, MOST_WAIT),
    ]


class _Page(HTMLParser):
    """What a browser would fetch for a page, and how many scripts it holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.scripts += tag == "script" or any(name.startswith("on") for name in given)
        source = given.get("href" if tag == "link" else "src", "")
        if source and not source.startswith("data:"):
            self.fetched.append(source)
