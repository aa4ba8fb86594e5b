"""Finds the node behind a place such as `books[3].title`, and takes what is wrong out of the values."""

from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reconciler.desired.read import Tree
from reconciler.desired.shape import Loc


def node_at(tree: Tree, loc: Loc) -> Node | None:
    """The node of the value at a place; the innermost that is there when it is not; None for an empty file."""
    node: Node | None = tree.root
    for part in loc:
        inner = _inner(tree, node, part)
        if inner is None:
            break
        node = inner
    return node


def key_at(tree: Tree, loc: Loc) -> Node | None:
    """The node of the key at a place, the last part of `loc`; the mapping where it lacks the key."""
    outer = node_at(tree, loc[:-1])
    if not isinstance(outer, MappingNode):
        return outer
    pair = tree.pairs(outer).get(str(loc[-1]))
    return pair[0] if pair else outer


def child(node: Node, key: str) -> Node | None:
    """The value of a key in a mapping node; of two equal keys the first; None where there is none."""
    if not isinstance(node, MappingNode):
        return None
    for name, value in node.value:
        if name.value == key and isinstance(name, ScalarNode):
            found: Node = value
            return found
    return None


def is_text(node: Node) -> bool:
    """Whether a scalar is a text; an unquoted one that YAML 1.1 or 1.2 takes for something else is none."""
    value: object = node.tag
    return isinstance(value, str)


def value_at(tree: Tree, loc: Loc) -> Any:
    """The value at a place; None where there is none."""
    value: Any = tree.value
    for part in loc:
        value = _value(value, part)
    return value


def take_out(tree: Tree, loc: Loc) -> None:
    """Removes the value at a place, so that the rest of the file can be judged. List entries become None."""
    holder = value_at(tree, loc[:-1])
    last = loc[-1]
    if isinstance(holder, dict):
        holder.pop(last, None)
    elif isinstance(holder, list) and isinstance(last, int):
        holder[last] = None


def _inner(tree: Tree, node: Node | None, part: int | str) -> Node | None:
    if isinstance(node, MappingNode):
        pair = tree.pairs(node).get(str(part))
        return pair[1] if pair else None
    if isinstance(node, SequenceNode) and isinstance(part, int):
        found: Node = node.value[part]
        return found
    return None


def _value(holder: Any, part: int | str) -> Any:
    if isinstance(holder, dict):
        return holder.get(part)
    return holder[part] if isinstance(holder, list) and isinstance(part, int) else None
