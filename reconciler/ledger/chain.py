"""What the chain of one tenant says: its head, last applied, plans that were tried, intents that are open.

Reading is kept small for long chains. The kinds stand in the file names; receipts are checked by their bytes and
parsed only from their outcomes on, observations only where they tell of seats or members; the intents of runs that
plainly ended are not opened. Whatever is read is checked: a changed byte, a gap, a number given twice or a record that
does not follow its neighbour stops the run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reconciler.ledger.belief import RECEIPTS, WITH_MAP, Belief, limits_of, tells_limits, tokens_of
from reconciler.ledger.closings import Closing, from_receipt, from_release
from reconciler.ledger.earlier import TELLING, earlier
from reconciler.ledger.index import Entry, index
from reconciler.ledger.intents import Intents
from reconciler.ledger.records import DamagedRecord, Record, parse_record, seal_of
from reconciler.ledger.runs import Runs
from reconciler.ledger.store import RecordStore
from reconciler.model.attestation import Required
from reconciler.model.ids import ChangeId, Digest
from reconciler.model.record import NO_LEDGER, Emergency, LedgerState, RecordKind


def read_chain(store: RecordStore, folder: str, tenant: str, required: Required | None = None) -> LedgerState:
    """What the chain says now. Raises ServiceError when it cannot be read, DamagedRecord when it is damaged.

    Last applied and policy are of records that are believed: those that fit `required`, all where it is None.
    Everything else is read from all records.
    """
    entries = index(tenant, store.names(folder))
    if not entries:
        return replace(NO_LEDGER, keys=required.keys) if required else NO_LEDGER
    reader = _Reader(store, folder, tenant)
    head = reader.record(entries[-1])
    closings = [reader.closing(entry) for entry in entries if entry.kind in _CLOSING]
    runs = _runs(reader, entries, closings)
    _check_closings(reader, entries, closings)
    belief = Belief(entries, reader.record, reader.plainly_unsigned, required)
    last = belief.newest(WITH_MAP, _has_map)
    policy = belief.newest(RECEIPTS, tells_limits)
    unsigned, untrusted = belief.passed_over(last.seq if last else 0)
    before = earlier(reader.observations(entries))
    reader.check_neighbours(entries)
    return LedgerState(
        head=head.digest,
        seq=head.seq,
        last_applied=_assignments(last) if last else None,
        last_applied_record=last.digest if last else None,
        tried_plans=frozenset(closing.tried for closing in closings if closing.tried),
        open_intents=runs.open,
        released=runs.released,
        policy=limits_of(policy) if policy else None,
        tokens=tokens_of(policy) if policy else {},
        emergencies=tuple(_emergency(reader.record(entry)) for entry in reader.emergencies),
        keys=belief.keys,
        unsigned=unsigned,
        untrusted=untrusted,
        seats_then=before.seats,
        members_then=before.members,
    )


_CLOSING = frozenset({RecordKind.RECEIPT, RecordKind.RELEASE})


class _Reader:
    """Reads records and remembers the digest of each, so that neighbours can be compared in the end."""

    def __init__(self, store: RecordStore, folder: str, tenant: str) -> None:
        self._store = store
        self._folder = folder
        self.tenant = tenant
        self.digests: dict[int, Digest] = {}
        self._previous: dict[int, Digest | None] = {}
        self._unsigned: set[int] = set()
        self.emergencies: list[Entry] = []
        self._latest: Record | None = None

    def record(self, entry: Entry) -> Record:
        """A record, checked in full. The one asked for last is kept: it is often asked for again."""
        if self._latest is None or self._latest.seq != entry.seq:
            self._latest = self._parsed(entry)
        return self._latest

    def plainly_unsigned(self, entry: Entry) -> bool:
        """Whether a receipt that was read as a closing bears no signature; of others False, they must be looked at."""
        return entry.seq in self._unsigned

    def closing(self, entry: Entry) -> Closing:
        """What a receipt or a release closes."""
        if entry.kind is RecordKind.RELEASE:
            return from_release(self.record(entry))
        data = self._store.read(self._folder, entry.name)
        seal = seal_of(self.tenant, entry.name, data)
        closing = from_receipt(self.tenant, entry, data)
        if _ENVELOPE not in data:
            self._unsigned.add(entry.seq)
        if _EMERGENCY in data:
            self.emergencies.append(entry)
        self._remember(entry.seq, seal, closing.previous)
        return closing

    def observations(self, entries: Sequence[Entry]) -> Iterator[Record]:
        """The observations that tell of seats or members, oldest first; of the others only the seal is checked."""
        for entry in entries:
            if entry.kind is RecordKind.OBSERVATION:
                data = self._store.read(self._folder, entry.name)
                behind = _BEHIND.search(data)
                if behind is None or TELLING.search(data):
                    yield self._checked(entry, data)
                else:
                    previous = Digest(behind[1].decode()) if behind[1] else None
                    self._remember(entry.seq, seal_of(self.tenant, entry.name, data), previous)

    def check_neighbours(self, entries: Sequence[Entry]) -> None:
        """Each record that was read must follow the one before, where that was read too; the head's always is."""
        if len(entries) > 1 and len(entries) - 1 not in self.digests:
            self.record(entries[-2])
        for seq, previous in self._previous.items():
            expected = self.digests.get(seq - 1, previous) if seq > 1 else None
            if previous != expected or (seq > 1 and previous is None):
                raise DamagedRecord(self.tenant, entries[seq - 1].name, _NOT_BEHIND)

    def _parsed(self, entry: Entry) -> Record:
        return self._checked(entry, self._store.read(self._folder, entry.name))

    def _checked(self, entry: Entry, data: bytes) -> Record:
        record = parse_record(self.tenant, entry.name, data)
        self._remember(record.seq, record.digest, record.previous)
        return record

    def _remember(self, seq: int, digest: Digest, previous: Digest | None) -> None:
        self.digests[seq] = digest
        self._previous[seq] = previous


_ENVELOPE = b'"attestation":{'  # a quote inside a text is escaped, so without these bytes there is no envelope
_BEHIND = re.compile(rb'"kind":"observation","previous":(?:null|"(sha256:[0-9a-f]{64})"),')  # keys are sorted
_EMERGENCY = b'"emergency":"'  # likewise: with a text behind it, it was one
_NOT_BEHIND = "it does not follow the record before it: that one was changed, or this one moved"


def _runs(reader: _Reader, entries: Sequence[Entry], closings: Sequence[Closing]) -> Runs:
    """The runs that are open or released, without reading the intents of those that plainly ended.

    An intent whose digest is the `previous` and the `intent` of a receipt has ended. Leaving such intents out can
    only make a run look open whose lease they renewed, so where one looks open all intents are read.
    """
    ended = _plainly_ended(closings)
    runs = _follow(reader, [entry for entry in entries if entry.seq not in ended], closings)
    return _follow(reader, entries, closings) if runs.open or runs.released else runs


def _plainly_ended(closings: Sequence[Closing]) -> dict[int, Digest]:
    """The intents that the record behind them closes as the receipt of their run, by number."""
    return {
        closing.seq - 1: closing.intent
        for closing in closings
        if closing.kind is RecordKind.RECEIPT and closing.previous == closing.intent
    }


def _check_closings(reader: _Reader, entries: Sequence[Entry], closings: Sequence[Closing]) -> None:
    """Raises DamagedRecord for a receipt or release whose intent is not there, or was closed before."""
    ended, by_seq = _plainly_ended(closings), {closing.seq: closing for closing in closings}
    intents = Intents(reader.tenant)
    for entry in entries:
        if entry.kind is RecordKind.INTENT:
            # An intent that was not read has the digest that the record behind it says.
            intents.begin(reader.digests[entry.seq] if entry.seq in reader.digests else ended[entry.seq])
        elif closing := by_seq.get(entry.seq):
            intents.close(closing.seq, closing.kind, closing.intent)


def _follow(reader: _Reader, entries: Sequence[Entry], closings: Sequence[Closing]) -> Runs:
    runs, by_seq = Runs(), {closing.seq: closing for closing in closings}
    for entry in entries:
        if entry.kind is RecordKind.INTENT:
            runs.begin(reader.record(entry))
        elif closing := by_seq.get(entry.seq):
            runs.close(closing)
    return runs


def _emergency(record: Record) -> Emergency:
    return Emergency(record.digest, record.at, str(record.body["emergency"]))


def _has_map(record: Record) -> bool:
    return record.body["lastApplied"] is not None


def _assignments(record: Record) -> Mapping[ChangeId, str]:
    return {ChangeId(key): intent for key, intent in record.body["lastApplied"].items()}
