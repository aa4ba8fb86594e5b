"""Books of a tenant: what a declared one should say instead, and the declaration of a new one.

Read `DeclaredBook`, then `book_entry`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.adopt.groups import not_declarable
from reconciler.adopt.known import Known, Memory
from reconciler.adopt.names import writable
from reconciler.model.adoption import Left, LeftKind
from reconciler.model.edits import Entry, SetValue, Value
from reconciler.model.entities import Assignment, Intent
from reconciler.model.ids import AdamId, BookId, GroupId, Handle, assignment_id
from reconciler.model.matching import BookMatch
from reconciler.model.naming import composed
from reconciler.model.observed import ObservedAssignment, ObservedBook, ObservedState, TargetType


@dataclass(frozen=True, slots=True)
class IntentChange:
    """An assignment of the YAML that gets another intent."""

    assignment: Assignment
    group: GroupId
    intent: Intent


@dataclass(frozen=True, slots=True)
class BookChanges:
    """What becomes of one declared book: intents to change, assignments to add, and what is left."""

    intents: tuple[IntentChange, ...] = ()
    new: Mapping[GroupId, Intent] | None = None
    left: tuple[Left, ...] = ()
    already: tuple[GroupId, ...] = ()


def title_of(book: ObservedBook) -> str:
    """The title as YAML can hold it; the book's id where it has none."""
    return writable(book.title) or book.id


def declarable(book: ObservedBook, observed: ObservedState) -> tuple[dict[GroupId, Intent], list[Left]]:
    """The assignments of a book that YAML can say, by group, and the others."""
    good: dict[GroupId, Intent] = {}
    left: list[Left] = []
    for one in book.assignments:
        why = _why_not(one, observed)
        if why is None and one.target.group is not None:
            good[one.target.group] = Intent(one.intent)
        elif why is not None:
            left.append(_unmanaged(book, one, why, observed))
    return good, left


def _why_not(one: ObservedAssignment, observed: ObservedState) -> str | None:
    """Why an assignment cannot be declared: empty where YAML has no words for it; None where it can."""
    if not one.expressible:
        return ""
    return not_declarable(observed, one.target.group or GroupId("")) or None


def _unmanaged(book: ObservedBook, one: ObservedAssignment, why: str, observed: ObservedState) -> Left:
    target = one.target
    there = observed.groups.get(target.group) if target.group else None
    name = there.display_name if there else target.group or ""
    kind = target.raw_type.rpartition(".")[2] or ("filter" if target.filter else "")
    return Left(
        kind=LeftKind.GROUP if why else LeftKind.UNMANAGED,
        subject=title_of(book),
        identity=book.id,
        target=name or kind,
        shown=one.intent,
        reason=why or kind or "intent",
        group=target.group if not target.raw_type and not target.filter else None,
    )


def compare(match: BookMatch, observed: ObservedState, known: Known, memory: Memory, *, forced: bool) -> BookChanges:
    """What a declared book should say so that it says what the tenant shows.

    Nothing is removed. What git changed since the last apply stays, unless `forced`.
    """
    there, left = declarable(match.observed, observed)
    wanted = _wanted(match, known)
    intents: list[IntentChange] = []
    new: dict[GroupId, Intent] = {}
    for group, intent in there.items():
        last = None if memory.applied is None else memory.applied.get(assignment_id(match.observed.id, group), "")
        mine = wanted.get(group)
        if mine is None:
            if last and not forced:
                left.append(_left(LeftKind.REMOVED, match, group, observed, str(intent), None))
            else:
                new[group] = intent
        elif mine.intent is not intent:
            kind = _kept(match, mine, last, forced=forced)
            if kind is None:
                intents.append(IntentChange(mine, group, intent))
            else:
                left.append(_left(kind, match, group, observed, str(intent), mine))
    left.extend(_gone(match, wanted, observed, memory))
    left = [one for one in left if one.kind is not LeftKind.UNMANAGED or one.group not in wanted]
    return BookChanges(tuple(intents), new, tuple(left))


def overlay(match: BookMatch, wish: Mapping[GroupId, Intent], known: Known, observed: ObservedState) -> BookChanges:
    """What a declared book should say so that it also says what a book list does."""
    wanted = _wanted(match, known)
    intents, left, already = [], [], []
    new: dict[GroupId, Intent] = {}
    for group, intent in sorted(wish.items()):
        mine = wanted.get(group)
        if mine is None:
            new[group] = intent
        elif mine.intent is intent:
            already.append(group)
        elif _is_own(match, mine):
            intents.append(IntentChange(mine, group, intent))
        else:
            left.append(_left(LeftKind.LISTED, match, group, observed, str(intent), mine))
    return BookChanges(tuple(intents), new, tuple(left), tuple(already))


def _kept(match: BookMatch, mine: Assignment, last: str | None, *, forced: bool) -> LeftKind | None:
    """Why an intent that differs stays; None where it is changed. `last` None: nothing was ever applied."""
    if not forced and last is not None and last != str(mine.intent):
        return LeftKind.PENDING
    return None if _is_own(match, mine) else LeftKind.LISTED


def _is_own(match: BookMatch, assignment: Assignment) -> bool:
    """Whether the assignment stands with the book, and not in a reading list."""
    return any(own is assignment for own in match.desired.book.assignments)


def _wanted(match: BookMatch, known: Known) -> dict[GroupId, Assignment]:
    wanted: dict[GroupId, Assignment] = {}
    for assignment in match.desired.assignments:
        group = known.group_ids.get(assignment.group)
        if group is not None:
            wanted.setdefault(group, assignment)
    return wanted


def _gone(
    match: BookMatch, wanted: Mapping[GroupId, Assignment], observed: ObservedState, memory: Memory
) -> Iterator[Left]:
    """Declared assignments that the tenant does not show, or shows with an intent that books do not have.

    They were removed there, or are not applied yet.
    """
    shown = {
        one.target.group: one
        for one in match.observed.assignments
        if one.target.type is TargetType.GROUP and not one.target.filter
    }
    for group, assignment in wanted.items():
        there = shown.get(group)
        if there is not None and there.expressible:
            continue
        applied = memory.applied is None or assignment_id(match.observed.id, group) in memory.applied
        kind = LeftKind.GONE if applied else LeftKind.PENDING
        yield _left(kind, match, group, observed, there.intent if there else None, assignment)


def _left(
    kind: LeftKind,
    match: BookMatch,
    group: GroupId,
    observed: ObservedState,
    shown: str | None,
    mine: Assignment | None,
) -> Left:
    name = observed.groups[group].display_name if group in observed.groups else group
    return Left(
        kind=kind,
        subject=title_of(match.observed),
        identity=match.observed.id,
        target=name,
        shown=shown,
        declared=str(mine.intent) if mine else None,
        position=mine.position if mine else None,
    )


def book_values(match: BookMatch, known: Known) -> Iterator[tuple[SetValue, str | None]]:
    """What a declared book's own keys should say instead, each with the former value: its id, title and publisher.

    A title by which a reading list calls the book stays.
    """
    book, there = match.desired.book, match.observed
    if not book.title or not book.marks.path:
        return
    at = book.marks.position()
    if book.id is None:
        yield SetValue(at, "id", there.id, after="token"), None
    title = writable(there.title)
    if title and composed(book.title) != composed(title) and composed(book.title) not in known.listed:
        yield SetValue(at, "title", title), book.title
    publisher = writable(there.publisher)
    if book.publisher and publisher and composed(book.publisher) != composed(publisher):
        yield SetValue(at, "publisher", publisher), book.publisher


def adam_ids(books: Mapping[BookId, tuple[Handle, ObservedBook]], known: Known) -> dict[BookId, AdamId]:
    """The adamIds that new books may declare: none that another book of the same VPP token has (VPP202)."""
    times: dict[tuple[Handle, AdamId], int] = dict.fromkeys(known.adam_ids, 1)
    for handle, book in books.values():
        if book.adam_id:
            times[handle, book.adam_id] = times.get((handle, book.adam_id), 0) + 1
    return {
        book.id: book.adam_id
        for handle, book in books.values()
        if book.adam_id and times[handle, book.adam_id] == 1 and len(book.adam_id) <= 1024
    }


def book_entry(book: ObservedBook, handle: Handle, adam_id: AdamId | None, assignments: tuple[Entry, ...]) -> Entry:
    """The declaration of a book."""
    pairs: list[tuple[str, Value]] = [("title", title_of(book)), ("token", handle), ("id", book.id)]
    if adam_id:
        pairs.append(("adamId", adam_id))
    if publisher := writable(book.publisher):
        pairs.append(("publisher", publisher))
    pairs.append(("assignments", assignments))
    return Entry(tuple(pairs))


def assignment_entries(assignments: Mapping[GroupId, Intent], texts: Mapping[GroupId, str]) -> tuple[Entry, ...]:
    """Assignments as they are declared, by the text that names the group."""
    named = sorted((texts[group], str(intent)) for group, intent in assignments.items())
    return tuple(Entry((("group", group), ("intent", intent))) for group, intent in named)
