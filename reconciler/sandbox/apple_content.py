"""What a content token says of itself: `token`, `expDate`, `orgName`, and instants in Apple's spelling."""

import base64
import binascii
import json
import re
from datetime import UTC, datetime
from typing import Any

from reconciler.sandbox.clock import parse_instant
from reconciler.sandbox.errors import Refusal, bad_request
from reconciler.sandbox.messages import JsonObject

_OFFSET_WITHOUT_COLON = re.compile(r"([+-]\d\d)(\d\d)$")


def content_of(text: str) -> JsonObject:
    """What a content token says, `expDate` as a datetime. Refuses a bad text without quoting it."""
    try:
        value: Any = json.loads(base64.b64decode(bare(text), validate=True))
        expiry = apple_instant(value["expDate"])
        if not all(isinstance(value[name], str) and value[name] for name in ("token", "orgName")):
            raise ValueError
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise bad_request("The token is not the content of a token file from Apple.") from error
    return {**value, "expDate": expiry}


def expiry_of(text: str) -> datetime | None:
    """When a content token expires; None when it cannot be read."""
    try:
        return datetime.fromisoformat(str(content_of(text)["expDate"]))
    except Refusal:
        return None


def bare(text: str) -> str:
    """A content token without the line breaks and blanks that files have in them: what is compared and sent."""
    return "".join(text.split())


def apple_instant(text: str) -> datetime:
    """An instant as Apple writes it, whose offset has no colon. Raises ValueError when it is none."""
    return parse_instant(_OFFSET_WITHOUT_COLON.sub(r"\1:\2", text))


def format_apple_instant(instant: datetime) -> str:
    """An instant in UTC as Apple writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
