"""Makes the nouns of one file from its values and nodes. `declared` first.

The values were judged; what was wrong in them was taken out, so any key may be missing here.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from reconciler.desired.locate import child
from reconciler.desired.read import key_text, node_place
from reconciler.desired.values import as_date
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

_packed = lru_cache(maxsize=None)(pack)
"""Packed places, each number once: files of one book have their keys in the same few places, which is a third of what
an assignment keeps in memory. Quicker than packing, too."""


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
    return Marks(path, _packed(*node_place(node)), _one_of(tuple(places.items())))


@lru_cache(maxsize=1_000)
def _one_of(places: tuple[tuple[str, int], ...]) -> Mapping[str, int]:
    """Equal places as one value in memory: files of one book mostly have the same keys in the same lines."""
    return dict(places)


def _collect(places: dict[str, int], node: MappingNode, prefix: str) -> None:
    for key, value in reversed(node.value):
        name = key.tag  # the parser's own copy of the text, one for all books
        if prefix or type(name) is not str:
            name = intern(prefix + key_text(key))
        if type(value) is ScalarNode:  # nearly all of them
            mark = value.start_mark
            places[name] = _packed(mark.line + 1, mark.column + 1)
            continue
        places[name] = _packed(*node_place(value))
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
        pairs = place.value
        begin = place.start_mark if place.flow_style else pairs[0][0].start_mark  # as `node_place` says it
        at = _packed(begin.line + 1, begin.column + 1)
        accept = acceptances(path, item, place) if "accept" in item else _NO_ACCEPTANCES
        made.append(
            Assignment(
                group,
                _INTENTS[intent],
                item.get("seatCap"),
                accept,
                path,
                at,
                _value_at(pairs, "group"),
                _value_at(pairs, "seatCap") if "seatCap" in item else 0,
            )
        )
    return tuple(made)


def _value_at(pairs: list[tuple[Node, Node]], name: str) -> int:
    """Where the value of a key stands; of two equal keys the first. 0 where there is none."""
    for key, value in pairs:
        if key.tag == name:
            mark = value.start_mark
            return _packed(mark.line + 1, mark.column + 1)
    return 0


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


def forget() -> None:
    """Drops the remembered places, once a run has read all its files."""
    _packed.cache_clear()
    _one_of.cache_clear()


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
