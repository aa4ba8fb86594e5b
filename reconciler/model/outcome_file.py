"""An outcome as JSON, as receipts and journals keep it, and back."""

from collections.abc import Mapping
from typing import Any

from reconciler.model.ids import ChangeId
from reconciler.model.record import Outcome, OutcomeKind


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """One outcome; `note` and `subject` stand only where there is something to say."""
    body: dict[str, Any] = {
        "change": outcome.change,
        "outcome": str(outcome.outcome),
        "requestIds": list(outcome.request_ids),
        "before": dict(outcome.before) if outcome.before is not None else None,
        "after": dict(outcome.after) if outcome.after is not None else None,
        "at": outcome.at,
    }
    told = {"note": outcome.note, "subject": outcome.subject}
    return body | {key: text for key, text in told.items() if text}


def outcome_from_json(body: Mapping[str, Any]) -> Outcome:
    """The outcome that `outcome_json` wrote. Raises KeyError, TypeError or ValueError when the shape is another."""
    return Outcome(
        change=ChangeId(body["change"]),
        outcome=OutcomeKind(body["outcome"]),
        request_ids=tuple(body["requestIds"]),
        before=body["before"],
        after=body["after"],
        at=body["at"],
        note=body.get("note", ""),
        subject=body.get("subject", ""),
    )
