"""Writes one book: re-read, write, read back until it is so. Read `write_book`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.apply.job import Job
from reconciler.model.change import Action, Change
from reconciler.model.entities import Intent
from reconciler.model.errors import ServiceError
from reconciler.model.ids import BookId, GroupId
from reconciler.model.observed import ObservedAssignment, ObservedBook, Target, TargetType
from reconciler.model.record import OutcomeKind

_REPEATABLE = (0, 408, 429, 500, 502, 503, 504)
"""Statuses after which a write may be repeated, once a reading has shown that it was not done. 0: no answer."""

_SLICE = 0.5
"""Seconds after which a waiting run looks whether it shall end."""

_Set = frozenset[tuple[Target, str]]


@dataclass(frozen=True, slots=True)
class BookResult:
    """What became of the changes of one book; all of them share it, since they travel in one write.

    `shown` is the book as it was last read. `sent` says whether a write was sent,
    `rule` under which rule the service refused it.
    """

    outcome: OutcomeKind
    request_ids: tuple[str, ...]
    shown: ObservedBook | None
    sent: bool
    note: str = ""
    rule: str = ""
    client_request_ids: tuple[str, ...] = ()


def write_book(job: Job, book: BookId, changes: Sequence[Change], may_write: Callable[[], bool]) -> BookResult:
    """Brings one book to where the changes want it, keeping everything else that stands there at the re-read.

    `may_write` is asked before each write: whether the lock is still held.
    """
    job.writer.wait_to_write()
    try:
        there = job.writer.book(book)
    except ServiceError as error:
        return BookResult(OutcomeKind.FAILED, (), None, False, error.message)
    if there is None:
        return BookResult(OutcomeKind.FAILED, (), None, False, "the book is no longer in the tenant")
    surprise = _surprise(there, changes)
    if surprise:
        return BookResult(OutcomeKind.CONFLICT, (), there, False, surprise)
    kept, wanted = _merge(there, changes)
    goal = frozenset({*_set(kept), *((_plain(group), str(intent)) for group, intent in wanted.items())})
    if _set(there.assignments) == goal:
        return BookResult(OutcomeKind.UNCHANGED, (), there, False)
    return _Writing(job, there, kept, wanted, goal).run(may_write)


def _surprise(there: ObservedBook, changes: Sequence[Change]) -> str:
    """What stands in the way: an assignment that is neither as it was planned from, nor as it shall be."""
    intents = {one.target: one.intent for one in there.assignments}
    for change in changes:
        if change.target is None:
            continue
        now = intents.get(_plain(change.target.id))
        before, after = (change.before or {}).get("intent"), (change.after or {}).get("intent")
        if now not in (before, after):
            name, was = change.target.display_name, before or "not assigned"
            return f'"{name}" is {now or "not assigned"} by now, and the plan began at {was}'
    return ""


def _merge(
    there: ObservedBook, changes: Sequence[Change]
) -> tuple[tuple[ObservedAssignment, ...], dict[GroupId, Intent]]:
    """What is posted back as it was read, and what is new."""
    touched = {_plain(change.target.id) for change in changes if change.target}
    kept = tuple(one for one in there.assignments if one.target not in touched)
    wanted = {
        change.target.id: Intent(change.after["intent"])
        for change in changes
        if change.target and change.after is not None and change.action is not Action.DELETE
    }
    return kept, dict(sorted(wanted.items()))


def _plain(group: GroupId) -> Target:
    return Target(TargetType.GROUP, group)


def _set(assignments: Iterable[ObservedAssignment]) -> _Set:
    return frozenset((one.target, one.intent) for one in assignments)


class _Writing:
    """One book on its way from `before` to `goal`."""

    def __init__(
        self,
        job: Job,
        there: ObservedBook,
        kept: tuple[ObservedAssignment, ...],
        wanted: Mapping[GroupId, Intent],
        goal: _Set,
    ) -> None:
        self._job = job
        self._book = there.id
        self._before = _set(there.assignments)
        self._kept = kept
        self._wanted = wanted
        self._goal = goal
        kept_targets = {one.target for one in kept}
        self._touched = {target for target, _ in self._before | goal} - kept_targets
        self._shown: ObservedBook | None = there
        self._request_ids: list[str] = []
        self._client_request_ids: list[str] = []

    def run(self, may_write: Callable[[], bool]) -> BookResult:
        """Writes, repeating only after a reading showed that nothing was done; then reads back."""
        failure: ServiceError | None = None
        for attempt in range(self._job.pace.write_attempts):
            if failure is not None and not self._waited(failure, attempt):
                break
            if not may_write():
                return self._not_written(failure)
            failure = self._send()
            if failure is None or not self._still_as_before(failure):
                return self._read_back(failure)
            if failure.status not in _REPEATABLE:
                break
        assert failure is not None
        return replace(self._result(OutcomeKind.FAILED, failure.message), rule=failure.code)

    def _waited(self, failure: ServiceError, attempt: int) -> bool:
        """Waits before a write is repeated. False when it would take too long, or the run shall end."""
        seconds = max(self._job.pace.pause(attempt), failure.retry_after or 0.0)
        if seconds > self._job.pace.longest_wait:
            return False
        while seconds > 0 and not self._job.stop.requested:
            self._job.sleep(min(seconds, _SLICE))
            seconds -= _SLICE
        return not self._job.stop.requested

    def _not_written(self, failure: ServiceError | None) -> BookResult:
        """The lock was lost before a write, or between two tries of one that was not done."""
        if failure is None:
            return BookResult(OutcomeKind.NOT_TRIED, (), self._shown, False, "the lease of this run was lost")
        return self._result(OutcomeKind.FAILED, f"{failure.message}; then the lease of this run was lost")

    def _send(self) -> ServiceError | None:
        try:
            written = self._job.writer.assign(self._book, self._kept, self._wanted)
        except ServiceError as error:
            self._request_ids += [error.request_id] if error.request_id else []
            self._client_request_ids += [error.client_request_id] if error.client_request_id else []
            return error
        self._request_ids.append(written.request_id)
        self._client_request_ids += [written.client_request_id] if written.client_request_id else []
        return None

    def _still_as_before(self, failure: ServiceError) -> bool:
        """Whether a reading shows that the failed write changed nothing. Unreadable counts as: not known."""
        if not failure.maybe_done and failure.status not in _REPEATABLE:
            return True
        return self._read() == self._before

    def _read(self) -> _Set | None:
        """The book's assignments now; None when they cannot be read."""
        try:
            shown = self._job.writer.book(self._book)
        except ServiceError:
            return None
        if shown is None:
            return None
        self._shown = shown
        return _set(shown.assignments)

    def _read_back(self, failure: ServiceError | None) -> BookResult:
        """Reads until the goal shows; a tenant may show a write late. Ends once our part of it shows."""
        seen: _Set | None = None
        for attempt in range(self._job.pace.readback_attempts):
            if attempt:
                self._job.sleep(self._job.pace.pause(attempt))
            seen = self._read()
            if seen == self._goal:
                return self._result(OutcomeKind.APPLIED)
            if seen is not None and self._own(seen) == self._own(self._goal):
                break
        if seen is None:
            told = failure.message if failure else "it could not be read back"
            return self._result(OutcomeKind.FAILED, f"{told}; whether it was written is not known")
        return self._result(OutcomeKind.CONFLICT, self._difference(seen))

    def _own(self, assignments: _Set) -> _Set:
        """The part of a set that this write is about."""
        return frozenset(one for one in assignments if one[0] in self._touched)

    def _difference(self, seen: _Set) -> str:
        lacking = sorted(_name(one) for one in self._goal - seen)
        extra = sorted(_name(one) for one in seen - self._goal)
        parts = [f"lacks {', '.join(lacking)}"] if lacking else []
        parts += [f"has {', '.join(extra)}, which was not there before the write"] if extra else []
        return "after the write the tenant " + " and ".join(parts)

    def _result(self, outcome: OutcomeKind, note: str = "") -> BookResult:
        ids, ours = tuple(self._request_ids), tuple(self._client_request_ids)
        return BookResult(outcome, ids, self._shown, True, note, client_request_ids=ours)


def _name(one: tuple[Target, str]) -> str:
    target, intent = one
    return f"{target.group or target.raw_type or target.type} ({intent})"
