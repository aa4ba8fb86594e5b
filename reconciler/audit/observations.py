"""Observation records: what is written into one, and what is read back from all. Read `observation_body`.

auditEvents   {"from", "to", "events"}: the entries of Intune's audit log that concern books and VPP tokens
seats         {book id: {"title", "token", "used", "total"}}, of books whose counts changed since the last one
tokens        one object per VPP token: handle (null where no file declares it), organisation, Apple account, state,
              expiry, sync; never a secret
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reconciler.audit.reading import count, mapping, reading, texts
from reconciler.model.audit import Custody, LoggedEvent, Recorded, SeatCount, Span
from reconciler.model.instants import instant, stamp
from reconciler.model.observed import ObservedBook, ObservedToken
from reconciler.model.record import RecordKind

_OURS = ("ebook", "vpptoken")
"""Parts of the names of activities on books and VPP tokens."""


@dataclass(frozen=True, slots=True)
class Collected:
    """An event and the observation that keeps it."""

    event: LoggedEvent
    record: int


def observation_body(
    span: Span,
    events: Iterable[LoggedEvent],
    books: Iterable[ObservedBook],
    tokens: Iterable[ObservedToken],
    handles: Mapping[str, str],
    counted: Mapping[str, tuple[int | None, int | None]],
) -> dict[str, Any]:
    """The body of an observation. `handles` are those of declared VPP tokens, by id.

    `counted` has used and total seats by book as the newest observations tell them: only what is another now is
    written down again.
    """
    return {
        "auditEvents": {
            "from": stamp(span.start),
            "to": stamp(span.end),
            "events": [_event_json(event) for event in events],
        },
        "seats": {
            book.id: _seats_json(book, handles) for book in books if counted.get(book.id) != (book.used, book.total)
        },
        "tokens": [_token_json(handles.get(token.id), token) for token in tokens],
    }


def concerning(events: Iterable[LoggedEvent], known: Set[str]) -> tuple[LoggedEvent, ...]:
    """The events on books and VPP tokens: by what they are called, or by the ids that are known.

    Everything else in the audit log of a tenant is nobody's business here, and may name readers.
    """
    return tuple(event for event in events if _is_ours(event) or not known.isdisjoint(event.resources))


def collected(records: Iterable[Recorded]) -> tuple[Collected, ...]:
    """All events that were collected, oldest first, each once."""
    found: dict[str, Collected] = {}
    for record in _observations(records):
        with reading(record):
            for wire in mapping(record.body.get("auditEvents")).get("events", ()):
                event = _event(wire)
                found.setdefault(event.id, Collected(event, record.seq))
    return tuple(sorted(found.values(), key=lambda one: (one.event.at, one.event.id)))


def spans(records: Iterable[Recorded]) -> tuple[Span, ...]:
    """The stretches of time whose events were collected, in the order of the records."""
    found: list[Span] = []
    for record in _observations(records):
        with reading(record):
            if told := mapping(record.body.get("auditEvents")):
                found.append(Span(instant(told["from"]), instant(told["to"])))
    return tuple(found)


def newest_counts(records: Iterable[Recorded]) -> dict[str, tuple[int | None, int | None]]:
    """Used and total seats by book, as the newest observation that tells them."""
    return {one.book: (one.used, one.total) for record in _observations(records) for one in observed_seats(record, {})}


def observed_seats(record: Recorded, titles: Mapping[str, str]) -> Iterator[SeatCount]:
    """The seats in one observation, by book."""
    for book, told in sorted(mapping(record.body.get("seats")).items()):
        row = mapping(told)
        title = str(row.get("title") or titles.get(book, ""))
        yield SeatCount(stamp(record.at), record.seq, book, title, count(row.get("used")), count(row.get("total")))


def custody(records: Iterable[Recorded]) -> Iterator[Custody]:
    """Every VPP token in every observation."""
    for record in _observations(records):
        with reading(record):
            for told in record.body.get("tokens") or ():
                yield _custody(record, told)


def _observations(records: Iterable[Recorded]) -> Iterator[Recorded]:
    return (record for record in records if record.kind is RecordKind.OBSERVATION)


def _is_ours(event: LoggedEvent) -> bool:
    plain = event.activity.casefold().replace(" ", "")
    return any(part in plain for part in _OURS)


def _event_json(event: LoggedEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "at": stamp(event.at),
        "actor": event.actor,
        "activity": event.activity,
        "operation": event.operation,
        "result": event.result,
        "correlation": event.correlation,
        "resources": list(event.resources),
    }


def _event(wire: Mapping[str, Any]) -> LoggedEvent:
    return LoggedEvent(
        id=str(wire["id"]),
        at=instant(wire["at"]),
        actor=str(wire["actor"]),
        activity=str(wire["activity"]),
        operation=str(wire["operation"]),
        result=str(wire["result"]),
        correlation=str(wire["correlation"]),
        resources=texts(wire["resources"]),
    )


def _seats_json(book: ObservedBook, handles: Mapping[str, str]) -> dict[str, Any]:
    token = handles.get(book.token, book.token) if book.token else None
    return {"title": book.title, "token": token, "used": book.used, "total": book.total}


def _token_json(handle: str | None, token: ObservedToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": handle,
        "organization": token.organization,
        "appleId": token.apple_id,
        "state": token.state,
        "expires": stamp(token.expires) if token.expires else None,
        "lastSync": stamp(token.last_sync) if token.last_sync else None,
        "syncStatus": token.sync_status,
    }


def _custody(record: Recorded, told: Mapping[str, Any]) -> Custody:
    def text(key: str) -> str:
        return str(told.get(key) or "")

    return Custody(
        at=stamp(record.at),
        record=record.seq,
        id=text("id"),
        name=text("name"),
        organization=text("organization"),
        apple_id=text("appleId"),
        state=text("state"),
        expires=text("expires"),
        last_sync=text("lastSync"),
        sync_status=text("syncStatus"),
    )


def seats_of_receipt(record: Recorded, titles: Mapping[str, str]) -> Iterator[SeatCount]:
    """The seats after a receipt, by book; receipts count used seats only."""
    for book, used in sorted(mapping(mapping(record.body["seats"])["after"]).items()):
        yield SeatCount(stamp(record.at), record.seq, book, titles.get(book, ""), count(used), None)


def newest_end(known: Iterable[Span]) -> datetime | None:
    """The end of the newest collection; None where nothing was ever collected."""
    return max((span.end for span in known), default=None)
