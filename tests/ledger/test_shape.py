"""What stands in a record: a right seal is not enough."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from reconciler.ledger.shape import misfit
from reconciler.model.canonical import digest
from reconciler.model.entities import Policy
from reconciler.model.instants import stamp
from reconciler.model.policy_file import limits_json
from reconciler.model.record import RecordKind
from tests.ledger.chains import BOOK, GROUP, KEY, NOW, PLAN, intent, outcome, receipt

LIMITS = limits_json(Policy())
WHEN = stamp(NOW)
EVENT = {
    **dict.fromkeys(("id", "actor", "activity", "operation", "result", "correlation"), "x"),
    "at": WHEN,
    "resources": [BOOK],
}
OBSERVED: dict[str, Any] = {
    "auditEvents": {"from": stamp(NOW - timedelta(days=1)), "to": WHEN, "events": [EVENT]},
    "seats": {BOOK: {"title": "Svenska 2", "token": None, "used": 5, "total": None}},
    "tokens": [{"id": "t", "name": None, "state": "valid", "expires": WHEN}],
    "groups": {GROUP: ["aa"]},
    "pseudonymKey": "k",
}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (RecordKind.INTENT, intent()),
        (RecordKind.INTENT, intent(keys={"t:norr": {"organization": "Norr"}, KEY: None})),
        (RecordKind.RECEIPT, receipt(PLAN, ("applied", "held", "not-tried"))),
        (RecordKind.RECEIPT, {**receipt(PLAN), "lastApplied": None, "madeByANewerVersion": [1]}),
        (RecordKind.RECEIPT, {**receipt(PLAN), "source": {"commit": None, "policy": LIMITS, "tokens": {"norr": {}}}}),
        (RecordKind.RELEASE, {"intent": PLAN, "reason": "r", "by": "kim"}),
        (RecordKind.OBSERVATION, OBSERVED),
        (RecordKind.OBSERVATION, dict.fromkeys(OBSERVED)),
        (RecordKind.IMPORT, {"lastApplied": {KEY: "available"}}),
    ],
)
def test_what_the_ledger_writes_fits(kind: RecordKind, body: Mapping[str, Any]) -> None:
    assert misfit(kind, body) is None


def told(kind: RecordKind, **changed: Any) -> str | None:
    """What is wrong with a good body of this kind in which something was changed."""
    good = {
        RecordKind.INTENT: intent(),
        RecordKind.RECEIPT: receipt(PLAN),
        RecordKind.RELEASE: {"intent": PLAN, "reason": "r", "by": "kim"},
        RecordKind.OBSERVATION: OBSERVED,
        RecordKind.IMPORT: {"lastApplied": None},
    }
    return misfit(kind, {**good[kind], **changed})


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("lastApplied.x", {"lastApplied": {"x": "y"}}),
        ("lastApplied.a:b", {"lastApplied": {"a:b": "required"}}),
        (f"lastApplied.{KEY}", {"lastApplied": {KEY: "banana"}}),
        ("lastApplied", {"lastApplied": []}),
        ("outcomes.1.change", {"outcomes": [{"change": 1}]}),
        ("outcomes.2", {"outcomes": [outcome(), "x"]}),
        ("outcomes.1.outcome", {"outcomes": [outcome("perhaps")]}),
        ("outcomes.1.requestIds.1", {"outcomes": [{**outcome(), "requestIds": [1]}]}),
        ("outcomes.1.at", {"outcomes": [{**outcome(), "at": "2026-11-22"}]}),
        ("outcomes.1.after", {"outcomes": [{**outcome(), "after": "required"}]}),
        ("outcomes.1.after.intent", {"outcomes": [{**outcome(), "after": {"intent": ["required"]}}]}),
        ("outcomes.1.book", {"outcomes": [{**outcome(), "book": "Svenska 2"}]}),
        ("intent", {"intent": "sha256:1"}),
        ("planDigest", {"planDigest": None}),
        ("refused", {"refused": 0}),
        ("seats.after", {"seats": {"before": {}}}),
        (f"seats.before.{BOOK}", {"seats": {"before": {BOOK: True}, "after": {}}}),
        ("findings.1.message", {"findings": [{"rule": "VPP401"}]}),
        ("accepted.1.reason", {"accepted": [{"rule": "VPP401", "subject": "s", "reason": None}]}),
        ("source", {"source": None}),
        ("source.policy.largeGroup", {"source": {"policy": {**LIMITS, "largeGroup": "many"}}}),
        ("source.policy.lowSeats.percent", {"source": {"policy": {**LIMITS, "lowSeats": {"count": 1}}}}),
        ("source.policy", {"source": {"policy": {**LIMITS, "lowSeats": {"count": 1, "percent": 1, "x": 1}}}}),
        ("source.policy.freezes.1.to", {"source": {"policy": {**LIMITS, "freezes": [{"from": WHEN, "reason": "x"}]}}}),
        ("source.tokens.norr", {"source": {"tokens": {"norr": "x"}}}),
        ("approvers", {"approvers": "kim"}),
        ("emergency", {"emergency": ["x"]}),
        ("tool.version", {"tool": {"name": "reconciler"}}),
        ("attestation", {"attestation": "x"}),
    ],
)
def test_the_place_in_a_receipt_is_named(place: str, changed: Mapping[str, Any]) -> None:
    assert str(told(RecordKind.RECEIPT, **changed)).startswith(f'its "{place}" is not ')


@pytest.mark.parametrize(
    ("place", "kind", "changed"),
    [
        ("keys.x", RecordKind.INTENT, {"keys": {"x": None}}),
        (f"keys.{KEY}", RecordKind.INTENT, {"keys": {KEY: 1}}),
        ("holder.pid", RecordKind.INTENT, {"holder": {"host": "h", "run": "r", "pid": True}}),
        ("leaseUntil", RecordKind.INTENT, {"leaseUntil": "0001-01-01T00:00:00+14:00"}),
        ("intent", RecordKind.RELEASE, {"intent": digest(1).upper()}),
        ("reason", RecordKind.RELEASE, {"reason": None}),
        ("auditEvents.to", RecordKind.OBSERVATION, {"auditEvents": {"from": WHEN}}),
        ("auditEvents.from", RecordKind.OBSERVATION, {"auditEvents": {"from": 1}}),
        (
            "auditEvents.events.1.resources",
            RecordKind.OBSERVATION,
            {"auditEvents": {"from": WHEN, "to": WHEN, "events": [{**EVENT, "resources": "x"}]}},
        ),
        (f"seats.{BOOK}.used", RecordKind.OBSERVATION, {"seats": {BOOK: {"used": "5", "total": 1}}}),
        ("tokens.1.id", RecordKind.OBSERVATION, {"tokens": [{}]}),
        (f"groups.{GROUP}.1", RecordKind.OBSERVATION, {"groups": {GROUP: [1]}}),
        ("pseudonymKey", RecordKind.OBSERVATION, {"pseudonymKey": None}),
        ("lastApplied", RecordKind.IMPORT, {"lastApplied": "x"}),
    ],
)
def test_the_place_in_another_record_is_named(place: str, kind: RecordKind, changed: Mapping[str, Any]) -> None:
    assert str(told(kind, **changed)).startswith(f'its "{place}" is not ')
