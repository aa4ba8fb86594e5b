"""A served sandbox as its operator sees it: state, clock, faults, and Microsoft's side of the tenant."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.second_client.apple_client import AppleClient
from tests.second_client.described import Described
from tests.second_client.tenant import INTUNE_TOKEN, NOW, Json

ADMINISTRATOR = {"Authorization": "Bearer user:kim@norr.example"}
_MANAGEMENT = "/beta/deviceAppManagement"


@dataclass(slots=True)
class Served:
    """One process. Waiting moves the sandbox's clock and takes no time; `waits` are those seconds."""

    http: httpx.Client
    root: str
    described: Described
    waits: list[float] = field(default_factory=list)

    def client(self, content_token: str | None) -> AppleClient:
        """A client of Apple's side."""
        return AppleClient(self.http, self.root, content_token, now=lambda: sum(self.waits), sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        """Moves the clock on."""
        self.waits.append(seconds)
        now = datetime.fromisoformat(NOW) + timedelta(seconds=sum(self.waits))
        self._admin("POST", "clock", {"now": now.strftime("%Y-%m-%dT%H:%M:%SZ")})

    def put(self, state: Json) -> None:
        """Replaces the tenant."""
        self._admin("PUT", "state", state)

    def state(self) -> Json:
        """The tenant."""
        found = self._admin("GET", "state").json()
        assert isinstance(found, dict)
        return found

    def faults(self, *rules: Json) -> None:
        """Replaces the fault rules."""
        self._admin("POST", "faults", {"rules": list(rules)})

    def forget_faults(self) -> None:
        """No more faults."""
        self._admin("DELETE", "faults")

    def sent(self, path: str) -> list[str]:
        """Methods of the requests for a path so far."""
        log = self._admin("GET", "requests").json()
        return [entry["method"] for entry in log if entry["path"].partition("?")[0] == path]

    def graph(self, method: str, path: str, body: Any = None) -> Any:
        """Microsoft's side, below `deviceAppManagement`; None where there is no answer body."""
        reply = self.http.request(method, f"{self.root}{_MANAGEMENT}/{path}", headers=ADMINISTRATOR, json=body)
        assert reply.is_success, reply.text
        return reply.json() if reply.content else None

    def sync(self) -> Json:
        """Lets Intune ask Apple; gives Intune's record of the content token afterwards."""
        self.graph("POST", f"vppTokens/{INTUNE_TOKEN}/syncLicenses")
        return self.vpp_token()

    def vpp_token(self) -> Json:
        """Intune's record of the content token."""
        found = self.graph("GET", f"vppTokens/{INTUNE_TOKEN}")
        assert isinstance(found, dict)
        return found

    def books(self) -> dict[str, Json]:
        """Intune's books by adamId."""
        found = self.graph("GET", "managedEBooks")["value"]
        return {book["informationUrl"].rpartition("/id")[2]: book for book in found}

    def _admin(self, method: str, path: str, body: Any = None) -> httpx.Response:
        reply = self.http.request(method, f"{self.root}/_sandbox/{path}", json=body)
        assert reply.is_success, reply.text
        return reply


_SERVE = "from reconciler.cli.main import main; main()"


@contextmanager
def serving(file: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`reconciler sandbox serve` on a file: the process and its root URL. Killed at the end if it still runs."""
    command = [sys.executable, "-c", _SERVE, "sandbox", "serve", "--state", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()
