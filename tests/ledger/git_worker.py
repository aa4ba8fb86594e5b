"""A process of its own, for tests that end it or let several append at once to a branch.

git_worker.py kill REMOTE COPY STEP               appends an intent and is killed by SIGKILL at the step
git_worker.py race REMOTE COPY TENANT RUN COUNT   appends until COUNT records are its own; prints their digests
"""

import os
import signal
import sys
from pathlib import Path

from reconciler.model.errors import Locked
from reconciler.model.record import RecordKind
from tests.ledger.branches import ledger_on, store_at
from tests.ledger.chains import NOW, intent


def kill(remote: str, copy: Path, fatal: str) -> None:
    def step(done: str) -> None:
        if done == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    store = store_at(remote, copy, step, env={"WORKER": str(os.getpid())})
    ledger = ledger_on(store, copy)
    ledger.append(RecordKind.INTENT, intent("killed"), NOW, ledger.state().head)


def race(remote: str, copy: Path, tenant: str, run: str, count: int) -> None:
    ledger, own = ledger_on(store_at(remote, copy), copy, tenant), 0
    while own < count:
        try:
            digest = ledger.append(RecordKind.OBSERVATION, {"run": run, "own": own}, NOW, ledger.state().head)
        except Locked:
            continue
        own += 1
        print(digest, flush=True)  # noqa: T201 — the test's own channel


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["kill", remote, copy, fatal]:
            kill(remote, Path(copy), fatal)
        case ["race", remote, copy, tenant, run, count]:
            race(remote, Path(copy), tenant, run, int(count))
        case arguments:
            sys.exit(f"unknown: {arguments}")
