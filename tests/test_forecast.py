"""The licence forecast against a brute-force count on random worlds."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.diff import diff
from reconciler.forecast import forecast_book, known_to_all, seats_of
from reconciler.match import match
from reconciler.model.change import Change
from reconciler.model.forecast import Seats
from reconciler.model.observed import UNLIMITED, ObservedBook, TargetType, Unread
from tests import worlds as w

_USERS = [f"u{n}" for n in range(8)]
_CROWDS = st.dictionaries(st.integers(1, 4), st.lists(st.sampled_from(_USERS), unique=True), min_size=4, max_size=4)
_INTENTS = st.dictionaries(st.integers(1, 4), st.sampled_from(["available", "required"]), max_size=4)


def _changes(want: dict[int, str], book: ObservedBook) -> tuple[Change, ...]:
    desired = w.desired(w.desired_book(1, *(w.assignment(w.group_id(g), i) for g, i in want.items())))
    observed = w.observed(book)
    return diff(desired, observed, match(desired, observed), {}).changes


@given(_CROWDS, _INTENTS, _INTENTS, st.lists(st.sampled_from(_USERS), unique=True), st.integers(0, 12))
def test_the_forecast_counts_people_and_not_memberships(
    crowds: dict[int, list[str]], want: dict[int, str], there: dict[int, str], holding: list[str], used: int
) -> None:
    book = w.observed_book(1, *(w.shown(g, i) for g, i in there.items()), total=10, used=used)
    changes = _changes(want, book)
    if not changes:
        return
    forecast = forecast_book(book, changes[0].book, changes, w.readers(crowds, {1: holding}))

    after = {**there, **want}
    covered = {user for group in after for user in crowds[group]}
    required = {user for group, intent in after.items() if intent == "required" for user in crowds[group]}
    known = covered & set(holding)
    held = max(used, len(known))
    assert held + len(covered - known) == forecast.worst
    assert max(held, len(required)) == forecast.best
    assert (len(covered), len(required), len(known)) == (forecast.covered, forecast.required, forecast.known_holders)
    assert Seats(forecast.worst - used, forecast.best - used) == forecast.new
    assert Seats(max(0, forecast.worst - 10), max(0, forecast.best - 10)) == forecast.short
    assert forecast.best <= forecast.worst


@given(_CROWDS, _INTENTS, _INTENTS, st.lists(st.sampled_from(_USERS), unique=True), st.integers(0, 12))
def test_a_change_may_use_a_seat_for_each_user_of_its_group_not_known_to_hold_the_book(
    crowds: dict[int, list[str]], want: dict[int, str], there: dict[int, str], holding: list[str], used: int
) -> None:
    book = w.observed_book(1, *(w.shown(g, i) for g, i in there.items()), used=used)
    changes = _changes(want, book)
    readers = w.readers(crowds, {1: holding})
    for change in changes:
        seats = seats_of(change, book, changes, readers)
        group = next(n for n in range(1, 5) if w.key(1, n) == change.id)
        if change.takes_seats:
            assert len(set(crowds[group]) - set(holding)) == seats.worst
            assert known_to_all(change, book, changes, readers) == (
                bool(crowds[group]) and set(crowds[group]) <= set(holding)
            )
        else:
            assert Seats(0, 0) == seats


def test_the_worked_example_of_the_contract() -> None:
    users = [f"p{n}" for n in range(31)]
    book = w.observed_book(1, total=60, used=18)
    [change] = _changes({1: "required"}, book)
    readers = w.readers({1: users}, {1: users[:3]})
    forecast = forecast_book(book, change.book, [change], readers)
    assert (46, 31, Seats(28, 13), Seats(0, 0)) == (forecast.worst, forecast.best, forecast.new, forecast.short)
    assert ("28 users are not known to hold it",) == forecast.reasons
    assert Seats(28, 13) == seats_of(change, book, [change], readers)


def test_a_name_that_two_members_bear_is_nobody_known() -> None:
    book = w.observed_book(1, used=0)
    [change] = _changes({1: "required"}, book)
    readers = w.readers({1: ["a", "b"]}, {1: ["a"]})
    twins = replace(
        readers, members={w.group_id(1): replace(readers.members[w.group_id(1)], users={"a": "x", "b": "x"})}
    )
    doubled = replace(twins, holders={w.book_id(1): ("x",)})
    assert 0 == forecast_book(book, change.book, [change], doubled).known_holders


def test_unlimited_books_never_run_out() -> None:
    book = w.observed_book(1, total=UNLIMITED, used=5)
    [change] = _changes({1: "required"}, book)
    forecast = forecast_book(book, change.book, [change], w.readers({1: _USERS}))
    assert (UNLIMITED, Seats(0, 0)) == (forecast.total, forecast.short)


def test_unknown_is_never_zero() -> None:
    readers = w.readers({1: _USERS})
    for book in (
        w.observed_book(1, used=None),
        w.observed_book(1, w.shown(0, "available", kind=TargetType.ALL_USERS)),
        w.observed_book(1, w.shown(2, "available", kind=TargetType.EXCLUDED_GROUP)),
        w.observed_book(1, w.shown(0, "available", kind=TargetType.OTHER)),
        w.observed_book(1, w.shown(7, "available")),
    ):
        changes = _changes({1: "required"}, book)
        forecast = forecast_book(book, changes[0].book, changes, readers)
        assert (None, None, Seats(None, None)) == (forecast.worst, forecast.best, forecast.new)
        assert forecast.reasons


def test_a_group_that_cannot_be_read_has_no_number() -> None:
    book = w.observed_book(1)
    [change] = _changes({1: "required"}, book)
    readers = replace(w.readers({}), unread={w.group_id(1): Unread.FORBIDDEN})
    assert Seats(None, None) == seats_of(change, book, [change], readers)
    assert not known_to_all(change, book, [change], readers)
