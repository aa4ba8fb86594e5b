"""The query options of a request, checked against what it asks for. Unknown ones are refused, never ignored."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from reconciler.sandbox.entities import Entity
from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import Version
from reconciler.sandbox.odata.filters import Filter, parse_filter

LIST_OPTIONS = frozenset({"$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$skiptoken", "$count"})
ITEM_OPTIONS = frozenset({"$select", "$expand"})
FUNCTION_OPTIONS = frozenset({"$top", "$skip", "$count"})
COUNT_OPTIONS = frozenset({"$filter"})
_ORDERABLE = frozenset({"text", "guid", "number", "flag", "date"})
_MAX_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Expand:
    """One relation to show, with the properties to show of its members (None: all)."""

    relation: str
    select: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Order:
    """One property to sort by, and its direction."""

    name: str
    kind: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Options:
    """What a request asks of a collection or an object. `after` is the position at which the last page ended."""

    filter: Filter | None = None
    select: frozenset[str] | None = None
    expand: tuple[Expand, ...] = ()
    order: tuple[Order, ...] = ()
    top: int | None = None
    skip: int = 0
    after: int | None = None
    count: bool = False


def raw_options(query: str, allowed: frozenset[str]) -> dict[str, str]:
    """The OData options of a query, with their dollar signs, which may be missing.

    Refuses what is not allowed here, also names that are no option at all, and options that stand twice.
    """
    found: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        name = key if key.startswith("$") else f"${key}"
        if name not in allowed:
            raise bad_request(f"The query option '{key}' is not supported here.")
        if name in found:
            raise bad_request(f"The query option '{name}' stands twice.")
        found[name] = value
    return found


def parse_options(raw: Mapping[str, str], entity: Entity, version: Version) -> Options:
    """The options in their meaning. Refuses unknown properties and relations, and numbers that are none."""
    return Options(
        filter=parse_filter(raw["$filter"], entity, version) if "$filter" in raw else None,
        select=_select(raw["$select"], entity, version) if "$select" in raw else None,
        expand=_expands(raw["$expand"], entity, version) if "$expand" in raw else (),
        order=_orders(raw["$orderby"], entity, version) if "$orderby" in raw else (),
        top=_number(raw, "$top") if "$top" in raw else None,
        skip=_number(raw, "$skip") if "$skip" in raw else 0,
        after=read_skip_token(raw["$skiptoken"]) if "$skiptoken" in raw else None,
        count=_flag(raw["$count"]) if "$count" in raw else False,
    )


def skip_token(after: int) -> str:
    """An opaque text for a position."""
    return base64.urlsafe_b64encode(json.dumps({"after": after}).encode()).decode().rstrip("=")


def read_skip_token(text: str) -> int:
    """The position behind an opaque text. Refuses what this service did not write."""
    try:
        value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error) as error:
        raise bad_request("The $skiptoken is not one of this service.") from error
    after = value.get("after") if isinstance(value, dict) else None
    if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after < 2**62:
        raise bad_request("The $skiptoken is not one of this service.")
    return after


def _number(raw: Mapping[str, str], name: str) -> int:
    text = raw[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _MAX_NUMBER):
        raise bad_request(f"The value '{text}' of {name} is not a whole number from 0.")
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise bad_request(f"The value '{text}' of $count is neither true nor false.")
    return text.lower() == "true"


def _select(text: str, entity: Entity, version: Version) -> frozenset[str] | None:
    names = [_plain(name) for name in text.split(",")]
    if names == ["*"]:
        return None
    for name in names:
        if entity.property_kind(name, version) is None and not entity.has_relation(name, version):
            raise bad_request(
                f"Parsing OData Select and Expand failed: could not find a property named '{name}' "
                f"on type 'microsoft.graph.{entity.name}'."
            )
    return frozenset(names)


def _plain(name: str) -> str:
    """A property's name without a cast in front of it."""
    return name.strip().rpartition("/")[2] if name.strip().startswith("microsoft.graph.") else name.strip()


def _expands(text: str, entity: Entity, version: Version) -> tuple[Expand, ...]:
    return tuple(_expand(part, entity, version) for part in _split_outside_brackets(text))


def _expand(part: str, entity: Entity, version: Version) -> Expand:
    name, bracket, inner = part.strip().partition("(")
    relation = _plain(name)
    if not entity.has_relation(relation, version):
        raise bad_request(
            f"Parsing OData Select and Expand failed: could not find a relation named '{relation}' "
            f"on type 'microsoft.graph.{entity.name}'."
        )
    if not bracket:
        return Expand(relation, None)
    option, _, value = inner.removesuffix(")").partition("=")
    if option.strip() != "$select" or not inner.endswith(")") or ";" in value:
        raise bad_request(f"Only $select is supported inside $expand={relation}.")
    return Expand(relation, frozenset(_plain(name) for name in value.split(",")))


def _split_outside_brackets(text: str) -> list[str]:
    parts = [""]
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _orders(text: str, entity: Entity, version: Version) -> tuple[Order, ...]:
    return tuple(_order(part, entity, version) for part in text.split(","))


def _order(part: str, entity: Entity, version: Version) -> Order:
    words = part.split()
    kind = entity.property_kind(words[0], version) if words else None
    if kind not in _ORDERABLE or len(words) > 2 or words[1:] not in ([], ["asc"], ["desc"]):
        raise bad_request(f"The clause '{part.strip()}' of $orderby is not supported.")
    return Order(words[0], str(kind), words[1:] == ["desc"])
