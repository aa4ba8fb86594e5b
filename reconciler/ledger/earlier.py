"""What the observations of a chain say of seats and members, the newest of each book and group. Read `earlier`.

Observations tell what changed since the one before, so all of them are asked. Many tell neither seats nor members.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reconciler.ledger.records import DamagedRecord, Record, record_name
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
    """What these observations say, oldest first. Raises DamagedRecord for one of another shape."""
    found = Earlier()
    seen: datetime | None = None
    unclear: set[BookId] = set()
    for record in records:
        try:
            if record.body.get("seats") is not None:
                seen = record.at
                _learn_seats(found, unclear, record)
            _learn_members(found, record)
        except (KeyError, TypeError, AttributeError) as error:
            name = record_name(record.seq, record.kind)
            raise DamagedRecord(record.tenant, name, "its seats or groups have another shape") from error
    if seen is not None:
        found.seats.update({book: _still(then, seen) for book, then in found.seats.items() if book not in unclear})
    return found


def _learn_seats(found: Earlier, unclear: set[BookId], record: Record) -> None:
    """Takes over the rows of one observation. A book without a known total is `unclear`: what was before stays."""
    for book, row in _object(record.body["seats"]).items():
        total, used = _count(row["total"]), _count(row["used"])
        if total is None:
            unclear.add(BookId(book))
        else:
            unclear.discard(BookId(book))
            found.seats[BookId(book)] = SeatsThen(total, used, record.at)


def _learn_members(found: Earlier, record: Record) -> None:
    groups = _object(record.body.get("groups") or {})
    if not groups:
        return
    key = _text(record.body["pseudonymKey"])
    for group, users in groups.items():
        if not isinstance(users, list):
            raise TypeError(group)
        found.members[GroupId(group)] = MembersThen(key, frozenset(_text(user) for user in users), record.at)


def _still(then: SeatsThen, seen: datetime) -> SeatsThen:
    """The same seats, last seen at the newest look at all books: it says nothing of a book that stayed as it was."""
    return SeatsThen(then.total, then.used, seen)


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"an object is expected, not {value!r}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is expected, not {value!r}")
    return value


def _count(value: Any) -> int | None:
    if value is not None and type(value) is not int:
        raise TypeError(f"a whole number is expected, not {value!r}")
    return value
