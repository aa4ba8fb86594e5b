"""Rules on books that a plan changes, and on those it cannot find: one function per rule."""

from collections.abc import Iterator
from itertools import combinations

from reconciler.model.catalogue.book_plans import (
    BOOK_GONE,
    BOOK_METADATA_CHANGED,
    BOOK_NO_SEATS,
    BOOK_ON_MANY_TOKENS,
    BOOK_REGION,
)
from reconciler.model.catalogue.changes import SCOPE_HIDDEN
from reconciler.model.catalogue.token_records import TOKEN_FOREIGN_USERS
from reconciler.model.change import Change
from reconciler.model.desired import DesiredBook
from reconciler.model.finding import Finding
from reconciler.model.ids import BookId, Handle
from reconciler.model.matching import BookMatch
from reconciler.model.naming import composed
from reconciler.model.observed import Holder
from reconciler.model.rule import Severity
from reconciler.model.world import PlannedWorld, World
from reconciler.rules.acceptance import accepted, today


def book_on_many_tokens(planned: PlannedWorld) -> Iterator[Finding]:
    """Titles through whose tokens the same users are reached. Holds both books until it is accepted."""
    readers = {book: _covered(planned, book) for book in planned.groups_of}
    for first, second in _same_titles(planned):
        both = readers[first.observed.id] & readers[second.observed.id]
        if not both:
            continue
        finding = BOOK_ON_MANY_TOKENS.found(
            second.desired.book.marks.position("token"),
            second.observed.title,
            books=(first.observed.id, second.observed.id),
            book=second.observed.title,
            token=first.desired.book.token,
            other=second.desired.book.token,
            users=len(both),
        )
        acceptances = (*first.desired.accept, *second.desired.accept)
        yield accepted(finding, acceptances, today(planned.world.now, planned.world.desired.policy), len(both))


def _same_titles(planned: PlannedWorld) -> Iterator[tuple[BookMatch, BookMatch]]:
    """Pairs of declared books of one title on different tokens, whose groups are both known."""
    by_title: dict[str, list[BookMatch]] = {}
    for book in sorted(planned.groups_of):
        match = planned.world.matching.books.get(book)
        if match is not None:
            by_title.setdefault(title_key(match), []).append(match)
    for matches in by_title.values():
        for first, second in combinations(matches, 2):
            if first.desired.book.token != second.desired.book.token:
                yield first, second


def title_key(match: BookMatch) -> str:
    """What makes two books of different tokens the same title: Apple's number, else title and publisher."""
    book = match.observed
    return book.adam_id or f"{composed(book.title)}\n{composed(book.publisher or '')}"


def _covered(planned: PlannedWorld, book: BookId) -> frozenset[Holder]:
    members = (planned.readers.members.get(group) for group in planned.groups_of[book])
    return frozenset(user for several in members if several for user in several.users)


def book_no_seats(planned: PlannedWorld) -> Iterator[Finding]:
    """New assignments of books without a free seat: a guard for required, a warning for available."""
    day = today(planned.world.now, planned.world.desired.policy)
    for change in planned.changes:
        wanted = planned.wanted.get(change.id)
        match = planned.world.matching.books.get(change.book.id) if change.book else None
        if wanted is None or match is None or not change.takes_seats or change.held is not None:
            continue
        total, free = match.observed.total, match.observed.free
        if total is None or free is None or free > 0 or change.id in planned.harmless:
            continue
        required = (change.after or {}).get("intent") == "required"
        finding = BOOK_NO_SEATS.found(
            wanted.position,
            match.observed.title,
            severity=None if required else Severity.WARNING,
            books=(match.observed.id,),
            book=match.observed.title,
            group=change.target.display_name if change.target else "",
            free=max(0, free),
            total=total,
        )
        yield accepted(finding, (*wanted.accept, *match.desired.accept), day)


def book_metadata_changed(planned: PlannedWorld) -> Iterator[Finding]:
    """Books that the tenant calls otherwise than the YAML."""
    for match in planned.world.matching.books.values():
        book, there = match.desired.book, match.observed
        if book.title and composed(book.title) != composed(there.title):
            yield BOOK_METADATA_CHANGED.found(
                book.marks.position("title"),
                book.label,
                variant="title",
                declared=book.title,
                observed=there.title,
            )
        if book.publisher and there.publisher and composed(book.publisher) != composed(there.publisher):
            yield BOOK_METADATA_CHANGED.found(
                book.marks.position("publisher"),
                book.label,
                variant="publisher",
                book=there.title,
                declared=book.publisher,
                observed=there.publisher,
            )


def book_region(planned: PlannedWorld) -> Iterator[Finding]:
    """New assignments to groups in another country than the token's, where both are stated."""
    for change in planned.changes:
        wanted = planned.wanted.get(change.id)
        if wanted is None or change.book is None:
            continue
        group = planned.world.desired.group_of[wanted.group]
        store = _store(planned, change)
        if group.country and store and group.country != store:
            yield BOOK_REGION.found(
                wanted.group_position,
                change.book.title,
                books=(change.book.id,),
                group=group.label,
                country=group.country,
                book=change.book.title,
                store=store,
            )


def _store(planned: PlannedWorld, change: Change) -> str | None:
    """The country of the book's token: as the tenant says, else as declared."""
    handle = change.book.token if change.book else ""
    for name, there in planned.world.matching.tokens.items():
        if name == handle:
            return there.country or planned.world.desired.token_of[name].country
    return None


def book_gone(world: World) -> Iterator[Finding]:
    """Declared books that were applied before and that the tenant no longer shows."""
    for desired in gone_books(world):
        book = desired.book
        yield BOOK_GONE.found(book.marks.position("id"), book.label, book=book.label, token=book.token)


def gone_books(world: World) -> tuple[DesiredBook, ...]:
    """Missing books whose id last applied knows: they were there."""
    applied = {key.split(":", 2)[1] for key in world.ledger.last_applied or {}}
    return tuple(desired for desired in world.matching.missing_books if desired.book.id in applied)


def scope_hidden(world: World) -> Iterator[Finding]:
    """A hint beside tokens and books that were not found: the identity may not see everything."""
    missing = len(world.matching.missing_tokens) + len(world.matching.missing_books)
    if missing:
        yield SCOPE_HIDDEN.found(
            None,
            "tenant",
            missing=missing,
            tokens_seen=len(world.observed.tokens),
            books_seen=len(world.observed.books),
        )


def token_foreign_users(planned: PlannedWorld) -> Iterator[Finding]:
    """First uses of a token, or its creation, without the attestation that no other product's users are left.

    Holds its creation and its books.
    """
    world = planned.world
    used = {book.token for book in world.observed.books if book.assignments}
    applied = {key.split(":", 2)[1] for key in world.ledger.last_applied or {}}
    used |= {book.token for book in world.observed.books if book.id in applied}
    changing = {Handle(change.book.token) for change in planned.changes if change.book and change.held is None}
    changing |= {change.token.name for change in world.token_changes if change.token and change.held is None}
    for name in sorted(changing):
        token, there = world.desired.token_of.get(name), world.matching.tokens.get(name)
        if token is None or (there is not None and there.id in used) or token.foreign_users_removed is not None:
            continue
        people, seats = _known_to_apple(world, token.name)
        finding = TOKEN_FOREIGN_USERS.found(
            token.marks.position(),
            token.name,
            variant="people" if people else "",
            tokens=(token.name,),
            token=token.name,
            people=people,
            seats=seats,
        )
        yield accepted(finding, token.accept, today(world.now, world.desired.policy))


def _known_to_apple(world: World, token: Handle) -> tuple[int, int]:
    """People who are registered at the location of a token, and seats that are in use there; 0 where nobody tells."""
    view = world.apple.get(token)
    if view is None or view.people is None:
        return 0, 0
    return view.people.joined + view.people.invited, sum(book.assigned or 0 for book in view.books)
