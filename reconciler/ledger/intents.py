"""Which intents a chain has, and what closed each: at most one release, and behind it at most one receipt."""

from reconciler.ledger.records import DamagedRecord, record_name
from reconciler.model.ids import Digest
from reconciler.model.record import RecordKind


class Intents:
    """Told every intent and everything that closes one, in the order of the chain.

    An apply writes the receipt of a run whose intent was released before, to say what became of it. Anything else that
    closes an intent a second time, or closes none, was written by somebody who wants a run to count that never was.
    """

    def __init__(self, tenant: str) -> None:
        self._tenant = tenant
        self._closed: dict[Digest, tuple[int, RecordKind] | None] = {}

    def begin(self, intent: Digest) -> None:
        """Takes an intent."""
        self._closed[intent] = None

    def close(self, seq: int, kind: RecordKind, intent: Digest) -> None:
        """Takes a receipt or a release. Raises DamagedRecord where it may not close this intent."""
        if intent not in self._closed:
            raise self._damaged(seq, kind, "no intent before it has the digest that it closes")
        before = self._closed[intent]
        if before is not None and (before[1], kind) != (RecordKind.RELEASE, RecordKind.RECEIPT):
            raise self._damaged(seq, kind, f"the intent that it closes was closed before, by {record_name(*before)}")
        self._closed[intent] = seq, kind

    def _damaged(self, seq: int, kind: RecordKind, reason: str) -> DamagedRecord:
        return DamagedRecord(self._tenant, record_name(seq, kind), reason)
