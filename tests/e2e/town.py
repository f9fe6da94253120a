"""The town of the browser tests: a fresh school and wave for each link, and what came in there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

import surveys
from feedback.config import Settings
from feedback.database import db
from feedback.i18n import gettext, use_locale
from surveys.distribution import Invitation, Link, find_invitation
from surveys.house_styles import Tokens, remove_style, save_style
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.lessons import start_lesson
from surveys.organisations import School, SchoolBoard
from surveys.questionnaires import Questions, Version, load_questions
from surveys.recordings import passages_of, record, remove_recording
from surveys.responses import Form, Inbox
from tests.factories import (
    a_link,
    a_publication,
    a_region,
    a_school,
    a_version,
    a_wave,
    an_action,
    close,
    now,
    respond,
)
from tests.sounds import an_opus

CATALOGUE = Path(surveys.__file__).parent / "catalogue"
ALL_KINDS = Path(__file__).parent / "all_kinds.toml"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Town:
    """One running installation, and the addresses that its posters hold."""

    app: Flask

    @property
    def keys(self) -> WaveKeys:
        settings: Settings = self.app.extensions["settings"]
        return WaveKeys(settings.key_directory)

    def invite(
        self,
        *,
        definition: Path = ALL_KINDS,
        group: RespondentGroup = RespondentGroup.PARENT,
        opens_in: timedelta = -DAY,
        closes_in: timedelta = DAY,
    ) -> Invitation:
        """Make a school, a wave and their link."""
        with self.app.app_context():
            session = db.session()
            school = a_school(session, "De Brug & 't Anker")
            wave = a_wave(
                session,
                self.keys,
                region=a_region(session, schools=[school]),
                version=a_version(session, definition.read_text(encoding="utf-8")),
                opens_at=now() + opens_in,
                closes_at=now() + closes_in,
            )
            link = a_link(session, wave, school, group)
            session.commit()
            return find_invitation(session, link.code)

    def told(self) -> Invitation:
        """Give a link whose answers are published, of a school that did something with them."""
        invitation = self.invite()
        with self.app.app_context():
            session = db.session()
            link = session.scalars(select(Link).where(Link.code == invitation.code)).one()
            for number in range(24):
                respond(session, link, {"plezier": [str(number % 3 + 1)], "cijfer": ["8"]})
            close(session, self.keys, link.wave)
            an_action(session, link.wave, link.school)
            a_publication(session, link.wave)
            session.commit()
        return invitation

    @contextmanager
    def recorded(self, invitation: Invitation) -> Iterator[Invitation]:
        """Let everything behind a link be read out for a while; gives the link as it is then."""
        with self.app.app_context():
            session = db.session()
            passages = passages_of(session.get_one(Version, invitation.version_id))
            for passage in passages:
                record(session, passage, an_opus(3))
            session.commit()
            recorded = find_invitation(session, invitation.code)
        yield recorded
        with self.app.app_context():
            for passage in passages:
                remove_recording(db.session(), passage)
            db.session.commit()

    @contextmanager
    def wearing(self, invitation: Invitation, tokens: Tokens) -> Iterator[Invitation]:
        """Let a school wear a house style for a while; gives the link as it is then."""
        with self.app.app_context():
            session = db.session()
            board = session.get_one(School, invitation.school_id).board
            save_style(session, board, tokens)
            session.commit()
            worn, board_id = find_invitation(session, invitation.code), board.id
        yield worn
        with self.app.app_context():
            remove_style(db.session(), db.session().get_one(SchoolBoard, board_id))
            db.session.commit()

    def start_lesson(self, invitation: Invitation) -> str:
        """Start a lesson on a class tablet for a link; gives its PIN."""
        with self.app.app_context():
            session = db.session()
            link = session.scalars(select(Link).where(Link.code == invitation.code)).one()
            secret = self.app.config["SECRET_KEY"]
            _, pin = start_lesson(session, link, secret=secret, now=now())
            session.commit()
            return pin

    def questions(self, invitation: Invitation, language: str) -> Questions:
        """Give the questions behind a link."""
        with self.app.app_context():
            version = db.session().get_one(Version, invitation.version_id)
            return load_questions(db.session(), version, invitation.group, language)

    def handed_in(self, invitation: Invitation) -> list[Form]:
        """Give the forms that came in through a link."""
        query = select(Inbox.form).where(Inbox.wave_id == invitation.wave_id)
        with self.app.app_context():
            return [Form(*json.loads(form)) for form in db.session().scalars(query)]

    def say(self, language: str, message: str) -> str:
        """Give a text of the interface as a page in this language writes it."""
        with self.app.app_context():
            use_locale(language)
            return gettext(message)
