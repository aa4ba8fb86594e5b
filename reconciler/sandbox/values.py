"""Values out of stored JSON, which may lack them or hold something else."""

from typing import Any

from reconciler.sandbox.messages import JsonObject


def text_of(value: JsonObject, name: str) -> str | None:
    """A text; None when it is missing or something else."""
    found: Any = value.get(name)
    return found if isinstance(found, str) else None


def whole_number(value: JsonObject, name: str) -> int:
    """A whole number; 0 when it is missing or something else."""
    found: Any = value.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def objects_of(value: JsonObject, name: str) -> list[JsonObject]:
    """The objects of a list; none when it is missing or something else."""
    found: Any = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
