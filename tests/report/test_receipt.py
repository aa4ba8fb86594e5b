"""Receipts as text."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.apply.outcomes import held_outcomes
from reconciler.model.outcome_file import outcome_json
from reconciler.model.plan import Plan
from reconciler.report.lines import plain
from reconciler.report.receipt_json import unrecorded_receipt
from reconciler.report.receipt_text import change_names, receipt_lines
from tests.report.plans import HOSTILE, clean_plan, full_plan, held_only_plan

Golden = Callable[[str, str], None]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLAN_DIGEST = "sha256:" + "1" * 64


def outcome(change: str, kind: str, note: str = "", after: dict[str, Any] | None = None) -> dict[str, Any]:
    """One outcome of a receipt."""
    body = {"change": change, "outcome": kind, "requestIds": [], "before": None, "after": after, "at": "…"}
    return {**body, "note": note} if note else body


def receipt(**changes: Any) -> dict[str, Any]:
    """A receipt as the ledger keeps it, as far as it is shown."""
    ids = [change.id for change in full_plan().changes]
    body = {
        "formatVersion": "1.0",
        "seq": 2,
        "kind": "receipt",
        "tenant": "nordskolan",
        "at": "2026-11-22T12:00:00Z",
        "planDigest": PLAN_DIGEST,
        "refused": False,
        "outcomes": [
            outcome(ids[0], "failed", "503, request 7", {"countryOrRegion": "SE"}),
            outcome(ids[1], "applied", "", {"intent": "available", "seatCap": 28}),
            outcome(ids[3], "held", HOSTILE, {"intent": "required"}),
            outcome("a:unknown:unknown", "not-tried"),
        ],
        "digest": "sha256:" + "2" * 64,
    }
    return {**body, **changes}


def test_a_receipt_as_text_is_as_accepted(golden: Golden) -> None:
    golden("receipt.txt", plain(receipt_lines(receipt(), change_names(full_plan()))))


def test_without_the_plan_a_receipt_shows_ids() -> None:
    assert full_plan().changes[1].id in plain(receipt_lines(receipt()))


def test_a_refused_receipt_says_that_nothing_was_written() -> None:
    assert "refused, nothing was written" in plain(receipt_lines(receipt(refused=True, outcomes=[])))


def unrecorded(plan: Plan) -> dict[str, Any]:
    """What an apply gives that had nothing to write."""
    outcomes = [outcome_json(outcome) for outcome in held_outcomes(plan, NOW)]
    body = {"planDigest": PLAN_DIGEST, "refused": False, "outcomes": outcomes}
    return unrecorded_receipt("nordskolan", body, NOW)


def test_a_receipt_of_nothing_says_so() -> None:
    assert plain(receipt_lines(unrecorded(clean_plan()))).startswith("nordskolan: nothing to write\n")


def test_a_receipt_of_nothing_still_names_what_is_held() -> None:
    plan = held_only_plan()
    text = plain(receipt_lines(unrecorded(plan), change_names(plan)))
    assert "Matte Direkt 8" in text
    assert "held" in text


@pytest.mark.parametrize("missing", ["tenant", "outcomes", "refused", "planDigest"])
def test_what_is_no_receipt_is_told_apart(missing: str) -> None:
    body = receipt()
    del body[missing]
    with pytest.raises(KeyError, match=missing):
        list(receipt_lines(body))
