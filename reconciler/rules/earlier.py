"""Rules on what earlier observations of the ledger say: `(PlannedWorld) -> Iterator[Finding]`, one per rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.model.catalogue.monitor import LICENSE_TOTAL_DROPPED
from reconciler.model.catalogue.readers import GROUP_COMPOSITION_CHANGED
from reconciler.model.earlier import MembersThen
from reconciler.model.finding import Finding
from reconciler.model.ids import BookId, GroupId, assignment_id
from reconciler.model.observed import UNLIMITED
from reconciler.model.position import Position
from reconciler.model.rule import Severity
from reconciler.model.world import PlannedWorld


def license_total_fell(planned: PlannedWorld) -> Iterator[Finding]:
    """Declared books with fewer seats than the newest observation of them tells."""
    for book, match in planned.world.matching.books.items():
        then, there = planned.world.ledger.seats_then.get(book), match.observed
        if then is None or then.total == UNLIMITED or there.total is None or there.total >= then.total:
            continue
        yield LICENSE_TOTAL_DROPPED.found(
            match.desired.book.marks.position(),
            there.title,
            books=(book,),
            book=there.title,
            was=then.total,
            now=there.total,
            date=then.at.date().isoformat(),
        )


def group_composition_changed(planned: PlannedWorld) -> Iterator[Finding]:
    """Groups of books with changes of which more than half of the users are new; where that cannot be told, why."""
    known = _known(planned)
    why = _why_not(planned, known)
    if why is not None:
        variant, groups = why
        yield GROUP_COMPOSITION_CHANGED.found(None, "tenant", variant=variant, severity=Severity.INFO, groups=groups)
    books = _books_of(planned)
    for group, now in _users(planned, known).items():
        exchange = _exchange(known[group], now)
        if 2 * exchange.joined > len(now) and group in books:
            yield _exchanged(planned, group, known[group], exchange, books[group])


@dataclass(frozen=True, slots=True)
class Exchange:
    """How many users of a group are new, how many stayed, how many left."""

    joined: int
    kept: int
    left: int


def _exchange(then: MembersThen, now: frozenset[str]) -> Exchange:
    return Exchange(len(now - then.users), len(now & then.users), len(then.users - now))


def _known(planned: PlannedWorld) -> Mapping[GroupId, MembersThen]:
    """The groups whose users were read now and stand in an earlier observation."""
    then = planned.world.ledger.members_then
    return {group: then[group] for group, now in sorted(planned.readers.members.items()) if group in then and now.users}


def _why_not(planned: PlannedWorld, known: Mapping[GroupId, MembersThen]) -> tuple[str, int] | None:
    """The variant that says why groups cannot be compared, and of how many that is true."""
    world = planned.world
    if not known:
        return None
    if world.snapshot:
        return "snapshot", len(known)
    if world.pseudonyms is None:
        return "no-key", len(known)
    others = sum(then.key != world.pseudonyms.fingerprint for then in known.values())
    return ("other-key", others) if others else None


def _users(planned: PlannedWorld, known: Mapping[GroupId, MembersThen]) -> dict[GroupId, frozenset[str]]:
    """The users of known groups now, under the pseudonyms of then; empty where these cannot be made."""
    pseudonyms = planned.world.pseudonyms
    if pseudonyms is None or planned.world.snapshot:
        return {}
    members, mine = planned.readers.members, pseudonyms.fingerprint
    return {
        group: frozenset(map(pseudonyms.of, members[group].users)) for group, then in known.items() if then.key == mine
    }


def _books_of(planned: PlannedWorld) -> dict[GroupId, list[BookId]]:
    """The books with changes that each group has after them."""
    books: dict[GroupId, list[BookId]] = {}
    for book, entries in planned.after.items():
        for group in dict.fromkeys(group for group, _ in entries):
            books.setdefault(group, []).append(book)
    return books


def _exchanged(
    planned: PlannedWorld, group: GroupId, then: MembersThen, exchange: Exchange, books: list[BookId]
) -> Finding:
    titles = sorted(_title(planned, book) for book in books)
    name = _name(planned, group)
    return GROUP_COMPOSITION_CHANGED.found(
        _place(planned, group, books),
        name,
        variant="books" if len(books) > 1 else "",
        books=tuple(books),
        group=name,
        joined=exchange.joined,
        members=exchange.joined + exchange.kept,
        kept=exchange.kept,
        left=exchange.left,
        date=then.at.date().isoformat(),
        book=titles[0],
        more=len(books) - 1,
    )


def _place(planned: PlannedWorld, group: GroupId, books: list[BookId]) -> Position | None:
    """Where the YAML assigns one of the books to the group; else where it declares one of them."""
    wanted = [found for book in books if (found := planned.wanted.get(assignment_id(book, group)))]
    if wanted:
        return min(one.group_position for one in wanted)
    declared = [planned.world.matching.books[book] for book in books if book in planned.world.matching.books]
    return min((match.desired.book.marks.position() for match in declared), default=None)


def _name(planned: PlannedWorld, group: GroupId) -> str:
    known = planned.world.observed.groups.get(group)
    return known.display_name if known else group


def _title(planned: PlannedWorld, book: BookId) -> str:
    match = planned.world.matching.books.get(book)
    return match.observed.title if match else book
