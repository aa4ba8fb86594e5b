"""Puts a name on what changed outside git. Read `name_drift`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reconciler.model.change import Attribution, Change, Origin
from reconciler.model.entities import Assignment
from reconciler.model.ids import BookId, ChangeId, GroupId, TokenId
from reconciler.model.instants import stamp
from reconciler.model.observed import AuditEvent, ObservedBook, Unread
from reconciler.model.position import Position
from reconciler.model.token_fields import TokenMemory, same_field
from reconciler.model.world import Drift, TokenDrift, World

Events = tuple[AuditEvent, ...] | Unread
"""Audit events, newest first, or why they are not known."""


def name_drift(
    world: World, keys: Iterable[ChangeId], wanted: Mapping[ChangeId, Assignment], events: Events
) -> tuple[Drift, ...]:
    """Each of the keys that drifted, with who did it where the audit events tell; in the order of the keys."""
    books = {book.id: book for book in world.observed.books}
    return tuple(_one(key, world, books, wanted.get(key), events) for key in keys)


HIDDEN = "an administrator"
"""Who did it, where the policy does not want names (policy.showActors)."""


def without_names(events: Events) -> Events:
    """The events with nobody's name in them."""
    return events if isinstance(events, Unread) else tuple(replace(event, actor=HIDDEN) for event in events)


def attribution(change: Change, events: Events) -> Attribution | None:
    """Who made a change necessary by changing something outside git; None for changes that come from git."""
    if change.origin not in (Origin.DRIFT, Origin.BOTH):
        return None
    if change.token is not None:
        return _who(change.token.id, events)
    return _who(change.book.id, events) if change.book else None


def token_drift(changes: Iterable[Change], memory: TokenMemory, events: Events) -> tuple[TokenDrift, ...]:
    """The fields of VPP tokens that somebody changed outside git, by token and field."""
    return tuple(
        TokenDrift(
            id=change.id,
            token=change.token.name,
            field=key,
            was=memory[change.token.name][key],
            now=now,
            wanted=(change.after or {}).get(key),
            position=change.position,
            attribution=_who(change.token.id, events),
        )
        for change in changes
        if change.token is not None
        for key, now in sorted((change.before or {}).items())
        if key in memory.get(change.token.name, {}) and not same_field(key, now, memory[change.token.name][key])
    )


def _one(
    key: ChangeId,
    world: World,
    books: Mapping[BookId, ObservedBook],
    wanted: Assignment | None,
    events: Events,
) -> Drift:
    _, book_text, group_text = key.split(":", 2)
    book, group = BookId(book_text), GroupId(group_text)
    there = books.get(book)
    known = world.observed.groups.get(group)
    return Drift(
        id=key,
        book=book,
        title=there.title if there else book,
        group=group,
        group_name=known.display_name if known else group,
        was=(world.ledger.last_applied or {}).get(key),
        now=_intent(there, group),
        wanted=str(wanted.intent) if wanted else None,
        position=_place(world, book, wanted),
        attribution=_who(book, events),
    )


def _place(world: World, book: BookId, wanted: Assignment | None) -> Position | None:
    """The assignment; the book where git does not want it any more; nowhere where git no longer has the book."""
    if wanted is not None:
        return wanted.position
    match = world.matching.books.get(book)
    return match.desired.book.marks.position() if match else None


def _intent(book: ObservedBook | None, group: GroupId) -> str | None:
    for one in book.assignments if book else ():
        if one.target.group == group and not one.target.filter:
            return one.intent
    return None


def _who(resource: BookId | TokenId | None, events: Events) -> Attribution | None:
    """The newest event that touched the book or VPP token."""
    if isinstance(events, Unread) or resource is None:
        return None
    for event in events:
        if resource in event.resources:
            return Attribution(event.actor, stamp(event.at.replace(microsecond=0)), event.activity)
    return None
