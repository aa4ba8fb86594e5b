"""The services of a made-up instance of sigstore over loopback: what signing asks of Fulcio and Rekor.

Source: Fulcio, api/v2 `signingCert`; Rekor, api/v1 `log/entries`; both as sigstore-python 4 asks them.
"""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.evidence.instance import ISSUER, WORKFLOW, Instance

CERTIFICATE, ENTRIES, IDENTITY = "/api/v2/signingCert", "/api/v1/log/entries", "/identity"


@dataclass
class Services:
    """What the services were asked, and what they are: `broken` are paths that answer 503, `slow` those that hang."""

    instance: Instance
    log_of: Instance
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    go_on: threading.Event = field(default_factory=threading.Event)

    def identity(self, target: str, bearer: str) -> tuple[int, Any]:
        """The statement of a pipeline about a job, as GitHub gives it to who asks with the job's own bearer."""
        parts = urlsplit(target)
        self.asked.append((parts.path, bearer, parse_qs(parts.query)))
        if parts.path != IDENTITY or parts.path in self.broken:
            return 403, {"message": "secret words"}
        return 200, {"value": proof(self.instance, parse_qs(parts.query)["audience"][0])}

    def answer(self, path: str, bearer: str, body: Any) -> tuple[int, Any]:
        """Status and JSON of an answer."""
        self.asked.append((path, bearer, body))
        if path in self.slow:
            self.go_on.wait(20)
        if path in self.broken:
            return 503, {"code": 503, "message": "the service has a rest"}
        return (200, self._certificate(body)) if path == CERTIFICATE else (201, self._entry(body))

    def _certificate(self, body: Any) -> Any:
        request = x509.load_pem_x509_csr(base64.b64decode(body["certificateSigningRequest"]))
        public = request.public_key()
        assert isinstance(public, ec.EllipticCurvePublicKey)
        chain = (self.instance.certificate(public), self.instance.root())
        pems = [one.public_bytes(serialization.Encoding.PEM).decode() for one in chain]
        return {"signedCertificateEmbeddedSct": {"chain": {"certificates": pems}}}

    def _entry(self, body: Any) -> Any:
        proposed = body["spec"]["proposedContent"]
        certificate = x509.load_pem_x509_certificate(base64.b64decode(proposed["verifiers"][0]))
        return {"24296fb24b8ad77a": self.log_of.entry(json.loads(proposed["envelope"]), certificate)}


@contextmanager
def serving(log_of: Instance | None = None) -> Iterator[Services]:
    """A whole instance behind one loopback address; `log_of` is an instance whose log answers in place of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    instance = Instance(f"http://127.0.0.1:{server.server_port}")
    services = Services(instance, log_of or instance)
    server.RequestHandlerClass = _handler(services)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield services
    finally:
        services.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(services: Services) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._send(*services.answer(self.path, self.headers.get("Authorization", ""), body))

        def do_GET(self) -> None:
            self._send(*services.identity(self.path, self.headers.get("Authorization", "")))

        def _send(self, status: int, answer: Any) -> None:
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Handler


def proof(of: Instance, audience: str = "sigstore", lasts: int = 600) -> str:
    """An OpenID Connect token as a pipeline gives it; nobody here looks at its signature."""
    now = int(of.now.timestamp())
    subject = "repo:skolan/intune:environment:apply"
    claims = {"iss": ISSUER, "sub": subject, "aud": audience, "iat": now - 60, "exp": now + lasts}
    claims["job_workflow_ref"] = WORKFLOW.removeprefix("https://github.com/")
    return ".".join(_part(one) for one in ({"alg": "RS256", "typ": "JWT"}, claims, "not looked at"))


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
