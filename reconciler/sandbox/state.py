"""The whole tenant as one JSON value: put in, read out. What was put in comes out equal, with defaults for sections."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from reconciler.sandbox.apple_rows import SECTIONS as APPLE_SECTIONS
from reconciler.sandbox.apple_rows import add_rows, rows_of
from reconciler.sandbox.clock import machine_now, parse_instant
from reconciler.sandbox.membership import add_members
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import Kind, Part, Row, add_objects, add_parts, key_of, objects_after, part_of
from reconciler.sandbox.settings import DEFAULTS
from reconciler.sandbox.state_shape import FORMAT_VERSION, check_state
from reconciler.sandbox.store import Store

KINDS: Mapping[str, Kind] = {
    "organization": "organization",
    "vppTokens": "vppToken",
    "managedEBooks": "managedEBook",
    "groups": "group",
    "users": "user",
    "devices": "device",
    "auditEvents": "auditEvent",
}
_PARTS: Mapping[Kind, tuple[Part, ...]] = {
    "managedEBook": ("assignments", "deviceStates", "userStateSummary"),
    "group": ("members",),
}
_TABLES = ("object", "part", "member", "pending", "recent_write", "apple_row")


def replace_state(store: Store, state: JsonObject) -> None:
    """Puts a state in the place of all there is, pending work included. Refuses an invalid one, unchanged."""
    check_state(state)
    for table in _TABLES:
        store.rows(f"DELETE FROM {table}")
    store.set_meta("generation", str(uuid4()))
    store.set_meta("now", state.get("now"))
    store.set_meta("approvals", [])
    store.set_meta("settings", {**DEFAULTS, **state.get("settings", {})})
    for section, kind in KINDS.items():
        _add_section(store, kind, state.get(section, []))
    for group in state.get("groups", []):
        add_members(store, group["id"], group.get("members", []))
    _add_apple(store, state.get("apple", {}))


def read_state(store: Store) -> JsonObject:
    """The state as it is. A late assignment write is in it at once."""
    state: JsonObject = {
        "formatVersion": FORMAT_VERSION,
        "now": store.meta("now"),
        "settings": store.meta("settings"),
    }
    for section, kind in KINDS.items():
        state[section] = [_whole(store, row) for row in objects_after(store, kind)]
    state["apple"] = {
        "locations": [_location(store, row) for row in objects_after(store, "location")],
        "tokens": store.meta("appleTokens"),
    }
    return state


def read_clock(store: Store) -> datetime:
    """The sandbox's clock: the machine's, unless it was set and stands still."""
    stored = store.meta("now")
    return machine_now() if stored is None else parse_instant(stored)


def _add_section(store: Store, kind: Kind, values: list[JsonObject]) -> None:
    parts = _PARTS.get(kind, ())
    add_objects(store, kind, (_without(value, parts) for value in values))
    for name in parts:
        add_parts(store, kind, name, ((key_of(value["id"]), value[name]) for value in values if name in value))


def _add_apple(store: Store, apple: JsonObject) -> None:
    store.set_meta("appleTokens", apple.get("tokens", []))
    for location in apple.get("locations", []):
        add_objects(store, "location", [_without(location, APPLE_SECTIONS)])
        given = [section for section in APPLE_SECTIONS if section in location]
        store.set_meta(f"given:{key_of(location['uId'])}", given)
        for section in given:
            add_rows(store, location["uId"], section, location[section])


def _without(value: JsonObject, names: tuple[str, ...]) -> JsonObject:
    return {key: item for key, item in value.items() if key not in names}


def _whole(store: Store, row: Row) -> JsonObject:
    value = dict(row.json)
    for name in _PARTS.get(row.kind, ()):
        found = part_of(store, row, name)
        if found is not None:
            value[name] = found
    return value


def _location(store: Store, row: Row) -> JsonObject:
    value = dict(row.json)
    given = store.meta(f"given:{row.key}") or []
    for section in APPLE_SECTIONS:
        rows = rows_of(store, row.json["uId"], section)
        if rows or section in given:
            value[section] = rows
    return value
