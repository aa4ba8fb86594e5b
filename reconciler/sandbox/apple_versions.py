"""The version of a location's data: moves with every write, and tells which rows came or changed after an older one.

Every write takes a place of the table of rows; the version of a location is the last one that was taken when it was
written. So a row came after a version when its own place lies behind it. A row that changes stays where it is, so that
nobody who pages meanwhile misses another one; the place that its change took is noted beside it.
"""

import re

from reconciler.sandbox.apple_errors import AppleRefusal
from reconciler.sandbox.apple_memory import recall, remember
from reconciler.sandbox.store import Store, dump

_VERSION = re.compile(r"([0-9a-f]{8})-([0-9]{1,18})", re.ASCII)
_UNKNOWN_VERSION = 9721


def move_version(store: Store, location: str) -> int:
    """Moves the version of a location, and gives the new place at the end of the table of rows."""
    store.rows("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'apple_row'")
    found = store.rows("SELECT seq FROM sqlite_sequence WHERE name = 'apple_row'").fetchone()
    place = int(found[0]) if found else 0  # before the very first row there is no sequence yet
    remember(store, "appleVersion", location, {"place": place})
    return place


def mark_changed(store: Store, location: str, row: int) -> None:
    """Moves the version of a location because the row at a place changed, and notes that it did."""
    change = dump({"place": move_version(store, location)})
    store.rows("INSERT OR REPLACE INTO part VALUES ('appleChange', ?, ?, ?)", (location, str(row), change))


def changed_after(store: Store, location: str, place: int) -> set[int]:
    """The places of the rows of a location that changed, other than by coming, after a version's place."""
    sql = "SELECT name FROM part WHERE kind = 'appleChange' AND key = ? AND json_extract(json, '$.place') > ?"
    return {int(row) for (row,) in store.rows(sql, (location, place))}


def current_place(store: Store, location: str) -> int:
    """The version of a location as a place; 0 when nothing was ever written to it."""
    return int((recall(store, "appleVersion", location) or {}).get("place", 0))


def version_id(store: Store, location: str) -> str:
    """The version of a location as Apple's answers show it. Another state never has the same one."""
    return f"{_generation(store)}-{current_place(store, location)}"


def place_of_version(store: Store, location: str, version: str) -> int:
    """The place behind a version that was shown before. Refuses (9721) what cannot have been."""
    match = _VERSION.fullmatch(version)
    if match is None or match.group(1) != _generation(store):
        raise AppleRefusal(_UNKNOWN_VERSION)
    place = int(match.group(2))
    if place > current_place(store, location):
        raise AppleRefusal(_UNKNOWN_VERSION)
    return place


def _generation(store: Store) -> str:
    return str(store.meta("generation"))[:8]
