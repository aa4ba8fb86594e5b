"""What if: the desired state with one assignment added or changed. Pure; no file is touched. Read `suppose`."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from reconciler.model.desired import DesiredBook, DesiredState
from reconciler.model.entities import Assignment, Group, Intent
from reconciler.model.matching import Matching
from reconciler.model.position import Marks
from reconciler.model.references import Groups


@dataclass(frozen=True, slots=True)
class Supposed:
    """The state that is supposed, and the book in it.

    `assignment` is the one that was added or changed, `before` what the YAML says in its place; None: nothing.
    """

    desired: DesiredState
    book: DesiredBook
    assignment: Assignment
    before: Assignment | None


def with_group(desired: DesiredState, text: str) -> DesiredState:
    """The state that also knows which group `text` means, so that the tenant is asked for it."""
    if text in desired.group_of:
        return desired
    return replace(desired, group_of={**desired.group_of, text: _group(desired, text)})


def _group(desired: DesiredState, text: str) -> Group:
    """The group of a text: an entry of `groups:`, or one that an assignment names in other words; else a new one."""
    groups = Groups(desired.groups)
    same = (group for known, group in desired.group_of.items() if groups.key(known) == groups.key(text))
    return next(same, groups.of(text))


def same_group(matching: Matching, desired: DesiredState, text: str) -> frozenset[str]:
    """All texts of assignments that mean the group of `text`: in the YAML, or because the tenant says so."""
    wanted, found = desired.group_of[text], matching.group_ids.get(text)
    return frozenset(
        known
        for known, group in desired.group_of.items()
        if group is wanted or (found is not None and matching.group_ids.get(known) == found)
    )


def suppose(
    desired: DesiredState,
    book: DesiredBook,
    group: str,
    intent: Intent,
    same: Collection[str] = (),
    cap: int | None = None,
) -> Supposed:
    """The state in which `book` is assigned to `group` with `intent`, and everything else is as it was.

    `book` may be one that the state does not have yet. `same` are the texts that mean the same group: an assignment
    by one of them is changed and keeps its acceptances, else one is added without any. `cap` is the seatCap it gets;
    None: the one it has. The digest stays that of the YAML, since this state is only looked at and never applied.
    """
    before = next((one for one in book.assignments if one.group == group or one.group in same), None)
    if before is None:
        assignment = _new(book.book.marks, group, intent, cap)
        assignments = (*book.assignments, assignment)
    else:
        assignment = replace(before, intent=intent, seat_cap=before.seat_cap if cap is None else cap)
        assignments = tuple(assignment if one is before else one for one in book.assignments)
    changed = replace(book, assignments=assignments)
    books = tuple(changed if one is book else one for one in desired.books)
    if not any(one is changed for one in books):
        books = (*books, changed)
    state = with_group(replace(desired, books=books), assignment.group)
    return Supposed(state, changed, assignment, before)


def _new(marks: Marks, group: str, intent: Intent, cap: int | None) -> Assignment:
    """An assignment that stands where its book does, as it has no place of its own yet."""
    return Assignment(group, intent, cap, (), marks.path, marks.at, marks.at)
