"""A process of its own, for tests that end it or let several append at once.

worker.py kill PATH STEP        appends an intent and is killed by SIGKILL at the step
worker.py note PATH INTENT      notes outcomes until it is killed from outside
worker.py race PATH RUN COUNT   appends until COUNT records are its own; prints their digests
"""

import itertools
import os
import signal
import sys
from pathlib import Path

from reconciler.ledger.directory import DirectoryStore
from reconciler.ledger.journal import Journal
from reconciler.ledger.ledger import TenantLedger
from reconciler.model.errors import Locked
from reconciler.model.ids import ChangeId, Digest
from reconciler.model.record import Outcome, OutcomeKind, RecordKind
from tests.ledger.chains import NOW, TENANT, intent, ledger_at


def kill(path: Path, fatal: str) -> None:
    def step(done: str) -> None:
        if done == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    ledger = TenantLedger(DirectoryStore(path, step), Journal(path / ".journal", TENANT), TENANT)
    ledger.append(RecordKind.INTENT, intent("killed"), NOW, ledger.state().head)


def note(path: Path, opened: str) -> None:
    ledger = ledger_at(path)
    for number in itertools.count():
        ledger.note(
            Digest(opened),
            Outcome(ChangeId(f"a:{number}"), OutcomeKind.APPLIED, (), None, None, "2026-11-22T12:00:00Z"),
        )
        print(number, flush=True)  # noqa: T201 — how the test learns what must be there


def race(path: Path, run: str, count: int) -> None:
    ledger, own = ledger_at(path), 0
    while own < count:
        kind, body = (RecordKind.INTENT, intent(run)) if own % 2 else (RecordKind.OBSERVATION, {"run": run})
        try:
            digest = ledger.append(kind, body, NOW, ledger.state().head)
        except Locked:
            continue
        own += 1
        print(digest, flush=True)  # noqa: T201 — the test's own channel


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["kill", path, fatal]:
            kill(Path(path), fatal)
        case ["note", path, opened]:
            note(Path(path), opened)
        case ["race", path, run, count]:
            race(Path(path), run, int(count))
        case arguments:
            sys.exit(f"unknown: {arguments}")
