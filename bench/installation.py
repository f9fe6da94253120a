"""An installation to measure: empty but for the shipped questionnaires, some schools and a wave."""

import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from bench.servers import environment
from feedback.app import create_app
from feedback.config import SETTINGS_FILE, Settings, read_settings_file, write_settings_file
from feedback.database import db
from surveys.campaigns import WaveKind, make_campaign, make_wave
from surveys.distribution import Link, make_links
from surveys.items import Kind, Question, RespondentGroup
from surveys.keys import FormKeys, WaveKeys
from surveys.organisations import Municipality, Region, School
from surveys.questionnaires import Version, load_questions

COMMANDS = "from feedback.cli import main; main()"
N_SCHOOLS = 50


@dataclass(frozen=True)
class Installation:
    """A folder with settings, and the application that they make."""

    app: Flask
    folder: Path
    environment: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        """Give its settings."""
        settings: Settings = self.app.extensions["settings"]
        return settings


@contextmanager
def installation(database_url: str | None = None) -> Iterator[Installation]:
    """Give an installation on this database, by default an SQLite file of its own."""
    with TemporaryDirectory(prefix="klankbord-bench-") as name:
        folder = Path(name)
        write_settings_file(folder / SETTINGS_FILE, public_url="http://localhost", demo=False)
        given = environment(database_url)
        for arguments in (["database", "upgrade"], ["questionnaire", "library"]):
            subprocess.run(
                [sys.executable, "-c", COMMANDS, *arguments],
                cwd=folder, env=given, check=True, capture_output=True,
            )  # fmt: skip
        app = create_app(Settings.from_env(read_settings_file(folder / SETTINGS_FILE) | given))
        with app.app_context():
            _make_waves(app)
            yield Installation(app, folder, given)
            db.session.remove()
            db.engine.dispose()


def links_of(code: str, group: RespondentGroup) -> list[str]:
    """Give the codes of the links to a questionnaire for a group, one for each school."""
    return [
        link.code
        for link in db.session().scalars(select(Link).where(Link.respondent_group == group.value))
        if link.wave.version.questionnaire.code == code
    ]


def load_all_links() -> list[Link]:
    """Give one link for each questionnaire and group."""
    links = db.session().scalars(select(Link).order_by(Link.wave_id, Link.id))
    return list({(link.wave_id, link.respondent_group): link for link in links}.values())


def filled_forms(
    settings: Settings, links: list[str], language: str, n: int, *, seed: int
) -> Iterator[tuple[str, bytes]]:
    """Give n forms as browsers send them: the link's code and the body, each with a fresh key."""
    session, order = db.session(), random.Random(seed)
    link = session.scalars(select(Link).where(Link.code == links[0])).one()
    group = RespondentGroup(link.respondent_group)
    questions = load_questions(session, link.wave.version, group, language).questions
    keys = FormKeys(settings.secret_key)
    for number, code in enumerate(islice(cycle(links), n)):
        answers = {each.code: _answer(each, order, f"{seed}-{number}") for each in questions}
        answers |= {"may_quote": "y", "key": keys.make(code, now=datetime.now(UTC))}
        yield code, urlencode(answers).encode()


def _answer(question: Question, order: random.Random, number: str) -> str:
    if question.kind.is_text:
        return f"De lijnen zijn kort en de juf denkt goed mee, dank daarvoor ({number})"
    if question.kind is Kind.NUMBER:
        return str(question.minimum or 0)
    return order.choice(question.options).code


def _make_waves(app: Flask) -> None:
    session, now = db.session(), datetime.now(UTC)
    region = Region(name="Bench")
    municipality = Municipality(name="Bench", region=region)
    schools = [
        School(location_code=f"99XX{n:02}", name=f"School {n}", municipality=municipality)
        for n in range(N_SCHOOLS)
    ]
    session.add_all(schools)
    campaign = make_campaign(session, region, "Bench")
    for version in session.scalars(select(Version)).all():
        wave = make_wave(
            session,
            campaign,
            version,
            kind=WaveKind.BASELINE,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
            keys=WaveKeys(app.extensions["settings"].key_directory),
            now=now,
        )
        make_links(session, wave, schools, map(RespondentGroup, version.groups), version.languages)
    session.commit()
