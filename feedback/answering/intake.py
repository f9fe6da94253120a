"""Where forms are handed in: each has a key of its own, and counts once.

Nobody is thanked before their form is on the disk, and forms that come in at one moment share one
wait for it. PostgreSQL sees to that by itself. SQLite lets one write at a time, so there whoever
comes first writes for all who wait; meanwhile the next ones gather.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event, Lock

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

from surveys.distribution import Invitation
from surveys.errors import AlreadyCounted, FormExpired, WaveClosed
from surveys.keys import FormKeys, WaveKeys, require_fresh
from surveys.responses import Form, Sender, Submission, is_spent, submit
from surveys.withdrawals import code_of, withdrawal_of

FASTEST_ANSWER = timedelta(seconds=2)


class NotTakenIn(Exception):
    """The writer stopped before this form was on the disk."""


@dataclass(eq=False)
class _Waiting:
    """One form, and whoever sent it, waiting for `turn`: to be told, or to write for all."""

    submission: Submission
    turn: Event = field(default_factory=Event)
    is_done: bool = False
    # Until the disk has it, or it turns out to be there already.
    error: Exception | None = field(default_factory=NotTakenIn)


class Intake:
    """The desk of one process where forms are handed in."""

    def __init__(self, engine: Engine) -> None:
        self._one_writes_for_all = engine.dialect.name == "sqlite"
        # On PostgreSQL a form is one statement, which commits by itself.
        self._engine = (
            engine
            if self._one_writes_for_all
            else engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._errors = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        # Taking a connection from the pool each time costs as much as the statement itself.
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._waiting: list[_Waiting] = []
        self._is_writing = False
        event.listen(engine, "engine_disposed", self._close_idle)

    @property
    def n_waiting(self) -> int:
        """Give how many forms wait until those before them are written."""
        return len(self._waiting)

    def has(self, tag: bytes) -> bool:
        """Tell whether the form with this tag was taken in."""
        with self._engine.connect() as connection:
            return is_spent(connection, tag)

    def take_in(self, submission: Submission) -> None:
        """Give back when a form is on the disk.

        Raises AlreadyCounted when it was there before, or WaveClosed.
        """
        mine = _Waiting(submission)
        if self._one_writes_for_all:
            self._wait_or_write(mine)
        else:
            self._write_each([mine])
        if mine.error is not None:
            raise mine.error

    def _wait_or_write(self, mine: _Waiting) -> None:
        with self._lock:
            self._waiting.append(mine)
            is_first, self._is_writing = not self._is_writing, True
        if not is_first:
            mine.turn.wait()
        if not mine.is_done:
            self._write_for_all()

    def _write_for_all(self) -> None:
        with self._lock:
            together, self._waiting = self._waiting, []
        try:
            self._write_each(together)
        finally:
            with self._lock:
                next_writer = self._waiting[0] if self._waiting else None
                self._is_writing = next_writer is not None
            for one in together:
                one.is_done = True
                one.turn.set()
            if next_writer is not None:
                next_writer.turn.set()

    def _write_each(self, together: Sequence[_Waiting]) -> None:
        """Write these forms; a second time one by one, when one of them or the connection fails."""
        try:
            self._write(together)
        except self._errors:
            for one in together:
                try:
                    self._write([one])
                except self._errors as error:
                    one.error = error

    def _write(self, together: Sequence[_Waiting]) -> None:
        connection = self._idle.pop() if self._idle else self._engine.connect()
        try:
            with connection.begin():
                outcomes = [_outcome(connection, one.submission) for one in together]
        except self._errors:
            connection.close()
            self._close_idle()
            raise
        self._idle.append(connection)
        for one, outcome in zip(together, outcomes, strict=True):
            one.error = outcome

    def _close_idle(self, *_event: object) -> None:
        while self._idle:
            connection = self._idle.pop()
            connection.detach()
            connection.close()


def _outcome(connection: Connection, submission: Submission) -> AlreadyCounted | WaveClosed | None:
    try:
        submit(connection, submission)
    except (AlreadyCounted, WaveClosed) as error:
        return error
    return None


def _weighed(form: Form, taken: timedelta) -> Form:
    """Give a form with what the time that it took says: nobody reads and answers this fast."""
    n_answered = len(form.answers) + len(form.comments)
    if taken >= FASTEST_ANSWER * n_answered:
        return form
    return replace(form, is_hasty=True)


@dataclass(frozen=True)
class Reception:
    """What it takes to hand out keys for forms and to take forms in."""

    form_keys: FormKeys
    wave_keys: WaveKeys
    intake: Intake

    def new_key(self, invitation: Invitation, *, now: datetime) -> str:
        """Give the key for one more form of a link."""
        return self.form_keys.make(invitation.code, now=now)

    def has(self, invitation: Invitation, form_key: str) -> bool:
        """Tell whether the form with this key was taken in. Raises FormForged or WaveClosed."""
        tag, _ = self._tag_of(invitation, form_key)
        return self.intake.has(tag)

    def fresh_nonce(self, invitation: Invitation, form_key: str, *, now: datetime) -> str:
        """Give the nonce of a form that is not too old. Raises FormExpired or FormForged."""
        nonce, made_at = self.form_keys.read(invitation.code, form_key)
        require_fresh(made_at, now=now)
        return nonce

    def hand_in(
        self,
        invitation: Invitation,
        form: Form,
        form_key: str,
        *,
        now: datetime,
        tag: bytes | None = None,
    ) -> None:
        """Take in a form, once: under its own tag, or that of the code that was spent for it.

        Raises AlreadyCounted, FormExpired, FormForged or WaveClosed.
        """
        nonce, made_at = self.form_keys.read(invitation.code, form_key)
        try:
            own_tag = self.wave_keys.tag(invitation.wave_id, nonce)
        except FileNotFoundError:
            raise WaveClosed(invitation.wave_id) from None
        if tag is None:
            try:
                require_fresh(made_at, now=now)
            except FormExpired:
                # Taken in long ago, it is thanked for again, not asked for once more.
                if self.intake.has(own_tag):
                    raise AlreadyCounted from None
                raise
        code = code_of(self.wave_keys, invitation.wave_id, nonce)
        submission = Submission(
            Sender(invitation.wave_id, invitation.school_id, invitation.group),
            _weighed(form, now - made_at),
            tag or own_tag,
            withdrawal_of(self.wave_keys, invitation.wave_id, code),
        )
        self.intake.take_in(submission)

    def withdrawal_code(self, invitation: Invitation, form_key: str) -> str:
        """Give the code that withdraws the form with this key. Raises FormForged."""
        nonce, _ = self.form_keys.read(invitation.code, form_key)
        return code_of(self.wave_keys, invitation.wave_id, nonce)

    def _tag_of(self, invitation: Invitation, form_key: str) -> tuple[bytes, datetime]:
        nonce, made_at = self.form_keys.read(invitation.code, form_key)
        try:
            return self.wave_keys.tag(invitation.wave_id, nonce), made_at
        except FileNotFoundError:
            raise WaveClosed(invitation.wave_id) from None
