"""One apply from lock to receipt (CONTRACT section 6). Read `apply_plan`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reconciler.apply.book import BookResult, write_book
from reconciler.apply.job import Applied, Job
from reconciler.apply.lease import Lease, take
from reconciler.apply.memory import came_true, closed_by_tenant, next_last_applied
from reconciler.apply.receipt import receipt_body
from reconciler.apply.stored import mismatches, refuse_mismatch
from reconciler.model.catalogue.changes import (
    APPLY_LOCKED,
    APPLY_NEEDS_SECOND_APPROVAL,
    APPLY_PARTIAL,
    APPLY_READBACK,
)
from reconciler.model.change import Change
from reconciler.model.errors import Locked, ServiceError, Unrecorded
from reconciler.model.finding import Finding
from reconciler.model.ids import BookId, ChangeId
from reconciler.model.instants import stamp
from reconciler.model.observed import ObservedBook
from reconciler.model.plan import Plan
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
        told = mismatches(job.approved, planned.plan)
        if told:
            raise refuse_mismatch(told)
    except Exception:  # whatever it was: nothing was written, so the lock must not outlive it
        _close_refused(job, lease, state)
        raise
    return _Run(job, lease, planned, state.last_applied or {}, recovered).go(approved)


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
        seats=({}, {}),
        findings=findings,
    )
    return Applied(planned, outcomes, findings, None, body, False, False, ())


def held_outcomes(plan: Plan, at: datetime) -> tuple[Outcome, ...]:
    """The outcomes of the changes that a rule holds."""
    return tuple(
        Outcome(
            change.id, OutcomeKind.HELD, (), change.before, change.after, stamp(at), change.held.reason, change.subject
        )
        for change in plan.changes
        if change.held is not None and change.held.rule is not None
    )


def _remembers_more(job: Job, planned: Planned, state: LedgerState) -> bool:
    """Whether a receipt would say something new without any write: another map, or other limits of the policy."""
    shown = {book.id: book for book in planned.observed.books}
    if state.last_applied is None:
        return bool(planned.differences.adopted)
    if state.policy is not None and limits_json(state.policy) != limits_json(job.desired.policy):
        return True
    return next_last_applied(state.last_applied, planned, shown, ()) != dict(state.last_applied)


def _recover(job: Job, lease: Lease, state: LedgerState) -> tuple[LedgerState, tuple[str, ...], Planned]:
    """Plans anew; where runs were abandoned, closes them first by what the tenant shows, and plans once more."""
    planned = job.replan(state)
    if not state.abandoned:
        return state, (), planned
    shown = {book.id: book for book in planned.observed.books}
    memory = closed_by_tenant(state.last_applied, state.abandoned, shown)
    told: list[str] = []
    for abandoned in state.abandoned:
        told.append(_says_died(abandoned, shown))
        record = lease.append(RecordKind.RECEIPT, _closing(job, abandoned, memory, planned))
        if memory is not None:
            state = replace(state, last_applied=memory, last_applied_record=record)
    state = replace(state, open_intents=(), released=())
    return state, tuple(told), job.replan(state)


def _closing(job: Job, abandoned: OpenIntent, memory: LastApplied | None, planned: Planned) -> Mapping[str, object]:
    """The receipt of a run that died: what it wrote down, and what the tenant shows."""
    body = receipt_body(
        job,
        abandoned.digest,
        planned.plan,
        outcomes=job.ledger.notes(abandoned.digest),
        last_applied=memory,
        seats=({}, {}),
        findings=(),
    )
    return {**body, "planDigest": abandoned.plan_digest, "source": {**body["source"], "policy": None}}


def _says_died(abandoned: OpenIntent, shown: Mapping[BookId, ObservedBook]) -> str:
    return APPLY_LOCKED.found(
        None,
        "tenant",
        variant="died",
        since=stamp(abandoned.at),
        holder=f"{abandoned.holder.run} on {abandoned.holder.host}, process {abandoned.holder.pid}",
        done=came_true(abandoned, shown),
        total=len(abandoned.keys),
    ).message


def _close_refused(job: Job, lease: Lease, state: LedgerState) -> None:
    """Closes the intent of a run that is refused before any write."""
    body = receipt_body(
        job,
        lease.intent,
        job.approved,
        outcomes=(),
        last_applied=state.last_applied,
        seats=({}, {}),
        findings=(),
        refused=True,
    )
    lease.append(RecordKind.RECEIPT, body)


@dataclass(slots=True)
class _Run:
    """The part of an apply that writes."""

    job: Job
    lease: Lease
    planned: Planned
    former: LastApplied
    recovered: tuple[str, ...]
    outcomes: list[Outcome] = field(default_factory=list)
    results: dict[BookId, BookResult] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: str = ""

    def go(self, approved: Sequence[Change]) -> Applied:
        """Book by book, in the order of the plan; then the receipt."""
        books = _by_book(self.planned.plan.changes, approved)
        label = _label(self.job.writer.seconds_for(len(books)))
        for number, (book, changes) in enumerate(books.items()):
            self.job.progress(label, number, len(books))
            if self._must_stop():
                self._note(changes, OutcomeKind.NOT_TRIED, self.broken)
                continue
            self._write(book, changes)
        self.job.progress(label, len(books), len(books))
        self._note_held()
        self._judge()
        return self._finish()

    def _must_stop(self) -> bool:
        """Whether the run may begin no further book; `broken` says why."""
        if self.job.stop.requested:
            self.broken = "the run was interrupted"
        elif not self.broken and not self.lease.keep():
            self.broken = "the lease of this run was lost"
        return bool(self.broken)

    def _write(self, book: BookId, changes: Sequence[Change]) -> None:
        result = write_book(self.job, book, changes, self.lease.keep)
        self.results[book] = result
        self._note(changes, result.outcome, result.note, result.request_ids)
        title = changes[0].book.title if changes[0].book else book
        if result.rule == APPLY_NEEDS_SECOND_APPROVAL.id:
            self.findings.append(APPLY_NEEDS_SECOND_APPROVAL.found(None, title, book=title))
        if result.outcome is OutcomeKind.CONFLICT:
            self.findings.append(APPLY_READBACK.found(None, title, book=title, what=result.note))

    def _note(
        self, changes: Iterable[Change], outcome: OutcomeKind, note: str = "", request_ids: tuple[str, ...] = ()
    ) -> None:
        """Writes outcomes down before the next book is begun."""
        for change in changes:
            done = Outcome(
                change=change.id,
                outcome=outcome,
                request_ids=request_ids,
                before=change.before,
                after=change.after,
                at=stamp(self.job.clock()),
                note=note,
                subject=change.subject,
            )
            self.outcomes.append(done)
            self._keep(done)

    def _keep(self, outcome: Outcome) -> None:
        """Writes an outcome to the journal; without a journal nothing more is written to the tenant."""
        try:
            self.job.ledger.note(self.lease.intent, outcome)
        except ServiceError as error:
            self.broken = error.message

    def _note_held(self) -> None:
        for outcome in held_outcomes(self.planned.plan, self.job.clock()):
            self.outcomes.append(outcome)
            self._keep(outcome)

    def _judge(self) -> None:
        """Says so when not everything was done (VPP507)."""
        counts = {kind: sum(one.outcome is kind for one in self.outcomes) for kind in OutcomeKind}
        bad = counts[OutcomeKind.FAILED] + counts[OutcomeKind.CONFLICT] + counts[OutcomeKind.NOT_TRIED]
        if bad:
            self.findings.append(
                APPLY_PARTIAL.found(
                    None,
                    "tenant",
                    done=counts[OutcomeKind.APPLIED] + counts[OutcomeKind.UNCHANGED],
                    total=len(self.outcomes) - counts[OutcomeKind.HELD],
                    failed=counts[OutcomeKind.FAILED],
                    conflict=counts[OutcomeKind.CONFLICT],
                    untried=counts[OutcomeKind.NOT_TRIED],
                )
            )

    def _finish(self) -> Applied:
        body = self._receipt()
        try:
            receipt = self.lease.append(RecordKind.RECEIPT, body)
        except (ServiceError, Locked) as error:
            raise Unrecorded(
                f"the changes were sent, and the receipt could not be recorded: {error.message}",
                "Apply again: the next run finds out what came of this one, and records it.",
            ) from error
        return Applied(
            planned=self.planned,
            outcomes=tuple(self.outcomes),
            findings=(*self.planned.plan.findings, *self.findings),
            receipt=receipt,
            body=body,
            wrote=any(result.sent for result in self.results.values()),
            interrupted=self.job.stop.requested,
            recovered=self.recovered,
        )

    def _receipt(self) -> Mapping[str, Any]:
        observed = {book.id: book for book in self.planned.observed.books}
        read = {book: result.shown for book, result in self.results.items() if result.shown is not None}
        return receipt_body(
            self.job,
            self.lease.intent,
            self.planned.plan,
            outcomes=self.outcomes,
            last_applied=next_last_applied(self.former, self.planned, {**observed, **read}, self._deleted()),
            seats=({book: observed[book] for book in read if book in observed}, read),
            findings=(*self.planned.plan.findings, *self.findings),
        )

    def _deleted(self) -> list[ChangeId]:
        done = (OutcomeKind.APPLIED, OutcomeKind.UNCHANGED)
        return [one.change for one in self.outcomes if one.outcome in done and one.after is None]


def _label(seconds: float) -> str:
    """What the progress bar says; with the time that the service's limits ask for, where it is worth a word."""
    return "writing" if seconds < _WORTH_SAYING else f"writing, at least {round(seconds)} s by the service's limits"


_WORTH_SAYING = 5.0


def _by_book(changes: Iterable[Change], approved: Sequence[Change]) -> dict[BookId, list[Change]]:
    """The changes of the new plan that were approved and are not held, by book, in order."""
    keys = {change.id for change in approved}
    by_book: dict[BookId, list[Change]] = {}
    for change in changes:
        if change.id in keys and change.held is None and change.book is not None:
            by_book.setdefault(change.book.id, []).append(change)
    return by_book
