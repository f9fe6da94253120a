"""The command that runs the web server and the worker together, for one machine."""

import os
import subprocess
import sys
from pathlib import Path
from signal import SIGTERM

import click

THREADS = 8


@click.command("serve")
@click.option("--port", default=8000, show_default=True)
@click.option("--bind", default="127.0.0.1", show_default=True)
def serve_command(port: int, bind: str) -> None:
    """Run the web server and the worker until one of them stops. For several machines, see docs."""
    folder = Path(sys.executable).parent
    worker = [sys.executable, "-m", "feedback.worker"]
    # Not "warning": there gunicorn writes down the address of whoever sends a broken request.
    web = [
        str(folder / "gunicorn"), "feedback.app:serve()", "--bind", f"{bind}:{port}",
        "--worker-class", "gthread", "--threads", str(THREADS), "--log-level", "error",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    click.echo(f"Klankbord is at http://{bind}:{port}. Stop it with Ctrl+C.")
    programs = [subprocess.Popen(each, env=environment) for each in (worker, web)]  # noqa: S603 - our own two programs
    try:
        programs[1].wait()
    except KeyboardInterrupt:
        click.echo("Stopping.")
    finally:
        for program in programs:
            program.send_signal(SIGTERM)
            program.wait()
