"""How a value of somebody else's is quoted in a message: on one line, short, and never a secret."""

import base64
import re

_MOST = 80
_LONG_RUN = re.compile(r"[A-Za-z0-9+/_=-]{40,}")
"""A content token is one such run. A GUID has 36 characters."""
_NOT_ALPHANUMERIC = bytes(code for code in range(256) if not chr(code).isalnum() or code > 0x7F)
_ESCAPED_BREAKS = re.compile(rb"\\[nrt]")

SECRET = "(a content token, not shown)"


def shown(value: object, most: int = _MOST) -> str:
    """The value as a message may quote it, without quotation marks and in at most so many characters.

    Control characters are escaped, long values are cut, and what may be a content token is left out.
    """
    text = str(value)
    if holds_secret(text.encode("utf-8", "replace")):
        return SECRET
    text = _LONG_RUN.sub("…", text)
    text = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def holds_secret(data: bytes) -> bool:
    """Whether the bytes hold a content token, however its lines are broken, indented or commented."""
    bare = bare_text(data)
    return all(any(needle in bare for needle in needles) for needles in SECRET_KEYS)


def bare_text(data: bytes) -> bytes:
    """Only the letters and digits, so that a text broken over lines stands in one piece again."""
    if b"\\" in data:
        data = _ESCAPED_BREAKS.sub(b"", data)
    return data.translate(None, _NOT_ALPHANUMERIC)


def _spellings(key: bytes) -> tuple[bytes, ...]:
    """How a text looks inside base64, at each of the three offsets it can stand at.

    The first and last characters depend on the neighbours and are left out.
    """
    found = []
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + key)
        whole = (offset + len(key)) * 8 // 6
        found.append(encoded[(offset * 8 + 5) // 6 : whole])
    return tuple(found)


SECRET_KEYS = tuple(_spellings(key) for key in (b'"expDate"', b'"orgName"', b'"token"'))
"""The keys of Apple's content token file: base64 of JSON with `token`, `expDate` and `orgName`."""
