"""Looks for content tokens where none may be: in all that commands say, and in all files that they write."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from reconciler.model.quoting import holds_secret

WRITTEN_BY_US = (
    "*plan*.json",
    "*receipt*.json",
    "*-intent.json",
    "*-observation.json",
    "*-import.json",
    "*.journal*",
    "*.ics",
    "*.csv",
    "*.html",
    "*.sarif",
    "*.xml",
    "*.log",
)
"""Names of files that only our commands write in tests; what a test itself lays out is another matter."""
_PIECE = 24


def assert_says_no_secret(text: str, environ: Mapping[str, str]) -> None:
    """Neither a content token of any kind, nor a piece of one that stands in the environment."""
    assert not holds_secret(text.encode("utf-8", "replace")), "a content token was said"
    assert [] == [piece for piece in pieces(environ.values()) if piece in text], "a piece of a secret was said"


def pieces(values: Iterable[str]) -> set[str]:
    """Beginnings and ends of the content tokens among some texts, of the secret inside, and of what that encodes."""
    found: set[str] = set()
    for value in values:
        for text in _spellings(value):
            found |= {text[:_PIECE], text[-_PIECE:]}
    return {piece for piece in found if len(piece) >= _PIECE // 2}


def _spellings(value: str) -> Iterator[str]:
    bare = "".join(value.split()).removeprefix("\ufeff")
    inner = _inner(bare)
    if inner is None:
        return
    yield bare
    yield inner
    try:
        yield base64.b64decode(inner, validate=True).decode()
    except (binascii.Error, ValueError):
        return


def _inner(text: str) -> str | None:
    try:
        body = json.loads(base64.b64decode(text, validate=True))
        return str(body["token"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return None


def leaking_files(folder: Path) -> list[str]:
    """The files below a folder that our commands wrote and that hold a content token."""
    found = {path for pattern in WRITTEN_BY_US for path in folder.rglob(pattern)}
    return sorted(str(path) for path in found if path.is_file() and holds_secret(path.read_bytes()))
