"""Records to audit, made by hand: runs of apply and observations, in the shape in which the ledger keeps them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from reconciler.audit.history import history
from reconciler.model.audit import History, Recorded
from reconciler.model.canonical import digest
from reconciler.model.instants import stamp
from reconciler.model.record import RecordKind
from tests import worlds as w

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def day(number: float) -> datetime:
    """So many days after the beginning."""
    return START + timedelta(days=number)


def key(book: int, group: int) -> str:
    """The id of the change of an assignment."""
    return f"a:{w.book_id(book)}:{w.group_id(group)}"


def outcome(change: str, after: str | None, before: str | None = None, **more: Any) -> dict[str, Any]:
    """What became of a change; by default it was applied."""
    return {
        "change": change,
        "outcome": "applied",
        "requestIds": ["r-1"],
        "before": {"intent": before} if before else None,
        "after": {"intent": after} if after else None,
        **more,
    }


class Chain:
    """A chain in memory that grows by runs and observations."""

    def __init__(self) -> None:
        self.records: list[Recorded] = []

    def add(self, kind: RecordKind, at: datetime, body: Mapping[str, Any]) -> Recorded:
        """Appends a record."""
        previous = self.records[-1].digest if self.records else None
        seq = len(self.records) + 1
        record = Recorded(seq, kind, at, digest([seq, previous]), previous, body)
        self.records.append(record)
        return record

    def intent(self, at: datetime, changes: Sequence[str], run: str = "one") -> Recorded:
        """A run begins."""
        keys = {change: {"intent": "required"} for change in changes}
        lease = stamp(at + timedelta(minutes=15))
        holder = {"host": "h", "run": run, "pid": 1}
        return self.add(RecordKind.INTENT, at, {"planDigest": "p", "keys": keys, "holder": holder, "leaseUntil": lease})

    def receipt(
        self, of: Recorded, at: datetime, outcomes: Sequence[Mapping[str, Any]], applied: Mapping[str, str], **more: Any
    ) -> Recorded:
        """A run ends."""
        body = {
            "planDigest": "p",
            "intent": of.digest,
            "refused": False,
            "outcomes": [{"at": stamp(at), **one} for one in outcomes],
            "lastApplied": dict(applied),
            "seats": {"before": {}, "after": {}},
            "findings": [],
            "accepted": [],
            "source": {"commit": "c0ffee", "dirty": False, "desiredDigest": "d"},
            "author": "kim@norr.example",
            "approvers": [],
            "pullRequest": None,
            "emergency": None,
            "tool": {"name": "reconciler", "version": "0"},
            "attestation": None,
        }
        return self.add(RecordKind.RECEIPT, at, {**body, **more})

    def apply(
        self, at: datetime, outcomes: Sequence[Mapping[str, Any]], applied: Mapping[str, str], **more: Any
    ) -> Recorded:
        """A whole run, which takes a minute."""
        opened = self.intent(at, [one["change"] for one in outcomes], stamp(at))
        return self.receipt(opened, at + timedelta(minutes=1), outcomes, applied, **more)

    def observe(self, since: datetime, until: datetime, *events: Mapping[str, Any], **more: Any) -> Recorded:
        """A collection of audit events."""
        told = {"from": stamp(since), "to": stamp(until), "events": list(events)}
        return self.add(RecordKind.OBSERVATION, until, {"auditEvents": told, **more})

    def history(self, declared: Mapping[str, str] | None = None, reviewed: frozenset[str] | None = None) -> History:
        """What the records say."""
        return history(self.records, declared or {}, reviewed)


def event(at: datetime, thing: str, **more: Any) -> dict[str, Any]:
    """An entry of the audit log about one thing, by somebody in the portal."""
    return {
        "id": f"{stamp(at)} {thing} {more.get('actor', '')}",
        "at": stamp(at),
        "actor": "kim@norr.example",
        "activity": "assign ManagedEBook",
        "operation": "Action",
        "result": "Success",
        "correlation": "",
        "resources": [thing],
        **more,
    }
