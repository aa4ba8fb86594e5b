"""The example school: a tenant as a new sandbox has it, with dates around the moment of its making.

In `example.json` a text `@now-6h` or `@now+200d` stands for an instant, and `@contentToken NAME HOURS ORGANISATION`
for a content token that is valid so many hours. Both are written out here, so that the school never grows stale, and
no file holds anything that looks like a secret.
"""

import base64
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from reconciler.sandbox.clock import format_instant
from reconciler.sandbox.messages import JsonObject

_INSTANT = re.compile(r"@now([+-]\d+)([dhm])")
_CONTENT_TOKEN = re.compile(r"@contentToken (\S+) (\d+) (.+)")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def example_state(now: datetime) -> JsonObject:
    """The example school's state, as made at this moment (to the second)."""
    text = Path(__file__).with_name("example.json").read_text("utf-8")
    state: JsonObject = _written_out(json.loads(text), now.replace(microsecond=0))
    return state


def content_token(name: str, expires: datetime, organisation: str) -> str:
    """A content token as Apple's portal gives it out: Base64 text of JSON. The secret in it is invented."""
    content = {
        "token": base64.b64encode(f"example-{name}".encode()).decode(),
        "expDate": expires.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "orgName": organisation,
    }
    return base64.b64encode(json.dumps(content, ensure_ascii=False).encode("utf-8")).decode()


def _written_out(value: Any, now: datetime) -> Any:
    if isinstance(value, dict):
        return {key: _written_out(item, now) for key, item in value.items()}
    if isinstance(value, list):
        return [_written_out(item, now) for item in value]
    return _text(value, now) if isinstance(value, str) and value.startswith("@") else value


def _text(text: str, now: datetime) -> str:
    if match := _INSTANT.fullmatch(text):
        return format_instant(_moved(now, match.group(1), match.group(2)))
    if match := _CONTENT_TOKEN.fullmatch(text):
        name, hours, organisation = match.groups()
        return content_token(name, _moved(now, hours, "h"), organisation)
    return text


def _moved(now: datetime, number: str, unit: str) -> datetime:
    return now + timedelta(**{_UNITS[unit]: int(number)})
