"""The queue of work that no page waits for: huey, in a file or in Valkey."""

from collections.abc import Callable
from importlib import import_module

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab

from feedback.config import Settings

NAME = "klankbord"
# The worker loads these modules when the first job comes: the web never does.
WORK = "feedback.work"
ELSEWHERE = {"run_long_job": "feedback.long_work"}


def init_app(app: Flask) -> None:
    """Give an application its queue; the worker's timetable comes with it."""
    settings: Settings = app.extensions["settings"]
    queue = make_queue(settings.queue)

    def run(name: str, *arguments: int) -> None:
        with app.app_context():
            getattr(import_module(ELSEWHERE.get(name, WORK)), name)(*arguments)

    app.extensions["queue"] = queue
    app.extensions["run job"] = queue.task(name="run")(run)
    for name, moment in {
        "mix_waves": crontab(minute="*/5"),
        "close_due_waves": crontab(minute="*/5"),
        "translate_comments": crontab(minute="*/5"),
        "deliver": crontab(),
        "send_invitations": crontab(),
        "night": crontab(hour="3", minute="20"),
    }.items():
        queue.periodic_task(moment, name=name)(_timed(run, name))


def make_queue(address: str) -> Huey:
    """Give the queue at this address: a Valkey or Redis URL, or a file of its own."""
    # No results: huey would keep the message of a job's error there, and it may quote a comment.
    if "://" in address:
        return RedisHuey(NAME, results=False, url=address.replace("valkey", "redis", 1))
    return SqliteHuey(NAME, results=False, filename=address)


def enqueue(name: str, *arguments: int) -> None:
    """Ask the worker for one of the functions of `feedback.work`, or of ELSEWHERE."""
    current_app.extensions["run job"](name, *arguments)


def _timed(run: Callable[..., None], name: str) -> Callable[[], None]:
    def timed() -> None:
        run(name)

    timed.__name__ = name
    return timed
