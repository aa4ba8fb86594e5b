"""Rules on who is reached by a plan: `(PlannedWorld) -> Iterator[Finding]`, one per rule."""

from collections import Counter
from collections.abc import Iterator

from reconciler.model.catalogue.licences import LICENSE_STRANDED, LICENSE_TWO_ACCOUNTS
from reconciler.model.catalogue.readers import (
    ASSIGN_BLAST_RADIUS,
    ASSIGN_INTENT_WIDENED,
    ASSIGN_OVERLAP,
    ASSIGN_OVERLAP_INTENT,
    ASSIGN_REMOVED,
    BOOKS_APP_REQUIRED,
    GROUP_EMPTY,
    USER_PROGRAM_JOIN,
)
from reconciler.model.change import Action, Change
from reconciler.model.entities import Assignment, Group
from reconciler.model.finding import Finding
from reconciler.model.ids import BookId
from reconciler.model.observed import Holder, Members
from reconciler.model.position import Position
from reconciler.model.rule import Severity
from reconciler.model.world import PlannedWorld
from reconciler.rules.acceptance import accepted, today


def group_empty(planned: PlannedWorld) -> Iterator[Finding]:
    """Groups of new assignments without users, each once; groups of devices are told by another rule."""
    seen: set[str] = set()
    for change, wanted in reaching(planned):
        members = _members(planned, change)
        if members is None or members.users or members.devices or change.id in seen:
            continue
        name = _name(change)
        if name not in seen:
            seen.add(name)
            yield GROUP_EMPTY.found(wanted.group_position, name, books=_books(change), group=name)


def assign_blast_radius(planned: PlannedWorld) -> Iterator[Finding]:
    """New or widened assignments that reach more users than policy.largeGroup."""
    policy = planned.world.desired.policy
    for change, wanted in reaching(planned):
        members = _members(planned, change)
        if members is None or len(members.users) <= policy.large_group:
            continue
        required = (change.after or {}).get("intent") == "required"
        finding = ASSIGN_BLAST_RADIUS.found(
            wanted.position,
            _subject(change),
            variant="required" if required else "available",
            severity=None if required else Severity.WARNING,
            books=_books(change),
            book=_title(change),
            group=_name(change),
            users=len(members.users),
            limit=policy.large_group,
        )
        yield accepted(finding, wanted.accept, today(planned.world.now, policy), len(members.users))


def assign_overlap(planned: PlannedWorld) -> Iterator[Finding]:
    """Books with changes of which some users are in several groups."""
    for book, crowds in _crowds(planned):
        counts = Counter(user for _, members in crowds for user in members.users)
        both = sum(count > 1 for count in counts.values())
        if both:
            yield ASSIGN_OVERLAP.found(
                _place(planned, book),
                _book_title(planned, book),
                book=_book_title(planned, book),
                memberships=sum(counts.values()),
                people=len(counts),
                both=both,
            )


def assign_overlap_intent(planned: PlannedWorld) -> Iterator[Finding]:
    """Books with changes of which some users are reached as available and as required."""
    for book, crowds in _crowds(planned):
        required = _users(members for intent, members in crowds if intent == "required")
        available = _users(members for intent, members in crowds if intent == "available")
        if required & available:
            yield ASSIGN_OVERLAP_INTENT.found(
                _place(planned, book),
                _book_title(planned, book),
                books=(book,),
                book=_book_title(planned, book),
                users=len(required & available),
            )


def assign_intent_widened(planned: PlannedWorld) -> Iterator[Finding]:
    """Assignments that go from available to required."""
    for change, wanted in reaching(planned):
        if change.action is Action.UPDATE and (change.before or {}).get("intent") == "available":
            yield ASSIGN_INTENT_WIDENED.found(
                wanted.position,
                _subject(change),
                variant="unknown" if change.seats.worst is None else "",
                books=_books(change),
                book=_title(change),
                group=_name(change),
                seats=change.seats.worst or 0,
            )


def assign_removed(planned: PlannedWorld) -> Iterator[Finding]:
    """Assignments that are removed, with how many users nobody else offers the book to afterwards."""
    left = {book: _users(members for _, members in crowds) for book, crowds in _crowds(planned)}
    for change in planned.changes:
        if change.action is not Action.DELETE or change.held is not None or change.book is None:
            continue
        members = _members(planned, change)
        known = members is not None and change.book.id in left
        losing = members.users.keys() - left[change.book.id] if members is not None and known else frozenset()
        yield ASSIGN_REMOVED.found(
            change.position,
            _subject(change),
            variant="" if known else "unknown",
            books=_books(change),
            book=_title(change),
            group=_name(change),
            users=len(losing),
        )


def user_program_join(planned: PlannedWorld) -> Iterator[Finding]:
    """Groups with personal Apple accounts that a book reaches anew, each once."""
    for group, change, wanted in _declared_groups(planned):
        if group.apple_accounts in ("personal", "mixed"):
            yield USER_PROGRAM_JOIN.found(
                wanted.group_position, _name(change), variant=group.apple_accounts, group=group.label
            )


def license_two_accounts(planned: PlannedWorld) -> Iterator[Finding]:
    """Groups with both kinds of Apple accounts that a book reaches anew, each once."""
    for group, change, wanted in _declared_groups(planned):
        if group.apple_accounts == "mixed":
            yield LICENSE_TWO_ACCOUNTS.found(
                wanted.group_position, _name(change), group=group.label, book=_title(change)
            )


def books_app_required(planned: PlannedWorld) -> Iterator[Finding]:
    """Said once for a plan that reaches readers anew."""
    changes = sum(1 for _ in reaching(planned))
    if changes:
        yield BOOKS_APP_REQUIRED.found(None, "tenant", changes=changes)


def license_stranded(planned: PlannedWorld) -> Iterator[Finding]:
    """Books with changes of which more seats are used than their groups have users."""
    for forecast in planned.forecasts.values():
        if forecast.used is None or forecast.covered is None or forecast.used <= forecast.covered:
            continue
        yield LICENSE_STRANDED.found(
            _place(planned, forecast.book.id),
            forecast.book.title,
            book=forecast.book.title,
            seats=forecast.used - forecast.covered,
        )


def reaching(planned: PlannedWorld) -> Iterator[tuple[Change, Assignment]]:
    """The changes that can use seats and that the mode does not hold, with the assignments that ask for them."""
    for change in planned.changes:
        wanted = planned.wanted.get(change.id)
        if wanted is not None and change.takes_seats and change.held is None:
            yield change, wanted


def _declared_groups(planned: PlannedWorld) -> Iterator[tuple[Group, Change, Assignment]]:
    """Each group that is reached anew, once, with the first change that reaches it."""
    seen: set[int] = set()
    for change, wanted in reaching(planned):
        group = planned.world.desired.group_of[wanted.group]
        if id(group) not in seen:
            seen.add(id(group))
            yield group, change, wanted


def _crowds(planned: PlannedWorld) -> Iterator[tuple[BookId, list[tuple[str, Members]]]]:
    """Books with changes of which all groups were read: intent and members of each group after the plan."""
    for book, entries in planned.after.items():
        members = [(intent, planned.readers.members.get(group)) for group, intent in entries]
        crowds = [(intent, several) for intent, several in members if several is not None]
        if len(crowds) == len(members):
            yield book, crowds


def _users(crowds: Iterator[Members]) -> frozenset[Holder]:
    return frozenset(user for members in crowds for user in members.users)


def _members(planned: PlannedWorld, change: Change) -> Members | None:
    return planned.readers.members.get(change.target.id) if change.target else None


def _place(planned: PlannedWorld, book: BookId) -> Position | None:
    match = planned.world.matching.books.get(book)
    return match.desired.book.marks.position() if match else None


def _book_title(planned: PlannedWorld, book: BookId) -> str:
    match = planned.world.matching.books.get(book)
    return match.observed.title if match else book


def _books(change: Change) -> tuple[str, ...]:
    return (change.book.id,) if change.book else ()


def _title(change: Change) -> str:
    return change.book.title if change.book else ""


def _name(change: Change) -> str:
    return change.target.display_name if change.target else ""


def _subject(change: Change) -> str:
    return f"{_title(change)} → {_name(change)}"
