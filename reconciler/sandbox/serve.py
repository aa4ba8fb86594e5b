"""The sandbox over HTTP: HTTP/1.1 with keep-alive, on this machine's loopback address only."""

import signal
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import TextIO

from reconciler.sandbox.messages import Request, Response
from reconciler.sandbox.sandbox import Sandbox

ADDRESS = "127.0.0.1"
MAX_BODY_BYTES = 2**30
POLL_SECONDS = 0.1  # how long a signal may wait for the loop


class SandboxServer(ThreadingHTTPServer):
    """A server for one sandbox; its address is known once it is made."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, sandbox: Sandbox, port: int) -> None:
        """Listens at once. Raises OSError when the port is taken."""
        super().__init__((ADDRESS, port), _Connection)
        self.sandbox = sandbox
        self._stopping = False

    def stop_soon(self, _signal: int, _frame: FrameType | None) -> None:
        """Lets the server end between two requests. Does nothing else: a signal can come at any moment."""
        self._stopping = True

    def service_actions(self) -> None:
        """Called by the server's loop in every round: here, and not inside a request, is where it ends."""
        if self._stopping:
            raise _Stopped

    @property
    def root_url(self) -> str:
        """The address that clients use, without a slash at the end."""
        return f"http://{ADDRESS}:{self.server_port}"


def serve(sandbox: Sandbox, port: int, out: TextIO) -> None:
    """Serves until SIGTERM or SIGINT. The first line of `out` is the root URL, written once it listens."""
    with SandboxServer(sandbox, port) as server:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, server.stop_soon)
        out.write(f"{server.root_url}\n")
        out.flush()
        with suppress(_Stopped):
            server.serve_forever(poll_interval=POLL_SECONDS)


class _Stopped(Exception):
    """The process was asked to end."""


class _Connection(BaseHTTPRequestHandler):
    """One connection: reads requests, hands them to the sandbox, writes each response in one piece."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: SandboxServer

    def _answer(self) -> None:
        body = self._read_body()
        if body is None:
            return
        response = self.server.sandbox.handle(
            Request(
                method=self.command,
                target=self.path,
                headers=dict(self.headers.items()),
                body=body,
                host=self.headers.get("Host", ""),
                peer_is_loopback=self.client_address[0].startswith("127."),
            )
        )
        if response.dropped:
            self.close_connection = True
            return
        self._write(response)

    def _read_body(self) -> bytes | None:
        """The body; None when it cannot be read, which is answered already."""
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") is not None:
            self._give_up(HTTPStatus.LENGTH_REQUIRED)
            return None
        if not (length.isascii() and length.isdigit()) or int(length) > MAX_BODY_BYTES:
            self._give_up(HTTPStatus.BAD_REQUEST)
            return None
        return self.rfile.read(int(length))

    def _give_up(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._write(Response(status, {"Connection": "close"}))

    def _write(self, response: Response) -> None:
        lines = [f"{self.protocol_version} {response.status} {_phrase(response.status)}"]
        lines += [f"{name}: {_one_line(value)}" for name, value in response.headers.items()]
        lines.append(f"Date: {formatdate(usegmt=True)}")
        if response.status != HTTPStatus.NO_CONTENT:
            lines.append(f"Content-Length: {len(response.body)}")
        head = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
        self.wfile.write(head if self.command == "HEAD" else head + response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is inherited
        """Says nothing: the sandbox has its own log."""

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _answer  # noqa: N815


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
