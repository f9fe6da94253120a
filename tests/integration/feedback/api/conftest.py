"""One published town for all tests of the feeds: they only read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from analysis.publications import Publication
from analysis.publishing import publish
from feedback.accounts.permissions import OrganisationKind
from feedback.api.access import EXTENSION, REQUESTS_WITHIN
from feedback.api.tokens import make_client
from feedback.app import create_app
from feedback.config import DEFAULT_API_REQUESTS, Settings
from feedback.database import db
from feedback.i18n import today
from feedback.security import Attempts
from surveys.keys import WaveKeys
from tests import databases
from tests.factories import SIGNING_KEY, a_link, a_region, a_school, a_wave, close, now, respond

# Per school: its board, and how many parents say yes, partly and no.
TOWN = {
    "De Brug": ("Stichting Samen", (12, 7, 6)),
    "Het Anker": ("Stichting Samen", (9, 5, 6)),
    "De Vlieger": ("De Schakel", (4, 3, 2)),
    "Eensgezind": ("De Schakel", (8, 0, 0)),
}


@dataclass(frozen=True)
class Town:
    """What the tests of the feeds need to know of the town."""

    app: Flask
    publication_id: int
    wave_id: int
    school_ids: dict[str, int]
    board_ids: dict[str, int]


@pytest.fixture(scope="session")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(sqlite_template, tmp_path_factory.mktemp("town")) as town:
        yield town


@contextmanager
def a_town(sqlite_template: Path, folder: Path) -> Iterator[Town]:
    """Make the town in a folder; its application is open meanwhile."""
    settings = Settings(
        database_url=databases.copy_sqlite(sqlite_template, folder / "klankbord.db"),
        secret_key="a secret that only tests may know",
        password_salt="a salt for tests",
        key_directory=folder / "keys",
        queue=str(folder / "queue.db"),
        public_url="http://localhost",
        demo=False,
        cors_origins=frozenset({"https://dashboard.example"}),
    )
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        publication, schools = _publish(db.session(), WaveKeys(settings.key_directory))
        town = Town(
            app,
            publication.id,
            publication.wave_id,
            {school.name: school.id for school in schools},
            {school.board.name: school.board.id for school in schools},
        )
    yield town
    with app.app_context():
        db.engine.dispose()


def _publish(session: Session, keys: WaveKeys):
    schools = [a_school(session, name, board=board) for name, (board, _) in TOWN.items()]
    wave = a_wave(session, keys, region=a_region(session, schools=schools))
    for school in schools:
        link = a_link(session, wave, school)
        for code, n in zip(("yes", "partly", "no"), TOWN[school.name][1], strict=True):
            for number in range(n):
                helper = ["leraar"] if number % 2 else ["wijkteam"]
                answers = {"dichtbij": [code], "cijfer": [str(6 + number % 3)]}
                respond(session, link, answers if code == "no" else answers | {"wie": helper})
    close(session, keys, wave)
    publication: Publication = publish(
        session, wave.id, now=now(), software_version="1.2.3", key=SIGNING_KEY
    )
    session.commit()
    return publication, schools


@pytest.fixture
def app(town: Town) -> Iterator[Flask]:
    """The application of the town, with nothing tried yet."""
    town.app.extensions[EXTENSION] = Attempts(most=DEFAULT_API_REQUESTS, within=REQUESTS_WITHIN)
    with town.app.app_context():
        yield town.app


@pytest.fixture
def give_token(app: Flask):
    """Give out a token: for everything, or for an organisation."""

    def give(kind=OrganisationKind.INSTALLATION, number=None, *, days=30) -> str:
        _, token = make_client(db.session(), "BI", kind, number, days=days, today=today())
        db.session.commit()
        return token

    return give


@pytest.fixture
def ask(app: Flask, give_token):
    """Ask something with a token: by default one for everything."""
    client: FlaskClient = app.test_client()

    def get(address, token=None, **headers):
        bearer = f"Bearer {token or give_token()}"
        return client.get(address, headers={"Authorization": bearer, **headers})

    return get


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL that was sent to the database."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)
