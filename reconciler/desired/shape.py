"""What the published shape says about a place in a file: its keys, its allowed values."""

from functools import cache
from typing import Any

from reconciler.desired.values import MOST

Loc = tuple[int | str, ...]


def keys_at(loc: Loc) -> tuple[str, ...]:
    """The keys that the mapping at this place may have, in the order of the documentation."""
    return tuple(_at(loc).get("properties", {}))


def choices_at(loc: Loc) -> tuple[str, ...]:
    """The values that are allowed at this place, where it is a choice; else empty."""
    found = _at(loc)
    return tuple(found["enum"]) if "enum" in found else (found["const"],) if "const" in found else ()


def most_at(loc: Loc) -> int:
    """The largest number that is allowed at this place."""
    found = _at(loc)
    return int(next((part["maximum"] for part in (found, *found.get("anyOf", ())) if "maximum" in part), MOST))


def field_path(loc: Loc) -> str:
    """The place as people write it: `books[3].assignments[0].intent`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".")


@cache
def _schema() -> dict[str, Any]:
    from reconciler.desired.documents import adapter  # only where something is wrong: it loads pydantic

    return adapter().json_schema()


def _at(loc: Loc) -> dict[str, Any]:
    schema = _schema()
    for part in loc:
        schema = schema.get("items", {}) if isinstance(part, int) else schema.get("properties", {}).get(part, {})
        if "$ref" in schema:
            schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema
