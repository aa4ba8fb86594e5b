"""The sandbox's clock: instants as text and as seconds, and which clock is asked."""

import re
from datetime import UTC, datetime

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,12})?([Zz]|[+-]\d\d:\d\d)")


def machine_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant in UTC. Raises ValueError when it is not one, or names a day that does not exist."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(f'"{text}" is not an instant such as 2026-08-14T06:30:00Z')
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def format_instant(instant: datetime) -> str:
    """An instant as Graph writes it: UTC with a Z, a fraction only when there is one."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
