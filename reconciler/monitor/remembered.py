"""What the ledger remembers of assignments, for monitoring. Read `Memory`.

A receipt tells twice what became of an assignment: its outcome, and the last applied map that it leaves behind. The
map also has what was adopted, hence without a seatCap that anybody approved.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from reconciler.model.audit import Recorded
from reconciler.model.ids import BookId, GroupId
from reconciler.model.record import RecordKind
from reconciler.model.status import Grant, Remembered

_OFFERING = ("available", "required")
_Key = tuple[BookId, GroupId]


class Memory:
    """Takes the records of a chain one by one, and gives what they amount to: a long chain need not be in memory."""

    def __init__(self) -> None:
        self._required: dict[_Key, datetime] = {}
        self._grants: dict[BookId, list[Grant]] = {}
        self._standing: dict[_Key, str] = {}
        self._records: list[Recorded] = []

    def take(self, record: Recorded) -> None:
        """Notes what a record says; records are given in order, each whole."""
        self._records.append(replace(record, body={}, value={}))
        newest = _last_applied(record)
        if newest is None:
            return
        applied = dict(_applied(record))
        for key, intent in newest.items():
            if _takes(self._standing.get(key), intent):
                self._grants.setdefault(key[0], []).append(
                    Grant(record.seq, key[1], applied.get(key), _before(record, key[0]))
                )
            if intent == "required":
                self._required.setdefault(key, record.at)
        self._required = {key: since for key, since in self._required.items() if newest.get(key) == "required"}
        self._standing = newest

    def records(self) -> tuple[Recorded, ...]:
        """All records, without what is in them."""
        return tuple(self._records)

    def remembered(self) -> Remembered:
        """Since when groups surely have books as required, and which seats were granted, in order of the records."""
        grants = {book: tuple(several) for book, several in self._grants.items()}
        return Remembered(_by_book(self._required), grants)


def noting(records: Iterable[Recorded], memory: Memory) -> Iterator[Recorded]:
    """The records as they are; the memory takes each on its way."""
    for record in records:
        memory.take(record)
        yield record


def _last_applied(record: Recorded) -> dict[_Key, str] | None:
    """The map that a record leaves behind, by book and group; None where it has none."""
    told = record.body.get("lastApplied")
    if not isinstance(told, Mapping):
        return None
    return {key: str(intent) for change, intent in told.items() if (key := _key(str(change))) is not None}


def _applied(record: Recorded) -> Iterator[tuple[_Key, int | None]]:
    """The assignments that a receipt says were written, with their seatCap."""
    for outcome in record.body.get("outcomes") or () if record.kind is RecordKind.RECEIPT else ():
        key = _key(str(outcome.get("change", "")))
        if key is not None and outcome.get("outcome") == "applied":
            yield key, _cap(outcome.get("after"))


def _before(record: Recorded, book: BookId) -> int | None:
    """The seats of a book that were in use before an apply, as its receipt tells."""
    seats = record.body.get("seats")
    before = seats.get("before") if isinstance(seats, Mapping) else None
    used = before.get(book) if isinstance(before, Mapping) else None
    return used if isinstance(used, int) else None


def _cap(after: Any) -> int | None:
    cap = after.get("seatCap") if isinstance(after, Mapping) else None
    return cap if isinstance(cap, int) else None


def _takes(was: str | None, now: str) -> bool:
    """Whether seats may be taken that could not be taken before."""
    return now in _OFFERING and (was not in _OFFERING or (was == "available" and now == "required"))


def _key(change: str) -> _Key | None:
    kind, *ids = change.split(":", 2)
    return (BookId(ids[0]), GroupId(ids[1])) if kind == "a" and len(ids) == 2 else None


def _by_book(required: Mapping[_Key, datetime]) -> dict[BookId, dict[GroupId, datetime]]:
    found: dict[BookId, dict[GroupId, datetime]] = {}
    for (book, group), since in required.items():
        found.setdefault(book, {})[group] = since
    return found
