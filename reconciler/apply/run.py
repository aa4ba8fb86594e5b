"""One apply from lock to receipt (CONTRACT section 6). Read `apply_plan`."""

from collections.abc import Mapping
from dataclasses import replace

from reconciler.apply.job import Applied, Job
from reconciler.apply.lease import Lease, take
from reconciler.apply.memory import came_true, closed_by_tenant, next_last_applied, next_tokens
from reconciler.apply.outcomes import held_outcomes
from reconciler.apply.receipt import receipt_body
from reconciler.apply.stored import mismatches, refuse_mismatch
from reconciler.apply.work import Work
from reconciler.model.catalogue.changes import (
    APPLY_LOCKED,
)
from reconciler.model.finding import Finding
from reconciler.model.ids import ChangeId
from reconciler.model.instants import stamp
from reconciler.model.planned import Planned
from reconciler.model.policy_file import limits_json
from reconciler.model.record import LastApplied, LedgerState, OpenIntent, Outcome, OutcomeKind, RecordKind


def apply_plan(job: Job) -> Applied:
    """Takes the lock, plans anew, writes what was approved and is still so, and leaves a receipt.

    Where there is nothing to write and nothing to remember, no record is made. Raises Locked, Refused (a change that
    was approved is another now) and ServiceError, each before any write; what happens later is an outcome.
    """
    state = job.ledger.state()
    approved = tuple(change for change in job.approved.changes if change.held is None)
    if not approved and not state.abandoned:
        planned = job.replan(state)
        if not _remembers_more(job, planned, state):
            return _nothing(job, planned, state)
    lease = take(job, state, approved)
    try:
        state, recovered, planned = _recover(job, lease, state)
        told = mismatches(job.approved, planned.plan, planned.contents)
        if told:
            raise refuse_mismatch(told)
    except Exception:  # whatever it was: nothing was written, so the lock must not outlive it
        _close_refused(job, lease, state)
        raise
    return Work(job, lease, planned, state, recovered).go(approved)


def _nothing(job: Job, planned: Planned, state: LedgerState) -> Applied:
    """What an apply gives that had nothing to write and nothing to remember."""
    outcomes = held_outcomes(planned.plan, job.clock())
    findings = planned.plan.findings
    body = receipt_body(
        job,
        None,
        planned.plan,
        outcomes=outcomes,
        last_applied=state.last_applied,
        tokens=state.tokens,
        seats=({}, {}),
        findings=findings,
    )
    return Applied(planned, outcomes, findings, None, body, False, False, ())


def _remembers_more(job: Job, planned: Planned, state: LedgerState) -> bool:
    """Whether a receipt would say something new without any write: another map, or other limits of the policy."""
    shown = {book.id: book for book in planned.observed.books}
    if state.last_applied is None:
        return bool(planned.differences.adopted)
    if state.policy is not None and limits_json(state.policy) != limits_json(job.desired.policy):
        return True
    return next_last_applied(state.last_applied, planned, shown, ()) != dict(state.last_applied)


def _recover(job: Job, lease: Lease, state: LedgerState) -> tuple[LedgerState, tuple[Finding, ...], Planned]:
    """Plans anew; where runs were abandoned, closes them first by what the tenant shows, and plans once more."""
    planned = job.replan(state)
    if not state.abandoned:
        return state, (), planned
    shown = {book.id: book for book in planned.observed.books}
    memory = closed_by_tenant(state.last_applied, state.abandoned, shown)
    told: list[Finding] = []
    for abandoned in state.abandoned:
        told.append(job.word(_says_died(abandoned, planned)))
        record = lease.append(RecordKind.RECEIPT, _closing(job, abandoned, memory, state, planned))
        if memory is not None:
            state = replace(state, last_applied=memory, last_applied_record=record)
    state = replace(state, open_intents=(), released=())
    return state, tuple(told), job.replan(state)


def _closing(
    job: Job, abandoned: OpenIntent, memory: LastApplied | None, state: LedgerState, planned: Planned
) -> Mapping[str, object]:
    """The receipt of a run that died: what it wrote down, and what the tenant shows."""
    body = receipt_body(
        job,
        abandoned.digest,
        planned.plan,
        outcomes=_found_out(job, abandoned, planned),
        last_applied=memory,
        tokens=next_tokens(state.tokens, job.desired, planned.matching.tokens),
        seats=({}, {}),
        findings=(),
    )
    return {**body, "planDigest": abandoned.plan_digest, "source": {**body["source"], "policy": None}}


def _found_out(job: Job, abandoned: OpenIntent, planned: Planned) -> tuple[Outcome, ...]:
    """What a run that died wrote down, and what it had planned, did not write down, and the tenant shows."""
    noted = job.ledger.notes(abandoned.digest)
    known = {outcome.change for outcome in noted}
    seen = tuple(
        Outcome(
            change=key,
            outcome=OutcomeKind.APPLIED,
            request_ids=(),
            before=None,
            after=abandoned.keys[key],
            at=stamp(job.clock()),
            note="found in the tenant after the run had died",
        )
        for key in _came_true(abandoned, planned)
        if key not in known
    )
    return (*noted, *seen)


def _came_true(abandoned: OpenIntent, planned: Planned) -> tuple[ChangeId, ...]:
    shown = {book.id: book for book in planned.observed.books}
    return came_true(abandoned, shown, planned.matching.tokens)


def _says_died(abandoned: OpenIntent, planned: Planned) -> Finding:
    return APPLY_LOCKED.found(
        None,
        "tenant",
        variant="died",
        since=stamp(abandoned.at),
        holder=f"{abandoned.holder.run} on {abandoned.holder.host}, process {abandoned.holder.pid}",
        done=len(_came_true(abandoned, planned)),
        total=len(abandoned.keys),
    )


def _close_refused(job: Job, lease: Lease, state: LedgerState) -> None:
    """Closes the intent of a run that is refused before any write."""
    body = receipt_body(
        job,
        lease.intent,
        job.approved,
        outcomes=(),
        last_applied=state.last_applied,
        tokens=state.tokens,
        seats=({}, {}),
        findings=(),
        refused=True,
    )
    lease.append(RecordKind.RECEIPT, body)
