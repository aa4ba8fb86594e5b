"""The licence forecast (CONTRACT section 5): what a plan may use up for good. Read `forecast_book`, then `seats_of`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler.model.change import Action, Change
from reconciler.model.forecast import NO_SEATS, BookRef, Forecast, Seats
from reconciler.model.ids import GroupId
from reconciler.model.observed import (
    Holder,
    ObservedAssignment,
    ObservedBook,
    Readers,
    TargetType,
)

_COUNTABLE = (TargetType.GROUP,)


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Who is behind a set of assignments: users covered, users required, and what cannot be counted."""

    covered: Mapping[Holder, str]
    required: frozenset[Holder]
    uncountable: tuple[str, ...]


def forecast_book(book: ObservedBook, ref: BookRef, changes: Iterable[Change], readers: Readers) -> Forecast:
    """Seats of one book after its changes, held ones included.

    All numbers are None where they cannot be known, with the reason in `reasons`; never 0 for unknown.
    """
    crowd = _crowd(_after(book.assignments, changes), readers)
    known = _known_holders(crowd.covered, readers.holders.get(book.id, ()))
    if crowd.uncountable or book.used is None:
        return _unknown(book, ref, crowd, len(known))
    used = book.used
    held = max(used, len(known))
    worst = held + len(crowd.covered) - len(known)
    best = max(held, len(crowd.required))
    return Forecast(
        book=ref,
        total=book.total,
        used=used,
        covered=len(crowd.covered),
        required=len(crowd.required),
        known_holders=len(known),
        worst=worst,
        best=best,
        new=Seats(worst - used, best - used),
        short=Seats(_short(book, worst), _short(book, best)),
        reasons=_reasons(len(crowd.covered) - len(known), worst - best),
    )


def seats_of(change: Change, book: ObservedBook, all_changes: Iterable[Change], readers: Readers) -> Seats:
    """The seats that one change may use: those of its own group; other groups are not subtracted.

    (0, 0) for what uses none. `worst` is None where the group's members are not known; `best` also where the
    book's own numbers are not.
    """
    if not change.takes_seats or change.target is None:
        return NO_SEATS
    group = readers.members.get(change.target.id)
    if group is None:
        return Seats(None, None)
    covered = _crowd(_after(book.assignments, all_changes), readers).covered
    known = _known_holders({**covered, **group.users}, readers.holders.get(book.id, ()))
    worst = len(group.users.keys() - known)
    if (change.after or {}).get("intent") != "required":
        return Seats(worst, 0)
    alone = forecast_book(book, _ref(change), [change], readers)
    return Seats(worst, None if alone.new.best is None else max(0, alone.new.best))


def known_to_all(change: Change, book: ObservedBook, all_changes: Iterable[Change], readers: Readers) -> bool:
    """Whether the group of this change has users, and every one of them is known to hold the book."""
    group = readers.members.get(change.target.id) if change.target else None
    return bool(group and group.users) and seats_of(change, book, all_changes, readers).worst == 0


def groups_after(book: ObservedBook, changes: Iterable[Change]) -> frozenset[GroupId]:
    """The groups whose members a forecast of this book needs: those assigned after the plan, and those of changes."""
    changes = tuple(changes)
    after = {group for kind, group, _ in _after(book.assignments, changes) if kind in _COUNTABLE and group}
    return frozenset(after | {change.target.id for change in changes if change.target})


def assigned_after(book: ObservedBook, changes: Iterable[Change]) -> tuple[tuple[GroupId, str], ...]:
    """The groups of a book after its changes, each with its intent."""
    entries = _after(book.assignments, changes)
    return tuple((group, intent) for kind, group, intent in entries if kind in _COUNTABLE and group)


_Entry = tuple[TargetType, GroupId | None, str]


def _after(there: Iterable[ObservedAssignment], changes: Iterable[Change]) -> list[_Entry]:
    """Target type, group and intent of every assignment that stands after the changes."""
    planned = {change.target.id: change for change in changes if change.target}
    entries: list[_Entry] = []
    for one in there:
        plain = one.target.type is TargetType.GROUP and not one.target.filter
        if not (plain and one.target.group in planned):
            entries.append((one.target.type, one.target.group, one.intent))
    for group, change in planned.items():
        if change.action is not Action.DELETE and change.after is not None:
            entries.append((TargetType.GROUP, group, change.after["intent"]))
    return entries


def _crowd(entries: Iterable[_Entry], readers: Readers) -> _Crowd:
    covered: dict[Holder, str] = {}
    required: set[Holder] = set()
    uncountable: list[str] = []
    for kind, group, intent in entries:
        members = readers.members.get(group) if kind in _COUNTABLE and group else None
        if members is None:
            uncountable.append(_why_uncountable(kind, group, readers))
            continue
        covered.update(members.users)
        if intent == "required":
            required.update(members.users)
    return _Crowd(covered, frozenset(required), tuple(sorted(set(uncountable))))


def _why_uncountable(kind: TargetType, group: GroupId | None, readers: Readers) -> str:
    match kind:
        case TargetType.GROUP:
            return f"the members of group {group} could not be read"
        case TargetType.EXCLUDED_GROUP:
            return "the book has an excluded group"
        case TargetType.ALL_USERS:
            return "the book is assigned to all users"
        case TargetType.ALL_DEVICES:
            return "the book is assigned to all devices"
        case TargetType.OTHER:
            return "the book has a target of a kind that this version does not know"


def _known_holders(covered: Mapping[Holder, str], names: Iterable[str]) -> frozenset[Holder]:
    """Covered users whose principal name the tenant lists as having the book, and which nobody else of them has."""
    holding = set(names)
    if not holding:
        return frozenset()
    bearers = Counter(name for name in covered.values() if name in holding)
    return frozenset(user for user, name in covered.items() if bearers.get(name) == 1)


def _unknown(book: ObservedBook, ref: BookRef, crowd: _Crowd, known: int) -> Forecast:
    countable = not crowd.uncountable
    reasons = (
        crowd.uncountable if book.used is not None else (*crowd.uncountable, "the tenant gives no number of used seats")
    )
    return Forecast(
        book=ref,
        total=book.total,
        used=book.used,
        covered=len(crowd.covered) if countable else None,
        required=len(crowd.required) if countable else None,
        known_holders=known if countable else None,
        worst=None,
        best=None,
        new=Seats(None, None),
        short=Seats(None, None),
        reasons=reasons,
    )


def _short(book: ObservedBook, seats: int) -> int | None:
    if book.unlimited:
        return 0
    return None if book.total is None else max(0, seats - book.total)


def _reasons(not_known: int, width: int) -> tuple[str, ...]:
    if width == 0 or not_known == 0:
        return ()
    if not_known == 1:
        return ("1 user is not known to hold it",)
    return (f"{not_known} users are not known to hold it",)


def _ref(change: Change) -> BookRef:
    assert change.book is not None
    return change.book
