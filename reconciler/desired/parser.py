"""The two ways in which libyaml makes nodes: at once, and step by step for files that need care."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Final, NoReturn

from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from reconciler.desired.guard import MOST_LEVELS, MOST_NODES, Unreadable, from_parser, needs_care
from reconciler.desired.scalars import plain

Resolver = Callable[[Hashable, Hashable, Hashable], Any]
_FORGET_AT = 200_000
_ENDS = (MappingEndEvent, SequenceEndEvent)

COLLECTION: Final = ("collection",)
"""What a mapping or sequence node has in place of a value."""


def _value(kind: Hashable, text: Any, implicit: Any) -> Any:
    """What libyaml's binding stores as a node's tag: for a scalar its value, so that no second pass is needed."""
    if kind is not ScalarNode:
        return COLLECTION
    return plain(text) if implicit[0] else text


_cached_value = lru_cache(maxsize=None)(_value)


_nothing = "".format
"""Takes anything and does nothing, without a Python frame: the parser asks twice per node."""


class _Parser(CParser):
    resolve = staticmethod(_cached_value)
    descend_resolver = ascend_resolver = staticmethod(_nothing)


def compose(data: bytes) -> Node | None:
    """The root node of the one document in the bytes; None for a document without content.

    A node's `tag` holds the *value* of a scalar (`plain` where it is unquoted), `COLLECTION` for others.
    Raises Unreadable.
    """
    try:
        return _Careful(data).document() if needs_care(data) else _at_once(data)
    except MarkedYAMLError as error:
        raise from_parser(error) from error
    except ReaderError as error:
        raise Unreadable("syntax", problem=str(error.reason)) from error


def forget() -> None:
    """Drops the remembered values of scalars, once a run has read all its files."""
    _cached_value.cache_clear()


def _at_once(data: bytes) -> Node | None:
    if _cached_value.cache_info().currsize > _FORGET_AT:
        forget()
    root: Node | None = _Parser(data).get_single_node()
    return root


class _Careful:
    """Composes from events and counts what it makes: levels, and nodes with every alias written out.

    An alias becomes a node of its own, at its own place, that shares the content of its anchor.
    """

    def __init__(self, data: bytes) -> None:
        self._parser: Any = _Parser(data)
        self._anchors: dict[str, tuple[Node, int, int] | None] = {}
        self._nodes = 0

    def document(self) -> Node | None:
        """The root node. Raises Unreadable where a limit is passed, for tags and for a second document."""
        self._parser.get_event()
        if self._parser.check_event(StreamEndEvent):
            return None
        self._parser.get_event()
        root, _, _ = self._node(1)
        self._parser.get_event()
        if self._parser.check_event(DocumentStartEvent):
            self._stop("documents", self._parser.peek_event())
        return root

    def _node(self, level: int) -> tuple[Node, int, int]:
        """The next node, how many nodes it has with all aliases written out, and its levels of collections."""
        event = self._parser.get_event()
        if isinstance(event, AliasEvent):
            return self._alias(event, level)
        if event.tag is not None:
            self._stop("tag", event)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        made = self._scalar(event) if isinstance(event, ScalarEvent) else self._collection(event, level)
        if event.anchor is not None:
            self._anchors[event.anchor] = made
        return made

    def _scalar(self, event: Any) -> tuple[Node, int, int]:
        self._count(1, event)
        value = _cached_value(ScalarNode, event.value, event.implicit)
        style = "" if event.style is None or event.implicit[0] else event.style
        return ScalarNode(value, event.value, event.start_mark, event.end_mark, style), 1, 0

    def _collection(self, event: Any, level: int) -> tuple[Node, int, int]:
        if level > MOST_LEVELS:
            self._stop("levels", event, most=MOST_LEVELS)
        self._count(1, event)
        mapping = isinstance(event, MappingStartEvent)
        items, size, levels = self._pairs(level) if mapping else self._items(level)
        end = self._parser.get_event().end_mark
        kind: Any = MappingNode if mapping else SequenceNode
        return kind(COLLECTION, items, event.start_mark, end, event.flow_style), size + 1, levels + 1

    def _items(self, level: int) -> tuple[list[Any], int, int]:
        made = []
        while not isinstance(self._parser.peek_event(), _ENDS):
            made.append(self._node(level + 1))
        return [node for node, _, _ in made], sum(size for _, size, _ in made), max((n for *_, n in made), default=0)

    def _pairs(self, level: int) -> tuple[list[Any], int, int]:
        nodes, size, levels = self._items(level)
        return list(zip(nodes[::2], nodes[1::2], strict=True)), size, levels

    def _alias(self, event: Any, level: int) -> tuple[Node, int, int]:
        if event.anchor not in self._anchors:
            self._stop("alias-unknown", event)
        made = self._anchors[event.anchor]
        if made is None:
            self._stop("alias-inside", event)
        node, size, levels = made
        if level + levels - 1 > MOST_LEVELS:
            self._stop("levels", event, most=MOST_LEVELS)
        self._count(size, event)
        return _placed(node, event), size, levels

    def _count(self, nodes: int, event: Any) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            self._stop("nodes", event, most=MOST_NODES)

    def _stop(self, variant: str, event: Any, **params: str | int) -> NoReturn:
        raise Unreadable(variant, event.start_mark.line + 1, event.start_mark.column + 1, **params)


def _placed(node: Node, event: Any) -> Node:
    """The node again, at the place of the alias."""
    if isinstance(node, ScalarNode):
        return ScalarNode(node.tag, node.value, event.start_mark, event.end_mark, node.style)
    kind: Any = type(node)
    placed: Node = kind(node.tag, node.value, event.start_mark, event.end_mark, True)
    return placed
