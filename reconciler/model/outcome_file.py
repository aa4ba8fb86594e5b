"""An outcome as JSON, as receipts and journals keep it, and back."""

from collections.abc import Mapping
from typing import Any

from reconciler.model.change import GroupTarget
from reconciler.model.forecast import BookRef
from reconciler.model.ids import BookId, ChangeId, GroupId, Handle
from reconciler.model.record import Outcome, OutcomeKind


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """One outcome; the keys of `_told` stand only where there is something to say."""
    body: dict[str, Any] = {
        "change": outcome.change,
        "outcome": str(outcome.outcome),
        "requestIds": list(outcome.request_ids),
        "before": dict(outcome.before) if outcome.before is not None else None,
        "after": dict(outcome.after) if outcome.after is not None else None,
        "at": outcome.at,
    }
    return body | {key: value for key, value in _told(outcome).items() if value}


def _told(outcome: Outcome) -> dict[str, Any]:
    book, target = outcome.book, outcome.target
    return {
        "note": outcome.note,
        "subject": outcome.subject,
        "origin": outcome.origin,
        "book": {"id": book.id, "title": book.title, "token": book.token} if book else None,
        "target": {"id": target.id, "displayName": target.display_name} if target else None,
        "clientRequestIds": list(outcome.client_request_ids),
    }


def outcome_from_json(body: Mapping[str, Any]) -> Outcome:
    """The outcome that `outcome_json` wrote. Raises KeyError, TypeError or ValueError when the shape is another."""
    book, target = body.get("book"), body.get("target")
    return Outcome(
        change=ChangeId(body["change"]),
        outcome=OutcomeKind(body["outcome"]),
        request_ids=tuple(body["requestIds"]),
        before=body["before"],
        after=body["after"],
        at=body["at"],
        note=body.get("note", ""),
        subject=body.get("subject", ""),
        origin=body.get("origin", ""),
        book=BookRef(BookId(book["id"]), book["title"], Handle(book["token"])) if book else None,
        target=GroupTarget(GroupId(target["id"]), target["displayName"]) if target else None,
        client_request_ids=tuple(body.get("clientRequestIds", ())),
    )
