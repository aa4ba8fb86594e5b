"""Answers `what-if`: the plan as it is and the plan with one assignment more, and what lies between. Read `answer`."""

from dataclasses import dataclass, replace

from reconciler.cli.book_lookup import Candidate, candidates, find_book
from reconciler.cli.planned_language import planned_in_language
from reconciler.cli.remembering import Remembering
from reconciler.cli.snippets import needed_cap, snippet
from reconciler.match import match
from reconciler.model.change import Change
from reconciler.model.desired import DesiredBook, DesiredState
from reconciler.model.entities import Book, Intent, Language
from reconciler.model.errors import UsageError
from reconciler.model.finding import Finding, Scope
from reconciler.model.forecast import BookRef
from reconciler.model.ids import BookId
from reconciler.model.observed import ObservedBook
from reconciler.model.plan import Plan
from reconciler.model.planned import Planned
from reconciler.model.position import Position
from reconciler.model.progress import Progress
from reconciler.model.providers import IntuneReader
from reconciler.model.record import LedgerState
from reconciler.observed.observe import observe
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from reconciler.report.what_if import WhatIf
from reconciler.suppose import Supposed, same_group, suppose, with_group

_FOR_ALL = frozenset((Scope.TENANT, Scope.TENANT_SEATS))
"""Scopes of findings that hold also what they do not name."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: book and group as a person names them."""

    book: str
    group: str
    intent: Intent


def answer(
    question: Question,
    desired: DesiredState,
    reader: IntuneReader,
    ledger: LedgerState,
    circumstances: Circumstances,
    progress: Progress,
    language: Language = Language.EN,
) -> WhatIf:
    """Plans without the assignment, with it, and with the seatCap it needs, all from one reading of the tenant.

    Findings and reasons are in `language`. Raises UsageError where it is not clear which book is meant, ServiceError
    when a reading stops half-way.
    """
    remembering = Remembering(reader)
    asked = _understood(question, desired, remembering, circumstances, progress)

    def planned(state: DesiredState) -> Planned:
        return planned_in_language(plan_tenant(state, remembering, ledger, circumstances, progress), language)

    before, after = planned(desired).plan, planned(asked.supposed(None).desired)
    ref, target = asked.ref, after.matching.group_ids.get(asked.supposed(None).assignment.group)
    own = next((one for one in after.plan.changes if _is(one, ref.id, target)), None)
    cap = needed_cap(asked.supposed(None).assignment.seat_cap, own)
    capped = planned(asked.supposed(cap).desired).plan
    answered = _told(asked, after, own if target else None, _concerning(before, after.plan, ref))
    return replace(
        answered,
        others=_others(before, capped, own),
        snippet=snippet(asked.supposed(None), asked.meant, cap) if target and asked.meant.observed else None,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question with its names resolved. `same` are the texts that mean the group."""

    question: Question
    desired: DesiredState
    meant: Candidate
    book: DesiredBook
    same: frozenset[str]

    @property
    def ref(self) -> BookRef:
        there, book = self.meant.observed, self.book.book
        return BookRef(there.id if there else book.id or BookId(""), there.title if there else book.label, book.token)

    def supposed(self, cap: int | None) -> Supposed:
        return suppose(self.desired, self.book, self.question.group, self.question.intent, self.same, cap)


def _understood(
    question: Question, desired: DesiredState, reader: IntuneReader, circumstances: Circumstances, progress: Progress
) -> _Asked:
    asking = with_group(desired, question.group)
    observed = observe(reader, asking, circumstances.now, progress)
    matching = match(asking, observed)
    meant = find_book(question.book, candidates(asking.books, matching, observed.books))
    book = meant.desired or _declared(meant.observed, meant.token, desired)
    return _Asked(question, asking, meant, book, same_group(matching, asking, question.group))


def _told(asked: _Asked, after: Planned, own: Change | None, findings: tuple[Finding, ...]) -> WhatIf:
    """The answer without what lies around it. A group that is not found has no forecast: it would be one without it."""
    supposed, plan = asked.supposed(None), after.plan
    found = supposed.assignment.group in after.matching.group_ids
    forecasts = {one.book.id: one for one in plan.forecast}
    return WhatIf(
        plan=replace(plan, findings=()),
        book=asked.ref,
        group=_group_name(supposed, after),
        intent=str(asked.question.intent),
        before=str(supposed.before.intent) if supposed.before else None,
        change=_placed(own) if own else None,
        others=(),
        forecast=forecasts.get(asked.ref.id) if found else None,
        findings=findings,
        snippet=None,
    )


def _declared(there: ObservedBook | None, token: str, desired: DesiredState) -> DesiredBook:
    """The book as it would be declared. Raises UsageError where its token is not, which comes first."""
    assert there is not None  # a candidate is declared, observed, or both
    handle = next((known.name for known in desired.tokens if known.name == token), None)
    if handle is None:
        raise UsageError(
            f'"{there.title}" belongs to the VPP token {token}, which no file declares.',
            "Declare the token under tokens: first.",
        )
    book = Book(there.title, handle, there.id, there.adam_id, there.publisher)
    return DesiredBook(book, desired.tenant.mode, (), ())


def _others(before: Plan, after: Plan, own: Change | None) -> tuple[Change, ...]:
    """The other changes that are new, or that go another way than before."""
    known = {change.id: change for change in before.changes}
    kept = own.id if own else None
    return tuple(_placed(one) for one in after.changes if one.id != kept and one != known.get(one.id))


def _concerning(before: Plan, after: Plan, book: BookRef) -> tuple[Finding, ...]:
    """The findings that the plan does not have without the assignment, and all that speak of the book or its token."""
    known = set(before.findings)
    found = (one for one in after.findings if one not in known or _concerns(one, book))
    return tuple(replace(one, position=_place(one.position)) for one in found)


def _concerns(finding: Finding, book: BookRef) -> bool:
    if finding.scope in _FOR_ALL and finding.holds:
        return True
    return book.id in finding.books or book.token in finding.tokens


def _is(change: Change, book: BookId, group: str | None) -> bool:
    return change.book is not None and change.target is not None and (change.book.id, change.target.id) == (book, group)


def _placed(change: Change) -> Change:
    return replace(change, position=_place(change.position))


def _place(position: Position | None) -> Position | None:
    """None for what has no place in a file, since it is not declared yet."""
    return position if position and position.path else None


def _group_name(supposed: Supposed, after: Planned) -> str:
    """The name in the tenant, else as the administrators wrote it."""
    text = supposed.assignment.group
    found = after.matching.group_ids.get(text)
    there = after.observed.groups.get(found) if found else None
    return there.display_name if there else supposed.desired.group_of[text].label
