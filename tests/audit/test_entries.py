"""Each outcome becomes one entry, with who stands behind it and where it came from."""

from typing import Any

import pytest

from reconciler.audit.approved import compared
from reconciler.audit.choose import Wanted, chosen
from reconciler.audit.compact import MANAGED, compact
from reconciler.model.audit import Entry
from reconciler.model.errors import ServiceError
from reconciler.model.record import RecordKind
from tests import worlds as w
from tests.audit.records import Chain, day, key, outcome

NAMED = {"subject": '"Svenska 2" → "Klass 9A"'}


def entry(chain: Chain, **wanted: Any) -> Entry:
    """The newest entry."""
    return chain.history(**wanted).entries[-1]


@pytest.mark.parametrize(
    ("expected", "former", "before", "after"),
    [
        ("git", {}, None, "required"),
        ("git", {key(1, 1): "available"}, "available", "required"),
        ("git", {key(1, 1): "available"}, "available", None),
        ("drift", {key(1, 1): "required"}, None, "required"),
        ("drift", {key(1, 1): "required"}, "available", "required"),
        ("drift", {}, "available", None),
        ("both", {key(1, 1): "required"}, None, "available"),
    ],
)
def test_the_origin_follows_from_what_was_last_applied(
    expected: str, former: dict[str, str], before: str | None, after: str | None
) -> None:
    chain = Chain()
    chain.apply(day(0), [], former)
    chain.apply(day(1), [outcome(key(1, 1), after, before)], {})
    assert expected == entry(chain).origin


def test_the_first_apply_of_all_is_its_own_origin() -> None:
    chain = Chain()
    chain.apply(day(0), [outcome(key(1, 1), "required")], {})
    assert "initial" == entry(chain).origin


def test_what_the_receipt_says_of_the_origin_counts() -> None:
    chain = Chain()
    chain.apply(day(0), [outcome(key(1, 1), "required", origin="both")], {})
    assert "both" == entry(chain).origin


def test_the_origin_of_a_change_of_a_token_is_not_guessed() -> None:
    chain = Chain()
    chain.apply(day(0), [outcome("t:norr", None)], {})
    assert ("token", "norr", "") == (entry(chain).kind, entry(chain).token, entry(chain).origin)


def test_names_come_from_any_record_that_tells_them() -> None:
    chain = Chain()
    chain.apply(day(0), [outcome(key(1, 1), "required")], {})
    chain.apply(day(1), [outcome(key(1, 1), None, "required", **NAMED)], {})
    chain.observe(day(1), day(2), seats={w.book_id(1): {"title": "Svenska 2", "token": "norr", "used": 1, "total": 2}})
    first = chain.history().entries[0]
    assert ("Svenska 2", "Klass 9A", "norr") == (first.title, first.group_name, first.token)


def test_nobody_is_named_for_a_run_that_died() -> None:
    chain = Chain()
    dead = chain.intent(day(0), [key(1, 1)], "dead")
    later = chain.intent(day(1), [], "later")
    chain.receipt(dead, day(1), [outcome(key(1, 1), "required")], {}, author="later@norr.example", emergency="x")
    chain.receipt(later, day(1), [], {})
    told = entry(chain)
    assert (True, None, (), None) == (told.recovered, told.author, told.approvers, told.emergency)


def test_a_renewed_lease_belongs_to_the_same_run() -> None:
    chain = Chain()
    opened = chain.intent(day(0), [key(1, 1)])
    chain.intent(day(0), [key(1, 1)])
    chain.receipt(opened, day(0), [outcome(key(1, 1), "required")], {})
    assert not entry(chain).recovered


@pytest.mark.parametrize(
    ("expected", "approvers"),
    [(False, []), (False, ["KIM@norr.example"]), (True, ["anna@norr.example"]), (True, ["kim@norr.example", "anna"])],
)
def test_an_author_does_not_approve_for_somebody_else(expected: bool, approvers: list[str]) -> None:
    chain = Chain()
    chain.apply(day(0), [outcome(key(1, 1), "required")], {}, approvers=approvers)
    assert expected is entry(chain).approved_by_another


def test_an_emergency_is_open_until_its_receipt_was_reviewed() -> None:
    chain = Chain()
    receipt = chain.apply(day(0), [outcome(key(1, 1), "required")], {}, emergency="exam tomorrow")
    assert entry(chain).reviewed is None
    assert entry(chain, reviewed=frozenset()).reviewed is False
    assert entry(chain, reviewed=frozenset([receipt.digest])).reviewed is True


def year() -> tuple[Entry, ...]:
    """Four changes of two books over a year."""
    chain = Chain()
    told: dict[str, Any] = {"book": {"title": "Svenska 2", "token": "norr"}, "target": {"displayName": "Åk 9"}}
    chain.apply(day(0), [outcome(key(1, 1), "required", None, **told)], {key(1, 1): "required"})
    chain.apply(day(100), [outcome(key(2, 1), "available")], {key(1, 1): "required"}, author="bo", approvers=["Anna"])
    chain.apply(day(200), [outcome(key(1, 1), "required", None, **told)], {key(1, 1): "required"}, emergency="exam")
    chain.apply(day(300), [outcome("t:norr", None)], {})
    return chain.history().entries


@pytest.mark.parametrize(
    ("expected", "wanted"),
    [
        ([2, 4, 6, 8], Wanted()),
        ([2, 6], Wanted(book="SVENSKA 2")),
        ([4], Wanted(book=str(w.book_id(2)))),
        ([2, 4, 6], Wanted(group="A\u030ak 9")),
        ([2, 6, 8], Wanted(token="norr")),
        ([4], Wanted(actor="anna")),
        ([2, 6, 8], Wanted(actor="kim@norr.example")),
        ([6, 8], Wanted(start=day(150))),
        ([2, 4], Wanted(end=day(150))),
        ([2], Wanted(origin="initial")),
        ([6], Wanted(emergency=True)),
        ([], Wanted(book="Svenska 2", emergency=True, end=day(100))),
    ],
)
def test_entries_are_found_by_what_is_asked_of_them(expected: list[int], wanted: Wanted) -> None:
    assert expected == [one.record for one in chosen(year(), wanted)]


def test_what_was_approved_stands_beside_what_was_done() -> None:
    chain = Chain()
    opened = chain.intent(day(0), [key(1, 1), key(1, 2)])
    done = [outcome(key(1, 1), "required", **NAMED), outcome(key(3, 3), "required", outcome="held")]
    receipt = chain.receipt(opened, day(0), done, {})
    told = [(one.subject, one.approved, one.outcome) for one in compared(receipt, chain.records)]
    assert [('"Svenska 2" → "Klass 9A"', True, "applied"), (key(1, 2), True, ""), (key(3, 3), False, "held")] == told


@pytest.mark.parametrize(
    "body",
    [{"outcomes": None}, {"outcomes": [{}]}, {"approvers": "kim"}, {"author": 7}, {"accepted": [{}]}, {"seats": None}],
)
def test_a_receipt_of_another_shape_is_named_and_no_crash(body: dict[str, Any]) -> None:
    chain = Chain()
    opened = chain.intent(day(0), [])
    good = chain.receipt(opened, day(0), [outcome(key(1, 1), "required")], {})
    chain.records.remove(good)
    chain.add(RecordKind.RECEIPT, day(0), {**good.body, **body})
    with pytest.raises(ServiceError, match="record 2 of the ledger") as raised:
        chain.history()
    assert "VPP606" == raised.value.code


@pytest.mark.parametrize(
    "body", [{"auditEvents": []}, {"auditEvents": {"from": 1}}, {"seats": {"b": 1}}, {"tokens": [{"name": "x"}]}]
)
def test_an_observation_of_another_shape_is_named_and_no_crash(body: dict[str, Any]) -> None:
    chain = Chain()
    chain.add(RecordKind.OBSERVATION, day(0), body)
    with pytest.raises(ServiceError, match="record 1 of the ledger"):
        chain.history()


def test_an_observation_may_lack_what_was_not_looked_at() -> None:
    chain = Chain()
    chain.add(RecordKind.OBSERVATION, day(0), {"installs": {}})
    assert ((), ()) == (chain.history().seats, chain.history().tokens)


def test_of_a_long_chain_only_one_map_is_kept_at_a_time() -> None:
    applied = {key(book, 1): "required" for book in range(1, 9)}
    chain = Chain()
    for number in range(5):
        chain.apply(day(number), [], applied)
    kept = [record.body for record in compact(chain.records) if record.kind is RecordKind.RECEIPT]
    assert not any("lastApplied" in body for body in kept)
    assert 1 == len({id(body[MANAGED]) for body in kept})
    assert {w.book_id(book) for book in range(1, 9)} == kept[0][MANAGED]
