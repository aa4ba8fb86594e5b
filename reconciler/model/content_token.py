"""Apple's content token: what a downloaded .vpptoken file says. The secret itself is in no text that this gives."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

MOST_BYTES = 64 * 1024
"""A content token has a few hundred bytes; what is much longer is another file."""

_BYTE_ORDER_MARK = "\ufeff"

_Parsed = TypeVar("_Parsed")


class Flaw(StrEnum):
    """Why a text is no content token; never a part of it."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_BASE64 = "not-base64"
    NOT_JSON = "not-json"
    NO_SECRET = "no-secret"
    NO_ORGANIZATION = "no-organization"
    NO_EXPIRY = "no-expiry"
    BAD_EXPIRY = "bad-expiry"


class Absence(StrEnum):
    """Why there is no content token where the YAML points. None of them is a failure while planning."""

    NOT_SET = "not-set"
    NO_FILE = "no-file"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    NO_VAULT = "no-vault"
    BAD_VAULT = "bad-vault"
    NOT_INSTALLED = "not-installed"
    NO_SIGN_IN = "no-sign-in"
    NOT_IN_VAULT = "not-in-vault"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class NoContentToken(Exception):
    """A text that is no content token. Carries the flaw and nothing of the text, nor an error that would."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(str(flaw))
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class ContentToken:
    """What a content token says. `expires` is UTC; `text` is what Intune and Apple are given, and is never shown."""

    organization: str
    expires: datetime
    text: str = field(repr=False)


def decode(raw: bytes) -> ContentToken:
    """The content token in a file as it was downloaded, or as it was pasted: line breaks and a mark are forgiven.

    An expiry without an offset is UTC. Raises NoContentToken, whatever the bytes are.
    Source: Apple Platform Deployment, "Content tokens"; the file is Base64 of JSON with `token`, `expDate` and
    `orgName`, and its offset has no colon.
    """
    text = _bare(raw)
    body = _body(text)
    if not _is_text(body.get("token")):
        raise NoContentToken(Flaw.NO_SECRET)
    if not _is_text(body.get("orgName")):
        raise NoContentToken(Flaw.NO_ORGANIZATION)
    return ContentToken(body["orgName"], _expiry(body.get("expDate")), text)


# Errors of the parsers hold what they parsed. So a flaw is raised where no such error is being handled any more:
# `from None` would only hide the error from the traceback, and leave it in `__context__`.


def _bare(raw: bytes) -> str:
    """The Base64 text without blanks, line breaks and byte-order mark."""
    if len(raw) > MOST_BYTES:
        raise NoContentToken(Flaw.TOO_LONG)
    text = raw.decode("utf-8", "replace")  # what is no UTF-8 becomes characters that are no Base64 either
    bare = "".join(text.removeprefix(_BYTE_ORDER_MARK).split())
    if not bare:
        raise NoContentToken(Flaw.EMPTY)
    return bare


def _body(text: str) -> dict[str, Any]:
    decoded = _or_none(lambda: base64.b64decode(text, validate=True))
    if decoded is None:
        raise NoContentToken(Flaw.NOT_BASE64)
    body = _or_none(lambda: json.loads(decoded))
    if not isinstance(body, dict):
        raise NoContentToken(Flaw.NOT_JSON)
    return body


def _expiry(value: object) -> datetime:
    if value is None:
        raise NoContentToken(Flaw.NO_EXPIRY)
    expires = _or_none(lambda: _instant(value))
    if expires is None:
        raise NoContentToken(Flaw.BAD_EXPIRY)
    return expires


def _instant(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError("no text")
    expires = datetime.fromisoformat(value.strip())
    return expires.replace(tzinfo=expires.tzinfo or UTC).astimezone(UTC).replace(microsecond=0)


def _or_none(parse: Callable[[], _Parsed]) -> _Parsed | None:
    """What a parser gives; None where it cannot."""
    try:
        return parse()
    except (ValueError, OverflowError, RecursionError):
        return None


def _is_text(value: object) -> bool:
    """Whether the value is a text with something in it that can be written down: no half of a surrogate pair."""
    return isinstance(value, str) and bool(value.strip()) and not any("\ud800" <= char <= "\udfff" for char in value)
