"""Counts and ranges of seats in words. Unknown is said, never guessed; unlimited is said, never a number."""

from reconciler.model.forecast import Forecast, Seats
from reconciler.model.observed import UNLIMITED
from reconciler.report.messages.phrases import ENGLISH, Phrases

UNKNOWN = "unknown"


def count(number: int, noun: str) -> str:
    """`1 book`, `2 books`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def span(best: int | None, worst: int | None, say: Phrases = ENGLISH) -> str:
    """`18 … 46`; one number where both are the same; `unknown` where one is."""
    if best is None or worst is None:
        return say("unknown")
    return str(best) if best == worst else f"{best} … {worst}"


def in_use(forecast: Forecast, say: Phrases = ENGLISH) -> str:
    """Seats in use after the plan, of the total: `18 … 46 of 60`, `5, unlimited`, `unknown`."""
    unknown = say("unknown")
    after = span(forecast.best, forecast.worst, say)
    if forecast.total == UNLIMITED:
        return say("unlimited", after=after)
    if forecast.total is None:
        return after if after == unknown else say("of-total", after=after, total=unknown)
    return say("of-total", after=after, total=forecast.total)


def used_now(forecast: Forecast, say: Phrases = ENGLISH) -> str:
    """Seats in use before the plan."""
    return say("unknown") if forecast.used is None else str(forecast.used)


def used_for_good(seats: Seats, say: Phrases = ENGLISH) -> str:
    """New seats in words: `0 … 28 new seats used for good`; empty where there are surely none."""
    if (seats.best, seats.worst) == (0, 0):
        return ""
    key = "new-seat" if (seats.best, seats.worst) == (1, 1) else "new-seats"
    return say(key, span=span(seats.best, seats.worst, say))


def free_then(forecast: Forecast, say: Phrases = ENGLISH) -> str:
    """Free seats before and after the plan, best … worst: `42 → 42 … 14`, `3 → 0, 4 short`, `unlimited`."""
    if forecast.total == UNLIMITED:
        return say("unlimited-seats")
    if forecast.total is None:
        return say("unknown")
    now = say("unknown") if forecast.used is None else str(max(0, forecast.total - forecast.used))
    after = span(_free(forecast.total, forecast.best), _free(forecast.total, forecast.worst), say)
    if forecast.short.worst:
        after = say("short-of", after=after, short=span(forecast.short.best, forecast.short.worst, say))
    return f"{now} → {after}"


def seats_for_good(seats: Seats, say: Phrases) -> str:
    """New seats in words, also where there are none: `0 new seats used for good`."""
    return say("seats-for-good", span=span(seats.best, seats.worst, say), last=1 if seats.worst == 1 else 2)


def _free(total: int, used: int | None) -> int | None:
    return None if used is None else max(0, total - used)
