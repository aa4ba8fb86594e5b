"""What the observations of a chain say of seats and members, the newest of each book and group. Read `earlier`.

Observations tell what changed since the one before, so all of them are asked. Many tell neither seats nor members.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.ledger.records import Record
from reconciler.model.earlier import MembersThen, SeatsThen
from reconciler.model.ids import BookId, GroupId

TELLING = re.compile(rb'"(?:groups|seats)":(?!null)')
"""Bytes of an observation that says something of seats or members; a quote inside a text is escaped."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Seats by book and members by group, each as the newest observation that tells them."""

    seats: dict[BookId, SeatsThen] = field(default_factory=dict)
    members: dict[GroupId, MembersThen] = field(default_factory=dict)


def earlier(records: Iterable[Record]) -> Earlier:
    """What these observations say, oldest first."""
    found = Earlier()
    seen: datetime | None = None
    unclear: set[BookId] = set()
    for record in records:
        if record.body.get("seats") is not None:
            seen = record.at
            _learn_seats(found, unclear, record)
        _learn_members(found, record)
    if seen is not None:
        found.seats.update({book: _still(then, seen) for book, then in found.seats.items() if book not in unclear})
    return found


def _learn_seats(found: Earlier, unclear: set[BookId], record: Record) -> None:
    """Takes over the rows of one observation. A book without a known total is `unclear`: what was before stays."""
    for book, row in record.body["seats"].items():
        total: int | None = row["total"]
        if total is None:
            unclear.add(BookId(book))
        else:
            unclear.discard(BookId(book))
            found.seats[BookId(book)] = SeatsThen(total, row["used"], record.at)


def _learn_members(found: Earlier, record: Record) -> None:
    for group, users in (record.body.get("groups") or {}).items():
        found.members[GroupId(group)] = MembersThen(record.body["pseudonymKey"], frozenset(users), record.at)


def _still(then: SeatsThen, seen: datetime) -> SeatsThen:
    """The same seats, last seen at the newest look at all books: it says nothing of a book that stayed as it was."""
    return SeatsThen(then.total, then.used, seen)
