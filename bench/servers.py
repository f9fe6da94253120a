"""Web servers under measurement: gunicorn with the same settings for us and for the baseline."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4
START_SECONDS = 30
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A gunicorn that runs: where it listens, and its first process."""

    port: int
    pid: int

    def kill(self) -> None:
        """Kill all of its processes at once, with no time to finish anything."""
        os.killpg(self.pid, signal.SIGKILL)

    def cpu_seconds(self) -> float:
        """Give the processor time that its processes took so far."""
        return sum(map(_cpu_seconds, [str(self.pid), *self._workers()]))

    def megabytes(self) -> float:
        """Give the most memory that one of its workers took so far."""
        kept = [Path(f"/proc/{pid}/status").read_text() for pid in self._workers()]
        kilobytes = [int(status.partition("VmHWM:")[2].split()[0]) for status in kept]
        return round(max(kilobytes) / 1024)

    def _workers(self) -> list[str]:
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()


@contextmanager
def serving(application: str, folder: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """Serve an application from a folder with settings, for as long as the block takes."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "--log-level", "error",
        "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS),
        "--keep-alive", "30", application,
    ]  # fmt: skip
    # In a group of its own, so that all of it can be killed at once.
    with subprocess.Popen(
        command, cwd=folder, env=dict(environment), start_new_session=True
    ) as process:
        try:
            wait_for(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()


def environment(database_url: str | None = None) -> dict[str, str]:
    """Give the environment of a process that runs this working copy."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("FEEDBACK_")}
    given["PYTHONPATH"] = str(ROOT)
    return given | ({"FEEDBACK_DATABASE_URL": database_url} if database_url else {})


def _cpu_seconds(pid: str) -> float:
    # The name of the process, in parentheses, may hold spaces: count the fields after it.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / _TICKS_PER_SECOND


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port. Raises OSError when nobody does in time."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
