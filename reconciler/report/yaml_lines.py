"""YAML lines to paste: texts are quoted where an unquoted one would be read as something else."""

import json
import re

_PLAIN = re.compile(r"[^\W\d_][\w.@+-]*(?: [\w.@+-]+)*")
"""A letter, then words of letters, digits and marks that mean nothing in YAML, one space between them."""
_TAKEN = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
"""What YAML 1.2 or 1.1 reads as another type. Numbers and dates begin with no letter."""


def scalar(text: str) -> str:
    """The text as one scalar that reads as exactly this text, whatever is in it."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _TAKEN:
        return text
    return "".join(map(_visible, json.dumps(text, ensure_ascii=False)))


def _visible(char: str) -> str:
    """What JSON leaves as it is and does not print: an escape of YAML."""
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def entry(fields: list[tuple[str, str]], indent: int = 0) -> list[str]:
    """An item of a sequence: `- key: value`, then a line for each further key. Values are scalars already."""
    first, *rest = [f"{key}: {value}" for key, value in fields]
    pad = " " * indent
    return [f"{pad}- {first}", *(f"{pad}  {line}" for line in rest)]
