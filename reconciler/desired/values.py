"""What the values of some YAML fields mean: dates, moments, escaped names. For the shapes and for the nouns."""

import re
from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from reconciler.desired.read import Escaped
from reconciler.desired.scalars import Misread
from reconciler.model.instants import instant

LONGEST = 1024
MOST = 999_999_999

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_date(value: Any) -> date | None:
    """The day that a value names as YYYY-MM-DD, quoted or not; None when it names none."""
    text = value.text if isinstance(value, Misread) else value
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_moment(value: Any) -> bool:
    """Whether a value names a day, or an RFC 3339 instant."""
    text = value.text if isinstance(value, Misread) else value
    if as_date(text) is not None:
        return True
    try:
        return isinstance(text, str) and bool(instant(text))
    except (ValueError, OverflowError):
        return False


def check_escaped(value: Any) -> Any:
    """A text with control characters that was written with escapes. Raises ValueError for anything else."""
    if isinstance(value, Escaped) and len(value) <= LONGEST:
        return value
    raise ValueError("no escaped name")


def check_date(value: Any) -> Any:
    """The value, which names a day. Raises PydanticCustomError when it does not."""
    if as_date(value) is None:
        raise PydanticCustomError("date", "no date")
    return value


def check_moment(value: Any) -> Any:
    """The value, which names a day or an instant. Raises PydanticCustomError when it does not."""
    if not is_moment(value):
        raise PydanticCustomError("moment", "no moment")
    return value
