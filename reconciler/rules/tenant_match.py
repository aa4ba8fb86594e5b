"""Rules on finding declared books and groups in the tenant: `(World) -> Iterator[Finding]`, one per rule."""

from collections import defaultdict
from collections.abc import Iterator

from reconciler.model.catalogue.changes import OBSERVED_INCOMPLETE, PERMISSION_MISSING
from reconciler.model.catalogue.tenant_match import (
    BOOK_AMBIGUOUS,
    BOOK_NOT_SYNCED,
    GROUP_AMBIGUOUS,
    GROUP_UNKNOWN,
)
from reconciler.model.desired import DesiredBook
from reconciler.model.entities import Assignment, Group
from reconciler.model.finding import Finding, Related
from reconciler.model.instants import stamp
from reconciler.model.naming import nearest
from reconciler.model.observed import ObservedBook, Unread
from reconciler.model.position import NOWHERE, Position
from reconciler.model.world import World
from reconciler.rules.book_plans import gone_books
from reconciler.rules.group_kinds import books_with

_MOST_RELATED = 10


def book_not_synced(world: World) -> Iterator[Finding]:
    """Declared books that the tenant does not show behind their token."""
    gone = gone_books(world)
    for desired in world.matching.missing_books:
        book = desired.book
        if desired in gone:
            continue
        there = world.matching.tokens.get(book.token)
        yield BOOK_NOT_SYNCED.found(
            _book_place(desired),
            book.label,
            book=book.label,
            identity=_identity(desired),
            token=book.token,
            sync=stamp(there.last_sync) if there and there.last_sync else "never, as far as the tenant tells",
        )


def book_ambiguous(world: World) -> Iterator[Finding]:
    """Declared books that could be several of the tenant's. Holds all of them."""
    for desired, candidates in world.matching.ambiguous_books:
        yield BOOK_AMBIGUOUS.found(
            _book_place(desired),
            desired.book.label,
            books=tuple(one.id for one in candidates),
            book=desired.book.label,
            count=len(candidates),
            candidates=", ".join(_candidate(one) for one in candidates),
        )


def group_unknown(world: World) -> Iterator[Finding]:
    """Groups that do not exist. Holds every book that is assigned to them."""
    uses = _uses(world) if world.matching.missing_groups else {}
    for group in world.matching.missing_groups:
        near = nearest(group.display_name or "", world.matching.known_names)
        variant = "id" if group.id else "near" if near else ""
        places = uses.get(id(group), [])
        yield GROUP_UNKNOWN.found(
            _group_place(group, places),
            group.label,
            variant=variant,
            related=_others(group, places),
            books=books_with(world, group),
            group=group.id or group.display_name or "",
            near=near,
        )


def group_ambiguous(world: World) -> Iterator[Finding]:
    """Display names that several groups bear. Holds every book that is assigned to them."""
    uses = _uses(world) if world.matching.ambiguous_groups else {}
    for group, candidates in world.matching.ambiguous_groups:
        places = uses.get(id(group), [])
        yield GROUP_AMBIGUOUS.found(
            _group_place(group, places),
            group.label,
            related=_others(group, places),
            books=books_with(world, group),
            group=group.display_name or "",
            count=len(candidates),
            candidates=", ".join(f"{one.id} (created {one.created or 'unknown'})" for one in candidates),
        )


def group_unread(world: World) -> Iterator[Finding]:
    """Groups that could not be read: not allowed (VPP509), or the reading failed (VPP505). Holds their books."""
    uses = _uses(world) if world.matching.unread_groups else {}
    for group, why in world.matching.unread_groups:
        place, books = _group_place(group, uses.get(id(group), [])), books_with(world, group)
        if why is Unread.FORBIDDEN:
            yield PERMISSION_MISSING.found(place, group.label, variant="group", books=books, group=group.label)
        else:
            yield OBSERVED_INCOMPLETE.found(place, group.label, books=books, what=f'the group "{group.label}"')


def _uses(world: World) -> dict[int, list[Assignment]]:
    """The assignments that name each group, by the group's identity in memory, in order of place."""
    uses: dict[int, list[Assignment]] = defaultdict(list)
    for book in world.desired.books:
        for assignment in book.assignments:
            uses[id(world.desired.group_of[assignment.group])].append(assignment)
    for assignments in uses.values():
        assignments.sort(key=lambda one: (one.path, one.group_at))
    return uses


def _group_place(group: Group, uses: list[Assignment]) -> Position | None:
    """The declared id or name; the first assignment's `group:` where the group is not declared."""
    if group.marks is not NOWHERE:
        return group.marks.position("id" if group.id else "displayName")
    return uses[0].group_position if uses else None


def _others(group: Group, uses: list[Assignment]) -> tuple[Related, ...]:
    """Further assignments that name the group, some of them where they are many."""
    rest = uses if group.marks is not NOWHERE else uses[1:]
    places = sorted({one.group_position for one in rest})
    return tuple(Related(place, f'"{group.label}" is assigned here') for place in places[:_MOST_RELATED])


def _book_place(desired: DesiredBook) -> Position:
    marks = desired.book.marks
    for key in ("id", "adamId", "title"):
        if marks.has(key):
            return marks.position(key)
    return marks.position()


def _identity(desired: DesiredBook) -> str:
    book = desired.book
    if book.id:
        return f"id {book.id}"
    return f"adamId {book.adam_id}" if book.adam_id else f'publisher "{book.publisher}"'


def _candidate(book: ObservedBook) -> str:
    seats = "unknown" if book.total is None else "unlimited" if book.unlimited else str(book.total)
    return f"{book.id} ({book.language or 'language unknown'}, {seats} seats)"
