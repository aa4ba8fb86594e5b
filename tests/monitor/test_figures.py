"""The figures of a tenant: tokens, pools, books and whom they go to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reconciler.match import match
from reconciler.model.entities import Share
from reconciler.model.ids import TokenId
from reconciler.model.observed import UNLIMITED, ObservedBook, TargetType
from reconciler.model.status import GroupFigures, Mark, Remembered, mark_of
from reconciler.monitor.figures import books_to_read, books_to_wait_for
from tests import worlds as w
from tests.audit.records import Chain, key, outcome
from tests.monitor.watching import assigned, counted, device

LIMIT = Share(5, 10)


@pytest.mark.parametrize(
    ("expected", "total", "used"),
    [
        (Mark.NONE, 60, 29),
        (Mark.HALF, 60, 30),
        (Mark.HALF, 60, 54),
        (Mark.LOW, 60, 55),
        (Mark.LOW, 60, 60),
        (Mark.LOW, 4, 0),
        (Mark.ODD, 60, 61),
        (Mark.NONE, 0, 0),
        (Mark.UNKNOWN, None, 3),
        (Mark.UNKNOWN, 60, None),
        (Mark.UNLIMITED, UNLIMITED, 900),
    ],
)
def test_seats_are_marked_by_the_thresholds_of_the_rules(expected: Mark, total: int | None, used: int | None) -> None:
    assert expected is mark_of(total, used, LIMIT)


def test_every_book_of_the_tenant_is_there_and_git_is_told_apart() -> None:
    found = counted(assigned(2), w.observed_book(1, total=10, used=4), w.observed_book(2))
    assert [("Book 1", "norr", False), ("Book 2", "norr", True)] == [
        (one.title, one.pool, one.declared) for one in found.books
    ]
    assert [6, 100] == [one.free for one in found.books]


def test_a_pool_sums_what_can_be_summed() -> None:
    books = [
        w.observed_book(1, total=10, used=9),
        w.observed_book(2, total=20, used=1),
        w.observed_book(3, total=UNLIMITED, used=7),
        w.observed_book(4, total=None, used=2),
    ]
    [pool] = counted(w.desired(), *books).pools
    assert ("norr", 4, 30, 10, 20, 1, 1, 1) == (
        pool.name,
        pool.books,
        pool.total,
        pool.used,
        pool.free,
        pool.unlimited,
        pool.unknown,
        pool.low,
    )


def test_groups_of_a_book_are_those_of_the_tenant_and_those_that_git_wants() -> None:
    book = w.observed_book(1, w.shown(1, "available"), w.shown(3, "required"), w.shown(0, "available", "", ALL_USERS))
    [found] = counted(assigned(1, 1, 2), book).books
    assert (
        GroupFigures(None, "#allUsers", "allUsers", "available", False),
        GroupFigures(w.group_id(1), "Group 1", "group", "available", True),
        GroupFigures(w.group_id(2), "Group 2", "group", None, True),
        GroupFigures(w.group_id(3), "Group 3", "group", "required", False),
    ) == found.groups


ALL_USERS = TargetType.ALL_USERS


@pytest.mark.parametrize(
    ("expected", "book"),
    [
        (3, w.observed_book(1, w.shown(1, "available"), w.shown(2, "required"))),
        (None, w.observed_book(1, w.shown(1, "available"), w.shown(0, "available", "", ALL_USERS))),
        (None, w.observed_book(1, w.shown(9, "available"))),
        (0, w.observed_book(1)),
    ],
    ids=["each user once", "beyond groups", "a group that could not be read", "nobody"],
)
def test_users_behind_a_book_are_counted_once_or_not_known(expected: int | None, book: ObservedBook) -> None:
    readers = w.readers({1: ["ada", "bo"], 2: ["bo", "cy"]})
    assert expected == counted(assigned(1, 1), book, readers=readers).books[0].covered


def test_a_token_tells_its_days_and_how_old_its_licences_are() -> None:
    token = replace(
        w.observed_token(expires=w.NOW + timedelta(days=21, hours=3)), last_sync=w.NOW - timedelta(hours=30)
    )
    foreign = replace(token, id=TokenId("70000000-0000-0000-0000-000000000002"), organization="Syd", expires=None)
    [own, other] = counted(w.desired(), tokens=[token, foreign]).tokens
    assert ("norr", True, 21, 30) == (own.name, own.declared, own.days, own.sync_hours)
    assert ("Syd", False, None) == (other.name, other.declared, other.days)


def test_a_token_that_expired_has_negative_days() -> None:
    [token] = counted(w.desired(), tokens=[w.observed_token("expired", w.NOW - timedelta(hours=1))]).tokens
    assert -1 == token.days


def test_a_declared_token_that_the_tenant_lacks_is_missing() -> None:
    [token] = counted(w.desired(), tokens=[]).tokens
    assert ("norr", "missing", None) == (token.name, token.state, token.days)


def test_counts_of_the_ledger_stand_with_their_book_and_the_collection_is_named() -> None:
    chain = Chain()
    seats = {w.book_id(1): {"title": "Book 1", "token": "norr", "used": 2, "total": 50}}
    record = chain.observe(w.NOW - timedelta(days=9), w.NOW - timedelta(days=2), seats=seats)
    found = counted(assigned(1), w.observed_book(1, total=40, used=3), chain=chain)
    assert [(2, 50)] == [(one.used, one.total) for one in found.books[0].counts]
    assert 50 == found.books[0].dropped.total  # type: ignore[union-attr]
    assert record.at == found.observed_at


def test_books_whose_installs_could_not_be_read_are_counted() -> None:
    books = [w.observed_book(n, w.shown(1, "available"), used=1) for n in (1, 2)]
    desired = w.desired(*(w.desired_book(n, w.assignment(w.group_id(1), "available")) for n in (1, 2)))
    found = counted(desired, *books, states={1: [device(1)]})
    assert (1, [w.book_id(1)]) == (found.unread_installs, [one.book for one in found.installs])


def test_only_books_that_can_be_on_a_device_are_asked_about() -> None:
    books = [
        w.observed_book(1, w.shown(1, "required"), used=3),
        w.observed_book(2, w.shown(1, "required"), used=0),
        w.observed_book(3, used=3),
        w.observed_book(4, w.shown(1, "required"), used=None),
    ]
    state = w.observed(*books)
    matching = match(w.desired(*(w.desired_book(n) for n in (1, 2, 3, 4))), state)
    assert (w.book_id(1), w.book_id(4)) == books_to_read(matching.books)
    remembered = Remembered({w.book_id(2): {}, w.book_id(9): {}}, {})
    assert (w.book_id(2),) == books_to_wait_for(matching.books, remembered)


def test_a_required_book_that_nobody_has_is_waited_for_without_asking() -> None:
    chain = Chain()
    chain.apply(w.NOW - timedelta(days=9), [outcome(key(1, 1), "required")], {key(1, 1): "required"})
    readers = w.readers({1: ["ada", "bo"]}, {1: []})
    found = counted(assigned(1, 1), w.observed_book(1, w.shown(1, "required")), readers=readers, chain=chain)
    assert [(0, 2)] == [(one.installed, one.missing) for one in found.installs]
