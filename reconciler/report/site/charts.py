"""Pictures of numbers, drawn as SVG on our side: what stands where, with the same in words. Pure.

Coordinates are texts with one decimal, so that equal numbers give equal bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.model.audit import SeatCount
from reconciler.model.instants import instant
from reconciler.report.messages.phrases import Phrases

_DAY = len("2026-11-22")
_WIDE, _HIGH, _EDGE = 120.0, 28.0, 3.0
_LINE_WIDE = 1000.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a whole: `width` in per cent with one decimal; `label` says it in words."""

    width: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Used seats over time as a stepped line, and their total as another; `label` says it in words.

    `used` and `total` are points of SVG, `total` empty where it is not known. `end` is the last point of `used`.
    """

    used: str
    total: str
    end: tuple[str, str]
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month on a line of time."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """A token on a line of time, in the lane `y` with its name at `text_x`, set to its `anchor` (start or end)."""

    x: str
    y: str
    text_x: str
    anchor: str
    name: str
    day: str
    tone: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Expiry dates on a line of time from now on; `height` of the whole picture. Past dates stand at its beginning."""

    height: str
    line: str
    ticks: tuple[Tick, ...]
    expiries: tuple[Expiry, ...]
    label: str


def bar(used: int | None, total: int | None, tone: str, say: Phrases) -> Bar | None:
    """How much of a total is used; None where that is not known, or where there is nothing to use."""
    if used is None or not total:
        return None
    share = min(1.0, max(0.0, used / total))
    return Bar(f"{share * 100:.1f}", say("site-bar", percent=round(share * 100)), tone)


def trend(counts: Sequence[SeatCount], say: Phrases) -> Trend | None:
    """The line of counts, oldest first; None with fewer than two that are known, which make no line."""
    known = [(instant(one.at), one) for one in counts if one.used is not None]
    if len(known) < 2:
        return None
    start, end = known[0][0], known[-1][0]
    span = max(1.0, (end - start).total_seconds())
    totals = [(at, one.total) for at, one in known if one.total is not None]
    top = max(1, *(one.used or 0 for _, one in known), *(total for _, total in totals))

    def x(at: datetime) -> float:
        return _EDGE + (at - start).total_seconds() / span * (_WIDE - 2 * _EDGE)

    def y(value: int) -> float:
        return _HIGH - _EDGE - value / top * (_HIGH - 2 * _EDGE)

    used = [(x(at), y(one.used or 0)) for at, one in known]
    first, last = known[0][1], known[-1][1]
    return Trend(
        used=_steps(used),
        total=_steps([(x(at), y(total)) for at, total in totals]) if len(totals) > 1 else "",
        end=(_coordinate(used[-1][0]), _coordinate(used[-1][1])),
        label=_trend_words(first, last, say),
    )


def _trend_words(first: SeatCount, last: SeatCount, say: Phrases) -> str:
    since = first.at[:_DAY]
    if first.used == last.used:
        return say("site-trend-level", last=last.used or 0, since=since)
    return say("site-trend", first=first.used or 0, last=last.used or 0, since=since)


@dataclass(frozen=True, slots=True)
class Due:
    """A token with a date: its name, when it expires, and its tone."""

    name: str
    expires: datetime
    tone: str


def calendar(dues: Sequence[Due], now: datetime, say: Phrases, months: int = 13) -> Calendar | None:
    """Expiry dates from now on; None where there is none. Dates beyond the last month stand at its end."""
    if not dues:
        return None
    start = datetime(now.year, now.month, 1, tzinfo=now.tzinfo)
    ticks = [_month(start, number) for number in range(months + 1)]
    span = (ticks[-1] - start).total_seconds()

    def x(at: datetime) -> float:
        share = min(1.0, max(0.0, (at - start).total_seconds() / span))
        return 10.0 + share * (_LINE_WIDE - 20.0)

    ordered = sorted(dues, key=lambda due: (due.expires, due.name))
    marks = tuple(_expiry(due, x(due.expires), lane) for lane, due in enumerate(ordered))
    height = 44.0 + 26.0 * len(ordered)
    return Calendar(
        height=_coordinate(height),
        line=_coordinate(height - 24.0),
        ticks=tuple(Tick(_coordinate(x(at)), f"{at.year}-{at.month:02}") for at in ticks),
        expiries=marks,
        label=say("site-calendar", count=len(dues)),
    )


def _expiry(due: Due, x: float, lane: int) -> Expiry:
    right = x < _LINE_WIDE * 0.6
    return Expiry(
        x=_coordinate(x),
        y=_coordinate(18.0 + 26.0 * lane),
        text_x=_coordinate(x + 12.0 if right else x - 12.0),
        anchor="start" if right else "end",
        name=due.name,
        day=due.expires.date().isoformat(),
        tone=due.tone,
    )


def _month(start: datetime, number: int) -> datetime:
    years, month = divmod(start.month - 1 + number, 12)
    return start.replace(year=start.year + years, month=month + 1)


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """Points of a line that keeps a value until the next one is known."""
    stepped = [points[0]]
    for x, y in points[1:]:
        stepped += [(x, stepped[-1][1]), (x, y)]
    return " ".join(f"{_coordinate(x)},{_coordinate(y)}" for x, y in stepped)


def _coordinate(value: float) -> str:
    return f"{value:.1f}"
