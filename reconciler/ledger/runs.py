"""Which runs of apply are still open, followed from record to record."""

from dataclasses import dataclass, field, replace

from reconciler.ledger.closings import Closing
from reconciler.ledger.records import Record
from reconciler.model.holder import Holder
from reconciler.model.ids import Digest
from reconciler.model.instants import instant
from reconciler.model.record import OpenIntent, RecordKind


@dataclass(slots=True)
class _Run:
    intent: OpenIntent
    digests: set[Digest] = field(default_factory=set)


class Runs:
    """Open and released runs. Told every intent and closing in the order of the chain."""

    def __init__(self) -> None:
        self._open: dict[Holder, _Run] = {}
        self._released: list[_Run] = []

    @property
    def open(self) -> tuple[OpenIntent, ...]:
        """Intents without receipt or release, oldest first."""
        return tuple(run.intent for run in self._open.values())

    @property
    def released(self) -> tuple[OpenIntent, ...]:
        """Intents with a release and no receipt, in the order of their release."""
        return tuple(run.intent for run in self._released)

    def begin(self, record: Record) -> None:
        """Takes an intent: of a run that is open it renews the lease, else it begins one."""
        intent = _open_intent(record)
        run = self._open.setdefault(intent.holder, _Run(intent))
        run.digests.add(record.digest)
        run.intent = replace(run.intent, lease_until=max(run.intent.lease_until, intent.lease_until))

    def close(self, closing: Closing) -> None:
        """Takes a receipt or release, which closes the run of the intent that it names."""
        self._released = [run for run in self._released if closing.intent not in run.digests]
        for holder, run in self._open.items():
            if closing.intent in run.digests:
                del self._open[holder]
                if closing.kind is RecordKind.RELEASE:
                    self._released.append(run)
                return


def _open_intent(record: Record) -> OpenIntent:
    body = record.body
    return OpenIntent(
        seq=record.seq,
        digest=record.digest,
        plan_digest=Digest(body["planDigest"]),
        keys=body["keys"],
        holder=Holder(body["holder"]["host"], body["holder"]["run"], body["holder"]["pid"]),
        at=record.at,
        lease_until=instant(body["leaseUntil"]),
    )
