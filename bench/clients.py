"""Many people at once: eight connections that send ready-made requests as fast as they may."""

import re
import socket
import time
from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil

from bench.servers import HOST, Server

CLIENTS = 8
# A gunicorn worker keeps the connections it took: start anew often enough that both get half.
REQUESTS_PER_CONNECTION = 20
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Round:
    """What came of sending some requests: how many per second, by status, at what cost.

    `p99_ms` is what all but one in a hundred waited at most.
    """

    rate: float
    statuses: Counter[int]
    cpu_ms_each: float
    p99_ms: float


def get(path: str) -> bytes:
    """Give a request for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode()


def post(path: str, body: bytes) -> bytes:
    """Give a request that hands in a form."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    return head.encode() + body


def send(server: Server, requests: Iterable[bytes], *, most_seconds: float) -> Round:
    """Send these requests, or as many as fit in the time."""
    waiting = deque(requests)
    cpu_before, start = server.cpu_seconds(), time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as clients:
        runs = [
            clients.submit(_send_some, server.port, waiting, start + most_seconds)
            for _ in range(CLIENTS)
        ]
        answers = [answer for run in runs for answer in run.result()]
    seconds, n = time.monotonic() - start, len(answers)
    cpu_ms = (server.cpu_seconds() - cpu_before) * 1000
    waits = sorted(waited for _, waited in answers)
    statuses = Counter(status for status, _ in answers)
    return Round(n / seconds, statuses, cpu_ms / n, waits[ceil(0.99 * n) - 1] * 1000)


def ask(port: int, request: bytes) -> int:
    """Send one request over a connection of its own, and give the status of the answer."""
    with socket.create_connection((HOST, port), timeout=30) as connection:
        connection.sendall(request)
        return _read_status(connection)


def _send_some(port: int, waiting: deque[bytes], deadline: float) -> list[tuple[int, float]]:
    """Give the status of each answer, and how many seconds it took."""
    answers: list[tuple[int, float]] = []
    while waiting and time.monotonic() < deadline:
        with socket.create_connection((HOST, port), timeout=30) as connection:
            for _ in range(REQUESTS_PER_CONNECTION):
                try:
                    request = waiting.popleft()
                except IndexError:
                    return answers
                start = time.monotonic()
                connection.sendall(request)
                answers.append((_read_status(connection), time.monotonic() - start))
    return answers


def _read_status(connection: socket.socket) -> int:
    answer = b""
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += _receive(connection)
    length = _LENGTH.search(answer, 0, end)
    missing = end + 4 + (int(length[1]) if length else 0) - len(answer)
    while missing > 0:
        missing -= len(_receive(connection))
    return int(answer[9:12])


def _receive(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError("the server hung up in the middle of an answer")
    return received
