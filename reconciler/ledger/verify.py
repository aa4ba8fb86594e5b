"""Reads a chain from its first record to its last and checks every byte of it. Read `verify`, then `walk`.

Where `chain.py` reads what the next apply has to know, this reads everything, and needs nothing but the store.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reconciler.ledger.folders import folder_name
from reconciler.ledger.intents import Intents
from reconciler.ledger.records import ATTESTED, DamagedRecord, Record, parse_record
from reconciler.ledger.store import Historied, RecordStore
from reconciler.model.attestation import Identity, Trust, Verify
from reconciler.model.audit import Fault, Recorded, Signatures, Verification
from reconciler.model.record import RecordKind

_NUMBERED = re.compile(r"([0-9]{8})-[^/]*\.json", re.DOTALL)
_LIKE_A_RECORD = re.compile(r"[0-9].*|.*\.json", re.DOTALL | re.IGNORECASE)


def verify(
    store: RecordStore, tenant: str, judge: Verify, keys: Sequence[str], expected: str | None = None
) -> Verification:
    """What checking every record of a tenant finds; ends at the first bad one.

    `judge` says what a signature is worth, by the public `keys` of the policy. `expected` is the digest of a record
    that was once the head. A broken signature is a bad record; a missing or foreign one is counted.
    Raises ServiceError when the store cannot be read.
    """
    seen = _Seen(judge, tuple(keys), expected)
    fault: Fault | None = None
    try:
        for record in walk(store, tenant):
            seen.take(tenant, record)
    except DamagedRecord as bad:
        fault = Fault(_number_of(bad.name), bad.name, bad.reason)
    folder = folder_name(tenant)
    alike, others = odd_names([] if fault else store.names(folder))
    return Verification(
        records=seen.records,
        head=seen.head.digest if seen.head else None,
        head_at=seen.head.at if seen.head else None,
        fault=fault or _fault_of_names(alike) or _fault_of_history(store, folder),
        signatures=seen.signatures(),
        expected=expected,
        expected_seq=seen.expected_seq if expected is not None else None,
        strangers=tuple(others),
    )


@dataclass(slots=True)
class _Seen:
    """What is counted on the way along a chain."""

    judge: Verify
    keys: tuple[str, ...]
    expected: str | None
    records: int = 0
    head: Recorded | None = None
    expected_seq: int = 0
    needed: int = 0
    by_key: Counter[str] = field(default_factory=Counter)
    foreign: list[int] = field(default_factory=list)
    passed: list[tuple[int, RecordKind]] = field(default_factory=list)
    identities: Counter[Identity] = field(default_factory=Counter)

    def take(self, tenant: str, record: Recorded) -> None:
        """Counts a record. Raises DamagedRecord where its signature is broken."""
        if record.kind in ATTESTED:
            self._judge(tenant, record)
        self.records += 1
        self.head = record
        if record.digest == self.expected:
            self.expected_seq = record.seq

    def signatures(self) -> Signatures:
        """What the signatures that were seen amount to."""
        by_key = dict(sorted(self.by_key.items()))
        named = tuple(sorted(self.identities.items(), key=lambda one: (one[0].keyid, one[0].proof, one[0].problem)))
        return Signatures(
            needed=self.needed,
            signed=sum(by_key.values()),
            by_key=by_key,
            foreign=tuple(self.foreign),
            passed=tuple(self.passed),
            named=bool(self.keys),
            identities=named,
        )

    def _judge(self, tenant: str, record: Recorded) -> None:
        verdict = self.judge(record.value, self.keys)
        self.needed += 1
        if verdict.trust is Trust.BAD:
            raise DamagedRecord(tenant, record_file(record), f"its signature does not hold: {verdict.reason}")
        self._pass(record, verdict.trust)
        self.identities.update(verdict.identities)
        if verdict.trust is not Trust.UNSIGNED:
            self.by_key[verdict.keyid or "?"] += 1
        if verdict.trust is Trust.UNTRUSTED and self.keys:
            self.foreign.append(record.seq)

    def _pass(self, record: Recorded, trust: Trust) -> None:
        """Counts a record that gives no last applied; one that does makes those before it good for nothing anyhow."""
        if trust is Trust.TRUSTED:
            self.passed.clear()
        elif self.keys:
            self.passed.append((record.seq, record.kind))


def record_file(record: Recorded) -> str:
    """The name of a record's file."""
    return f"{record.seq:08d}-{record.kind}.json"


def _number_of(name: str) -> int:
    return int(name[:8]) if name[:8].isdecimal() else 0


def _fault_of_names(alike: Sequence[str]) -> Fault | None:
    """A file that looks like a record and bears no record's name: it may be one that was renamed."""
    return Fault(0, alike[0], "it looks like a record, and its name is none of a record") if alike else None


def _fault_of_history(store: RecordStore, folder: str) -> Fault | None:
    """The first commit that did something else than to add one record, where the store remembers commits."""
    if not isinstance(store, Historied):
        return None
    for fault in store.history_faults():
        name = fault.file.rpartition("/")[2]
        file = fault.file.removeprefix(f"{folder}/") or "branch"
        return Fault(_number_of(name), file, f"commit {fault.commit}: {fault.reason}")
    return None


def walk(store: RecordStore, tenant: str) -> Iterator[Recorded]:
    """All records of a tenant in order, each checked: bytes, digest, number, name, and that it follows the one before.

    Raises DamagedRecord for the first bad one, after those before it were given, and ServiceError when the store
    cannot be read. A removed tail cannot be seen from inside.
    """
    folder = folder_name(tenant)
    names = numbered_names(store.names(folder))
    last: Record | None = None
    intents = Intents(tenant)
    for number, name in enumerate(names, start=1):
        _check_number(tenant, number, names)
        record = parse_record(tenant, name, store.read(folder, name))
        if record.previous != (last.digest if last else None):
            raise _broken_link(store, tenant, names, last, record)
        _follow(intents, record)
        last = record
        yield Recorded(record.seq, record.kind, record.at, record.digest, record.previous, record.body, record.value)


def _follow(intents: Intents, record: Record) -> None:
    """Raises DamagedRecord for a receipt or release whose intent is not there, or was closed before."""
    if record.kind is RecordKind.INTENT:
        intents.begin(record.digest)
    elif record.kind in (RecordKind.RECEIPT, RecordKind.RELEASE):
        intents.close(record.seq, record.kind, record.body["intent"])


def numbered_names(names: Iterable[str]) -> list[str]:
    """Those names that begin with a number of eight digits, in order."""
    return sorted(name for name in names if _NUMBERED.fullmatch(name))


def odd_names(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Names that are none of a record: first those that look like one, which must not be, then harmless others."""
    others = sorted(name for name in names if not _NUMBERED.fullmatch(name))
    alike = [name for name in others if _LIKE_A_RECORD.fullmatch(name)]
    return alike, [name for name in others if name not in alike]


def _check_number(tenant: str, number: int, names: Sequence[str]) -> None:
    """Raises DamagedRecord where the record of this number is missing, or where two bear it."""
    name = names[number - 1]
    seq = int(name[:8])
    if seq > number:
        raise DamagedRecord(tenant, f"{number:08d}-….json", "the record is missing, and later ones are there")
    following = names[number] if number < len(names) else ""
    if seq < number or following[:8] == name[:8]:
        raise DamagedRecord(tenant, name, f"there are two records {seq}")


def _broken_link(
    store: RecordStore, tenant: str, names: Sequence[str], last: Record | None, record: Record
) -> DamagedRecord:
    """Which of two neighbours that do not fit is the bad one.

    Where the next record follows the later of the two, or where there is none, the earlier one was changed and sealed
    anew; else the later one was.
    """
    name = names[record.seq - 1]
    if last is None:
        return DamagedRecord(tenant, name, "it says that a record was before it, and it is the first")
    if record.previous is None or _stands_alone(store, tenant, names, record):
        return DamagedRecord(tenant, name, f"it does not follow {names[record.seq - 2]}: it was changed or replaced")
    reason = f"it is not the record that {name} follows: it was changed or replaced, and its digest written anew"
    return DamagedRecord(tenant, names[record.seq - 2], reason)


def _stands_alone(store: RecordStore, tenant: str, names: Sequence[str], record: Record) -> bool:
    """Whether the record after this one does not follow it either."""
    if record.seq >= len(names):
        return False
    name = names[record.seq]
    try:
        following = parse_record(tenant, name, store.read(folder_name(tenant), name))
    except DamagedRecord:
        return False
    return following.previous != record.digest
