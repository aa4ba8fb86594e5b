"""Apple's word beside Intune's: pure values in, a view out."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.apple.compare import compare, owner_of
from reconciler.model.apple import (
    AppleAnswers,
    AppleAsset,
    AppleLocation,
    AppleUsers,
    AppleView,
    BookCount,
    Mdm,
    Owner,
    PeopleCount,
)
from reconciler.model.entities import ExpectedMdm, Location
from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId, TokenId
from reconciler.model.observed import UNLIMITED, ObservedBook
from tests import worlds as w

A1 = AdamId("1001")
HERE = AppleLocation("uid-1", "Norrskolan", "SE", "education", "Norr", None, Mdm("mdm-1", "Intune"))
PIN = ExpectedMdm("mdm-1", "Intune")


def asset(total: int | None, assigned: int | None, pricing: str = "STDQ", adam_id: AdamId = A1) -> AppleAsset:
    left = None if total is None or assigned is None else total - assigned
    return AppleAsset(adam_id, pricing, "Book", total, assigned, left, 0)


def only(assets: tuple[AppleAsset, ...], *books: ObservedBook) -> BookCount:
    [found] = compare(w.token(), w.TOKEN_ID, books, AppleAnswers(HERE, assets)).books
    return found


@pytest.mark.parametrize(
    ("expected", "location", "pin"),
    [
        (Owner.UNKNOWN, None, PIN),
        (Owner.UNKNOWN, None, None),
        (Owner.NONE, replace(HERE, mdm=None), PIN),
        (Owner.NONE, replace(HERE, mdm=None), None),
        (Owner.UNKNOWN, HERE, None),
        (Owner.UNKNOWN, replace(HERE, mdm=Mdm(None, "Intune")), PIN),
        (Owner.AS_PINNED, HERE, PIN),
        (Owner.AS_PINNED, HERE, ExpectedMdm("mdm-1", None)),
        (Owner.AS_PINNED, replace(HERE, mdm=Mdm("mdm-1", "Microsoft Intune")), PIN),
        (Owner.FOREIGN, replace(HERE, mdm=Mdm("mdm-2", "Intune")), PIN),
        (Owner.FOREIGN, replace(HERE, mdm=Mdm("MDM-1", "Intune")), PIN),
    ],
)
def test_the_owner_is_judged_by_its_id_alone(expected: Owner, location: AppleLocation | None, pin: ExpectedMdm) -> None:
    assert expected == owner_of(location, pin)


def test_without_a_pin_the_view_still_tells_who_is_there() -> None:
    view = compare(w.token(), w.TOKEN_ID, [], AppleAnswers(HERE))
    assert view.location is not None
    assert (Owner.UNKNOWN, Mdm("mdm-1", "Intune"), w.TOKEN) == (view.owner, view.location.mdm, view.token)


@pytest.mark.parametrize(
    ("expected", "declared", "location"),
    [
        (True, Location("uid-1", None), HERE),
        (False, Location("uid-2", "Norrskolan"), HERE),
        (None, Location(None, "Norrskolan"), HERE),
        (None, None, HERE),
        (None, Location("uid-1", None), None),
    ],
)
def test_the_location_id_is_compared_where_both_are_known(
    expected: bool | None, declared: Location | None, location: AppleLocation | None
) -> None:
    token = replace(w.token(), location=declared)
    assert expected is compare(token, w.TOKEN_ID, [], AppleAnswers(location)).uid_matches


def test_equal_numbers_are_no_lag() -> None:
    found = only((asset(30, 12),), w.observed_book(1, total=30, used=12))
    assert (0, 0, False) == (found.total_lag, found.used_lag, found.lags)
    assert ("Book 1", (w.book_id(1),), 30, 12, 18) == (
        found.title,
        found.books,
        found.intune_total,
        found.assigned,
        found.available,
    )


def test_what_the_next_sync_will_bring_is_a_lag_up_or_down() -> None:
    found = only((asset(60, 12),), w.observed_book(1, total=30, used=18))
    assert (30, -6, True) == (found.total_lag, found.used_lag, found.lags)


def test_both_qualities_are_summed_and_shown_apart() -> None:
    found = only((asset(5, 1, "PLUS"), asset(30, 12)), w.observed_book(1, total=40, used=13))
    assert (35, 13, 22) == (found.total, found.assigned, found.available)
    assert [("PLUS", 5), ("STDQ", 30)] == [(one.pricing, one.total) for one in found.qualities]
    assert (-5, 0) == (found.total_lag, found.used_lag)


@pytest.mark.parametrize(("total", "used"), [(35, 13), (30, 12), (5, 1)])
def test_intune_may_show_the_sum_or_one_quality_and_lags_in_neither_case(total: int, used: int) -> None:
    found = only((asset(5, 1, "PLUS"), asset(30, 12)), w.observed_book(1, total=total, used=used))
    assert not found.lags


@pytest.mark.parametrize("unknown", [asset(None, None), asset(30, None, "PLUS")])
def test_a_number_that_is_not_known_makes_no_sum_and_no_lag(unknown: AppleAsset) -> None:
    found = only((asset(None, None), replace(unknown, pricing="PLUS")), w.observed_book(1, total=0, used=0))
    assert (None, None, None, None, None) == (
        found.total,
        found.assigned,
        found.available,
        found.total_lag,
        found.used_lag,
    )
    assert only((asset(0, 0),), w.observed_book(1, total=None, used=None)).total_lag is None


def test_a_book_without_limit_has_no_lag_in_its_total() -> None:
    endless = only((asset(UNLIMITED, 3),), w.observed_book(1, total=UNLIMITED, used=3))
    one_sided = only((asset(UNLIMITED, 3),), w.observed_book(1, total=30, used=3))
    assert (UNLIMITED, 0, None) == (endless.total, endless.total_lag, one_sided.total_lag)
    both = only((asset(UNLIMITED, 3), asset(5, 1, "PLUS")))
    assert (UNLIMITED, UNLIMITED, 4) == (both.total, both.available, both.assigned)


def test_a_book_that_only_one_side_shows_is_in_the_view() -> None:
    only_apple = only((asset(30, 12),))
    only_intune = only((), w.observed_book(1, total=30, used=12))
    assert ((), None, 30, None) == (only_apple.books, only_apple.intune_total, only_apple.total, only_apple.total_lag)
    assert ((), None, 30, None) == (
        only_intune.qualities,
        only_intune.total,
        only_intune.intune_total,
        only_intune.total_lag,
    )


def test_only_books_of_this_token_are_compared_and_those_without_a_number_are_counted() -> None:
    other = replace(w.observed_book(2), token=TokenId("another"))
    nameless = replace(w.observed_book(3), adam_id=None)
    view = compare(w.token(), w.TOKEN_ID, [w.observed_book(1), other, nameless], AppleAnswers(HERE, ()))
    assert ([A1], 1) == ([one.adam_id for one in view.books], view.without_number)


def test_a_token_that_intune_does_not_have_yet_has_no_books_there() -> None:
    homeless = replace(w.observed_book(1), token=None)
    view = compare(w.token(), None, [w.observed_book(1), homeless], AppleAnswers(HERE, (asset(30, 12),)))
    assert [(A1, ())] == [(one.adam_id, one.books) for one in view.books]


def test_without_apples_books_nothing_is_said_about_books() -> None:
    failure = ServiceError("Apple did not answer.", status=503)
    view = compare(w.token(), w.TOKEN_ID, [w.observed_book(1)], AppleAnswers(failure=failure))
    assert ((), None, None, failure) == (view.books, view.people, view.location, view.failure)


def test_holders_at_apple_stand_beside_the_seats_that_intune_counts() -> None:
    answers = AppleAnswers(HERE, (asset(30, 12),), holders={A1: 11})
    [found] = compare(w.token(), w.TOKEN_ID, [w.observed_book(1, total=30, used=12)], answers).books
    assert (11, 12) == (found.holders, found.intune_used)


def test_people_are_recognised_by_id_or_principal_name_in_any_case() -> None:
    users = AppleUsers(3, 1, 7, 0, frozenset({"U-1", "kim@norr.example", "u-3", "x"}))
    view = compare(w.token(), None, [], AppleAnswers(HERE, users=users), ["u-1", "KIM@norr.example", "u-9"])
    assert PeopleCount(3, 1, 7, 0, 2) == view.people
    assert view.people is not None
    assert 2 == view.people.unrecognised


@pytest.mark.parametrize(("expected", "known"), [(None, []), (0, ["somebody"])])
def test_where_nobody_is_recognised_nothing_is_said_about_the_others(expected: int | None, known: list[str]) -> None:
    people = compare(
        w.token(), None, [], AppleAnswers(HERE, users=AppleUsers(1, 0, 0, 0, frozenset({"x"}))), known
    ).people
    assert people is not None
    assert (expected, None) == (people.recognised, people.unrecognised)


_COUNTS = st.none() | st.integers(0, 50) | st.just(UNLIMITED)
_ASSETS = st.lists(st.builds(asset, _COUNTS, _COUNTS, st.just("STDQ"), st.sampled_from(["1001", "1002"]).map(AdamId)))


@given(_ASSETS, st.lists(st.tuples(st.integers(1, 3), _COUNTS, _COUNTS)), st.randoms())
def test_the_order_of_what_was_read_does_not_matter(
    assets: list[AppleAsset], intune: list[tuple[int, int | None, int | None]], chance: Random
) -> None:
    books = [w.observed_book(number, total=total, used=used) for number, total, used in intune]
    assets = [replace(one, pricing=f"P{at}") for at, one in enumerate(assets)]
    mixed, shuffled = list(assets), list(books)
    chance.shuffle(mixed)
    chance.shuffle(shuffled)

    def view(some: list[AppleAsset], others: list[ObservedBook]) -> AppleView:
        return compare(w.token(), w.TOKEN_ID, others, AppleAnswers(HERE, tuple(some)))

    assert view(assets, books) == view(mixed, shuffled)
