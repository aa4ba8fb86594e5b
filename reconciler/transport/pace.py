"""Time between requests: how patient a run is, what a service asked for, and what its limits allow. Read `Pace`."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

_MARGIN = 1.05
"""Windows are taken this much longer than documented: requests that leave apart may arrive closer together."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a failing service is tried, and where time and chance come from.

    `retry_seconds`: after them a request is given up. A `Retry-After` that ends later is still obeyed once, up to a
    minute, since a service that says when it will answer is not dead. With 0 nothing is repeated.
    """

    retry_seconds: float = 20.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    silence_seconds: float | None = None

    @property
    def silence(self) -> float:
        """Seconds without a byte after which an answer is no longer waited for: 30, less for impatient runs."""
        return self.silence_seconds or min(30.0, max(5.0, 1.5 * self.retry_seconds))


class Waiting:
    """What several lanes to one service share: nobody sends before the moment the service named to any of them.

    `seconds` is how long the service made the run wait; what two lanes wait through together counts once.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lock = threading.Lock()
        self._open_at = 0.0
        self._counted_until = 0.0
        self.seconds = 0.0

    def hold(self, seconds: float) -> None:
        """Nobody sends for that long."""
        with self._lock:
            self._open_at = max(self._open_at, self._pace.clock() + seconds)

    def for_the_others(self) -> None:
        """Waits where another lane was asked to wait; one sleep, since time may stand still."""
        left = self._open_at - self._pace.clock()
        if left > 0:
            self.sleep(left)

    def sleep(self, seconds: float) -> None:
        """Waits, and counts it."""
        with self._lock:
            now = self._pace.clock()
            until = now + seconds
            self.seconds += max(0.0, until - max(now, self._counted_until))
            self._counted_until = max(self._counted_until, until)
        self._pace.sleep(seconds)


class Pacer:
    """Keeps requests below a limit of so many in any so many seconds, by waiting before they are sent.

    A window that slides, not a bucket that fills up: a bucket lets nearly twice as many through in its first window.
    Safe to use from several threads; each waits for its own turn.
    """

    def __init__(self, most: int, seconds: float, pace: Pace) -> None:
        self._most = most
        self._window = seconds * _MARGIN
        self._pace = pace
        self._lock = threading.Lock()
        self._turns: deque[tuple[float, int]] = deque()
        self._sum = 0
        self._last = 0.0

    def take(self, cost: int = 1) -> None:
        """Waits until a request of this cost may be sent."""
        with self._lock:
            now = self._pace.clock()
            at = self._next(now, cost)
            self._turns.append((at, cost))
            self._sum += cost
            self._last = at
        if at > now:
            self._pace.sleep(at - now)

    def wait(self) -> None:
        """Waits until a request may be sent, without taking the turn."""
        with self._lock:
            now = self._pace.clock()
            self._last = self._next(now, 1)
            left = self._last - now
        if left > 0:
            self._pace.sleep(left)

    def seconds_for(self, requests: int) -> float:
        """Seconds until the last of so many further requests may be sent, if they take no time themselves."""
        with self._lock:
            now = self._pace.clock()
            turns = [at for at, cost in self._turns if at > now - self._window for _ in range(cost)]
        turns = turns[-self._most :]
        for _ in range(requests):
            turns.append(max(now, turns[-self._most] + self._window) if len(turns) >= self._most else now)
        return max(0.0, turns[-1] - now) if requests else 0.0

    def _next(self, now: float, cost: int) -> float:
        """The moment from which a request of this cost fits into the window; forgets what has left it by then."""
        at = max(now, self._last)
        while self._turns and (self._turns[0][0] <= at - self._window or self._sum + cost > self._most):
            sent, spent = self._turns.popleft()
            self._sum -= spent
            at = max(at, sent + self._window)
        return at
