"""Makes the nouns of one file from its values and nodes. `declared` first.

The values were judged; what was wrong in them was taken out, so any key may be missing here.
"""

from collections.abc import Iterator, Sequence
from sys import intern
from typing import Any

from yaml.nodes import MappingNode, Node

from reconciler.desired.locate import child
from reconciler.desired.read import key_text, node_place
from reconciler.desired.texts import as_date
from reconciler.model.entities import (
    Acceptance,
    Assignment,
    Book,
    Group,
    Intent,
    ListedBook,
    Mode,
    ReadingList,
)
from reconciler.model.ids import AdamId, BookId, GroupId, Handle
from reconciler.model.position import Marks, Position, pack

Value = dict[str, Any]

_INTENTS = {str(intent): intent for intent in Intent}
_MODES = {str(mode): mode for mode in Mode}
_BOUND_KEYS = ("maxMembers", "maxUsers", "maxBooks", "maxRemovals")
_NO_ACCEPTANCES: tuple[Acceptance, ...] = ()


def entries(values: Any, node: Node | None) -> Iterator[tuple[Value, MappingNode]]:
    """The mappings of a list, each with its node; those that were wrong as a whole are left out."""
    if node is not None and isinstance(values, list):
        for value, item in zip(values, node.value, strict=True):
            if value is not None:
                yield value, item


def marks(path: str, node: MappingNode) -> Marks:
    """Where a mapping and its values stand, those of mappings inside it with dotted keys."""
    places: dict[str, int] = {}
    _collect(places, node, "")
    return Marks(path, pack(*node_place(node)), places)


def _collect(places: dict[str, int], node: MappingNode, prefix: str) -> None:
    for key, value in reversed(node.value):
        name = intern(prefix + key_text(key))  # the same few names in every book
        places[name] = pack(*node_place(value))
        if isinstance(value, MappingNode):
            _collect(places, value, f"{name}.")


def position(path: str, node: Node) -> Position:
    """Where a node stands."""
    return Position(path, *node_place(node))


def acceptances(path: str, value: Value, node: MappingNode) -> tuple[Acceptance, ...]:
    """The accepted guards under the key `accept` of a mapping."""
    stated = value.get("accept")
    if not stated:
        return _NO_ACCEPTANCES
    return tuple(
        Acceptance(
            rule=item["rule"],
            bound=next((item[key] for key in _BOUND_KEYS if key in item), None),
            reason=item.get("reason", ""),
            expires=as_date(item.get("expires")),
            position=position(path, place),
        )
        for item, place in entries(stated, child(node, "accept"))
        if "rule" in item
    )


def assignments(path: str, value: Value, node: MappingNode) -> tuple[Assignment, ...]:
    """The assignments under the key `assignments` of a mapping. The hot path: there may be a hundred thousand."""
    made = []
    for item, place in entries(value.get("assignments"), child(node, "assignments")):
        group, intent = item.get("group"), item.get("intent")
        if group is None or intent is None:
            continue
        group_at = cap_at = 0
        for key, at in reversed(place.value):
            name = key.tag
            if name == "group":
                group_at = pack(at.start_mark.line + 1, at.start_mark.column + 1)
            elif name == "seatCap":
                cap_at = pack(at.start_mark.line + 1, at.start_mark.column + 1)
        accept = acceptances(path, item, place) if "accept" in item else _NO_ACCEPTANCES
        begin = pack(*node_place(place))
        made.append(Assignment(group, _INTENTS[intent], item.get("seatCap"), accept, path, begin, group_at, cap_at))
    return tuple(made)


def book(path: str, value: Value, node: MappingNode) -> Book:
    """A declared book. Its title and token are empty where the file lacks them."""
    identity = value.get("id")
    return Book(
        title=value.get("title", ""),
        token=Handle(value.get("token", "")),
        id=BookId(identity.lower()) if identity else None,
        adam_id=_written(value, "adamId", AdamId),
        publisher=value.get("publisher"),
        isbn=_written(value, "isbn", str),
        tags=tuple(tag for tag in value.get("tags", ()) if tag is not None),
        mode=_MODES.get(value.get("mode", "")),
        accept=acceptances(path, value, node),
        assignments=assignments(path, value, node),
        marks=marks(path, node),
    )


def group(path: str, value: Value, node: MappingNode) -> Group:
    """A declared group."""
    identity = value.get("id")
    return Group(
        alias=value.get("alias"),
        id=GroupId(identity.lower()) if identity else None,
        display_name=value.get("displayName"),
        kind=value.get("kind", "user"),
        apple_accounts=value.get("appleAccounts"),
        country=value.get("country"),
        marks=marks(path, node),
    )


def reading_list(path: str, value: Value, node: MappingNode) -> ReadingList:
    """A reading list. Its name and token are empty where the file lacks them."""
    listed = child(node, "books")
    texts = zip(value.get("books", ()), listed.value if listed is not None else (), strict=False)
    return ReadingList(
        name=Handle(value.get("name", "")),
        token=Handle(value.get("token", "")),
        books=tuple(ListedBook(text, position(path, place)) for text, place in texts if text is not None),
        accept=acceptances(path, value, node),
        assignments=assignments(path, value, node),
        marks=marks(path, node),
    )


def _written(value: Value, key: str, kind: Any) -> Any:
    """A field that a rule judges, as written: None where it is missing, a text in any case elsewhere."""
    if key not in value:
        return None
    stated = value[key]
    return kind(as_written(stated))


def as_written(stated: object) -> str:
    """A value that should be a text; empty for nothing, `[…]` or `{…}` for what can be none."""
    if isinstance(stated, str):
        return stated
    return "" if stated is None else "[…]" if isinstance(stated, Sequence) else "{…}"
