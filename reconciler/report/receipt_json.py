"""The receipt of an apply that had nothing to write and nothing to remember: no record was made of it."""

from datetime import datetime
from typing import Any

from reconciler.model.instants import stamp
from reconciler.model.plan import Plan
from reconciler.model.plan_file import change_json, finding_json

FORMAT_VERSION = "1.0"


def empty_receipt(plan: Plan, plan_digest: str, at: datetime) -> dict[str, Any]:
    """What a receipt would say. `seq`, `intent` and `digest` are null: it stands in no ledger."""
    folder = plan.tenant.path
    return {
        "formatVersion": FORMAT_VERSION,
        "seq": None,
        "kind": "receipt",
        "tenant": plan.tenant.name,
        "at": stamp(at),
        "previous": None,
        "planDigest": plan_digest,
        "intent": None,
        "refused": False,
        "outcomes": [_held(change_json(change, folder), stamp(at)) for change in plan.changes if change.held],
        "findings": [finding_json(finding, folder) for finding in plan.findings],
        "source": {
            "commit": plan.source.commit,
            "dirty": plan.source.dirty,
            "desiredDigest": plan.source.desired,
        },
        "digest": None,
    }


def _held(change: dict[str, Any], at: str) -> dict[str, Any]:
    return {
        "change": change["id"],
        "outcome": "held",
        "requestIds": [],
        "before": change["before"],
        "after": change["after"],
        "at": at,
        "note": change["held"]["reason"],
    }
