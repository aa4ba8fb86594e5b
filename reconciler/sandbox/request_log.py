"""The log of requests, kept in memory: what came, who sent it, what was answered."""

import threading
from datetime import datetime

from reconciler.sandbox.clock import format_instant
from reconciler.sandbox.messages import JsonObject


class RequestLog:
    """Requests in the order of their answers, numbered from 1."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[JsonObject] = []

    def add(self, at: datetime, method: str, path: str, status: int, actor: str | None, items: int | None) -> None:
        """Notes a request; status 0 for a dropped one, `items` for a batch."""
        with self._lock:
            self._entries.append(
                {
                    "n": len(self._entries) + 1,
                    "at": format_instant(at),
                    "method": method,
                    "path": path,
                    "status": status,
                    "actor": actor,
                    "items": items,
                }
            )

    def entries(self) -> list[JsonObject]:
        """All that was noted since the last `clear`."""
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        """Forgets all, and counts from 1 again."""
        with self._lock:
            self._entries.clear()
