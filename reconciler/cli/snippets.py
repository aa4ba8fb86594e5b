"""The YAML that a supposed assignment would need, and where it belongs. Read `snippet`."""

from reconciler.cli.book_lookup import Candidate
from reconciler.model.change import Change
from reconciler.model.entities import Book
from reconciler.model.observed import ObservedBook
from reconciler.report.what_if import Place, Snippet, snippet_lines
from reconciler.report.yaml_lines import scalar
from reconciler.suppose import Supposed


def snippet(supposed: Supposed, meant: Candidate, cap: int | None) -> Snippet | None:
    """The lines that would make it so, with this seatCap; None where the YAML says it already."""
    was, now = supposed.before, supposed.assignment
    if was is not None and was.intent == now.intent:
        return None
    group = scalar(supposed.desired.group_of[now.group].alias or now.group)
    lines = snippet_lines(group, str(now.intent), cap)
    if was is not None:
        own = any(one is was for one in meant.desired.book.assignments) if meant.desired else False
        return Snippet(Place.ASSIGNMENT if own else Place.READING_LIST, was.position, lines)
    place = supposed.book.book.marks.position()
    if place.path:
        return Snippet(Place.ASSIGNMENTS, place, lines)
    declared = _fields(supposed.book.book, meant.observed)
    return Snippet(Place.BOOKS, None, snippet_lines(group, str(now.intent), cap, declared))


def needed_cap(cap: int | None, change: Change | None) -> int | None:
    """The least seatCap that lets it through: as much as the change may use, where that is known.

    0 for a group that nobody is in yet.
    """
    needed = change.seats.worst if change is not None and change.takes_seats else None
    return cap if needed is None else max(needed, cap or 0)


def _fields(book: Book, there: ObservedBook | None) -> list[tuple[str, str]]:
    known = [
        ("title", there.title if there else book.title),
        ("token", book.token),
        ("id", there.id if there else book.id),
        ("adamId", there.adam_id if there else book.adam_id),
        ("publisher", there.publisher if there else book.publisher),
    ]
    return [(key, scalar(value)) for key, value in known if value]
