"""Work that takes more than a moment, asked for on a page: its progress, its end and its file.

A job is its asker's. The worker tells how far it is, and stops between two steps when the asker
calls it off. What was made and what was uploaded is deleted in the night after.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from feedback import jobs
from surveys.base import Base
from surveys.errors import Said, say

KEPT_FOR = timedelta(days=1)
# A worker that says nothing for so long was stopped.
SILENT_FOR = timedelta(minutes=15)
RUN = "run_long_job"


class JobKind(StrEnum):
    """What a long job does."""

    IMPORT_SCHOOLS = "schools"
    PRINT = "print"


class JobState(StrEnum):
    """Where a long job stands. A draft waits for its asker to say go."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobCancelled(Exception):
    """The asker called the job off."""


class LongJob(Base):
    """One piece of long work. `outcome` says in a sentence how it ended, `file` is what it made."""

    __tablename__ = "long_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    upload: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str] = mapped_column(String(10))
    n_done: Mapped[int] = mapped_column(default=0)
    n_all: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    file_name: Mapped[str] = mapped_column(String(120), default="")

    @property
    def is_busy(self) -> bool:
        """Tell whether something is still to be expected of it."""
        return self.state in {JobState.WAITING, JobState.RUNNING}

    def is_lost(self, *, now: datetime) -> bool:
        """Tell whether its worker was stopped halfway."""
        return self.state == JobState.RUNNING and now - self.touched_at > SILENT_FOR

    def said(self) -> Said | None:
        """Give how it ended."""
        if not self.outcome:
            return None
        template: str = self.outcome["words"]
        return say(template, **self.outcome["facts"])


def draft_job(
    session: Session,
    user_id: int,
    kind: JobKind,
    *,
    now: datetime,
    upload: bytes | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> LongJob:
    """Prepare a job that its asker still has to say go to; earlier drafts of the kind go."""
    session.execute(
        delete(LongJob).where(
            LongJob.user_id == user_id, LongJob.kind == kind, LongJob.state == JobState.DRAFT
        )
    )
    job = LongJob(
        user_id=user_id,
        kind=kind.value,
        arguments=dict(arguments or {}),
        upload=upload,
        state=JobState.DRAFT,
        asked_at=now,
        touched_at=now,
    )
    session.add(job)
    session.flush()
    return job


def start_job(session: Session, job: LongJob) -> None:
    """Let the worker do a job; commits, so that the worker finds it."""
    job.state = JobState.WAITING
    session.commit()
    jobs.enqueue(RUN, job.id)


def find_job(session: Session, job_id: int, user_id: int) -> LongJob | None:
    """Give a job of this person, if that is what it is."""
    return session.scalar(select(LongJob).where(LongJob.id == job_id, LongJob.user_id == user_id))


def load_jobs(session: Session, user_id: int) -> Sequence[LongJob]:
    """Give the jobs of a person that are no draft, the newest first."""
    return session.scalars(
        select(LongJob)
        .where(LongJob.user_id == user_id, LongJob.state != JobState.DRAFT)
        .order_by(LongJob.id.desc())
    ).all()


def cancel(session: Session, job: LongJob) -> bool:
    """Call a job off, and tell whether it was still to be done."""
    changed = session.execute(
        update(LongJob)
        .where(LongJob.id == job.id, LongJob.state.in_([JobState.WAITING, JobState.RUNNING]))
        .values(state=JobState.CANCELLED, upload=None)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def advance(session: Session, job: LongJob, *, done: int, all_: int, now: datetime) -> None:
    """Tell how far a job is, and commit. Raises JobCancelled."""
    changed = session.execute(
        update(LongJob)
        .where(LongJob.id == job.id, LongJob.state.in_([JobState.WAITING, JobState.RUNNING]))
        .values(state=JobState.RUNNING, n_done=done, n_all=all_, touched_at=now)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        session.rollback()
        raise JobCancelled(job.id)
    session.commit()


def end(
    session: Session,
    job: LongJob,
    state: JobState,
    outcome: Said,
    *,
    file: bytes | None = None,
    now: datetime,
) -> None:
    """Keep how a job ended, and what it made, unless it was called off meanwhile."""
    session.execute(
        update(LongJob)
        .where(LongJob.id == job.id, LongJob.state == JobState.RUNNING)
        .values(
            state=state,
            outcome={"words": outcome.template, "facts": dict(outcome.facts)},
            file=file,
            upload=None,
            touched_at=now,
        )
    )


def forget_old_jobs(session: Session, *, now: datetime) -> None:
    """Delete the jobs of before yesterday, with what they made."""
    session.execute(delete(LongJob).where(LongJob.asked_at < now - KEPT_FOR))
