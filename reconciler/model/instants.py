"""Instants: always UTC, written as RFC 3339 with `Z`."""

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """`2026-11-22T12:00:00Z`; fractions of a second only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """The instant that an RFC 3339 text names. Raises ValueError when it names none, or lacks an offset."""
    if "T" not in text.upper():
        raise ValueError(f"{text!r} is not an instant")
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return at.astimezone(UTC)
