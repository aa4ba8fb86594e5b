"""Which records of a chain are believed: those that somebody signed whose key the reviewed YAML names.

The keys in force are those of the newest receipt that one of the YAML's keys signed, so that a key which a change
adds or removes counts, or ceases to, once that change was applied; before such a receipt, the YAML's own keys.
Without keys in the YAML every record is believed. Decision 0010 weighs this. Read `Belief`.
"""

from collections.abc import Callable, Sequence

from reconciler.ledger.index import Entry
from reconciler.ledger.records import Record
from reconciler.model.attestation import Required, Trust, Verdict
from reconciler.model.entities import Policy
from reconciler.model.ids import Handle
from reconciler.model.policy_file import limits_from_json
from reconciler.model.record import RecordKind, Untrusted
from reconciler.model.token_fields import TokenMemory

WITH_MAP = frozenset({RecordKind.RECEIPT, RecordKind.IMPORT})
RECEIPTS = frozenset({RecordKind.RECEIPT})
_UNSIGNED = Verdict(Trust.UNSIGNED, reason="it is not signed")


class Belief:
    """Looks for the newest record that is believed, and remembers what it thought of those on the way.

    `read` gives a record, `unsigned` whether one plainly has no signature, without parsing it.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        read: Callable[[Entry], Record],
        unsigned: Callable[[Entry], bool],
        required: Required | None,
    ) -> None:
        self._entries = entries
        self._read = read
        self._unsigned = unsigned
        self._required = required
        self._verdicts: dict[tuple[int, tuple[str, ...]], Verdict] = {}
        self.keys = self._in_force(required) if required is not None else ()

    def newest(self, kinds: frozenset[RecordKind], holds: Callable[[Record], bool]) -> Record | None:
        """The newest believed record of these kinds for which `holds` is true; None where there is none."""
        return self._newest(kinds, holds, self.keys)

    def passed_over(self, newer_than: int) -> tuple[int, tuple[Untrusted, ...]]:
        """Receipts and imports after a number that are not believed: how many are unsigned, and the others."""
        if not self.keys:
            return 0, ()
        unsigned, untrusted = 0, []
        for entry in reversed(self._entries[newer_than:]):
            if entry.kind in WITH_MAP:
                verdict = self._verdict(entry, self.keys)
                unsigned += verdict.trust is Trust.UNSIGNED
                if verdict.trust in (Trust.UNTRUSTED, Trust.BAD):
                    untrusted.append(Untrusted(entry.seq, entry.kind, verdict.reason))
        return unsigned, tuple(untrusted)

    def _in_force(self, required: Required) -> tuple[str, ...]:
        receipt = self._newest(RECEIPTS, tells_limits, required.keys)
        limits = limits_of(receipt) if receipt is not None else None
        return limits.ledger_keys if limits is not None and limits.ledger_keys else required.keys

    def _newest(
        self, kinds: frozenset[RecordKind], holds: Callable[[Record], bool], keys: tuple[str, ...]
    ) -> Record | None:
        for entry in reversed(self._entries):
            if entry.kind in kinds and self._counts(entry, keys):
                record = self._read(entry)
                if holds(record):
                    return record
        return None

    def _counts(self, entry: Entry, keys: tuple[str, ...]) -> bool:
        return not keys or self._verdict(entry, keys).trust is Trust.TRUSTED

    def _verdict(self, entry: Entry, keys: tuple[str, ...]) -> Verdict:
        assert self._required is not None  # keys are in force only where some are required
        if self._unsigned(entry):
            return _UNSIGNED
        if (entry.seq, keys) not in self._verdicts:
            self._verdicts[entry.seq, keys] = self._required.verify(self._read(entry).value, keys)
        return self._verdicts[entry.seq, keys]


def limits_of(receipt: Record) -> Policy | None:
    """The limits in force at an apply; None for one that was refused, and for a receipt that does not tell them."""
    limits = receipt.body["source"].get("policy")
    return None if limits is None or receipt.body["refused"] else limits_from_json(limits)


def tokens_of(receipt: Record) -> TokenMemory:
    """The fields of VPP tokens that were as declared when an apply ended; empty where a receipt does not tell them."""
    return {Handle(name): fields for name, fields in receipt.body["source"].get("tokens", {}).items()}


def tells_limits(receipt: Record) -> bool:
    """Whether a receipt tells the limits that were in force."""
    return limits_of(receipt) is not None
