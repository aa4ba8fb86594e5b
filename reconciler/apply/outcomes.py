"""Outcomes of changes, with all that a reader of the record needs. Read `outcome_of`."""

from datetime import datetime

from reconciler.model.change import Change
from reconciler.model.instants import stamp
from reconciler.model.plan import Plan
from reconciler.model.record import Outcome, OutcomeKind


def outcome_of(
    change: Change,
    kind: OutcomeKind,
    at: datetime,
    note: str = "",
    request_ids: tuple[str, ...] = (),
    client_request_ids: tuple[str, ...] = (),
) -> Outcome:
    """What became of a change."""
    return Outcome(
        change=change.id,
        outcome=kind,
        request_ids=request_ids,
        before=change.before,
        after=change.after,
        at=stamp(at),
        note=note,
        subject=change.subject,
        origin=str(change.origin),
        book=change.book,
        target=change.target,
        client_request_ids=client_request_ids,
    )


def held_outcomes(plan: Plan, at: datetime) -> tuple[Outcome, ...]:
    """The outcomes of the changes that a rule holds."""
    return tuple(
        outcome_of(change, OutcomeKind.HELD, at, change.held.reason)
        for change in plan.changes
        if change.held is not None and change.held.rule is not None
    )
