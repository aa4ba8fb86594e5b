"""What a filter asks of one row: the comparisons, as plain functions over stored JSON."""

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from reconciler.sandbox.clock import parse_instant
from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.odata.tokens import Scalar

Test: TypeAlias = Callable[[JsonObject], bool]
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
COMPARISONS = frozenset({"eq", "ne", *_ORDER})


def comparison(name: str, kind: str, operation: str, literal: Scalar) -> Test:
    """A row's property against a literal. A missing value equals null only and is in no order."""
    wanted = comparable(literal, kind)
    if operation == "eq":
        return lambda row: row_value(row, name, kind) == wanted
    if operation == "ne":
        return lambda row: row_value(row, name, kind) != wanted
    if wanted is None or kind == "flag":
        raise bad_request(f"Invalid filter clause: '{name}' cannot be ordered with '{operation}' here.")
    ordered = _ORDER[operation]

    def test(row: JsonObject) -> bool:
        value = row_value(row, name, kind)
        return value is not None and ordered(value, wanted)

    return test


def membership(name: str, kind: str, literals: list[Scalar]) -> Test:
    """Whether a row's property is one of some literals."""
    wanted = {comparable(literal, kind) for literal in literals}
    return lambda row: row_value(row, name, kind) in wanted


def prefix(name: str, start: str) -> Test:
    """Whether a row's text begins so, whatever the case."""
    wanted = start.casefold()

    def test(row: JsonObject) -> bool:
        value = row_value(row, name, "text")
        return isinstance(value, str) and value.startswith(wanted)

    return test


def comparable(value: object, kind: str) -> Scalar:
    """A value as it is compared: texts and GUIDs without case, dates as instants, wrong types as missing."""
    match kind:
        case "text" | "guid":
            return value.casefold() if isinstance(value, str) else None
        case "date":
            return value if isinstance(value, datetime) else _date(value)
        case "flag":
            return value if isinstance(value, bool) else None
        case _:
            return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def row_value(row: JsonObject, name: str, kind: str) -> Scalar:
    """The value that a row has under a name, in the form in which it is compared."""
    return comparable(row.get(name), kind)


def _date(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_instant(value)
    except ValueError:
        return None
