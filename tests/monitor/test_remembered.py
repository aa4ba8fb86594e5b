"""What the ledger remembers: since when a book is required, and which seats were granted."""

from reconciler.model.record import RecordKind
from reconciler.model.status import Grant, Remembered
from reconciler.monitor.remembered import Memory, noting
from tests import worlds as w
from tests.audit.records import Chain, day, key, outcome

KEY, BOOK, GROUP = key(1, 1), w.book_id(1), w.group_id(1)


def told(chain: Chain) -> Remembered:
    memory = Memory()
    assert chain.records == list(noting(chain.records, memory))
    assert [one.digest for one in chain.records] == [one.digest for one in memory.records()]
    return memory.remembered()


def capped(cap: int) -> dict[str, object]:
    return {**outcome(KEY, "required"), "after": {"intent": "required", "seatCap": cap}}


def test_a_book_is_required_since_the_first_record_that_leaves_it_so() -> None:
    chain = Chain()
    chain.apply(day(1), [outcome(KEY, "required")], {KEY: "required"})
    chain.apply(day(9), [], {KEY: "required"})
    assert {BOOK: {GROUP: chain.records[1].at}} == told(chain).required


def test_what_was_taken_away_and_given_again_counts_from_the_second_time() -> None:
    chain = Chain()
    chain.apply(day(1), [outcome(KEY, "required")], {KEY: "required"})
    chain.apply(day(5), [outcome(KEY, None, "required")], {})
    chain.apply(day(9), [outcome(KEY, "required")], {KEY: "required"})
    assert {BOOK: {GROUP: chain.records[5].at}} == told(chain).required


def test_what_is_only_available_is_required_since_never() -> None:
    chain = Chain()
    chain.apply(day(1), [outcome(KEY, "available")], {KEY: "available"})
    assert {} == told(chain).required


def test_an_import_adopts_what_it_finds() -> None:
    chain = Chain()
    record = chain.add(RecordKind.IMPORT, day(1), {"lastApplied": {KEY: "required"}})
    assert Remembered({BOOK: {GROUP: record.at}}, {BOOK: (Grant(1, GROUP, None),)}) == told(chain)


def test_an_applied_change_grants_as_many_seats_as_its_cap() -> None:
    chain = Chain()
    chain.apply(day(1), [capped(28)], {KEY: "required"})
    chain.apply(day(2), [], {KEY: "required"})
    assert {BOOK: (Grant(2, GROUP, 28),)} == told(chain).grants


def test_available_that_becomes_required_grants_anew_and_the_other_way_round_does_not() -> None:
    chain = Chain()
    for number, intent in enumerate(("available", "required", "available")):
        chain.apply(day(number), [], {KEY: intent})
    assert [2, 4] == [one.seq for one in told(chain).grants[BOOK]]


def test_a_change_that_failed_grants_nothing() -> None:
    chain = Chain()
    chain.apply(day(1), [{**capped(28), "outcome": "failed"}], {})
    assert Remembered({}, {}) == told(chain)


def test_tokens_and_observations_are_passed_over() -> None:
    chain = Chain()
    chain.apply(day(1), [outcome("t:norr", None)], {"t:norr": "x"})
    chain.observe(day(1), day(2))
    assert Remembered({}, {}) == told(chain)
