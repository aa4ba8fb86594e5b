"""The part of an apply that writes: tokens, then book by book, each outcome noted before the next. Read `Work.go`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.apply.book import BookResult, write_book
from reconciler.apply.job import Applied, Job
from reconciler.apply.lease import Lease
from reconciler.apply.memory import next_last_applied, next_tokens
from reconciler.apply.outcomes import held_outcomes, outcome_of
from reconciler.apply.receipt import receipt_body
from reconciler.apply.renewals import without_renewal
from reconciler.apply.token import TokenResult, write_token
from reconciler.model.catalogue.changes import (
    APPLY_NEEDS_SECOND_APPROVAL,
    APPLY_PARTIAL,
    APPLY_READBACK,
)
from reconciler.model.catalogue.token_records import TOKEN_LOCATION_CHANGED
from reconciler.model.change import Change
from reconciler.model.errors import Locked, ServiceError, Unrecorded
from reconciler.model.finding import Finding
from reconciler.model.ids import BookId, ChangeId, Handle
from reconciler.model.observed import ObservedToken
from reconciler.model.planned import Planned
from reconciler.model.record import LedgerState, Outcome, OutcomeKind, RecordKind

_Ids = tuple[tuple[str, ...], tuple[str, ...]]
"""The service's ids of the requests, and ours."""


@dataclass(slots=True)
class Work:
    """The part of an apply that writes."""

    job: Job
    lease: Lease
    planned: Planned
    state: LedgerState
    recovered: tuple[Finding, ...]
    outcomes: list[Outcome] = field(default_factory=list)
    results: dict[BookId, BookResult] = field(default_factory=dict)
    token_results: dict[Handle, TokenResult] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: str = ""

    def go(self, approved: Sequence[Change]) -> Applied:
        """Tokens, then book by book, in the order of the plan; then the receipt."""
        tokens, books = _of_tokens(self.planned.plan.changes, approved), _by_book(self.planned.plan.changes, approved)
        total = len(tokens) + len(books)
        label = _label(self.job.writer.seconds_for(total))
        for number, change in enumerate(tokens):
            self.job.progress(label, number, total)
            self._token(change)
        for number, (book, changes) in enumerate(books.items()):
            self.job.progress(label, len(tokens) + number, total)
            self._book(book, changes)
        self.job.progress(label, total, total)
        for change, outcome, note in without_renewal(
            self.job.approved, self.planned.plan, self.planned.contents, self.job.desired
        ):
            self._note([change], outcome, note)
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

    def _token(self, change: Change) -> None:
        assert change.token is not None
        if self._must_stop():
            self._note([change], OutcomeKind.NOT_TRIED, self.broken)
            return
        result = write_token(self.job, change, self.lease.keep)
        self.token_results[change.token.name] = result
        self._note([change], result.outcome, result.note, (result.request_ids, result.client_request_ids))
        if result.rule == APPLY_NEEDS_SECOND_APPROVAL.id:
            self.findings.append(APPLY_NEEDS_SECOND_APPROVAL.found(None, change.subject, book=change.token.name))
        if result.moved is not None:
            variant, params = result.moved
            self.findings.append(
                TOKEN_LOCATION_CHANGED.found(
                    change.position, change.token.name, variant=variant, token=change.token.name, **params
                )
            )

    def _book(self, book: BookId, changes: Sequence[Change]) -> None:
        pool = changes[0].book.token if changes[0].book else ""
        moved = self.token_results.get(Handle(pool))
        if self._must_stop():
            self._note(changes, OutcomeKind.NOT_TRIED, self.broken)
        elif moved is not None and moved.moved is not None:
            self._note(changes, OutcomeKind.NOT_TRIED, f'another pool stands behind token "{pool}" now')
        else:
            self._write(book, changes)

    def _write(self, book: BookId, changes: Sequence[Change]) -> None:
        result = write_book(self.job, book, changes, self.lease.keep)
        self.results[book] = result
        self._note(changes, result.outcome, result.note, (result.request_ids, result.client_request_ids))
        title = changes[0].book.title if changes[0].book else book
        if result.rule == APPLY_NEEDS_SECOND_APPROVAL.id:
            self.findings.append(APPLY_NEEDS_SECOND_APPROVAL.found(None, title, book=title))
        if result.outcome is OutcomeKind.CONFLICT:
            self.findings.append(APPLY_READBACK.found(None, title, book=title, what=result.note))

    def _note(self, changes: Iterable[Change], outcome: OutcomeKind, note: str = "", ids: _Ids = ((), ())) -> None:
        """Writes outcomes down before the next book is begun."""
        for change in changes:
            done = outcome_of(change, outcome, self.job.clock(), note, *ids)
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
            findings=(*self.planned.plan.findings, *map(self.job.word, self.findings)),
            receipt=receipt,
            body=body,
            wrote=self._wrote(),
            interrupted=self.job.stop.requested,
            recovered=self.recovered,
        )

    def _wrote(self) -> bool:
        """Whether any write was sent."""
        of_books = any(result.sent for result in self.results.values())
        return of_books or any(result.sent for result in self.token_results.values())

    def _receipt(self) -> Mapping[str, Any]:
        observed = {book.id: book for book in self.planned.observed.books}
        former = self.state.last_applied or {}
        read = {book: result.shown for book, result in self.results.items() if result.shown is not None}
        return receipt_body(
            self.job,
            self.lease.intent,
            self.planned.plan,
            outcomes=self.outcomes,
            last_applied=next_last_applied(former, self.planned, {**observed, **read}, self._deleted()),
            tokens=next_tokens(self.state.tokens, self.job.desired, self._tokens_shown()),
            seats=({book: observed[book] for book in read if book in observed}, read),
            findings=(*self.planned.plan.findings, *map(self.job.word, self.findings)),
        )

    def _tokens_shown(self) -> dict[Handle, ObservedToken]:
        """The VPP tokens as they were last read, by declared handle."""
        read = {name: result.shown for name, result in self.token_results.items() if result.shown is not None}
        return {**self.planned.matching.tokens, **read}

    def _deleted(self) -> list[ChangeId]:
        done = (OutcomeKind.APPLIED, OutcomeKind.UNCHANGED)
        return [one.change for one in self.outcomes if one.outcome in done and one.after is None]


def _label(seconds: float) -> str:
    """What the progress bar says; with the time that the service's limits ask for, where it is worth a word."""
    return "writing" if seconds < _WORTH_SAYING else f"writing, at least {round(seconds)} s by the service's limits"


_WORTH_SAYING = 5.0


def _of_tokens(changes: Iterable[Change], approved: Sequence[Change]) -> list[Change]:
    """The changes of VPP tokens in the new plan that were approved and are not held, in order."""
    keys = {change.id for change in approved}
    return [change for change in changes if change.token is not None and change.id in keys and change.held is None]


def _by_book(changes: Iterable[Change], approved: Sequence[Change]) -> dict[BookId, list[Change]]:
    """The changes of the new plan that were approved and are not held, by book, in order."""
    keys = {change.id for change in approved}
    by_book: dict[BookId, list[Change]] = {}
    for change in changes:
        if change.id in keys and change.held is None and change.book is not None:
            by_book.setdefault(change.book.id, []).append(change)
    return by_book
