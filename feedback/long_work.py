"""What the worker does for a long job: one function for each kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select

from feedback.campaigns.posters import NothingToPrintError, UnprintablePosterError
from feedback.campaigns.printing import print_archive, print_links
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import today
from feedback.long_jobs import JobCancelled, JobKind, JobState, LongJob, advance, end
from surveys.distribution import load_links
from surveys.errors import InvalidRegister, Said, say
from surveys.organisations import School, close_school
from surveys.register import import_register, read_register


@dataclass(frozen=True)
class Result:
    """How a job ended well, and the file that it made."""

    said: Said
    file: bytes | None = None


Advance = Callable[[int, int], None]


def run_long_job(job_id: int) -> None:
    """Do one long job; one that was called off before it began is left alone."""
    session = db.session()
    job = session.get(LongJob, job_id)
    if job is None:
        return

    def step(done: int, all_: int) -> None:
        advance(session, job, done=done, all_=all_, now=datetime.now(UTC))

    finish = partial(end, session, job, now=datetime.now(UTC))
    try:
        step(0, 0)
        result = _WORK[JobKind(job.kind)](job, step)
        finish(JobState.DONE, result.said, file=result.file)
        session.commit()
    except JobCancelled:
        session.rollback()
    except Exception as error:
        session.rollback()
        finish(JobState.FAILED, _FAILURES.get(type(error), _UNKNOWN))
        session.commit()
        if type(error) not in _FAILURES:
            raise


def _import_schools(job: LongJob, step: Advance) -> Result:
    register = read_register(job.upload or b"")
    # The last moment at which it can be called off: what follows is stored as a whole.
    step(1, 2)
    done = import_register(
        db.session(), register, skip_invalid=bool(job.arguments.get("skip_invalid"))
    )
    gone = done.missing if job.arguments.get("close_missing") else ()
    for school in db.session.scalars(select(School).where(School.location_code.in_(gone))):
        close_school(db.session(), school, on=today())
    return Result(
        say(
            "%(added)s schools added, %(changed)s changed, %(unchanged)s unchanged, "
            "%(closed)s closed; %(skipped)s rows left out.",
            added=done.added,
            changed=done.changed,
            unchanged=done.unchanged,
            closed=len(gone),
            skipped=done.skipped,
        )
    )


def _print(job: LongJob, step: Advance) -> Result:
    wanted = set(job.arguments["links"])
    links = [
        link for link in load_links(db.session(), job.arguments["wave_id"]) if link.id in wanted
    ]
    sheets = job.arguments["sheets"]
    public_url = current_settings().public_url
    if job.arguments["archive"]:
        file = print_archive(links, sheets, public_url, step)
    else:
        file = print_links(links, sheets, public_url)
    return Result(say("The sheets are ready to print."), file)


_UNKNOWN = say("Something went wrong here, and nothing was changed. Ask for help.")
_FAILURES: Mapping[type[Exception], Said] = {
    InvalidRegister: say("There are mistakes in the file. Nothing was changed."),
    NothingToPrintError: say("There is nothing to print. Choose other sheets."),
    UnprintablePosterError: say(
        "A text does not fit on a sheet. Choose fewer languages, or other sheets."
    ),
}
_WORK: Mapping[JobKind, Callable[[LongJob, Advance], Result]] = {
    JobKind.IMPORT_SCHOOLS: _import_schools,
    JobKind.PRINT: _print,
}
