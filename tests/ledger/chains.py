"""Chains to test with: bodies of records with plausible values, and a ledger in a folder."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from reconciler.ledger.directory import DirectoryStore
from reconciler.ledger.journal import Journal
from reconciler.ledger.ledger import TenantLedger
from reconciler.ledger.store import RecordExists
from reconciler.model.canonical import digest
from reconciler.model.holder import Holder
from reconciler.model.ids import Digest
from reconciler.model.instants import stamp
from reconciler.model.record import RecordKind

TENANT = "nordskolan"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BOOK = "3f1c0000-0000-0000-0000-000000000000"
GROUP = "5b0c0000-0000-0000-0000-000000000000"
KEY = f"a:{BOOK}:{GROUP}"
PLAN = digest({"plan": 1})


def ledger_at(path: Path, tenant: str = TENANT) -> TenantLedger:
    """A ledger in this folder, with its journal where the command line keeps it."""
    return TenantLedger(DirectoryStore(path), Journal(path / ".journal", tenant), tenant)


def intent(
    run: str = "one", plan: Digest = PLAN, at: datetime = NOW, keys: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What an intent of this run holds, with a lease of 15 minutes."""
    return {
        "planDigest": plan,
        "keys": {KEY: {"intent": "required", "seatCap": 28}} if keys is None else dict(keys),
        "holder": {"host": "runner-1", "run": run, "pid": 4711},
        "leaseUntil": stamp(at + timedelta(minutes=15)),
    }


def holder(run: str = "one") -> Holder:
    """The holder in `intent`."""
    return Holder("runner-1", run, 4711)


def outcome(kind: str = "applied", change: str = KEY) -> dict[str, Any]:
    """One outcome as it stands in a receipt."""
    after = {"intent": "required", "seatCap": 28}
    return {"change": change, "outcome": kind, "requestIds": ["r-1"], "before": None, "after": after, "at": stamp(NOW)}


def receipt(
    of: Digest,
    outcomes: tuple[str, ...] = ("applied",),
    last_applied: Mapping[str, str] | None = None,
    plan: Digest = PLAN,
    refused: bool = False,
) -> dict[str, Any]:
    """What a receipt holds that closes the intent `of`."""
    return {
        "planDigest": plan,
        "intent": of,
        "refused": refused,
        "outcomes": [outcome(kind) for kind in outcomes],
        "lastApplied": {KEY: "required"} if last_applied is None else dict(last_applied),
        "seats": {"before": {BOOK: 18}, "after": {BOOK: 31}},
        "findings": [{"rule": "VPP401", "message": 'the "intent":"sha256:' + "0" * 64 + '" of a book, "outcomes":[]'}],
        "accepted": [],
        "source": {"commit": None, "dirty": False, "desiredDigest": digest("desired")},
        "author": "kim@norr.example",
        "approvers": [],
        "pullRequest": None,
        "emergency": None,
        "tool": {"name": "reconciler", "version": "0.1.0"},
        "attestation": None,
    }


def apply_once(ledger: TenantLedger, run: str = "one", after: Digest | None = None, **told: Any) -> Digest:
    """An intent and its receipt behind `after`; the digest of the receipt."""
    opened = ledger.append(RecordKind.INTENT, intent(run, plan=told.get("plan", PLAN)), NOW, after)
    return ledger.append(RecordKind.RECEIPT, receipt(opened, **told), NOW, opened)


class MemoryStore:
    """A store in memory that counts what is read of it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.read_names: list[str] = []

    def where(self) -> str:
        return "memory"

    def names(self, folder: str) -> list[str]:
        return list(self.files)

    def read(self, folder: str, name: str) -> bytes:
        self.read_names.append(name)
        return self.files[name]

    def append(self, folder: str, name: str, data: bytes) -> None:
        if any(other[:8] == name[:8] for other in self.files):
            raise RecordExists(name)
        self.files[name] = data


def ledger_in(store: MemoryStore, journal: Path) -> TenantLedger:
    """A ledger over a store in memory."""
    return TenantLedger(store, Journal(journal, TENANT), TENANT)
