"""Rules on what happened outside git, and on what a plan may remove: `(PlannedWorld) -> Iterator[Finding]`."""

from collections.abc import Collection, Iterator
from datetime import date

from reconciler.model.catalogue.assignments import ASSIGN_DUPLICATE, ASSIGN_INTENT_CONFLICT
from reconciler.model.catalogue.books import BOOK_DUPLICATE
from reconciler.model.catalogue.changes import (
    BETA_FIELD,
    DRIFT_MANAGED,
    DRIFT_UNMANAGED,
    OBSERVED_INCOMPLETE,
    PERMISSION_MISSING,
    PRUNE_LIMIT,
)
from reconciler.model.change import Action, Change
from reconciler.model.entities import BetaUse, Share
from reconciler.model.finding import Finding, Related, Scope
from reconciler.model.ids import GroupId
from reconciler.model.observed import ObservedBook, TargetType, Unread
from reconciler.model.plan import Unmanaged
from reconciler.model.rule import Severity
from reconciler.model.world import PlannedWorld
from reconciler.rules.acceptance import accepted, today

_LEAST_LIMIT = 3


def book_duplicate(planned: PlannedWorld) -> Iterator[Finding]:
    """Two declarations that turn out to be one book of the tenant. Holds the book."""
    for later, match in planned.world.matching.doubled_books:
        first = match.desired.book
        yield BOOK_DUPLICATE.found(
            later.book.marks.position(),
            later.book.label,
            variant="live",
            related=(Related(first.marks.position(), BOOK_DUPLICATE.texts["first"].message),),
            books=(match.observed.id,),
            first=first.label,
            second=later.book.label,
            id=match.observed.id,
        )


def assign_clash(planned: PlannedWorld) -> Iterator[Finding]:
    """Two assignments of a book whose groups, named differently, are one in the tenant. Holds the book."""
    for book, one, other in planned.clashes:
        first, later = sorted((one, other), key=lambda assignment: assignment.group_position)
        rule = ASSIGN_DUPLICATE if first.intent is later.intent else ASSIGN_INTENT_CONFLICT
        yield rule.found(
            later.group_position,
            later.group,
            related=(Related(first.group_position, rule.texts["first"].message),),
            books=(book,),
            group=later.group,
            book=planned.world.matching.books[book].desired.book.label,
            first=str(first.intent),
            second=str(later.intent),
        )


def drift_managed(planned: PlannedWorld) -> Iterator[Finding]:
    """Managed assignments that are not as the last apply left them."""
    for drift in planned.drift:
        by = drift.attribution
        yield DRIFT_MANAGED.found(
            drift.position,
            f'intune: book "{drift.title}" → group "{drift.group_name}"',
            variant="-".join(part for part in ("" if drift.now else "gone", "by" if by else "") if part),
            books=(drift.book,) if drift.position else (),
            book=drift.title,
            group=drift.group_name,
            was=drift.was or "not assigned",
            now=drift.now or "",
            when=by.at if by else "",
            actor=by.actor if by else "",
        )


def drift_of_tokens(planned: PlannedWorld) -> Iterator[Finding]:
    """Fields of managed VPP tokens that are not as the last apply left them."""
    for drift in planned.token_drift:
        by = drift.attribution
        yield DRIFT_MANAGED.found(
            drift.position,
            f'intune: token "{drift.token}"',
            variant="token-by" if by else "token",
            token=drift.token,
            field=drift.field,
            was=str(drift.was),
            now=str(drift.now),
            when=by.at if by else "",
            actor=by.actor if by else "",
        )


def drift_unmanaged(planned: PlannedWorld) -> Iterator[Finding]:
    """Assignments that git does not manage: one by one on declared books, counted on the others."""
    elsewhere: list[Unmanaged] = []
    for entry in planned.unmanaged:
        match = planned.world.matching.books.get(entry.book.id)
        if match is None:
            elsewhere.append(entry)
            continue
        raw = entry.target_type != str(TargetType.GROUP) or entry.intent not in ("available", "required")
        yield DRIFT_UNMANAGED.found(
            match.desired.book.marks.position(),
            entry.book.title,
            variant="raw" if raw else "",
            severity=Severity.WARNING if raw else None,
            book=entry.book.title,
            group=entry.display_name or entry.target_id or "",
            kind=entry.display_name or entry.target_type,
            intent=entry.intent,
        )
    if elsewhere:
        books = len({entry.book.id for entry in elsewhere})
        yield DRIFT_UNMANAGED.found(None, "tenant", variant="elsewhere", count=len(elsewhere), book_count=books)


def prune_limit(planned: PlannedWorld) -> Iterator[Finding]:
    """More deletions than policy.maxRemovals allows, or a desired state that reaches no book at all."""
    last = planned.world.ledger.last_applied
    if last and not planned.world.matching.books:
        yield PRUNE_LIMIT.found(
            None, "tenant", variant="empty", severity=Severity.ERROR, scope=Scope.TENANT, count=len(last)
        )
        return
    policy = planned.world.desired.policy
    limit = removal_limit(policy.max_removals, len(last or {}))
    count = sum(change.action is Action.DELETE and change.held is None for change in planned.changes)
    if count > limit:
        finding = PRUNE_LIMIT.found(
            policy.marks.position("maxRemovals") if policy.marks.path else None,
            "tenant",
            scope=Scope.DELETIONS,
            count=count,
            limit=limit,
        )
        yield accepted(finding, policy.accept, _today(planned), count)


def removal_limit(share: Share, managed: int) -> int:
    """How many deletions one plan may have, of `managed` assignments that were last applied."""
    return min(share.count, max(_LEAST_LIMIT, share.percent * managed // 100))


def beta_field(planned: PlannedWorld) -> Iterator[Finding]:
    """Writes that could lose an assignment filter, which only beta shows. Holds the book."""
    beta, seen = planned.world.desired.tenant.beta, planned.world.observed.beta
    if beta is not BetaUse.NONE and not seen:
        yield BETA_FIELD.found(planned.world.desired.tenant.marks.position(), "tenant", variant="off")
    if beta is not BetaUse.READWRITE or not seen:
        yield from _takeovers(planned)
    changing: dict[str, list[Change]] = {}
    for change in planned.changes:
        if change.book is not None:
            changing.setdefault(change.book.id, []).append(change)
    for book in planned.world.observed.books:
        if book.id in changing:
            yield from _filter_risk(planned, book, changing[book.id])


def _takeovers(planned: PlannedWorld) -> Iterator[Finding]:
    """Takeovers that are declared and cannot be written."""
    for token in planned.world.desired.tokens:
        there = planned.world.matching.tokens.get(token.name)
        if token.take_control and not (there and there.take_control):
            place = token.marks.position("takeControlFromOtherMdm")
            yield BETA_FIELD.found(place, token.name, variant="takeover", token=token.name)


def _filter_risk(planned: PlannedWorld, book: ObservedBook, changes: list[Change]) -> Iterator[Finding]:
    place = planned.world.matching.books[book.id].desired.book.marks.position()
    filtered = {one.target.group for one in book.assignments if one.target.filter}
    changed = {change.target.id: change.target.display_name for change in changes if change.target}
    wanted = [name for group, name in changed.items() if group in filtered]
    variant = ""
    if wanted:
        variant = "same-group"
    elif filtered and planned.world.desired.tenant.beta is not BetaUse.READWRITE:
        variant = "filter"
    elif not planned.world.observed.beta and _keeps_foreign(planned, book, changed.keys()):
        variant = "blind"
    if variant:
        yield BETA_FIELD.found(
            place,
            book.title,
            variant=variant,
            books=(book.id,),
            binding=True,
            book=book.title,
            group=wanted[0] if wanted else "",
        )


def _keeps_foreign(planned: PlannedWorld, book: ObservedBook, changed: Collection[GroupId]) -> bool:
    """Whether the book would keep an assignment that git did not make."""
    declared = {
        planned.world.matching.group_ids.get(one.group)
        for one in planned.world.matching.books[book.id].desired.assignments
    }
    return any(one.target.group not in declared and one.target.group not in changed for one in book.assignments)


def audit_unread(planned: PlannedWorld) -> Iterator[Finding]:
    """Drift that has no name because the audit events could not be read."""
    if planned.audit_unread is not None:
        rule = PERMISSION_MISSING if planned.audit_unread is Unread.FORBIDDEN else OBSERVED_INCOMPLETE
        yield rule.found(None, "tenant", variant="audit", severity=Severity.WARNING)


def _today(planned: PlannedWorld) -> date:
    return today(planned.world.now, planned.world.desired.policy)
