"""What waits on the sandbox's clock: assignment writes that reads do not show yet, and syncs that run.

A late write is kept as what reads go on to show until its time: the truth is in the book at once, so that a state
that is read out never lacks a write.
"""

import json
from datetime import UTC, datetime

from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import Row, find_object, key_of, part_of, set_part
from reconciler.sandbox.odata.projection import assignment_id
from reconciler.sandbox.seats import take_seats
from reconciler.sandbox.store import Store, dump
from reconciler.sandbox.syncs import complete_sync


def shown_assignments(store: Store, book: Row, now: datetime) -> list[JsonObject]:
    """The assignments of a book that a read at this time shows."""
    sql = "SELECT json FROM pending WHERE work = 'show' AND key = ? AND at > ? ORDER BY at, pos LIMIT 1"
    late = store.rows(sql, (book.key, now.timestamp())).fetchone()
    return list(json.loads(late[0])) if late else part_of(store, book, "assignments") or []


def write_assignments(store: Store, book: Row, assignments: list[JsonObject], now: datetime, delay: float) -> None:
    """Replaces the assignments of a book. With a delay, reads go on to show the old ones so many seconds."""
    old = part_of(store, book, "assignments") or []
    if delay > 0:
        store.rows(
            "INSERT INTO pending(at, work, key, json) VALUES (?, 'show', ?, ?)",
            (now.timestamp() + delay, book.key, dump(old)),
        )
    set_part(store, book, "assignments", assignments)
    if delay <= 0:
        take_seats(store, book, _newly_required(old, assignments))


def start_sync(store: Store, token: Row, now: datetime, delay: float) -> None:
    """Lets a sync of a VPP token complete so many seconds from now."""
    store.rows("INSERT INTO pending(at, work, key) VALUES (?, 'sync', ?)", (now.timestamp() + delay, token.key))


def is_due(store: Store, now: datetime) -> bool:
    """Whether `settle` has something to do."""
    return store.rows("SELECT 1 FROM pending WHERE at <= ? LIMIT 1", (now.timestamp(),)).fetchone() is not None


def settle(store: Store, now: datetime) -> None:
    """Does everything whose time has come, in the order of the times."""
    sql = "SELECT pos, at, work, key, json FROM pending WHERE at <= ? ORDER BY at, pos LIMIT 1"
    while (due := store.rows(sql, (now.timestamp(),)).fetchone()) is not None:
        pos, at, work, key, shown = due
        store.rows("DELETE FROM pending WHERE pos = ?", (pos,))
        if work == "show":
            _become_visible(store, key, list(json.loads(shown)), datetime.fromtimestamp(at, UTC))
        else:
            complete_sync(store, key, datetime.fromtimestamp(at, UTC))


def _become_visible(store: Store, key: str, before: list[JsonObject], at: datetime) -> None:
    book = find_object(store, "managedEBook", key)
    if book is not None:
        take_seats(store, book, _newly_required(before, shown_assignments(store, book, at)))


def _newly_required(before: list[JsonObject], after: list[JsonObject]) -> list[JsonObject]:
    """What takes seats when a set of assignments becomes visible: all but what was required before.

    Newcomers of a group that was required before get theirs at the next sync.
    """
    required = {_target(assignment) for assignment in before if assignment.get("installIntent") == "required"}
    return [
        assignment
        for assignment in after
        if assignment.get("installIntent") != "required" or _target(assignment) not in required
    ]


def _target(assignment: JsonObject) -> str:
    return key_of(assignment_id("", assignment))
