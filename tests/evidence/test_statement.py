"""What a statement says of a receipt: everything that an auditor asks for, and never megabytes."""

from typing import Any

from reconciler.evidence.statement import SHORT, statement_of
from reconciler.model.canonical import canonical, digest
from tests.evidence.keys import record
from tests.ledger.chains import BOOK, GROUP, PLAN, outcome, receipt

ASKED = {
    **receipt(PLAN, outcomes=("applied", "failed")),
    "author": "kim@norr.example",
    "approvers": ["robin@norr.example"],
    "pullRequest": "118",
    "emergency": "exam tomorrow",
    "accepted": [{"rule": "VPP313", "subject": "Svenska 2", "reason": "Whole year, order 2026-118"}],
}


def _predicate(body: dict[str, Any]) -> Any:
    return statement_of(record(None, body=body))["predicate"]


def test_it_says_who_asked_who_approved_from_where_and_with_what() -> None:
    said = _predicate(ASKED)
    assert ("kim@norr.example", ["robin@norr.example"], "118") == (
        said["author"],
        said["approvers"],
        said["pullRequest"],
    )
    assert (PLAN, ASKED["source"]["desiredDigest"]) == (said["planDigest"], said["desiredDigest"])
    assert ("exam tomorrow", False, None) == (said["emergency"], said["refused"], said["commit"])
    assert {"name": "reconciler", "version": "0.1.0"} == said["tool"]
    assert ("nordskolan", 2, "2026-11-22T12:00:00Z") == (said["tenant"], said["seq"], said["at"])


def test_it_holds_accepted_guards_outcomes_seats_and_last_applied() -> None:
    said = _predicate(ASKED)
    assert ASKED["accepted"] == said["accepted"]["items"]
    assert [outcome("applied"), outcome("failed")] == said["outcomes"]["items"]
    assert ({"applied": 1, "failed": 1}, 1) == (said["outcomes"]["kinds"], said["outcomes"]["books"])
    assert {BOOK: 18} == said["seats"]["before"]["items"]
    assert {BOOK: 31} == said["seats"]["after"]["items"]
    assert ASKED["lastApplied"] == said["lastApplied"]["items"]
    assert {"VPP401": 1} == said["findings"]["rules"]


def test_of_long_lists_it_holds_count_and_digest_as_the_record_has_them() -> None:
    many = [outcome("applied", f"a:{BOOK}:{GROUP[:-4]}{number:04}") for number in range(5000)]
    body = {**ASKED, "outcomes": many, "lastApplied": {one["change"]: "required" for one in many}}
    said = _predicate(body)
    assert (5000, None, digest(many)) == tuple(said["outcomes"][key] for key in ("count", "items", "digest"))
    assert (5000, None, digest(body["lastApplied"])) == tuple(
        said["lastApplied"][key] for key in ("count", "items", "digest")
    )
    assert len(canonical(said)) < 10_000
    assert SHORT == len(_predicate({**ASKED, "outcomes": many[:SHORT]})["outcomes"]["items"])


def test_a_receipt_that_remembers_nothing_is_told_too() -> None:
    assert None is _predicate({**ASKED, "lastApplied": None})["lastApplied"]


def test_the_statement_does_not_change_with_the_signature_that_is_there_already() -> None:
    one = record(None, body=ASKED)
    assert statement_of(one) == statement_of({**one, "attestation": {"any": "thing"}, "digest": "x"})
