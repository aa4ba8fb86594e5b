"""The limits of a policy as JSON, as receipts keep them, and back."""

from collections.abc import Mapping
from typing import Any

from reconciler.model.entities import Freeze, Policy, Share
from reconciler.model.instants import instant, stamp


def limits_json(policy: Policy) -> dict[str, Any]:
    """Every limit, freeze, key and approval of the policy; acceptances and what is no limit are left out."""
    return {
        "maxRemovals": _share_json(policy.max_removals),
        "maxNewSeats": policy.max_new_seats,
        "largeGroup": policy.large_group,
        "tokenExpiryWarningDays": policy.token_expiry_warning_days,
        "syncMaxAgeHours": policy.sync_max_age_hours,
        "planMaxAgeHours": policy.plan_max_age_hours,
        "lowSeats": _share_json(policy.low_seats),
        "strict": policy.strict,
        "ledgerKeys": list(policy.ledger_keys),
        "approvals": policy.approvals,
        "freezes": [_freeze_json(freeze) for freeze in policy.freezes],
    }


def limits_from_json(body: Mapping[str, Any]) -> Policy:
    """The policy with the limits that `limits_json` wrote, the rest by default.

    Raises KeyError, TypeError or ValueError when the shape is another.
    """
    return Policy(
        max_removals=Share(**body["maxRemovals"]),
        max_new_seats=body["maxNewSeats"],
        large_group=body["largeGroup"],
        token_expiry_warning_days=body["tokenExpiryWarningDays"],
        sync_max_age_hours=body["syncMaxAgeHours"],
        plan_max_age_hours=body["planMaxAgeHours"],
        low_seats=Share(**body["lowSeats"]),
        strict=body["strict"],
        ledger_keys=tuple(body["ledgerKeys"]),
        approvals=body["approvals"],
        freezes=tuple(_freeze(one) for one in body["freezes"]),
    )


def _share_json(share: Share) -> dict[str, int]:
    return {"count": share.count, "percent": share.percent}


def _freeze_json(freeze: Freeze) -> dict[str, str]:
    return {"from": stamp(freeze.start), "to": stamp(freeze.end), "reason": freeze.reason}


def _freeze(body: Mapping[str, Any]) -> Freeze:
    return Freeze(instant(body["from"]), instant(body["to"]), body["reason"])
