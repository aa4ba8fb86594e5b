"""Audit events are paired with applies; what is left over happened outside git."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import worlds as w
from tests.audit.records import Chain, day, event, key, outcome

BOOK = w.book_id(1)
TOKEN = str(w.TOKEN_ID)
MINUTE = timedelta(minutes=1)


def applied_on(first: datetime) -> Chain:
    """A chain whose first run gave book 1 to group 1."""
    chain = Chain()
    chain.apply(first, [outcome(key(1, 1), "required")], {key(1, 1): "required"})
    return chain


def outside(chain: Chain, *events: dict[str, Any]) -> list[str]:
    """The ids of the events that no apply explains."""
    chain.observe(day(-1), day(100), *events)
    return [one.event.id for one in chain.history({TOKEN: "norr"}).outside]


def test_the_write_of_an_apply_is_explained_by_it() -> None:
    assert [] == outside(applied_on(day(1)), event(day(1) + MINUTE, BOOK, actor="app"))


def test_a_change_on_another_day_is_outside() -> None:
    late = event(day(2), BOOK)
    assert [late["id"]] == outside(applied_on(day(1)), late)


def test_of_two_events_around_one_write_the_nearer_is_explained() -> None:
    ours, theirs = event(day(1) + MINUTE, BOOK, actor="app"), event(day(1) + 3 * MINUTE, BOOK)
    assert [theirs["id"]] == outside(applied_on(day(1)), theirs, ours)


def test_an_event_on_another_managed_book_is_not_explained_by_the_time_alone() -> None:
    chain = applied_on(day(1))
    chain.apply(day(3), [outcome(key(2, 1), "required")], {key(1, 1): "required", key(2, 1): "required"})
    theirs = event(day(3) + MINUTE, BOOK)
    assert [theirs["id"]] == outside(chain, event(day(3) + MINUTE, w.book_id(2)), theirs, event(day(1) + MINUTE, BOOK))


def test_where_ids_tell_who_we_are_nobody_else_is_explained_by_time() -> None:
    chain = Chain()
    one = outcome(key(1, 1), "required", requestIds=["R-1"])
    chain.apply(day(1), [one], {key(1, 1): "required"})
    chain.apply(day(2), [{**one, "requestIds": ["lost"]}], {key(1, 1): "required"})
    ours = event(day(1) + MINUTE, BOOK, actor="app", correlation="r-1")
    unproven = event(day(2) + MINUTE, BOOK, actor="app", correlation="x")
    theirs = event(day(2) + MINUTE, BOOK, correlation="y")
    assert [theirs["id"]] == outside(chain, ours, theirs, unproven)


def test_ids_of_our_own_requests_count_as_the_services_do() -> None:
    chain = Chain()
    chain.apply(day(1), [outcome(key(1, 1), "required", clientRequestIds=["c-9"])], {key(1, 1): "required"})
    assert [] == outside(chain, event(day(9), BOOK, correlation="c-9"))


@pytest.mark.parametrize(
    "more",
    [
        {"result": "Failure"},
        {"operation": "Get"},
        {"activity": "syncLicenses VppToken", "resources": [TOKEN]},
        {"resources": [w.book_id(7)]},
        {"resources": ["0" * 36]},
    ],
)
def test_what_changed_nothing_that_is_managed_is_not_told(more: dict[str, Any]) -> None:
    assert [] == outside(applied_on(day(1)), event(day(5), BOOK) | more)


def test_a_change_before_git_managed_the_book_is_not_outside_git() -> None:
    assert [] == outside(applied_on(day(10)), event(day(5), BOOK))


def test_a_book_that_left_git_is_managed_no_more() -> None:
    chain = applied_on(day(1))
    chain.apply(day(5), [], {})
    assert [] == outside(chain, event(day(9), BOOK))


def test_a_token_that_was_changed_by_hand_is_told_by_its_handle() -> None:
    chain = applied_on(day(1))
    chain.observe(day(0), day(9), event(day(5), TOKEN, activity="Patch VppToken"))
    [found] = chain.history({TOKEN: "norr"}).outside
    assert ("token", "norr", 3) == (found.kind, found.name, found.record)


def test_a_renewal_by_apply_is_explained() -> None:
    chain = applied_on(day(1))
    chain.apply(day(5), [outcome("t:norr", None)], {key(1, 1): "required"})
    assert [] == outside(chain, event(day(5) + MINUTE, TOKEN, activity="Patch VppToken"))


def test_writes_of_a_run_that_died_are_explained_by_what_it_had_planned() -> None:
    chain = applied_on(day(1))
    dead = chain.intent(day(5), [key(1, 2)], "dead")
    later = chain.intent(day(6), [], "later")
    chain.receipt(dead, day(6), [], {key(1, 1): "required"})
    chain.receipt(later, day(6), [], {key(1, 1): "required"})
    after = event(day(6), BOOK)
    assert [after["id"]] == outside(chain, event(day(5) + 10 * MINUTE, BOOK), after)


def test_an_event_that_was_collected_twice_is_told_once() -> None:
    chain = applied_on(day(1))
    late = event(day(2), BOOK)
    chain.observe(day(0), day(3), late)
    assert [late["id"]] == outside(chain, late)
