"""Writes into YAML files that people have written: new values where the old ones stood, new entries behind the others.

All other bytes stay as they are. Read `edited`; `docs/reference/import.md` says what people are promised.
"""

from collections.abc import Callable, Sequence
from functools import partial

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from reconciler.desired.edit_source import Source, Way, decoded, spliced
from reconciler.desired.edit_write import block_items, block_pair, flow_value, quoted, scalar, single_quoted
from reconciler.model.edits import AddItems, CannotEdit, Edit, Entry, Scalar, SetValue

_ASSIGNMENTS = "assignments"
_STEP = 2
_Change = tuple[int, int, str]
_Ask = Callable[[Source], _Change]


def edited(path: str, data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file after these edits; places are those before any of them.

    Byte-order mark, line ends, comments, quotes, anchors and long lines stay. What an anchor shares between entries is
    written out first, so that only the entry that is meant changes. Raises CannotEdit, and Unreadable for a file that
    is no YAML.
    """
    if not edits:
        return data
    bom, text = decoded(data)
    source = Source(path, text)
    asks = [_understood(source, edit) for edit in edits]
    for way, _ in asks:
        while (alias := _in_the_way(source, way)) is not None:
            source = source.written_out(alias)
    return bom + spliced(source.text, [ask(source) for _, ask in asks]).encode("utf-8")


def new_file(head: Sequence[str], body: Entry) -> bytes:
    """A file of its own: comment lines, an empty line, and its keys. Entries of its lists stand apart."""
    lines = [f"# {line}".rstrip() for line in head] + [""]
    for number, (key, value) in enumerate(body.pairs):
        lines.extend([""] if number else [])
        if isinstance(value, tuple) and value:
            lines.extend([f"{key}:", *block_items(value, _STEP, apart=True)])
        else:
            lines.extend(block_pair(key, value, 0))
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _in_the_way(source: Source, way: Way) -> tuple[int, int] | None:
    """An alias that keeps a way from being this entry's own."""
    for node in source.along(way):
        # An alias that is the value itself is simply replaced.
        if isinstance(node, ScalarNode) and source.is_alias(node):
            continue
        if (alias := source.shared(node)) is not None:
            return alias
    return None


def _understood(source: Source, edit: Edit) -> tuple[Way, _Ask]:
    """The way to what is edited, and how it is done once nothing is shared any more."""
    if isinstance(edit, SetValue):
        way = source.way_to(edit.entry)
        if edit.inner is not None:
            way = source.way_inside(way, _ASSIGNMENTS, edit.inner)
        return (*way, edit.key), partial(_set, way=way, edit=edit)
    way = source.way_to(edit.entry) if edit.entry is not None else ()
    return (*way, edit.key), partial(_add, way=way, edit=edit)


def _set(source: Source, way: Way, edit: SetValue) -> _Change:
    node = source.node((*way, edit.key))
    if node is None:
        return _insert_key(source, way, edit)
    if not isinstance(node, ScalarNode):
        raise _cannot(source, node, f"{edit.key} is no plain value")
    start, end = node.start_mark.index, source.content_end(node)
    return start, end, _in_style(edit.value, node, flow=_in_flow(source, way))


def _in_style(value: Scalar, node: ScalarNode, *, flow: bool) -> str:
    """The value in the quotes that the one before it had."""
    if isinstance(value, str) and node.style == '"':
        return quoted(value)
    if isinstance(value, str) and node.style == "'" and (single := single_quoted(value)) is not None:
        return single
    return scalar(value, flow=flow)


def _insert_key(source: Source, way: Way, edit: SetValue) -> _Change:
    """A new key, below or behind the one that it comes after; else behind the first."""
    mapping = source.node(way)
    if not isinstance(mapping, MappingNode) or not mapping.value:
        raise CannotEdit(f"{source.path}: there is nothing to write {edit.key} behind")
    pairs = {key.value: (key, value) for key, value in mapping.value}
    key, value = pairs.get(edit.after, mapping.value[0])
    end = source.content_end(value)
    if mapping.flow_style:
        return end, end, f", {edit.key}: {scalar(edit.value, flow=True)}"
    line = source.line_end(end)
    indent = " " * source.column(key.start_mark.index)
    return line, line, f"{source.eol}{indent}{edit.key}: {scalar(edit.value)}"


def _add(source: Source, way: Way, edit: AddItems) -> _Change:
    holder = source.node(way)
    if isinstance(holder, MappingNode) and (holder.value or holder.flow_style):
        there = source.node((*way, edit.key))
        if there is None:
            return _add_list(source, way, holder, edit)
        if not isinstance(there, SequenceNode):
            raise _cannot(source, there, f"{edit.key} is no list")
        return _add_to_list(source, way, there, edit)
    end = len(source.text)
    before = "" if not source.text or source.text[-1] in "\r\n" else source.eol
    return end, end, before + "".join(f"{line}{source.eol}" for line in _new_list(edit, 0))


def _new_list(edit: AddItems, column: int) -> list[str]:
    lines = block_items(edit.items, column + _STEP, apart=edit.entry is None)
    return [f"{' ' * column}{edit.key}:", *lines]


def _add_list(source: Source, way: Way, holder: MappingNode, edit: AddItems) -> _Change:
    """The whole list, at the end of a mapping that lacks it."""
    if _in_flow(source, way) or holder.flow_style:
        end = source.content_end(holder.value[-1][1]) if holder.value else holder.end_mark.index - 1
        comma = ", " if holder.value else ""
        return end, end, f"{comma}{edit.key}: {flow_value(edit.items)}"
    column = source.column(holder.value[0][0].start_mark.index)
    apart = [""] if edit.entry is None else []
    return _below(source, source.content_end(holder), column + 1 - bool(edit.entry), [*apart, *_new_list(edit, column)])


def _add_to_list(source: Source, way: Way, there: SequenceNode, edit: AddItems) -> _Change:
    if not there.value:
        return _fill(source, way, there, edit)
    if there.flow_style:
        end = source.content_end(there.value[-1])
        return end, end, "".join(f", {flow_value(item)}" for item in edit.items)
    last = there.value[-1]
    column = source.column(source.dash_before(last))
    if isinstance(last, CollectionNode) and last.flow_style:
        lines = [f"{' ' * column}- {flow_value(item)}" for item in edit.items]
        return _below(source, source.content_end(there), column, lines)
    apart = _stand_apart(source, there, edit)
    lines = list(block_items(edit.items, column, apart=apart))
    least = max(column, 1) if edit.entry is None else column
    return _below(source, source.content_end(there), least, ["", *lines] if apart else lines)


def _fill(source: Source, way: Way, there: SequenceNode, edit: AddItems) -> _Change:
    """The first entries of an empty list: as a block where the list stands in one, else between its brackets."""
    start, end = there.start_mark.index, there.end_mark.index
    rest = source.text[end : source.line_end(end)]
    if _in_flow(source, way) or source.text[start:end] != "[]" or rest.strip():
        return end - 1, end - 1, ", ".join(map(flow_value, edit.items))
    key = next(key for key, value in _mapping(source, way).value if value is there)
    column = source.column(key.start_mark.index)
    lines = block_items(edit.items, column + _STEP, apart=edit.entry is None)
    begin = len(source.text[:start].rstrip(" \t"))
    return begin, source.line_end(end), "".join(f"{source.eol}{line}" for line in lines)


def _mapping(source: Source, way: Way) -> MappingNode:
    node = source.node(way)
    assert isinstance(node, MappingNode)  # the list was found in it
    return node


def _below(source: Source, end: int, least: int, lines: Sequence[str]) -> _Change:
    """The lines below what ends here, and below its comments: those indented as far as it is, without a gap."""
    line = source.line_end(end)
    while line < len(source.text):
        begin = source.next_line(line)
        stop = source.line_end(begin)
        comment = source.text[begin:stop].lstrip(" ")
        if not comment.startswith("#") or stop - begin - len(comment) < least:
            break
        line = stop
    return line, line, "".join(f"{source.eol}{text}" for text in lines)


def _stand_apart(source: Source, there: SequenceNode, edit: AddItems) -> bool:
    """Whether an empty line stands between the last two entries; for a single one, whether it is a section's."""
    if len(there.value) < 2:
        return edit.entry is None
    between = source.text[source.content_end(there.value[-2]) : source.dash_before(there.value[-1])]
    return any(not line.strip() for line in between.splitlines()[1:-1])


def _in_flow(source: Source, way: Way) -> bool:
    """Whether brackets or braces stand around what is reached."""
    return any(isinstance(node, CollectionNode) and node.flow_style for node in source.along(way))


def _cannot(source: Source, node: Node, why: str) -> CannotEdit:
    mark = node.start_mark
    return CannotEdit(f"{source.path}:{mark.line + 1}:{mark.column + 1}: {why}")
