"""Asking for a sync and waiting for its end, against a token whose course a test writes down."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from reconciler.model.errors import ServiceError
from reconciler.model.ids import TokenId
from reconciler.model.observed import ObservedToken
from reconciler.model.providers import Written
from reconciler.model.token_sync import SyncKind
from reconciler.syncs import Begun, Ended, Patience, begin_sync, wait_for_sync
from tests import worlds as w
from tests.fakes import tenant_of
from tests.graph.service import FakeTime

EARLIER, LATER = w.NOW - timedelta(hours=2), w.NOW + timedelta(seconds=5)
LOST = ServiceError("no answer", maybe_done=True)


def shown(status: str | None, last: datetime | None = EARLIER) -> ObservedToken:
    return replace(w.observed_token(), sync_status=status, last_sync=last)


@dataclass
class Course:
    """A token that shows one state after the other, the last one for ever; satisfies Syncing."""

    states: Sequence[ObservedToken | None]
    refusal: ServiceError | None = None
    asked: int = 0
    read: int = 0

    def token(self, token: TokenId) -> ObservedToken | None:
        self.read += 1
        return self.states[min(self.read, len(self.states)) - 1]

    def sync_token(self, token: TokenId) -> Written:
        self.asked += 1
        if self.refusal is not None:
            raise self.refusal
        return Written("r-1")


@dataclass
class Told:
    """Remembers what it was told."""

    steps: list[tuple[str, int, int | None]] = field(default_factory=list)

    def __call__(self, what: str, done: int, total: int | None) -> None:
        self.steps.append((what, done, total))


def waited(*states: ObservedToken | None, seconds: float = 60.0, time: FakeTime | None = None) -> Ended:
    """How waiting ends for a token that was as the first state says when it was asked."""
    [before, *_] = states
    assert before is not None
    clock = time or FakeTime()
    begun = Begun(before, w.NOW, None if before.sync_status == "inProgress" else Written("r"))
    return wait_for_sync(Course(states[1:]), begun, Patience(seconds, lambda: clock.now, clock.sleep))


@pytest.mark.parametrize(
    ("expected", "states"),
    [
        (SyncKind.COMPLETED, [shown("completed"), shown("completed", LATER)]),
        (SyncKind.COMPLETED, [shown("completed"), shown("completed"), shown("inProgress"), shown("completed", LATER)]),
        (SyncKind.COMPLETED, [shown("none", None), shown("none", None), shown("completed", LATER)]),
        (SyncKind.COMPLETED, [shown("failed"), shown("completed", LATER)]),
        (SyncKind.COMPLETED, [shown("inProgress"), shown("inProgress"), shown("completed")]),
        (SyncKind.COMPLETED, [shown("completed"), shown("inProgress"), shown("completed")]),
        (SyncKind.COMPLETED, [shown("completed", w.NOW), shown("completed", w.NOW)]),
        (SyncKind.TIMED_OUT, [shown("completed"), shown("completed")]),
        (SyncKind.TIMED_OUT, [shown("completed"), shown("inProgress")]),
        (SyncKind.TIMED_OUT, [shown("none", None), shown(None, None)]),
        (SyncKind.TIMED_OUT, [shown("completed"), shown("somethingNew", LATER)]),
        (SyncKind.FAILED, [shown("completed"), shown("failed")]),
        (SyncKind.FAILED, [shown("failed"), shown("inProgress"), shown("failed")]),
        (SyncKind.FAILED, [shown("failed"), shown("failed")]),
        (SyncKind.COMPLETED, [shown("failed"), shown("failed"), shown("inProgress"), shown("completed", LATER)]),
        (SyncKind.NOT_FOUND, [shown("completed"), None]),
    ],
)
def test_a_sync_has_ended_when_the_token_shows_another_end_than_before(
    expected: SyncKind, states: list[ObservedToken | None]
) -> None:
    ended = waited(*states)
    assert expected is ended.kind
    assert (states[-1] is None) is (ended.shown is None)


def test_waiting_is_bounded_and_asks_ever_less_often() -> None:
    time = FakeTime()
    waited(shown("completed"), shown("inProgress"), seconds=60.0, time=time)
    assert [1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0] == time.slept
    assert 60.0 == sum(time.slept)


def test_a_sync_that_is_over_at_once_is_not_waited_for() -> None:
    time = FakeTime()
    waited(shown("completed"), shown("completed", LATER), time=time)
    assert [] == time.slept


def test_several_waits_end_at_one_moment() -> None:
    time = FakeTime()
    patience = Patience(60.0, lambda: time.now, time.sleep)
    until = patience.until()
    for _ in range(3):
        begun = Begun(shown("completed"), w.NOW, Written("r"))
        ended = wait_for_sync(Course([shown("inProgress")]), begun, patience, until=until)
        assert SyncKind.TIMED_OUT is ended.kind
    assert 60.0 == sum(time.slept)


def test_progress_names_the_token_the_seconds_and_the_bound() -> None:
    time, told = FakeTime(), Told()
    begun = Begun(shown("completed"), w.NOW, Written("r"))
    course = Course([shown("inProgress"), shown("completed", LATER)])
    wait_for_sync(course, begun, Patience(60.0, lambda: time.now, time.sleep), told, "sync of norr")
    assert [("sync of norr", 0, 60), ("sync of norr", 1, 60)] == told.steps


def test_a_token_that_is_syncing_is_not_asked_again() -> None:
    course = Course([shown("inProgress")])
    begun = begin_sync(course, w.TOKEN_ID, w.NOW)
    assert begun is not None
    assert (None, 0) == (begun.written, course.asked)


def test_a_token_that_is_not_there_is_not_asked() -> None:
    course = Course([None])
    assert None is begin_sync(course, w.TOKEN_ID, w.NOW)
    assert 0 == course.asked


@pytest.mark.parametrize("now", [shown("inProgress"), shown("completed", LATER), shown("failed")])
def test_an_answer_that_was_lost_counts_where_the_token_shows_that_it_was_heard(now: ObservedToken) -> None:
    begun = begin_sync(Course([shown("completed"), now], LOST), w.TOKEN_ID, w.NOW)
    assert begun is not None
    assert begun.written is not None


def test_a_refusal_is_told_and_nothing_is_asked_twice() -> None:
    for refusal, states in ((LOST, [shown("completed")]), (ServiceError("no", status=403), [shown("completed")])):
        course = Course(states, refusal)
        with pytest.raises(ServiceError):
            begin_sync(course, w.TOKEN_ID, w.NOW)
        assert 1 == course.asked


def test_the_tenant_in_memory_can_be_synced_too() -> None:
    tenant, time = tenant_of(), FakeTime()
    begun = begin_sync(tenant, w.TOKEN_ID, w.NOW)
    assert begun is not None
    assert SyncKind.COMPLETED is wait_for_sync(tenant, begun, Patience(60.0, lambda: time.now, time.sleep)).kind
    assert [(w.TOKEN_ID, "sync")] == tenant.token_writes
