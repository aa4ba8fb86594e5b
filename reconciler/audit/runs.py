"""Which intents and which receipt belong to one run of apply, followed through the chain. Read `runs`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.audit.reading import reading
from reconciler.model.audit import Recorded
from reconciler.model.instants import instant
from reconciler.model.record import RecordKind


@dataclass(slots=True)
class AuditedRun:
    """One run: its intents, oldest first, and what closed it. `by_itself` is False where a later run wrote the receipt.

    `until` is when the last lease of the run ended, or its receipt was written: later it wrote nothing.
    """

    intents: list[Recorded] = field(default_factory=list)
    receipt: Recorded | None = None
    released: Recorded | None = None
    by_itself: bool = True

    @property
    def began(self) -> datetime | None:
        """When the first intent was written; None for a receipt without an intent in this chain."""
        return self.intents[0].at if self.intents else None

    @property
    def until(self) -> datetime | None:
        """When it surely wrote no more."""
        if self.by_itself and self.receipt is not None:
            return self.receipt.at
        return max((instant(str(one.body["leaseUntil"])) for one in self.intents), default=None)

    @property
    def planned(self) -> frozenset[str]:
        """The ids of the changes that it was to make."""
        return frozenset(self.intents[0].body["keys"]) if self.intents else frozenset()


def runs(records: Iterable[Recorded]) -> tuple[AuditedRun, ...]:
    """All runs in the order in which they began."""
    found: list[AuditedRun] = []
    by_intent: dict[str, AuditedRun] = {}
    at_work: AuditedRun | None = None
    for record in records:
        with reading(record):
            match record.kind:
                case RecordKind.INTENT:
                    at_work = _begun(record, at_work, found)
                    by_intent[record.digest] = at_work
                case RecordKind.RECEIPT:
                    _end(record, at_work, by_intent, found)
                case RecordKind.RELEASE:
                    if run := by_intent.get(record.body["intent"]):
                        run.released = record
                case _:
                    pass
    return tuple(found)


def _begun(record: Recorded, at_work: AuditedRun | None, found: list[AuditedRun]) -> AuditedRun:
    """The run of an intent: the one at work, whose lease it renews, or a new one."""
    still_open = at_work is not None and at_work.receipt is None and at_work.released is None
    if at_work is not None and still_open and at_work.intents[0].body["holder"] == record.body["holder"]:
        at_work.intents.append(record)
        return at_work
    found.append(AuditedRun([record]))
    return found[-1]


def _end(
    record: Recorded, at_work: AuditedRun | None, by_intent: dict[str, AuditedRun], found: list[AuditedRun]
) -> None:
    run = by_intent.get(str(record.body["intent"]))
    if run is None:
        run = AuditedRun()
        found.append(run)
    run.receipt = record
    run.by_itself = run is at_work or not run.intents
