"""Objects of the tenant in the store: books, VPP tokens, groups, users, devices, the organisation, audit events."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.store import Store, dump

Kind: TypeAlias = Literal[
    "managedEBook", "vppToken", "group", "user", "device", "organization", "auditEvent", "location"
]
Part: TypeAlias = Literal["assignments", "deviceStates", "userStateSummary", "members"]
DIRECTORY: tuple[Kind, ...] = ("user", "device", "group")


@dataclass(frozen=True, slots=True)
class Row:
    """One stored object: its place in the order of its kind, its kind, its id without case, its JSON."""

    pos: int
    kind: Kind
    key: str
    json: JsonObject


def key_of(identifier: str) -> str:
    """An id as it is compared: GUIDs are equal in any case."""
    return identifier.casefold()


def add_objects(store: Store, kind: Kind, objects: Iterable[JsonObject]) -> None:
    """Appends objects; each has an `id` (a location a `uId`) that is new for its kind."""
    store.many(
        "INSERT INTO object(kind, key, name, alias, json) VALUES (?, ?, ?, ?, ?)",
        (
            (kind, _key(kind, value), _folded(value, "displayName"), _alias(kind, value), dump(value))
            for value in objects
        ),
    )


def replace_object(store: Store, row: Row) -> None:
    """Stores the new JSON of an object that is there."""
    store.rows(
        "UPDATE object SET name = ?, alias = ?, json = ? WHERE pos = ?",
        (_folded(row.json, "displayName"), _alias(row.kind, row.json), dump(row.json), row.pos),
    )


def remove_object(store: Store, row: Row) -> None:
    """Takes an object away, with all its parts."""
    store.rows("DELETE FROM object WHERE pos = ?", (row.pos,))
    store.rows("DELETE FROM part WHERE kind = ? AND key = ?", (row.kind, row.key))


def find_object(store: Store, kind: Kind, identifier: str) -> Row | None:
    """The object with this id; None when the tenant has none."""
    sql = "SELECT pos, kind, key, json FROM object WHERE kind = ? AND key = ?"
    return _first(store.rows(sql, (kind, key_of(identifier))))


def find_user(store: Store, identifier: str) -> Row | None:
    """The user with this id or user principal name."""
    return find_object(store, "user", identifier) or find_by_alias(store, "user", identifier)


def find_by_alias(store: Store, kind: Kind, alias: str) -> Row | None:
    """The object with this second name: of users the user principal name, of books the VPP token's id."""
    sql = "SELECT pos, kind, key, json FROM object WHERE kind = ? AND alias = ? ORDER BY pos"
    return _first(store.rows(sql, (kind, alias.casefold())))


def objects_by_alias(store: Store, kind: Kind, alias: str) -> list[Row]:
    """All objects with this second name, in order."""
    sql = "SELECT pos, kind, key, json FROM object WHERE kind = ? AND alias = ? ORDER BY pos"
    return [_row(found) for found in store.rows(sql, (kind, alias.casefold()))]


def objects_after(
    store: Store, kind: Kind, after: int = 0, only: Mapping[str, frozenset[str]] | None = None
) -> Iterator[Row]:
    """Objects of a kind behind a position, in order; `only` narrows by indexed names and ids."""
    sql = "SELECT pos, kind, key, json FROM object WHERE kind = ? AND pos > ?"
    values: list[object] = [kind, after]
    for name, column in (("displayName", "name"), ("id", "key")):
        if only and name in only:
            wanted = sorted(only[name])
            sql += f" AND {column} IN (SELECT value FROM json_each(?))"
            values.append(dump(wanted))
    return map(_row, store.rows(f"{sql} ORDER BY pos", values))


def count_objects(store: Store, kind: Kind) -> int:
    """How many objects of a kind the tenant has."""
    return int(store.rows("SELECT count(*) FROM object WHERE kind = ?", (kind,)).fetchone()[0])


def part_of(store: Store, row: Row, name: Part) -> list[JsonObject] | None:
    """A list that belongs to an object; None when the object was given without it."""
    sql = "SELECT json FROM part WHERE kind = ? AND key = ? AND name = ?"
    found = store.rows(sql, (row.kind, row.key, name)).fetchone()
    return None if found is None else list(json.loads(found[0]))


def set_part(store: Store, row: Row, name: Part, values: list[JsonObject]) -> None:
    """Stores a list that belongs to an object."""
    add_parts(store, row.kind, name, [(row.key, values)])


def add_parts(store: Store, kind: Kind, name: Part, parts: Iterable[tuple[str, list[Any]]]) -> None:
    """Stores one list for each of many objects, named by id without case."""
    store.many(
        "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)",
        ((kind, key, name, dump(values)) for key, values in parts),
    )


def _key(kind: Kind, value: JsonObject) -> str:
    return key_of(str(value["uId" if kind == "location" else "id"]))


def _alias(kind: Kind, value: JsonObject) -> str | None:
    match kind:
        case "user":
            return _folded(value, "userPrincipalName")
        case "managedEBook":
            return _folded(value, "vppTokenId")
        case _:
            return None


def _folded(value: JsonObject, name: str) -> str | None:
    found = value.get(name)
    return found.casefold() if isinstance(found, str) else None


def _first(rows: Iterable[tuple[int, Kind, str, str]]) -> Row | None:
    return next(map(_row, rows), None)


def _row(found: tuple[int, Kind, str, str]) -> Row:
    pos, kind, key, text = found
    return Row(pos, kind, key, json.loads(text))
