"""Whether answers are lost, or count twice, when everything is killed while people answer.

Each round sends forms from eight connections, kills the web server and a mixer that runs beside it
with SIGKILL at some moment, and starts the server again. Whoever got no answer sends once more.
"""

import random
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from subprocess import PIPE, Popen
from urllib.parse import unquote_plus, urlencode

from sqlalchemy import func, select

from bench.clients import CLIENTS, ask, get, post
from bench.figures import Figure, at_most
from bench.installation import Installation, filled_forms, links_of
from bench.pages import GROUP, LANGUAGE, QUESTIONNAIRE
from bench.servers import Server, serving
from feedback.answering.pages import ACCESS_CODE
from feedback.database import db
from surveys.access_codes import issue_codes
from surveys.distribution import Link, LinkMode
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.responses import Comment, Inbox, Response

FORMS_PER_ROUND = 1_200
LONGEST_SECONDS = 1.0
N_AGAIN = 20
# So few that ten forms wait at one of them all the time, and the mixer has work.
N_LINKS = 3
# Who answers with a one-time code, and how many of the forms that is.
GROUP_WITH_CODES = RespondentGroup.TEACHER
ONE_IN = 4
MIXER = """
from sqlalchemy import select
from feedback.app import serve
from feedback.database import db
from surveys import responses
from surveys.campaigns import Wave
app = serve()
print("ready", flush=True)
while True:
    with app.app_context():
        for wave in db.session().scalars(select(Wave)).all():
            responses.mix(db.session(), wave.id)
            db.session().commit()
        with db.engine.connect() as connection:
            responses.empty_log(connection)
"""
_NUMBER = re.compile(r"\((\d+-\d+)\)")


@dataclass
class Sent:
    """What was sent in one installation, by the number that each form says in its comment."""

    tried: dict[str, bytes] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    n_killed: int = 0


def measure(place: Installation, rounds: int, *, seed: int = 1) -> list[Figure]:
    """Kill the server once a round; gives how many forms were lost and how many counted twice."""
    dice, sent, lost, doubled = random.Random(seed), Sent(), 0, 0
    for number in range(rounds):
        forms = deque(_forms(place, _issue_codes(place), seed=number))
        delay = dice.uniform(0, LONGEST_SECONDS)
        with _serving(place) as server, _mixing(place) as mixer:
            _send_until_killed(server, forms, sent, delay, mixer)
        found = _found()
        lost += sum(found[form] == 0 for form in sent.acknowledged)
        doubled += sum(n > 1 for n in found.values())
        unanswered = sorted(sent.tried.keys() - sent.acknowledged)
        some = min(N_AGAIN, len(sent.acknowledged))
        with _serving(place) as server:
            _send_again(server, sent, unanswered)
            _send_again(server, sent, dice.sample(sorted(sent.acknowledged), some))
        sent.acknowledged.update(unanswered)
    found = _found()
    lost += sum(found[form] != 1 for form in sent.tried)
    doubled += sum(n > 1 for n in found.values())
    n_mixed = db.session().scalar(select(func.count()).select_from(Response))
    detail = (
        f" of {len(sent.tried):,} sent, {sent.n_killed} under way when killed, {n_mixed:,} mixed"
    )
    database = db.engine.dialect.name
    return [
        at_most(f"forms lost in {rounds} crashes, {database}", lost, 0, "forms", detail),
        at_most(f"forms counted twice, {database}", doubled, 0, "forms"),
    ]


def _issue_codes(place: Installation) -> dict[str, list[str]]:
    """Let some links ask for codes; gives the codes by link."""
    session, keys = db.session(), WaveKeys(place.settings.key_directory)
    given = {}
    for code in links_of(QUESTIONNAIRE, GROUP_WITH_CODES)[:N_LINKS]:
        link = session.scalars(select(Link).where(Link.code == code)).one()
        link.mode = LinkMode.CODE
        n = FORMS_PER_ROUND // ONE_IN // N_LINKS
        codes = issue_codes(session, link, n, keys=keys, today=datetime.now(UTC).date())
        given[code] = list(codes)
    session.commit()
    return given


def _forms(
    place: Installation, codes: dict[str, list[str]], *, seed: int
) -> Iterator[tuple[str, bytes]]:
    """Give the number of each form and the request that hands it in; some with a code."""
    n_coded = FORMS_PER_ROUND // ONE_IN
    open_links = links_of(QUESTIONNAIRE, GROUP)[:N_LINKS]
    plain = filled_forms(
        place.settings, open_links, LANGUAGE, FORMS_PER_ROUND - n_coded, seed=2 * seed
    )
    coded = filled_forms(place.settings, list(codes), LANGUAGE, n_coded, seed=2 * seed + 1)
    with_codes = (
        (link, body + b"&" + urlencode({ACCESS_CODE: codes[link].pop()}).encode())
        for link, body in coded
    )
    forms = [*plain, *with_codes]
    random.Random(seed).shuffle(forms)
    for link, body in forms:
        yield _number_in(unquote_plus(body.decode())), post(f"/v/{link}/{LANGUAGE}/send", body)


def _send_until_killed(
    server: Server, forms: deque[tuple[str, bytes]], sent: Sent, delay: float, mixer: Popen[bytes]
) -> None:
    for _ in range(CLIENTS):
        ask(server.port, get("/"))
    with ThreadPoolExecutor(CLIENTS) as clients:
        runs = [clients.submit(_send_some, server.port, forms, sent) for _ in range(CLIENTS)]
        time.sleep(delay)
        server.kill()
        mixer.kill()
        sent.n_killed += sum(run.result() for run in runs)


def _send_some(port: int, forms: deque[tuple[str, bytes]], sent: Sent) -> bool:
    """Send forms until the server is gone; tells whether one was under way then."""
    while forms:
        number, request = forms.popleft()
        sent.tried[number] = request
        try:
            status = ask(port, request)
        except OSError:
            return True
        if status != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"form {number} was answered with {status}")
        sent.acknowledged.add(number)
    return False


def _serving(place: Installation) -> AbstractContextManager[Server]:
    return serving("bench.unhurried:serve()", place.folder, place.environment)


@contextmanager
def _mixing(place: Installation) -> Iterator[Popen[bytes]]:
    """Mix all the time, beside the web server."""
    command = [sys.executable, "-c", MIXER]
    with Popen(command, cwd=place.folder, env=dict(place.environment), stdout=PIPE) as mixer:
        try:
            if mixer.stdout:
                mixer.stdout.readline()
            yield mixer
        finally:
            mixer.kill()


def _send_again(server: Server, sent: Sent, numbers: Iterable[str]) -> None:
    for number in numbers:
        status = ask(server.port, sent.tried[number])
        if status != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"form {number} was sent once more and answered with {status}")


def _found() -> Counter[str]:
    """Give how often each form is in the database, mixed or waiting to be."""
    db.session.rollback()
    found = Counter(map(_number_in, db.session().scalars(select(Inbox.form))))
    # A form says its number in each of its comments.
    rows = db.session().execute(select(Comment.item, Comment.text))
    comments = Counter((item, text) for item, text in rows)
    mixed: dict[str, int] = {}
    for (_, text), n in comments.items():
        number = _number_in(text)
        mixed[number] = max(n, mixed.get(number, 0))
    return found + Counter(mixed)


def _number_in(text: str) -> str:
    (number,) = set(_NUMBER.findall(text))
    return str(number)
