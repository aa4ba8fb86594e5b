"""What stops a file from being read: bytes that are no YAML 1.2 text, and shapes that cost more than they say.

`check_bytes` first; then `needs_care` says whether a file must be composed step by step (`careful.py`).
"""

import re

from yaml.error import MarkedYAMLError

MOST_BYTES = 5_000_000
MOST_LEVELS = 32
MOST_NODES = 100_000
_SAFE_OPENERS = 2_000
"""So many levels of brackets a parser in C can descend without harm to its stack."""

_ALLOWED = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F), *range(0x80, 0x100)])
_REFUSED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LEADS = (b"\xc2", b"\xe2\x80", b"\xef\xbb\xbf", b"\xef\xbf")
"""How the refused characters beyond ASCII begin in UTF-8: most files need no look at each character."""
_PROPERTY = re.compile(rb"(?:^|[\x00-\x20\[\]{},:?\-\"'])(?:!|[&*][^\s])")
"""Where a tag, an anchor or an alias may begin."""
_COMPACT = bytes.maketrans(b"?:", b"--")
_COMPACT_LEVELS = b"-" * (MOST_LEVELS - 2)
"""So many indicators in a row, blanks aside, may open as many levels on one line."""


_BAD_DIRECTIVE = re.compile(rb"^%YAML[ \t]+[0-9.]+[^\s0-9.].*$", re.MULTILINE)
"""A version with something glued to it, which libyaml lets pass."""


class Unreadable(Exception):
    """A file that cannot be read (VPP006): variant and parameters of the rule's text, and where reading stopped."""

    def __init__(self, variant: str, line: int = 1, column: int = 1, **params: str | int) -> None:
        super().__init__(variant)
        self.variant = variant
        self.line = line
        self.column = column
        self.params = params


def check_bytes(data: bytes) -> bytes:
    """The bytes without a leading byte-order mark.

    Raises Unreadable for too many bytes, bytes that are not UTF-8, control characters, and the three characters
    (NEL, U+2028, U+2029) that YAML 1.1 takes for line ends and YAML 1.2 does not: places would differ.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("size", most=MOST_BYTES // 1_000_000)
    data = data.removeprefix(b"\xef\xbb\xbf")
    suspicious = bool(data.translate(None, _ALLOWED))
    if data.isascii():
        if suspicious:
            _refuse_character(data.decode("ascii"))
        return data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8"))
        raise Unreadable("encoding", line, column) from error
    if suspicious or any(lead in data for lead in _LEADS):
        _refuse_character(text)
    return data


def needs_care(data: bytes) -> bool:
    """Whether the bytes may hold tags, anchors, too many levels or too many nodes. Never wrong when it says no."""
    openers = data.count(b"[") + data.count(b"{")
    return (
        openers > _SAFE_OPENERS
        or most_nodes(data) > MOST_NODES
        or (any(mark in data for mark in (b"&", b"!", b"*")) and _PROPERTY.search(data) is not None)
        or _COMPACT_LEVELS in data.translate(_COMPACT, b" \t")
    )


def most_nodes(data: bytes) -> int:
    """As many nodes as the bytes can hold, or more: two for each key, one for each list entry, and the root.

    Every key has a colon, a question mark, or stands after a comma or an opening bracket; every list entry has a
    dash before a blank, a comma or a bracket. Exact enough that a file of a thousand books is not taken for a big
    one, which saves it the way through `_Careful`: twice as fast.
    """
    dashes = sum(data.count(b"-" + blank) for blank in (b" ", b"\n", b"\r", b"\t"))
    keys = data.count(b":") + data.count(b"?") + data.count(b",") + data.count(b"[") + data.count(b"{")
    return 2 * keys + dashes + 2


def from_parser(error: MarkedYAMLError) -> Unreadable:
    """The parser's complaint with its place, in our words around the parser's."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or "the text ends too early"
    if "another document" in problem or "single document" in str(error.context):
        return Unreadable("documents", line, column)
    since = error.context_mark
    if error.context and since is not None:
        context = f" {error.context} that begins at {since.line + 1}:{since.column + 1}"
        return Unreadable("syntax", line, column, problem=problem + context)
    return Unreadable("syntax", line, column, problem=problem)


def check_directives(data: bytes) -> None:
    """Raises Unreadable for a %YAML directive that is none."""
    if b"%YAML" in data and (bad := _BAD_DIRECTIVE.search(data.split(b"\n---", 1)[0])):
        line, column = _place(data[: bad.start()].decode("utf-8"))
        raise Unreadable("syntax", line, column, problem="this directive has more than a version")


def _refuse_character(text: str) -> None:
    found = _REFUSED.search(text)
    if found:
        line, column = _place(text[: found.start()])
        raise Unreadable("character", line, column, code=f"U+{ord(found.group()):04X}")


def _place(before: str) -> tuple[int, int]:
    """Line and column (from 1) of what follows the text; CRLF, LF and CR each end a line."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
