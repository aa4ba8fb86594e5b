"""Values out of a file that somebody may have forged: each is of its type, or a TypeError."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Value = TypeVar("Value")

_LONGEST = 10_000


def text(value: Any) -> str:
    """A text of bearable length."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError("a text is expected")
    return value


def number(value: Any) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a whole number is expected")
    return value


def plain_mapping(value: Any) -> Mapping[str, Any]:
    """A JSON object of texts, whole numbers, truth values and nulls."""
    if not isinstance(value, dict):
        raise TypeError("an object is expected")
    for item in value.values():
        if item is not None and not isinstance(item, (str, int)):
            raise TypeError("a text, a whole number, true, false or null is expected")
    return value


def maybe(read: Callable[[Any], Value], value: Any) -> Value | None:
    """The value by its reader; None stays None."""
    return None if value is None else read(value)
