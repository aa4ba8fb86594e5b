"""Rules about assignments and groups as they are declared. Static."""

from collections import defaultdict
from collections.abc import Iterator

from reconciler.model.catalogue.assignments import (
    ASSIGN_BROAD_TARGET,
    ASSIGN_DUPLICATE,
    ASSIGN_INTENT_CONFLICT,
    GROUP_FROM_OTHER_TENANT,
)
from reconciler.model.entities import Assignment, Book, Declarations, Group, ReadingList
from reconciler.model.finding import Finding, Related
from reconciler.model.position import Position
from reconciler.model.quoting import shown
from reconciler.model.references import Groups, Reached, reached_books
from reconciler.model.repository import Repository
from reconciler.rules.collisions import collisions, first_here

_BROAD = frozenset({"all users", "all devices", "all licensed users"})
_Place = tuple[Assignment, ReadingList | None]


def assign_broad_target(repository: Repository) -> Iterator[Finding]:
    """Assignments to everybody, under whatever name the portal shows them."""
    for tenant in repository.tenants:
        holders: tuple[Book | ReadingList, ...] = (*tenant.books, *tenant.reading_lists)
        for holder in holders:
            for assignment in holder.assignments:
                if assignment.group.casefold().strip() in _BROAD:
                    found = shown(assignment.group)
                    yield ASSIGN_BROAD_TARGET.found(assignment.group_position, found, found=found)


def assign_duplicate(repository: Repository) -> Iterator[Finding]:
    """A book that reaches a group twice with one intent, at the later `group:`.

    Within a reading list one finding per list and group, however many of its books are concerned.
    """
    for tenant in repository.tenants:
        for book, first, later, group in _twice(tenant):
            if first.intent is later.intent:
                related = _related(first, later, book)
                yield ASSIGN_DUPLICATE.found(
                    later.group_position, group, related=related, group=group, book=shown(book.book.label)
                )


def assign_intent_conflict(repository: Repository) -> Iterator[Finding]:
    """A book that reaches a group with both intents, at the later `group:`. Reading lists as for VPP305."""
    for tenant in repository.tenants:
        for book, first, later, group in _twice(tenant):
            if first.intent is not later.intent:
                yield ASSIGN_INTENT_CONFLICT.found(
                    later.group_position,
                    group,
                    related=first_here(first.group_position),
                    group=group,
                    book=shown(book.book.label),
                    first=str(first.intent),
                    second=str(later.intent),
                )


def group_from_other_tenant(repository: Repository) -> Iterator[Finding]:
    """Object ids of groups that two tenants of the repository declare."""
    claims: list[tuple[Declarations, Group]] = []
    for tenant in repository.tenants:
        own = {group.id: group for group in reversed(tenant.groups) if group.id}
        claims.extend((tenant, group) for group in own.values())
    pairs = collisions(claims, lambda claim: claim[1].id, lambda claim: claim[1].marks.position("id"))
    for (owner, first), (_, later) in pairs:
        name = owner.tenant.name if owner.tenant else owner.path
        yield GROUP_FROM_OTHER_TENANT.found(
            later.marks.position("id"),
            shown(later.label),
            related=first_here(first.marks.position("id")),
            found=str(later.id),
            tenant=shown(name),
        )


def _twice(tenant: Declarations) -> Iterator[tuple[Reached, Assignment, Assignment, str]]:
    """Books with two assignments to one group: book, first, later, and the group as the later one names it."""
    groups = Groups(tenant.groups)
    told: set[tuple[int, str]] = set()
    for book in reached_books(tenant):
        every = list(_all_places(book))
        if len({groups.key(assignment.group) for assignment, _ in every}) == len(every):
            continue
        places: defaultdict[str, list[_Place]] = defaultdict(list)
        for place in every:
            places[groups.key(place[0].group)].append(place)
        for key, same in places.items():
            for first, later in _pairs(same, key, told):
                yield book, first, later, shown(later.group)


def _all_places(book: Reached) -> Iterator[_Place]:
    """Every assignment of a book; those of a list that names the book twice come twice."""
    yield from book.assignments()
    for reading_list, _ in book.again:
        for assignment in reading_list.assignments:
            yield assignment, reading_list


def _pairs(same: list[_Place], key: str, told: set[tuple[int, str]]) -> Iterator[tuple[Assignment, Assignment]]:
    """The first of the colliding assignments with each later one; a list is told of a group once."""
    (first, _), *rest = sorted(same, key=lambda place: place[0].group_position)
    for later, reading_list in rest:
        if reading_list is not None:
            if (id(reading_list), key) in told:
                continue
            told.add((id(reading_list), key))
        yield first, later


def _related(first: Assignment, later: Assignment, book: Reached) -> tuple[Related, ...]:
    """The earlier assignment; where it is the same one, the entry by which its list names the book again."""
    if first is not later:
        return first_here(first.group_position)
    places: list[Position] = [entry.position for _, entry in book.again]
    return tuple(Related(place, "the list names this book again here") for place in places)
