"""A sandbox tenant over HTTP, with its stage door for faults and for what was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.graph.provider import GraphIntune, open_intune
from reconciler.model.entities import BetaUse, Cloud
from reconciler.sandbox import Sandbox
from reconciler.sandbox.serve import SandboxServer
from tests.graph.service import FakeTime
from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import Client

CALLER = "user:kim@norr.example"


@dataclass
class Tenant:
    """One tenant: `client` sets it up, `root` is its address, `time` passes when the reconciler waits."""

    client: Client
    root: str
    time: FakeTime

    @contextmanager
    def intune(self, beta: BetaUse = BetaUse.READ, bearer: str = CALLER) -> Iterator[GraphIntune]:
        """The door to it."""
        door = open_intune(Cloud.SANDBOX, None, beta, url=self.root, access_token=bearer, pace=self.time.pace())
        try:
            yield door
        finally:
            door.close()

    def faults(self, *rules: dict[str, Any]) -> None:
        """Replaces all fault rules."""
        assert 204 == self.client.call("POST", "/_sandbox/faults", {"rules": list(rules), "seed": 1}).status

    def asked(self) -> list[str]:
        """What was asked so far, with the number of items of each batch."""
        log = self.client.get("/_sandbox/requests")
        return [f"{one['method']} {one['path']}" + (f" x{one['items']}" if one["items"] else "") for one in log]


@contextmanager
def serving_tenant(folder: Path) -> Iterator[Tenant]:
    """A tenant of its own, with the example school in it until the test puts another state."""
    sandbox: Sandbox = CheckedSandbox(folder / "tenant.sqlite")
    with SandboxServer(sandbox, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield Tenant(Client(sandbox), server.root_url, FakeTime())
        finally:
            server.shutdown()
            thread.join()
    sandbox.close()
