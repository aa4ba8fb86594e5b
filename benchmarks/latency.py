"""How long a plan takes against a service that is 50 ms away, as a ratio to the latency times the pages.

Run it: `.venv/bin/python benchmarks/latency.py [BOOKS …]`. For each number of books it makes up a tenant of as many
groups and ten assignments per book, serves it from a process of its own with a delay before each answer, and plans it
in this process:

* floor: requests of the plan (pages and batches, as the service's log counts them) times the latency;
* ours: from the first request to the plan, without reading the YAML (best of three).

Target: ours at most 1.2 times the floor. Below 1 means that requests travelled side by side.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from reconciler.graph.provider import open_intune
from reconciler.model.desired import DesiredState
from reconciler.model.entities import BetaUse, Cloud
from reconciler.model.record import LedgerState
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from reconciler.validation import validate

SIZES = (100, 1_000, 3_000)
LATENCY = 0.050
ROUNDS = 3
CHANGES = 20
COMMAND = [str(Path(sys.executable).parent / "reconciler")]


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: requests of the plan, and its best time in seconds."""

    requests: int
    seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / (self.requests * LATENCY)


def main(arguments: list[str]) -> None:
    """Prints one line per size."""
    print(f"books   requests   floor s   ours s   ratio   (latency {LATENCY * 1000:.0f} ms, {CHANGES} changes)")
    for size in [int(argument) for argument in arguments] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measured = measure(Path(folder), size)
        floor = measured.requests * LATENCY
        print(f"{size:5}   {measured.requests:8}   {floor:7.2f}   {measured.seconds:6.2f}   {measured.ratio:5.2f}")


def measure(folder: Path, books: int) -> Measured:
    """Generates, serves, plans a few times."""
    _reconciler(
        *("sandbox", "generate", "--books", str(books), "--groups", str(max(1, books // 2))),
        *("--assignments", str(10 * books), "--changes", str(CHANGES), "--seed", "1", "--out", str(folder)),
    )
    [desired] = validate([str(folder / "desired")], Path("/")).desired.values()
    with _served(folder) as root, httpx.Client(base_url=root, trust_env=False, timeout=60) as admin:
        admin.put("/_sandbox/state", content=(folder / "state.json").read_bytes()).raise_for_status()
        rule = {"latencyMs": LATENCY * 1000, "path": r"(\$batch|/managedEBooks|/vppTokens|/auditEvents)$"}
        admin.post("/_sandbox/faults", json={"rules": [rule]}).raise_for_status()
        rounds = []
        for _ in range(ROUNDS):
            admin.delete("/_sandbox/requests").raise_for_status()
            rounds.append(_plan(desired, root))
        requests = len(admin.get("/_sandbox/requests").json())
    return Measured(requests, min(rounds))


def _plan(desired: DesiredState, root: str) -> float:
    """Seconds for one plan. Raises when it has not the changes that the tenant was made for."""
    ledger = LedgerState(None, 0, None, None, frozenset(), ())
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    began = time.perf_counter()
    door = open_intune(Cloud.SANDBOX, None, BetaUse.READ, url=root, access_token="app:bench")
    planned = plan_tenant(desired, door, ledger, Circumstances(now, None, False))
    seconds = time.perf_counter() - began
    door.close()
    if not planned.plan.changes:
        raise SystemExit("the plan has no changes: the generated tenant does not fit its YAML")
    return seconds


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The root of a sandbox in a process of its own."""
    command = [*COMMAND, "sandbox", "serve", "--state", str(folder / "t.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _reconciler(*arguments: str) -> None:
    subprocess.run([*COMMAND, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    main(sys.argv[1:])
