"""Forms that come in at one moment share a transaction, and so one wait for the disk.

Whoever comes first writes for all who wait; meanwhile the next ones gather. Nobody is thanked
before their form is on the disk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Lock

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from feedback.database import db
from surveys.errors import AlreadyCounted
from surveys.responses import Form, Sender, submit


class NotTakenIn(Exception):
    """The writer stopped before this form was on the disk."""


@dataclass(eq=False)
class _Waiting:
    """One form, and whoever sent it, waiting for `turn`: to be told, or to write for all."""

    sender: Sender
    form: Form
    tag: bytes
    turn: Event = field(default_factory=Event)
    is_done: bool = False
    # Until the disk has it, or it turns out to be there already.
    error: Exception | None = field(default_factory=NotTakenIn)


@dataclass
class _Desk:
    """Where the forms of one process wait; `is_open` while somebody writes."""

    lock: Lock = field(default_factory=Lock)
    waiting: list[_Waiting] = field(default_factory=list)
    is_open: bool = False


def take_in(sender: Sender, form: Form, *, tag: bytes) -> None:
    """Give back when a form is on the disk. Raises AlreadyCounted when it was there before."""
    desk: _Desk = current_app.extensions.setdefault("intake", _Desk())
    mine = _Waiting(sender, form, tag)
    with desk.lock:
        desk.waiting.append(mine)
        is_first, desk.is_open = not desk.is_open, True
    if not is_first:
        # Whoever waits holds no connection: the writer might wait for that one.
        db.session.remove()
        mine.turn.wait()
    if not mine.is_done:
        _write_for_all(desk)
    if mine.error is not None:
        raise mine.error


def _write_for_all(desk: _Desk) -> None:
    with desk.lock:
        together, desk.waiting = desk.waiting, []
    try:
        _write(together)
    except SQLAlchemyError:
        for one in together:
            try:
                _write([one])
            except SQLAlchemyError as error:
                one.error = error
    finally:
        with desk.lock:
            next_writer = desk.waiting[0] if desk.waiting else None
            desk.is_open = next_writer is not None
        for one in together:
            one.is_done = True
            one.turn.set()
        if next_writer is not None:
            next_writer.turn.set()


def _write(together: Sequence[_Waiting]) -> None:
    session = db.session()
    try:
        # In one order everywhere: two processes with the same two forms would wait for each other.
        outcomes = [
            (one, _submit(session, one)) for one in sorted(together, key=lambda one: one.tag)
        ]
        session.commit()
    except SQLAlchemyError:
        session.rollback()
        raise
    for one, outcome in outcomes:
        one.error = outcome


def _submit(session: Session, one: _Waiting) -> AlreadyCounted | None:
    try:
        submit(session, one.sender, one.form, tag=one.tag)
    except AlreadyCounted as error:
        return error
    return None
