"""A small loopback server that answers as a test says, and time that passes only when somebody sleeps."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from reconciler.transport import Pace, Transport

BEARER = "eyJ0eXAi.c2VjcmV0LXNlY3JldA.c2lnbmF0dXJl"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the server saw it."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says: JSON, or raw bytes. `drop` closes the connection without a word, `cut` in the middle."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    cut: bool = False

    @property
    def payload(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


DROP = Reply(drop=True)


class Service(ThreadingHTTPServer):
    """Answers each request with what `answer` gives for it; remembers all of them."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Callable[[Seen], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.seen: list[Seen] = []
        self.connections = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def targets(self) -> list[str]:
        return [f"{seen.method} {seen.target}" for seen in self.seen]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are written apart, and the body would wait for the head's receipt
    server: Service

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = Seen(self.command, self.path, dict(self.headers.items()), json.loads(body) if body else None)
        self.server.seen.append(seen)
        reply = self.server.answer(seen)
        if reply.drop:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.payload)))
        self.end_headers()
        self.wfile.write(reply.payload[: len(reply.payload) // 2] if reply.cut else reply.payload)
        self.close_connection = self.close_connection or reply.cut

    do_GET = do_POST = do_PATCH = do_CONNECT = _handle  # noqa: N815  # the names that http.server looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class calls it so
        pass


@contextmanager
def serving(*answers: Reply | Callable[[Seen], Reply]) -> Iterator[Service]:
    """A service that gives the answers in order, the last one for ever; a function is asked for each request."""
    left = list(answers)

    def answer(seen: Seen) -> Reply:
        one = left.pop(0) if len(left) > 1 else left[0]
        return one if isinstance(one, Reply) else one(seen)

    service = Service(answer)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        thread.join()
        service.server_close()


class FakeTime:
    """A clock that only sleeping moves; jitter always takes the longest wait."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self, retry_seconds: float = 20.0) -> Pace:
        return Pace(retry_seconds, self.sleep, lambda: self.now, lambda: 1.0)


@contextmanager
def speaking(root: str, time: FakeTime | None = None, retry_seconds: float = 20.0) -> Iterator[Transport]:
    """A transport to a root, with a bearer, and closed at the end."""
    pace = (time or FakeTime()).pace(retry_seconds)
    with Transport(root, "Microsoft Graph", lambda: BEARER, pace) as transport:
        yield transport
