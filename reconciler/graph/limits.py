"""Microsoft's documented limits, kept by waiting before a request and not by being refused. Read `Limits`.

Source: Microsoft Graph, "Microsoft Graph service-specific throttling limits" (read 2026-11): "Intune books service
limits", "Intune auditing service limits" and "Identity and access service limits", for one app in one tenant, the
latter for the smallest tenants. A request inside a batch counts like any other.
"""

from collections.abc import Iterable

from reconciler.transport import Pace, Pacer

INTUNE_REQUESTS = (1000, 20.0)
"""Requests of any kind to Intune, and the seconds in which they are counted."""

INTUNE_WRITES = (100, 20.0)
"""Requests to Intune that write, and the seconds."""

DIRECTORY_UNITS = (3500, 10.0)
"""Resource units of requests to the directory, and the seconds."""

_TRANSITIVE_MEMBERS_UNITS = 4  # 5, and 1 less for $select
_OTHER_UNITS = 1


class Limits:
    """Turns to send, for one run against one tenant."""

    def __init__(self, pace: Pace) -> None:
        self._intune = Pacer(*INTUNE_REQUESTS, pace)
        self._writes = Pacer(*INTUNE_WRITES, pace)
        self._directory = Pacer(*DIRECTORY_UNITS, pace)

    def turn_to_read(self, paths: Iterable[str]) -> None:
        """Waits until these requests may be sent together; paths with or without root and version."""
        intune = directory = 0
        for path in paths:
            place = path.partition("?")[0]
            if "/groups" in place or "/organization" in place:
                directory += _TRANSITIVE_MEMBERS_UNITS if "/transitiveMembers" in place else _OTHER_UNITS
            else:
                intune += 1
        if intune:
            self._intune.take(intune)
        if directory:
            self._directory.take(directory)

    def turn_to_write(self) -> None:
        """Waits until one more write may be sent."""
        self._writes.take()
        self._intune.take()

    def wait_to_write(self) -> None:
        """Waits as `turn_to_write` would, and takes no turn."""
        self._writes.wait()

    def seconds_to_write(self, writes: int) -> float:
        """Seconds until the last of so many further writes may be sent."""
        return self._writes.seconds_for(writes)
