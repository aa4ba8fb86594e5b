"""What earlier observations of the ledger say of books and groups."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeatsThen:
    """Seats of a book when they were last seen: all, and those in use (None where the tenant did not tell)."""

    total: int
    used: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class MembersThen:
    """The users of a group as pseudonyms when they were last written down, and the fingerprint of the key."""

    key: str
    users: frozenset[str]
    at: datetime
