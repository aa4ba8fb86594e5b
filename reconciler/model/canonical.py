"""Canonical JSON (RFC 8785) and digests over it."""

import hashlib
import json
import re
from typing import Any

from reconciler.model.ids import Digest

_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


def canonical(value: Any) -> bytes:
    """The one way to write this value as JSON: sorted keys, no space, UTF-8, no newline at the end.

    Only None, bool, int (below 2^53), str, list, tuple and dict with str keys. Nothing of ours has numbers
    with a fraction, whose spelling is where writers disagree. Raises TypeError for anything else.

    Python's own writer gives the same bytes as RFC 8785 for such values, many times faster than a
    library in Python, unless a key needs the order of UTF-16; then the library does it.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse)
    if not text.isascii() and _BEYOND_BMP.search(text):
        import rfc8785  # only for names beyond the basic plane, hardly ever

        return rfc8785.dumps(value)
    return text.encode("utf-8")


def digest(value: Any) -> Digest:
    """`sha256:…` over the canonical JSON of the value."""
    return Digest("sha256:" + hashlib.sha256(canonical(value)).hexdigest())


def sealed(value: dict[str, Any]) -> dict[str, Any]:
    """The value with a `digest` over everything else in it."""
    body = {key: item for key, item in value.items() if key != "digest"}
    return {**body, "digest": digest(body)}


def _refuse(value: Any) -> Any:
    raise TypeError(f"{type(value).__name__} has no canonical JSON")
