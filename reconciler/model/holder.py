"""Who holds a tenant while it applies."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holder:
    """Which run holds the tenant."""

    host: str
    run: str
    pid: int
