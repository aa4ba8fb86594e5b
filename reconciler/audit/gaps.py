"""For which time audit events are known, and for which nobody knows anything. Read `knowledge`."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from reconciler.model.audit import Knowledge, Span

SAFE_DAYS = 300
"""Intune keeps audit events for about a year; what is older than this may be gone already (RULES, VPP605)."""


def knowledge(first: datetime | None, spans: Iterable[Span]) -> Knowledge:
    """What is known since the chain began. `first` is the time of its first record."""
    joined = tuple(_joined(spans))
    collected = joined[-1].end if joined else None
    holes = tuple(_holes(first, joined)) if first is not None else ()
    return Knowledge(first, collected, joined, holes)


def next_span(known: Knowledge, now: datetime) -> Span:
    """The time for which the next collection can vouch: since the last one, but no longer than events surely stay."""
    oldest = now - timedelta(days=SAFE_DAYS)
    start = max(known.collected, oldest) if known.collected is not None else oldest
    return Span(min(start, now), now)


def is_old(known: Knowledge, now: datetime) -> bool:
    """Whether so much time has passed since the last collection, or the first record, that events may be gone."""
    since = known.collected or known.first
    return since is not None and now - since > timedelta(days=SAFE_DAYS)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order of time, with those joined that touch or overlap."""
    current: Span | None = None
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if current is not None and span.start <= current.end:
            current = Span(current.start, max(current.end, span.end))
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _holes(first: datetime, joined: tuple[Span, ...]) -> Iterator[Span]:
    known_until = first
    for span in joined:
        if span.start > known_until:
            yield Span(known_until, span.start)
        known_until = max(known_until, span.end)
