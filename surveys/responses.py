"""Answers on their way in: `submit` is the only door, `mix` makes them nobody's.

An answer waits in the inbox until ten wait for its school and group, or until the wave closes;
then `mix` moves it on under a new random id, in random order, and takes language and comments
apart from it. docs/privacy.md says what this protects against and what it does not.
"""

import hashlib
import json
import random
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Connection,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, RandomId
from surveys.campaigns import Wave, get_wave
from surveys.distribution import AccessCode
from surveys.errors import AlreadyCounted, WaveClosed
from surveys.items import RespondentGroup
from surveys.language_counts import LanguageAnswerCount, count_by_language

# This many answers of one school and group are moved on together while a wave is open.
SMALLEST_MIX = 10

_WITHOUT_ROWID = {"sqlite_with_rowid": False}
# Shorter than the second after which PostgreSQL looks for who waits for each other.
_LOCK_WAIT_MS, _LOCK_TRIES = 300, 50


class Spent(Base):
    """That a form or code was used: a tag that only the wave's key can tie to it."""

    __tablename__ = "spent"
    __table_args__ = _WITHOUT_ROWID

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    # Not indexed: every form would pay for it, and only the closing of a wave would gain.
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))


class Inbox(Base):
    """A form as it was handed in, for as short a time as mixing allows."""

    __tablename__ = "inbox"
    __table_args__ = _WITHOUT_ROWID

    id: Mapped[RandomId]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    respondent_group: Mapped[str] = mapped_column(String(20))
    form: Mapped[str]
    withdrawal: Mapped[bytes] = mapped_column(LargeBinary(32))


class Response(Base):
    """That somebody of a school and group answered in a wave. No moment, language or code."""

    __tablename__ = "response"
    __table_args__ = _WITHOUT_ROWID

    id: Mapped[RandomId]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    respondent_group: Mapped[str] = mapped_column(String(20))


class Answer(Base):
    """One option picked (several rows for a multiple choice), by item code and option code."""

    __tablename__ = "answer"
    __table_args__ = _WITHOUT_ROWID

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class Comment(Base):
    """What somebody wrote, as they wrote it. It has no response: nothing says who wrote it.

    `language` is that of the form, the best guess at the language of the text.
    """

    __tablename__ = "comment"
    __table_args__ = _WITHOUT_ROWID

    id: Mapped[RandomId]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    respondent_group: Mapped[str] = mapped_column(String(20))
    item: Mapped[str] = mapped_column(String(60))
    text: Mapped[str]
    language: Mapped[str] = mapped_column(String(12))
    may_quote: Mapped[bool]


class Withdrawal(Base):
    """What can still be withdrawn: a response or a comment, by a tag that only its code leads to.

    Every one has a tag, whether somebody took the code or not, and nothing says which belong
    together. Publishing deletes the tags.
    """

    __tablename__ = "withdrawal"
    __table_args__ = _WITHOUT_ROWID

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    withdraws: Mapped[UUID]


class LanguageCount(Base):
    """How many forms of a wave came in a language, counted apart from the answers."""

    __tablename__ = "language_count"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    n: Mapped[int]


class HastyCount(Base):
    """How many forms of a school and group came too fast for a person. Nothing says which."""

    __tablename__ = "hasty_count"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]


# Tables in which an order or a version of a row would tell who answered when.
RESPONDENT_TABLES = (
    Spent, Inbox, Response, Answer, Comment, Withdrawal, AccessCode, LanguageAnswerCount
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """What one person hands in: option codes and words, by item code.

    `is_hasty` says that it came too fast for a person, or with what only a program fills in.
    """

    answers: Mapping[str, Sequence[str]]
    comments: Mapping[str, str]
    language: str
    may_quote: bool = False
    is_hasty: bool = False


@dataclass(frozen=True)
class Sender:
    """What is known of the person who hands in a form."""

    wave_id: int
    school_id: int
    group: RespondentGroup


@dataclass(frozen=True)
class Submission:
    """A form, who hands it in, the tag by which it counts once, and that which withdraws it."""

    sender: Sender
    form: Form
    tag: bytes
    # By default one that no code leads to.
    withdrawal: bytes = field(default_factory=lambda: secrets.token_bytes(32))


# In the driver's own words and through its own cursor, because nothing else runs as often.
_SPEND = (
    "INSERT INTO spent (tag, wave_id) SELECT ?, wave.id FROM wave "
    "WHERE wave.id = ? AND wave.closed_at IS NULL ON CONFLICT DO NOTHING"
)
_ADD_TO_INBOX = (
    "INSERT INTO inbox (id, wave_id, school_id, respondent_group, form, withdrawal) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
# Both at once: one round trip to the server.
_SPEND_AND_ADD = """
WITH fresh AS (
  INSERT INTO spent (tag, wave_id) SELECT %s, wave.id FROM wave
  WHERE wave.id = %s AND wave.closed_at IS NULL ON CONFLICT DO NOTHING RETURNING tag
)
INSERT INTO inbox (id, wave_id, school_id, respondent_group, form, withdrawal)
SELECT %s::uuid, %s, %s, %s, %s, %s FROM fresh
"""
_json = json.JSONEncoder(ensure_ascii=False)


def submit(connection: Connection, submission: Submission) -> None:
    """Take in one form. Raises AlreadyCounted when its tag was spent before, or WaveClosed.

    A form without any answer is taken in as well: that somebody took part counts. What goes wrong
    is an error of the driver.
    """
    sender, form, tag = submission.sender, submission.form, submission.tag
    written = [form.answers, form.comments, form.language, form.may_quote]
    if form.is_hasty:
        written.append(True)
    row = (
        uuid4().hex, sender.wave_id, sender.school_id, sender.group.value, _json.encode(written),
        submission.withdrawal,
    )  # fmt: skip
    spend = (tag, sender.wave_id)
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.execute(_SPEND, spend)
        is_fresh = cursor.rowcount
        if is_fresh:
            cursor.execute(_ADD_TO_INBOX, row)
    else:
        cursor.execute(_SPEND_AND_ADD, spend + row)
        is_fresh = cursor.rowcount
    cursor.close()
    if not is_fresh:
        raise AlreadyCounted if is_spent(connection, tag) else WaveClosed(sender.wave_id)


def is_spent(connection: Connection, tag: bytes) -> bool:
    """Tell whether this tag was used before."""
    return connection.scalar(select(Spent.wave_id).where(Spent.tag == tag)) is not None


def mix(
    session: Session,
    wave_id: int,
    *,
    smallest: int = SMALLEST_MIX,
    order: random.Random | None = None,
) -> int:
    """Move the forms of every school and group where at least `smallest` wait; give how many.

    `order` shuffles (the system's randomness by default; a seed is for demo data). Call
    `empty_log` after the commit, and `forget_order` before long.
    """
    order = order or random.SystemRandom()
    # One mixer at a time: two would move the same forms, or too few together.
    session.execute(update(Wave).where(Wave.id == wave_id).values(closed_at=Wave.closed_at))
    version = get_wave(session, wave_id).version
    waiting = session.execute(
        select(Inbox.school_id, Inbox.respondent_group)
        .where(Inbox.wave_id == wave_id)
        .group_by(Inbox.school_id, Inbox.respondent_group)
        .having(func.count() >= smallest)
    ).all()
    moved = 0
    for school_id, group in waiting:
        forms = session.execute(
            delete(Inbox)
            .where(
                Inbox.wave_id == wave_id,
                Inbox.school_id == school_id,
                Inbox.respondent_group == group,
            )
            .returning(Inbox.form, Inbox.withdrawal),
            execution_options={"synchronize_session": False},
        ).all()
        shuffled = [(Form(*json.loads(form)), withdrawal) for form, withdrawal in forms]
        order.shuffle(shuffled)
        sender = Sender(wave_id, school_id, RespondentGroup(group))
        _move(session, sender, shuffled, order)
        answers = [(form.language, form.answers) for form, _ in shuffled]
        count_by_language(session, wave_id, version, sender.group, answers, order=order)
        moved += len(shuffled)
    return moved


def _move(
    session: Session,
    sender: Sender,
    forms: Sequence[tuple[Form, bytes]],
    order: random.Random,
) -> None:
    where = {
        "wave_id": sender.wave_id,
        "school_id": sender.school_id,
        "respondent_group": sender.group.value,
    }
    responses, answers, comments, withdrawals = [], [], [], []
    languages: defaultdict[str, int] = defaultdict(int)
    for form, withdrawal in forms:
        ids = {part: _random_id(order) for part in ("", *form.comments)}
        response_id = ids[""]
        responses.append({"id": response_id, **where})
        answers += [
            {"response_id": response_id, "item": item, "code": code}
            for item, codes in form.answers.items()
            for code in codes
        ]
        comments += [
            {
                "id": ids[item], **where, "item": item, "text": words,
                "language": form.language, "may_quote": form.may_quote,
            }
            for item, words in form.comments.items()
        ]  # fmt: skip
        withdrawals += [
            {
                "tag": withdrawal_tag(withdrawal, part), "wave_id": sender.wave_id,
                "withdraws": each,
            }
            for part, each in ids.items()
        ]  # fmt: skip
        languages[form.language] += 1
    # Answers and comments in one shuffled order would still lie beside each other.
    order.shuffle(comments)
    order.shuffle(withdrawals)
    session.execute(insert(Response), responses)
    session.execute(insert(Withdrawal), withdrawals)
    if answers:
        session.execute(insert(Answer), answers)
    if comments:
        session.execute(insert(Comment), comments)
    for language, n in languages.items():
        _count(session, LanguageCount, {"wave_id": sender.wave_id, "language": language}, n)
    if n_hasty := sum(form.is_hasty for form, _ in forms):
        _count(session, HastyCount, where, n_hasty)


def withdrawal_tag(withdrawal: bytes, item: str = "") -> bytes:
    """Give the tag of what somebody wrote at an item, or (without one) of the response."""
    return hashlib.sha256(withdrawal + item.encode()).digest()


def _count(session: Session, table: type[Any], where: Mapping[str, Any], n: int) -> None:
    count = session.get(table, where)
    if count is None:
        session.add(table(**where, n=n))
    else:
        count.n += n
    session.flush()


def _random_id(order: random.Random) -> UUID:
    return UUID(int=order.getrandbits(128), version=4)


def forget_order(connection: Connection) -> None:
    """Rewrite what would still tell in which order rows came in. Call it after `mix` committed.

    SQLite: the file is rebuilt (call `empty_log` next); needs a connection outside a transaction.
    PostgreSQL: the tables are written anew in random order, so that neither `ctid`
    nor `xmin` keeps an order.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("VACUUM")
        return
    tables = [table.__tablename__ for table in RESPONDENT_TABLES]
    _lock(connection, tables)
    for table in tables:
        connection.exec_driver_sql(
            f"CREATE TEMPORARY TABLE mixed_{table} ON COMMIT DROP AS "  # noqa: S608
            f"SELECT * FROM {table} ORDER BY gen_random_uuid()"
        )
    connection.exec_driver_sql(f"TRUNCATE {', '.join(tables)}")
    for table in tables:
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM mixed_{table}")  # noqa: S608


def _lock(connection: Connection, tables: Sequence[str]) -> None:
    """Let nobody write: what came in between the copy and the emptying would be gone.

    Whoever hands in a form may hold these tables in another order. So it waits for a moment only,
    lets go of all, and tries again: then nobody waits for each other.
    """
    for tries_left in reversed(range(_LOCK_TRIES)):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_WAIT_MS}ms'")
                connection.exec_driver_sql(
                    f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"
                )
                return
        except OperationalError:
            if not tries_left:
                raise


def empty_log(connection: Connection) -> bool:
    """Empty SQLite's write-ahead log, in which forms lie in the order in which they came.

    Call it after every mix. Gives whether it is empty now: while somebody reads, it cannot be.
    """
    if connection.dialect.name != "sqlite":
        return True
    busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy
