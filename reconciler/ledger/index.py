"""The records of a tenant as their file names tell them, without opening one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler.ledger.records import DamagedRecord, record_name
from reconciler.model.record import RecordKind


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as its file name tells it."""

    seq: int
    kind: RecordKind

    @property
    def name(self) -> str:
        """The file's name."""
        return record_name(self.seq, self.kind)


def index(tenant: str, names: Iterable[str]) -> tuple[Entry, ...]:
    """The records by number, from their names. Other files are left out.

    Raises DamagedRecord when a number is missing, is there twice, or is of a kind that is not known.
    """
    entries = sorted((_entry(tenant, name) for name in names if _RECORD.fullmatch(name)), key=_seq)
    for expected, entry in enumerate(entries, start=1):
        if entry.seq < expected:
            raise DamagedRecord(tenant, entry.name, f"there are two records {entry.seq}")
        if entry.seq > expected:
            raise DamagedRecord(tenant, f"{expected:08d}-….json", "the record is missing, and later ones are there")
    return tuple(entries)


_RECORD = re.compile(r"[0-9]{8}-.*\.json", re.DOTALL)
_KINDS: Mapping[str, RecordKind] = {str(kind): kind for kind in RecordKind}


def _entry(tenant: str, name: str) -> Entry:
    kind = _KINDS.get(name[9:-5])
    if kind is None:
        raise DamagedRecord(tenant, name, "no record is of this kind; a newer version may have written it")
    return Entry(int(name[:8]), kind)


def _seq(entry: Entry) -> int:
    return entry.seq
