"""Reads one file: bytes → nodes with places → plain values. `read` first.

Positions count lines and characters from 1. Nodes live only as long as their file is being judged.
"""

from dataclasses import dataclass, field
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reconciler.desired.guard import MOST_LEVELS, Unreadable, check_bytes, check_directives
from reconciler.desired.parser import compose
from reconciler.desired.scalars import plain
from reconciler.model.position import Position


@dataclass(frozen=True, slots=True)
class BadKey:
    """A key that other tools read differently (VPP004): a second one of the same name, or a merge key."""

    variant: str
    key: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Tree:
    """One file: its root node (None without content), the plain value of it, and the keys to refuse."""

    path: str
    root: MappingNode | None
    value: dict[str, Any]
    bad_keys: list[BadKey] = field(default_factory=list)
    _pairs: dict[int, dict[str, tuple[Node, Node]]] = field(default_factory=dict)

    def pairs(self, node: MappingNode) -> dict[str, tuple[Node, Node]]:
        """Key and value nodes of a mapping by key, of two equal keys the first. Kept, for files with many mistakes."""
        if id(node) not in self._pairs:
            self._pairs[id(node)] = {key_text(key): (key, value) for key, value in reversed(node.value)}
        return self._pairs[id(node)]

    def rename(self, key: Node, name: str) -> None:
        """Lets a mistyped key count as the one that was meant, once the mistake is reported."""
        key.value = key.tag = name
        self._pairs.clear()

    def place(self, node: Node) -> Position:
        """Where a node stands."""
        line, column = node_place(node)
        return Position(self.path, line, column)


class Escaped(str):
    """A text with control characters, written with escapes in double quotes. Names may be such; nothing else."""

    __slots__ = ()


def read(path: str, data: bytes) -> Tree:
    """The content of one file. Raises Unreadable (VPP006)."""
    data = check_bytes(data)
    check_directives(data)
    root = compose(data)
    if root is None or _is_empty(root):
        return Tree(path, None, {})
    if not isinstance(root, MappingNode):
        raise Unreadable("top", *node_place(root))
    tree = Tree(path, root, {})
    if b"\\" in data:
        _mark_escaped(root)
    tree.value.update(_Walk(tree.bad_keys).mapping(root, 1))
    return tree


def node_place(node: Node) -> tuple[int, int]:
    """Line and column of a node. A block mapping stands where its first key does, not at its anchor."""
    mark = node.start_mark
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        mark = node.value[0][0].start_mark
    return mark.line + 1, mark.column + 1


def key_text(node: Node) -> str:
    """A key as it is written; `[…]` or `{…}` for a list or a mapping."""
    if isinstance(node, ScalarNode):
        return str(node.value)
    return "{…}" if isinstance(node, MappingNode) else "[…]"


class _Walk:
    """Nodes → dicts, lists and scalars. The hot path of loading: most work happens in `mapping`."""

    def __init__(self, bad_keys: list[BadKey]) -> None:
        self._bad_keys = bad_keys

    def mapping(self, node: MappingNode, level: int) -> dict[str, Any]:
        """The mapping as a dict; of two equal keys the first counts. Raises Unreadable beyond the levels."""
        if level > MOST_LEVELS:
            raise Unreadable("levels", *node_place(node), most=MOST_LEVELS)
        made: dict[str, Any] = {}
        for key, value in node.value:
            name = key.tag
            if type(name) is not str or name in made:
                name = self._odd_key(key, made)
                if name is None:
                    continue
            made[name] = value.tag if type(value) is ScalarNode else self._collection(value, level + 1)
        return made

    def _collection(self, node: Node, level: int) -> Any:
        if isinstance(node, MappingNode):
            return self.mapping(node, level)
        if level > MOST_LEVELS:
            raise Unreadable("levels", *node_place(node), most=MOST_LEVELS)
        return [item.tag if type(item) is ScalarNode else self._collection(item, level + 1) for item in node.value]

    def _odd_key(self, key: Node, made: dict[str, Any]) -> str | None:
        """The name of a key that is no plain text; None for one that is refused here."""
        name = key_text(key)
        merge = isinstance(key, ScalarNode) and name == "<<" and not isinstance(key.tag, str)
        if not merge and name not in made:
            return name
        self._bad_keys.append(BadKey("merge" if merge else "duplicate", name, *node_place(key)))
        return None


def _mark_escaped(root: Node) -> None:
    """Marks texts with control characters in double quotes, so that names may have them."""
    left = [root]
    while left:
        node = left.pop()
        if isinstance(node, ScalarNode):
            if node.style == '"' and not node.value.isprintable() and isinstance(node.tag, str):
                node.tag = Escaped(node.value)
        elif isinstance(node, SequenceNode):
            left.extend(node.value)
        else:
            left.extend(part for pair in node.value for part in pair)


def _is_empty(root: Node) -> bool:
    return isinstance(root, ScalarNode) and root.value == "" and plain(root.value) is root.tag
