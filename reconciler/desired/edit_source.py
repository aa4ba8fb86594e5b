"""One YAML file as it is edited: its text, and its nodes with their places in the text. Read `Source`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from yaml import AliasToken, AnchorToken, BlockEntryToken, StreamEndToken
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reconciler.desired.edit_write import quoted, scalar
from reconciler.desired.guard import check_bytes
from reconciler.desired.parser import compose
from reconciler.desired.read import node_place
from reconciler.model.edits import CannotEdit
from reconciler.model.position import Position

_BOM = b"\xef\xbb\xbf"
Way = tuple[str | int, ...]
"""How a node is reached from the top: keys and numbers of list entries."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """An anchor or an alias: its name, and where it begins and ends in the text."""

    name: str
    start: int
    end: int


class Source:
    """The text of a file and what stands where in it. Indexes count characters, without the byte-order mark."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._data = text.encode("utf-8")
        self.root: Node | None = compose(check_bytes(self._data))

    @cached_property
    def eol(self) -> str:
        """How the file ends its lines; LF where it has none."""
        first = min((at for end in "\r\n" if (at := self.text.find(end)) >= 0), default=-1)
        if first < 0:
            return "\n"
        return "\r\n" if self.text.startswith("\r\n", first) else self.text[first]

    def line_end(self, index: int) -> int:
        """Where the line of this index ends, before its line break."""
        ends = [at for end in "\r\n" if (at := self.text.find(end, index)) >= 0]
        return min(ends, default=len(self.text))

    def next_line(self, index: int) -> int:
        """Where the line after the break at this index begins."""
        return index + (2 if self.text.startswith("\r\n", index) else 1)

    def column(self, index: int) -> int:
        """How many characters stand before this index on its line."""
        return index - 1 - max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index))

    def node(self, way: Sequence[str | int]) -> Node | None:
        """The node that is reached this way; None where there is none."""
        found = self.root
        for step in way:
            found = _child(found, step)
        return found

    def along(self, way: Sequence[str | int]) -> Iterator[Node]:
        """The nodes from the top to the one that is reached, as far as they are there."""
        found = self.root
        for step in (None, *way):
            found = found if step is None else _child(found, step)
            if found is not None:
                yield found

    def way_to(self, place: Position) -> Way:
        """The way to the entry of a list at the top that stands at this place. Raises CannotEdit."""
        pairs = self.root.value if isinstance(self.root, MappingNode) else ()
        for key, section in pairs:
            for index, item in enumerate(section.value if isinstance(section, SequenceNode) else ()):
                if node_place(item) == (place.line, place.column):
                    return (str(key.value), index)
        raise CannotEdit(f"{self.path}:{place.line}:{place.column}: there is no entry of a list any more")

    def way_inside(self, way: Way, key: str, place: Position) -> Way:
        """The way to the entry at this place in a list of the entry that is reached. Raises CannotEdit."""
        inner = self.node((*way, key))
        for index, item in enumerate(inner.value if isinstance(inner, SequenceNode) else ()):
            if node_place(item) == (place.line, place.column):
                return (*way, key, index)
        raise CannotEdit(f"{self.path}:{place.line}:{place.column}: there is no entry of {key} any more")

    def content_end(self, node: Node) -> int:
        """Where the last character of a node ends, without comments, blanks and line ends behind it."""
        if isinstance(node, ScalarNode):
            end = node.end_mark.index
            return len(self.text[:end].rstrip()) if node.style in ("|", ">") else int(end)
        assert isinstance(node, (MappingNode, SequenceNode))  # YAML has no fourth kind
        if node.flow_style or not node.value or self.is_alias(node):
            return int(node.end_mark.index)
        last = node.value[-1]
        return self.content_end(last[1] if isinstance(node, MappingNode) else last)

    def is_alias(self, node: Node) -> bool:
        """Whether an alias stands for the node here."""
        return self.text.startswith("*", node.start_mark.index)

    def dash_before(self, node: Node) -> int:
        """Where the dash of a list entry stands."""
        return max(at for at in self._dashes if at < node.start_mark.index)

    def shared(self, node: Node) -> tuple[int, int] | None:
        """Where an alias stands that must be written out before the node can be edited; None where none does.

        It is the node's own, or one that means the node's anchor.
        """
        start = node.start_mark.index
        if self.is_alias(node):
            return next((mark.start, mark.end) for mark in self._aliases if mark.start == start)
        anchor = next((mark for mark in self._anchors if mark.start == start), None)
        if anchor is None:
            return None
        same = [mark.start for mark in self._anchors if mark.name == anchor.name and mark.start > start]
        until = min(same, default=len(self.text))
        mine = (mark for mark in self._aliases if mark.name == anchor.name and start < mark.start < until)
        return next(((mark.start, mark.end) for mark in mine), None)

    def written_out(self, alias: tuple[int, int]) -> "Source":
        """The file with what an alias means in its place, on one line."""
        start, end = alias
        node = next(node for node in _all(self.root) if node.start_mark.index == start)
        return Source(self.path, self.text[:start] + _copy(node) + self.text[end:])

    @cached_property
    def _tokens(self) -> list[tuple[type, _Mark]]:
        parser = CParser(self._data)
        found = []
        while not isinstance(token := parser.get_token(), StreamEndToken):
            if isinstance(token, AliasToken | AnchorToken | BlockEntryToken):
                mark = _Mark(getattr(token, "value", ""), token.start_mark.index, token.end_mark.index)
                found.append((type(token), mark))
        return found

    @cached_property
    def _dashes(self) -> list[int]:
        return [mark.start for kind, mark in self._tokens if kind is BlockEntryToken]

    @cached_property
    def _aliases(self) -> list[_Mark]:
        return [mark for kind, mark in self._tokens if kind is AliasToken]

    @cached_property
    def _anchors(self) -> list[_Mark]:
        return [mark for kind, mark in self._tokens if kind is AnchorToken]


def decoded(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark of a file, empty where it has none, and its text."""
    bare = data.removeprefix(_BOM)
    return data[: len(data) - len(bare)], bare.decode("utf-8")


def spliced(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """The text with parts replaced: start, end, and what comes there; at one place in the order given."""
    ordered = sorted(changes, key=lambda change: change[:2])
    ends = [0, *(end for _, end, _ in ordered)]
    parts = [text[end:start] + new for end, (start, _, new) in zip(ends, ordered, strict=False)]
    return "".join(parts) + text[ends[-1] :]


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode) and isinstance(step, str):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: Node = node.value[step]
        return found
    return None


def _all(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    yield node
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _all(item)
    elif isinstance(node, MappingNode):
        for pair in node.value:
            for part in pair:
                yield from _all(part)


def _copy(node: Node) -> str:
    """The node on one line, aliases in it written out; what was quoted stays quoted."""
    if isinstance(node, SequenceNode):
        return f"[{', '.join(map(_copy, node.value))}]"
    if isinstance(node, MappingNode):
        return "{" + ", ".join(f"{_copy(key)}: {_copy(value)}" for key, value in node.value) + "}"
    assert isinstance(node, ScalarNode)  # YAML has no fourth kind
    return quoted(node.value) if node.style else scalar(node.value, flow=True)
