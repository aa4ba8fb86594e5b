"""The figures of a tenant, from what was read of it and what its ledger tells. Pure. Read `figures`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from reconciler.model.audit import History, SeatCount
from reconciler.model.ids import BookId, GroupId
from reconciler.model.installs import DeviceState
from reconciler.model.matching import BookMatch
from reconciler.model.observed import ObservedBook, Readers, TargetType
from reconciler.model.status import (
    BookFigures,
    Figures,
    GroupFigures,
    InstallFigures,
    Mark,
    PoolFigures,
    Remembered,
    mark_of,
)
from reconciler.model.world import World
from reconciler.monitor.installs import install_figures, old_devices
from reconciler.monitor.seats import dropped, jump
from reconciler.monitor.tokens import pool_names, token_figures


@dataclass(frozen=True, slots=True)
class Watched:
    """What monitoring looks at beyond the tenant itself.

    `readers` are the members of the groups of declared books, and who has these books; `states` their installs by
    device, a book whose states could not be read is missing; `history` and `remembered` what the ledger tells.
    """

    readers: Readers
    states: Mapping[BookId, tuple[DeviceState, ...]]
    history: History
    remembered: Remembered


def groups_to_read(matching: Mapping[BookId, BookMatch]) -> dict[BookId, frozenset[GroupId]]:
    """The groups of declared books, whose members are needed."""
    return {book: _groups(match.observed) for book, match in matching.items()}


def books_to_read(matching: Mapping[BookId, BookMatch]) -> tuple[BookId, ...]:
    """The declared books that somebody can have on a device: those with an assignment, and with a seat in use."""
    return tuple(
        sorted(book for book, match in matching.items() if match.observed.assignments and match.observed.used != 0)
    )


def books_to_wait_for(matching: Mapping[BookId, BookMatch], remembered: Remembered) -> tuple[BookId, ...]:
    """The declared books that the ledger knows as required: only of these is asked who does not have them."""
    return tuple(sorted(book for book in matching if book in remembered.required))


def figures(world: World, watched: Watched) -> Figures:
    """Everything that can be counted."""
    now, declared = world.now, world.matching.books
    shown = {one.id: one.display_name or one.organization or one.id for one in world.observed.tokens}
    names = {**shown, **pool_names(world.matching)}
    counts = _by_book(watched.history.seats)
    books = tuple(
        _book(book, names.get(book.token, book.token) if book.token else "", counts.get(book.id, ()), world, watched)
        for book in sorted(world.observed.books, key=lambda one: (one.title.casefold(), one.title, one.id))
    )
    asked = books_to_read(declared)
    return Figures(
        tokens=token_figures(world.desired, world.observed, world.matching, now),
        pools=tuple(_pools(books)),
        books=books,
        installs=_installs(world, watched),
        old_devices=old_devices((state for several in watched.states.values() for state in several), now),
        unread_installs=sum(book not in watched.states for book in asked),
        observed_at=watched.history.knowledge.collected,
    )


def _book(book: ObservedBook, pool: str, counts: tuple[SeatCount, ...], world: World, watched: Watched) -> BookFigures:
    match = world.matching.books.get(book.id)
    grants, confirmed = watched.remembered.grants.get(book.id, ()), watched.history.knowledge.collected
    return BookFigures(
        id=book.id,
        title=book.title,
        pool=pool,
        declared=match is not None,
        position=match.desired.book.marks.position() if match else None,
        total=book.total,
        used=book.used,
        mark=mark_of(book.total, book.used, world.desired.policy.low_seats),
        covered=_covered(book, watched.readers) if match else None,
        dropped=dropped(book.total, counts, confirmed),
        jump=jump(book.used, counts, grants, partial(_size, watched.readers), confirmed) if match else None,
        counts=counts,
        groups=tuple(_assignments(book, match, world)),
    )


def _assignments(book: ObservedBook, match: BookMatch | None, world: World) -> Iterator[GroupFigures]:
    """What the tenant has, and what git wants beyond that; by name of the group."""
    wanted = _wanted(match, world)
    found = [
        GroupFigures(
            id=one.target.group,
            name=_group_name(one.target.group, world) if one.target.group else one.target.raw_type,
            kind=str(one.target.type),
            intent=one.intent,
            declared=one.target.type is TargetType.GROUP and one.target.group in wanted,
        )
        for one in book.assignments
    ]
    there = {one.id for one in found if one.kind == TargetType.GROUP}
    found += [
        GroupFigures(group, _group_name(group, world), str(TargetType.GROUP), None, True)
        for group in wanted
        if group not in there
    ]
    yield from sorted(found, key=lambda one: (one.name.casefold(), one.kind, one.id or ""))


def _wanted(match: BookMatch | None, world: World) -> frozenset[GroupId]:
    if match is None:
        return frozenset()
    ids = (world.matching.group_ids.get(one.group) for one in match.desired.assignments)
    return frozenset(group for group in ids if group is not None)


def _group_name(group: GroupId, world: World) -> str:
    known = world.observed.groups.get(group)
    return known.display_name if known else group


def _groups(book: ObservedBook) -> frozenset[GroupId]:
    return frozenset(
        one.target.group for one in book.assignments if one.target.type is TargetType.GROUP and one.target.group
    )


def _covered(book: ObservedBook, readers: Readers) -> int | None:
    """Distinct users of the groups of a book; None where it reaches others too, or where members are not known."""
    if any(one.target.type is not TargetType.GROUP for one in book.assignments):
        return None
    groups = _groups(book)
    if not groups <= readers.members.keys():
        return None
    return len({user for group in groups for user in readers.members[group].users})


def _size(readers: Readers, group: GroupId) -> int | None:
    members = readers.members.get(group)
    return None if members is None else len(members.users)


def _pools(books: Iterable[BookFigures]) -> Iterator[PoolFigures]:
    by_pool: dict[str, list[BookFigures]] = {}
    for book in books:
        by_pool.setdefault(book.pool, []).append(book)
    for name, several in sorted(by_pool.items()):
        counted = [book for book in several if book.mark not in (Mark.UNKNOWN, Mark.UNLIMITED)]
        yield PoolFigures(
            name=name,
            books=len(several),
            total=sum(book.total or 0 for book in counted),
            used=sum(book.used or 0 for book in counted),
            unlimited=sum(book.mark is Mark.UNLIMITED for book in several),
            unknown=sum(book.mark is Mark.UNKNOWN for book in several),
            low=sum(book.mark in (Mark.LOW, Mark.ODD) for book in several),
        )


def _installs(world: World, watched: Watched) -> tuple[InstallFigures, ...]:
    """Of the declared books that somebody has, or should have by now; by title. Those that were not read are left out.

    A book without a seat in use is on no device, and is not asked about.
    """
    required = watched.remembered.required
    found = [
        install_figures(match, watched.states.get(book, ()), watched.readers, required.get(book, {}), world.now)
        for book, match in world.matching.books.items()
        if book in watched.states or (book in required and match.observed.used == 0)
    ]
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.title, one.book)))


def _by_book(counts: Iterable[SeatCount]) -> dict[str, tuple[SeatCount, ...]]:
    found: dict[str, list[SeatCount]] = {}
    for one in counts:
        found.setdefault(one.book, []).append(one)
    return {book: tuple(several) for book, several in found.items()}
