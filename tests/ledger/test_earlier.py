"""What the chain says of seats and members of earlier: the newest observation of each book and group counts."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.ledger.ledger import TenantLedger
from reconciler.ledger.records import DamagedRecord, build_record, record_name
from reconciler.model.canonical import digest
from reconciler.model.earlier import MembersThen, SeatsThen
from reconciler.model.ids import Digest
from reconciler.model.record import RecordKind
from tests.ledger.chains import BOOK, GROUP, NOW, TENANT, MemoryStore, apply_once, intent, ledger_in

OTHER = "3f1c0000-0000-0000-0000-000000000001"
DAY = timedelta(days=1)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ledger(store: MemoryStore, tmp_path: Path) -> TenantLedger:
    return ledger_in(store, tmp_path)


def seats(**totals: int | None) -> dict[str, Any]:
    """The seats of an observation; `book` and `other` by name."""
    ids = {"book": BOOK, "other": OTHER}
    return {ids[name]: {"title": name, "token": None, "used": 5, "total": total} for name, total in totals.items()}


def observe(ledger: TenantLedger, *bodies: dict[str, Any], after: Digest | None = None) -> Digest | None:
    """An observation a day, each with one of these bodies."""
    for day, body in enumerate(bodies):
        after = ledger.append(RecordKind.OBSERVATION, body, NOW + day * DAY, after)
    return after


def test_without_observations_nothing_is_known(ledger: TenantLedger) -> None:
    apply_once(ledger)
    assert ({}, {}) == (ledger.state().seats_then, ledger.state().members_then)


def test_a_book_that_did_not_change_is_as_it_was_at_the_newest_look(ledger: TenantLedger) -> None:
    observe(ledger, {"seats": seats(book=120, other=60)}, {"seats": seats(book=60)}, {"seats": {}})
    expected = {BOOK: SeatsThen(60, 5, NOW + 2 * DAY), OTHER: SeatsThen(60, 5, NOW + 2 * DAY)}
    assert expected == ledger.state().seats_then


def test_a_total_that_nobody_knew_lets_the_one_before_stand_with_its_own_day(ledger: TenantLedger) -> None:
    observe(ledger, {"seats": seats(book=120)}, {"seats": seats(book=None)}, {"seats": {}})
    assert {BOOK: SeatsThen(120, 5, NOW)} == ledger.state().seats_then


def test_an_observation_of_members_is_no_look_at_books(ledger: TenantLedger) -> None:
    observe(ledger, {"seats": seats(book=120)}, {"groups": {GROUP: ["aa"]}, "pseudonymKey": "k"})
    assert {BOOK: SeatsThen(120, 5, NOW)} == ledger.state().seats_then


def test_the_newest_members_of_each_group_count(ledger: TenantLedger) -> None:
    first = {"groups": {GROUP: ["aa", "bb"], "other": ["cc"]}, "pseudonymKey": "one"}
    observe(ledger, first, {"groups": {GROUP: ["dd"]}, "pseudonymKey": "two"})
    expected = {
        GROUP: MembersThen("two", frozenset({"dd"}), NOW + DAY),
        "other": MembersThen("one", frozenset({"cc"}), NOW),
    }
    assert expected == ledger.state().members_then


def test_observations_stand_between_applies_without_harm(ledger: TenantLedger) -> None:
    head = observe(ledger, {"seats": seats(book=120)}, {}, after=apply_once(ledger))
    apply_once(ledger, "two", head, plan=digest("another"))
    state = ledger.state()
    assert (6, (), {BOOK}) == (state.seq, state.open_intents, set(state.seats_then))


def test_a_text_that_looks_like_seats_is_none(ledger: TenantLedger) -> None:
    event = {"activity": '"seats":{"x":1},"kind":"observation","previous":null,'}
    observe(ledger, {"auditEvents": {"events": [event]}}, {"auditEvents": {"events": [event]}}, {})
    assert ({}, 3) == (ledger.state().seats_then, ledger.state().seq)


@pytest.mark.parametrize("told", [{}, {"seats": {}}, {"seats": seats(book=120)}])
def test_an_observation_that_was_exchanged_is_named(
    told: dict[str, Any], store: MemoryStore, ledger: TenantLedger
) -> None:
    head = observe(ledger, {}, told)
    ledger.append(RecordKind.INTENT, intent("next"), NOW, ledger.append(RecordKind.INTENT, intent(), NOW, head))
    forged = {"seats": seats(book=9)}
    _, data = build_record(2, RecordKind.OBSERVATION, TENANT, NOW, digest("elsewhere"), forged)
    store.files[record_name(2, RecordKind.OBSERVATION)] = data
    with pytest.raises(DamagedRecord, match="it does not follow the record before it"):
        ledger.state()


def test_a_changed_byte_in_an_observation_that_tells_nothing_is_found(store: MemoryStore, ledger: TenantLedger) -> None:
    observe(ledger, {"tokens": [], "installs": 3}, {}, {})
    name = record_name(1, RecordKind.OBSERVATION)
    store.files[name] = store.files[name].replace(b'"installs":3', b'"installs":4')
    with pytest.raises(DamagedRecord, match=name):
        ledger.state()


@pytest.mark.parametrize(
    "body",
    [
        {"seats": [1]},
        {"seats": {BOOK: 5}},
        {"seats": {BOOK: {"total": "60", "used": 5}}},
        {"seats": {BOOK: {"total": True, "used": 5}}},
        {"seats": {BOOK: {"total": 60}}},
        {"groups": {GROUP: ["aa"]}},
        {"groups": {GROUP: "aa"}, "pseudonymKey": "k"},
        {"groups": {GROUP: [1]}, "pseudonymKey": "k"},
        {"groups": {GROUP: ["aa"]}, "pseudonymKey": 1},
    ],
)
def test_a_sealed_observation_of_a_wrong_shape_is_named(body: dict[str, Any], ledger: TenantLedger) -> None:
    observe(ledger, body)
    with pytest.raises(DamagedRecord, match=r"observation.json: its \"(?:seats|groups|pseudonymKey)[^ ]*\" is not "):
        ledger.state()
