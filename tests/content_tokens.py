"""Content tokens made up for tests, and a search for any part of one in a text."""

import base64
import json
from typing import Any

SECRET = "c2VjcmV0IG9mIGEgbG9jYXRpb24gdGhhdCBub2JvZHkgbWF5IHNlZQ"
"""The inner secret; what an outer text makes of it is looked for too."""
EXPIRES = "2027-06-01T00:00:00+0000"
_LEAST = 12
"""Shorter pieces of Base64 could stand in a text by chance."""


def body(**other: Any) -> dict[str, Any]:
    """What the file encodes; a value of `...` leaves its key out."""
    whole = {"token": SECRET, "expDate": EXPIRES, "orgName": "Norr", **other}
    return {key: value for key, value in whole.items() if value is not ...}


def encoded(value: Any) -> bytes:
    """Base64 of JSON."""
    return base64.b64encode(json.dumps(value).encode())


def content_token(**other: Any) -> bytes:
    """A file as Apple gives it."""
    return encoded(body(**other))


def parts_in(text: str, raw: bytes) -> list[str]:
    """Pieces of a content token, or of the secret within, that stand in a text; empty where there is none."""
    pieces = []
    for secret in (SECRET, raw.decode("utf-8", "replace")):
        steps = range(max(1, len(secret) - _LEAST + 1))
        pieces += [secret[start : start + _LEAST] for start in steps]
    return sorted({piece for piece in pieces if len(piece) == _LEAST and piece in text})
