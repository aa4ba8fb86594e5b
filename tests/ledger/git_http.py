"""A git service over HTTP on this machine, which asks for credentials as hosted ones do."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(slots=True)
class Service:
    """`url` without credentials; `seen` are the values of Authorization that came, in order (None: none came)."""

    url: str
    seen: list[str | None] = field(default_factory=list)


@contextmanager
def served(folder: Path, wanted: str) -> Iterator[Service]:
    """Serves the repositories in a folder to whoever sends the header `Authorization: WANTED`."""
    service = Service("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, *arguments: object) -> None:
            return

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.seen.append(self.headers.get("Authorization"))
            if self.headers.get_all("Authorization") != [wanted]:
                self._send(401, [("WWW-Authenticate", 'Basic realm="git"')], b"")
                return
            self._send(*_backend(folder, self.command, self.path, dict(self.headers.items()), body))

        def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        service.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


def _backend(
    folder: Path, method: str, target: str, headers: dict[str, str], body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What git's own program for web servers answers."""
    path, _, query = target.partition("?")
    env = {
        "GIT_PROJECT_ROOT": str(folder),
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_PROTOCOL": headers.get("Git-Protocol", ""),
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_CONTENT_ENCODING": headers.get("Content-Encoding", ""),
        "REMOTE_USER": "pipeline",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }
    done = subprocess.run(["git", "http-backend"], env=env, input=body, capture_output=True, check=True)
    head, _, content = done.stdout.partition(b"\r\n\r\n")
    lines = [(name, value) for line in head.decode().split("\r\n") for name, _, value in [line.partition(": ")]]
    status = next((int(value[:3]) for name, value in lines if name == "Status"), 200)
    return status, [(name, value) for name, value in lines if name != "Status"], content
