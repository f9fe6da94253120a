"""The command that runs the web server and the worker together, for one machine."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from signal import SIGTERM, signal
from typing import NoReturn

import click

THREADS = 8
LOOK_SECONDS = 0.5
STOP_SECONDS = 30


@click.command("serve")
@click.option("--port", default=8000, show_default=True)
@click.option("--bind", default="127.0.0.1", show_default=True)
def serve_command(port: int, bind: str) -> None:
    """Run the web server and the worker until one of them stops. For several machines, see docs."""
    worker = [sys.executable, "-m", "feedback.worker"]
    web = [
        str(Path(sys.executable).with_name("gunicorn")), "feedback.app:serve()",
        "--bind", f"{bind}:{port}", "--worker-class", "gthread", "--threads", str(THREADS),
        "--log-level", "warning", "--logger-class", "feedback.logs.ServerLog",
    ]  # fmt: skip
    signal(SIGTERM, _stop)
    click.echo(f"Klankbord is at http://{bind}:{port}. Stop it with Ctrl+C.")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    programs = [subprocess.Popen(each, env=environment) for each in (worker, web)]  # noqa: S603 - our own two programs
    try:
        code = _wait_for_first(programs)
    except KeyboardInterrupt:
        code = 0
    finally:
        _end(programs)
    sys.exit(code)


def _stop(*_signal: object) -> NoReturn:
    raise KeyboardInterrupt


def _wait_for_first(programs: Sequence[subprocess.Popen[bytes]]) -> int:
    """Give the exit code of whichever ends first; an end that nobody asked for is a failure."""
    while True:
        for program in programs:
            if program.poll() is not None:
                return program.returncode or 1
        time.sleep(LOOK_SECONDS)


def _end(programs: Sequence[subprocess.Popen[bytes]]) -> None:
    for program in programs:
        program.terminate()
    for program in programs:
        try:
            program.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()
