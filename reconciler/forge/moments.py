"""Moments as services write them."""

from datetime import UTC, datetime


def moment(text: str) -> datetime | None:
    """The moment that a text names; None where it names none. Fractions beyond microseconds are cut off."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
