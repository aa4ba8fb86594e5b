"""The sandbox over HTTP: HTTP/1.1 with keep-alive, on this machine's loopback address only."""

import signal
import socket
from contextlib import suppress
from email.message import Message
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import TextIO

from reconciler.sandbox.messages import Request, Response
from reconciler.sandbox.sandbox import Sandbox

ADDRESS = "127.0.0.1"
MAX_BODY_BYTES = 2**30
LINGER_SECONDS, LINGER_READS = 1.0, 64
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
        wrong = _wrong_length(self.headers)
        if wrong is None:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length)
            if len(body) == length:
                return body
            wrong = HTTPStatus.BAD_REQUEST, "The body ended before its Content-Length."
        self._give_up(*wrong)
        return None

    def _give_up(self, status: int, why: str) -> None:
        """Answers in the shape of Graph's errors, and ends the connection: what comes next cannot be told."""
        self.close_connection = True
        refused = self.server.sandbox.refuse(status, why, self._client_request_id())
        self._write(Response(refused.status, {**refused.headers, "Connection": "close"}, refused.body))
        self._linger()

    def _linger(self) -> None:
        """Reads on for a while what is still on its way: a close in front of it would take the answer back."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(LINGER_SECONDS)
            for _ in range(LINGER_READS):
                if not self.connection.recv(65536):
                    break

    def _client_request_id(self) -> str | None:
        headers = getattr(self, "headers", None)  # there are none yet when the request line is not understood
        return headers.get("client-request-id") if headers is not None else None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class says of a request that it cannot read, as Graph would word it."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code
        self._give_up(status, f"{message or _phrase(code)}.")

    def _write(self, response: Response) -> None:
        lines = [f"{self.protocol_version} {response.status} {_phrase(response.status)}"]
        lines += [f"{name}: {_one_line(value)}" for name, value in response.headers.items()]
        lines.append(f"Date: {formatdate(usegmt=True)}")
        if response.status != HTTPStatus.NO_CONTENT:
            lines.append(f"Content-Length: {len(response.body)}")
        head = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
        self.wfile.write(head if getattr(self, "command", None) == "HEAD" else head + response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is inherited
        """Says nothing: the sandbox has its own log."""

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _answer  # noqa: N815


def _wrong_length(headers: Message) -> tuple[HTTPStatus, str] | None:
    """What is wrong with the length of a body; None when it is known and bearable."""
    length = headers.get("Content-Length", "0")
    if headers.get("Transfer-Encoding") is not None:
        return HTTPStatus.LENGTH_REQUIRED, "Send the body whole, with its Content-Length."
    if not (length.isascii() and length.isdigit()):
        return HTTPStatus.BAD_REQUEST, "The Content-Length is not a whole number from 0."
    if int(length) > MAX_BODY_BYTES:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large."
    return None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
