"""A publication, and the places to which it may be brought: real servers on this machine."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from subprocess import Popen
from threading import Thread
from time import sleep

import asyncssh
import pytest

from bench.servers import free_port, wait_for
from feedback.delivery.targets import Moment, Target, add_target
from tests.factories import a_closed_wave, a_publication, a_school

PASSWORD = "a password for tests"
RCLONE = Path(sys.executable).parent / "rclone"


@pytest.fixture
def publication(session, wave_keys):
    schools = {a_school(session, f"School {n}"): {"yes": 8, "partly": 6, "no": 6} for n in range(3)}
    publication = a_publication(session, a_closed_wave(session, wave_keys, schools))
    session.commit()
    return publication


@pytest.fixture
def a_target(session):
    def make(address, name="dashboard", **more):
        given = {"secret_file": "", "host_key": "", "moment": Moment.PUBLICATION.value}
        given |= {"files": ["csv"], "may_be_private": True, "n_failures": 0, "last_failure": ""}
        return add_target(session, Target(name=name, address=address, **given | more))

    return make


@pytest.fixture
def secret_file(tmp_path):
    def write(secret):
        file = tmp_path / "secret"
        file.write_text(secret + "\n", encoding="utf-8")
        return str(file)

    return write


@dataclass
class SftpServer:
    """An SFTP server that shows a folder of its own as the root."""

    folder: Path
    client_key: asyncssh.SSHKey
    host_key: str = ""
    port: int = 0
    is_stuck: bool = False

    @property
    def address(self):
        return f"sftp://school@127.0.0.1:{self.port}/in/klankbord"


@pytest.fixture
def sftp(tmp_path) -> Iterator[SftpServer]:
    folder = tmp_path / "sftp"
    folder.mkdir()
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    server = SftpServer(folder, asyncssh.generate_private_key("ssh-ed25519"))
    server.host_key = host_key.export_public_key().decode()

    class Door(asyncssh.SSHServer):
        def begin_auth(self, username):
            return True

        def password_auth_supported(self):
            return True

        def validate_password(self, username, password):
            return (username, password) == ("school", PASSWORD)

        def public_key_auth_supported(self):
            return True

        def validate_public_key(self, username, key):
            known = server.client_key.convert_to_public()
            return (username, key) == ("school", known)

    class Files(asyncssh.SFTPServer):
        def __init__(self, chan):
            super().__init__(chan, chroot=str(folder).encode())

        async def remove(self, path):
            while server.is_stuck:
                await asyncio.sleep(0.05)
            return super().remove(path)

    async def listen():
        return await asyncssh.create_server(
            Door, "127.0.0.1", 0, server_host_keys=[host_key], sftp_factory=Files
        )

    # In a thread of its own: in this one the loop of a browser may run.
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    listener = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    server.port = listener.get_port()
    yield server
    loop.call_soon_threadsafe(listener.close)
    asyncio.run_coroutine_threadsafe(_all_done(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _all_done():
    """Wait until nothing is going on in this loop but this."""
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


@dataclass
class S3Store:
    """An S3-compatible store with one bucket, which is a folder."""

    address: str
    bucket: Path


@pytest.fixture
def s3(tmp_path) -> Iterator[S3Store]:
    root, port = tmp_path / "s3", free_port()
    (root / "figures").mkdir(parents=True)
    server = f"127.0.0.1:{port}"
    command = [RCLONE, "serve", "s3", "--addr", server, "--auth-key", "KEY,SECRET", str(root)]
    quiet = {"RCLONE_CONFIG": str(tmp_path / "none"), "PATH": ""}
    with Popen([*command, "--log-level", "ERROR"], env=quiet) as process:
        wait_for(port)
        yield S3Store(f"s3://figures/klankbord?endpoint=http://{server}", root / "figures")
        process.terminate()


@dataclass
class Receiver:
    """A program that takes messages, and answers with a status."""

    status: int = 204
    drips: bool = False
    messages: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/hook?for=klankbord"


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.messages.append((dict(self.headers), body))
            self.send_response(receiver.status)
            self.send_header("Location", "/elsewhere")
            while receiver.drips:
                self.wfile.write(b"x")
                sleep(0.05)
            self.end_headers()

        def log_message(self, *_args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_port
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver
