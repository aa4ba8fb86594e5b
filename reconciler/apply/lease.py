"""The lock that an apply holds: an intent in the ledger, kept alive while the apply runs. Read `take`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from reconciler.apply.job import Job
from reconciler.model.catalogue.changes import APPLY_LOCKED
from reconciler.model.change import Change
from reconciler.model.errors import Locked, ServiceError
from reconciler.model.ids import Digest
from reconciler.model.instants import stamp
from reconciler.model.record import LedgerState, OpenIntent, RecordKind

LEASE = timedelta(minutes=15)
RENEWAL = timedelta(minutes=5)
MARGIN = timedelta(seconds=60)
"""Nothing is written in the last minute of a lease: clocks differ."""


class Lease:
    """The lock of a running apply. `head` is the newest record it knows, `intent` its own first record."""

    def __init__(self, job: Job, intent: Digest, body: Mapping[str, Any], taken: datetime) -> None:
        self._job = job
        self._body = body
        self._taken = taken
        self.intent = intent
        self.head = intent

    def keep(self) -> bool:
        """Renews the lease when it is five minutes old. False when it was lost: nothing may be written any more."""
        now = self._job.clock()
        if now - self._taken < RENEWAL:
            return True
        if now >= self._taken + LEASE - MARGIN:
            return False
        try:
            self.append(RecordKind.INTENT, {**self._body, "leaseUntil": stamp(now + LEASE)})
        except Locked:
            return False
        except ServiceError:
            return True  # the store was away for a moment; the lease that was taken lasts on, as far as MARGIN allows
        self._taken = now
        return True

    def append(self, kind: RecordKind, body: Mapping[str, Any]) -> Digest:
        """Adds a record behind the newest one that this run wrote."""
        self.head = self._job.ledger.append(kind, body, self._job.clock(), self.head)
        return self.head


def take(job: Job, state: LedgerState, changes: tuple[Change, ...]) -> Lease:
    """Appends the intent of this run. Raises Locked while another run's lease lasts, or when it was first."""
    now = job.clock()
    for held in state.open_intents:
        if now < held.lease_until:
            raise locked(held)
    body = {
        "planDigest": job.approved_digest,
        "keys": {change.id: _plain(change) for change in changes},
        "holder": {"host": job.holder.host, "run": job.holder.run, "pid": job.holder.pid},
        "leaseUntil": stamp(now + LEASE),
    }
    intent = job.ledger.append(RecordKind.INTENT, body, now, state.head)
    return Lease(job, intent, body, now)


def _plain(change: Change) -> Mapping[str, Any] | None:
    return dict(change.after) if change.after is not None else None


def locked(held: OpenIntent) -> Locked:
    """The refusal that names who holds the tenant (VPP512)."""
    finding = APPLY_LOCKED.found(
        None,
        "tenant",
        since=stamp(held.at),
        holder=f"{held.holder.run} on {held.holder.host}, process {held.holder.pid}",
        until=stamp(held.lease_until),
    )
    return Locked(f"VPP512 {finding.message}", finding.remedy, finding=finding)
