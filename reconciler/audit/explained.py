"""Which audit events were made by an apply, and which nobody can account for. Read `outside`.

An event is explained by a run of apply
* when its correlation id is one of the ids that the receipt has of its requests; or else
* when it touched what the run was to change, within the time of the run and a little around it, nearest first, and no
  more such events than the run sent writes; and, where ids told who the reconciler is, only when that was the actor.

A synchronisation with Apple changes nothing that anybody manages, and a failed attempt changed nothing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.audit.compact import MANAGED
from reconciler.audit.names import Names
from reconciler.audit.observations import Collected
from reconciler.audit.reading import reading, texts
from reconciler.audit.runs import AuditedRun
from reconciler.model.audit import LoggedEvent, OutsideEvent, Recorded
from reconciler.model.instants import instant
from reconciler.model.record import OutcomeKind

SLACK = timedelta(minutes=5)
"""Our clock and the service's need not agree to the minute."""

_SENT = frozenset({str(OutcomeKind.APPLIED), str(OutcomeKind.FAILED), str(OutcomeKind.CONFLICT)})
_DONE = frozenset({"", "success"})


@dataclass(frozen=True, slots=True)
class _Write:
    """A write that a run sent to one thing, or may have sent: when, and within which time. `thing` is an id."""

    thing: str
    at: datetime
    start: datetime
    end: datetime


def outside(
    events: Sequence[Collected], records: Sequence[Recorded], runs: Sequence[AuditedRun], names: Names
) -> tuple[OutsideEvent, ...]:
    """The events that changed a managed thing and that no run explains, oldest first. The records are compact."""
    managed = _Managed(records, names)
    changing = [one for one in events if _changes_something(one.event)]
    left = _unexplained([one.event for one in changing], runs, names)
    return tuple(
        OutsideEvent(one.event, kind, thing, name, one.record)
        for one in changing
        if one.event.id in left
        for kind, thing, name in managed.among(one.event)
    )


def _changes_something(event: LoggedEvent) -> bool:
    if event.result.casefold() not in _DONE or event.operation.casefold() == "get":
        return False
    return "sync" not in event.activity.casefold()


def _unexplained(events: Sequence[LoggedEvent], runs: Sequence[AuditedRun], names: Names) -> set[str]:
    """The ids of the events that no run explains."""
    sent = {identity for run in runs for identity in _request_ids(run)}
    exact = {event.id for event in events if event.correlation in sent}
    actors = {event.actor for event in events if event.id in exact}
    left = [event for event in events if event.id not in exact and (not actors or event.actor in actors)]
    near = _near(left, [write for run in runs for write in _writes(run, names)])
    return {event.id for event in events} - exact - near


def _near(events: Sequence[LoggedEvent], writes: Sequence[_Write]) -> set[str]:
    """Pairs events with writes to the same thing, the nearest in time first, each once."""
    by_thing: dict[str, list[_Write]] = {}
    for write in writes:
        by_thing.setdefault(write.thing, []).append(write)
    pairs = sorted(
        (abs(event.at - write.at), event.id, thing, number)
        for event in events
        for thing in event.resources
        for number, write in enumerate(by_thing.get(thing, ()))
        if write.start - SLACK <= event.at <= write.end + SLACK
    )
    found: set[str] = set()
    taken: set[tuple[str, int]] = set()
    for _, event_id, thing, number in pairs:
        if event_id not in found and (thing, number) not in taken:
            found.add(event_id)
            taken.add((thing, number))
    return found


def _request_ids(run: AuditedRun) -> Iterator[str]:
    """The ids of the requests that a run sent, the service's own and ours."""
    if run.receipt is not None:
        with reading(run.receipt):
            for outcome in run.receipt.body["outcomes"]:
                ids = (*texts(outcome["requestIds"]), *texts(outcome.get("clientRequestIds", ())))
                yield from (identity.lower() for identity in ids)


def _writes(run: AuditedRun, names: Names) -> Iterator[_Write]:
    """The writes of a run: one for each request it noted; of a run that died, one to each thing it had planned."""
    if run.receipt is None or not run.by_itself:
        yield from _possible_writes(run, names)
    if run.receipt is None:
        return
    with reading(run.receipt):
        requests: dict[str, tuple[datetime, set[str]]] = {}
        for outcome in run.receipt.body["outcomes"]:
            if outcome["outcome"] in _SENT:
                key = str(outcome["change"]).rpartition(":")[0] if _is_book(outcome["change"]) else outcome["change"]
                at, ids = requests.setdefault(key, (instant(outcome["at"]), set()))
                ids.update(texts(outcome["requestIds"]))
        start = run.began or run.receipt.at
        for key, (at, ids) in requests.items():
            for thing in _things(f"{key}:" if _is_book(key) else key, names):
                yield from (_Write(thing, at, start, run.receipt.at) for _ in range(max(1, len(ids))))


def _possible_writes(run: AuditedRun, names: Names) -> Iterator[_Write]:
    start, end = run.began, run.until
    if start is None or end is None:
        return
    for thing in sorted({thing for change in run.planned for thing in _things(change, names)}):
        yield _Write(thing, start, start, end)


def _is_book(change: str) -> bool:
    return change.startswith("a:")


def _things(change: str, names: Names) -> tuple[str, ...]:
    """The ids that audit events know for the subject of a change: of a book, or of the VPP tokens of a handle."""
    kind, _, rest = change.partition(":")
    return (rest.partition(":")[0],) if kind == "a" else names.token_ids().get(rest, ())


class _Managed:
    """Which books git had applied at a moment, and which VPP tokens it declares."""

    def __init__(self, records: Iterable[Recorded], names: Names) -> None:
        self._names = names
        self._first: datetime | None = None
        self._times: list[datetime] = []
        self._books: list[frozenset[str]] = []
        for record in records:
            self._first = self._first or record.at
            books = record.body.get(MANAGED)
            if books is not None:
                self._times.append(record.at)
                self._books.append(books)

    def among(self, event: LoggedEvent) -> Iterator[tuple[str, str, str]]:
        """Kind, id and name of the managed things that the event touched."""
        if self._first is None or event.at < self._first:
            return
        place = bisect_right(self._times, event.at)
        books = self._books[place - 1] if place else frozenset()
        for thing in event.resources:
            if thing in books:
                yield "book", thing, self._names.titles.get(thing, thing)
            elif thing in self._names.handles:
                yield "token", thing, self._names.handles[thing]
