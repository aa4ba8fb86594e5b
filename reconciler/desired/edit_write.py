"""How values are written into YAML: what every tool reads as the text that it is, and no more quotes than needed.

Read `scalar`, then `block_items`.
"""

from collections.abc import Iterator

from reconciler.desired.scalars import plain
from reconciler.model.edits import Entry, Scalar, Value

_JOINERS = frozenset("\u200c\u200d")
"""Without them emoji and some scripts fall apart; they reorder and hide nothing."""
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~ .+")
"""What a plain text does not begin with: YAML's own marks, a blank, and what some tools begin a number with."""
_FLOW = frozenset(",[]{}:?")
_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_STEP = 2


def scalar(value: Scalar, *, flow: bool = False) -> str:
    """The value as YAML: plain where YAML 1.1 and 1.2 both read the same text, else in double quotes.

    `flow`: it stands between brackets. Control and bidi characters are written as escapes.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if _may_be_plain(value, flow=flow) else quoted(value)


def quoted(text: str) -> str:
    """The text in double quotes, on one line."""
    return f'"{"".join(map(_escaped, text))}"'


def single_quoted(text: str) -> str | None:
    """The text in single quotes; None where that cannot be: such a text has no escapes."""
    return None if any(map(_hidden, text)) else "'" + text.replace("'", "''") + "'"


def flow_value(value: Value) -> str:
    """The value on one line, with brackets and braces."""
    match value:
        case tuple():
            return f"[{', '.join(map(flow_value, value))}]"
        case Entry():
            return "{" + ", ".join(f"{key}: {flow_value(item)}" for key, item in value.pairs) + "}"
        case _:
            return scalar(value, flow=True)


def block_pair(key: str, value: Value, column: int) -> Iterator[str]:
    """The lines of a key and its value, the key at this column (from 0), without line ends."""
    indent = " " * column
    match value:
        case Entry():
            yield f"{indent}{key}:"
            for inner, item in value.pairs:
                yield from block_pair(inner, item, column + _STEP)
        case ():
            yield f"{indent}{key}: []"
        case tuple():
            yield f"{indent}{key}:"
            yield from block_items(value, column + _STEP)
        case _:
            yield f"{indent}{key}: {scalar(value)}"


def block_items(items: tuple[Entry, ...], column: int, *, apart: bool = False) -> Iterator[str]:
    """The lines of list entries, their dashes at this column; `apart`: with an empty line between two."""
    for number, item in enumerate(items):
        if apart and number:
            yield ""
        lines = [line for key, value in item.pairs for line in block_pair(key, value, column + _STEP)]
        yield f"{' ' * column}- {lines[0].lstrip(' ')}"
        yield from lines[1:]


def _may_be_plain(text: str, *, flow: bool) -> bool:
    if not text or text[0] in _INDICATORS or text[-1] in " :" or any(map(_hidden, text)):
        return False
    if ": " in text or " #" in text or text.startswith(("---", "...")) or (flow and not _FLOW.isdisjoint(text)):
        return False
    return isinstance(plain(text), str)


def _hidden(char: str) -> bool:
    return not char.isprintable() and char not in _JOINERS


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if not _hidden(char):
        return char
    code = ord(char)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
