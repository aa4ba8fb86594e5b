"""Rules on who is in the groups of books that change: `(PlannedWorld) -> Iterator[Finding]`, one per rule."""

from collections import defaultdict
from collections.abc import Iterator

from reconciler.model.catalogue.assignments import ASSIGN_DEVICE_GROUP
from reconciler.model.catalogue.changes import OBSERVED_INCOMPLETE, PERMISSION_MISSING
from reconciler.model.catalogue.tenant_match import ASSIGN_MIXED_GROUP
from reconciler.model.change import Change
from reconciler.model.finding import Finding, Scope
from reconciler.model.ids import GroupId
from reconciler.model.observed import Unread
from reconciler.model.position import Position
from reconciler.model.world import PlannedWorld


def assign_device_group(planned: PlannedWorld) -> Iterator[Finding]:
    """Groups of new or changed assignments that hold devices and no users. Holds the books."""
    for group, changes in _by_group(planned).items():
        members = planned.readers.members.get(group)
        if members is not None and members.devices and not members.users:
            yield ASSIGN_DEVICE_GROUP.found(
                _first(planned, changes),
                _name(changes),
                variant="live",
                books=_books(changes),
                group=_name(changes),
                devices=members.devices,
            )


def assign_mixed_group(planned: PlannedWorld) -> Iterator[Finding]:
    """Groups of new or changed assignments that hold users and devices."""
    for group, changes in _by_group(planned).items():
        members = planned.readers.members.get(group)
        if members is not None and members.devices and members.users:
            yield ASSIGN_MIXED_GROUP.found(
                _first(planned, changes),
                _name(changes),
                books=_books(changes),
                group=_name(changes),
                users=len(members.users),
                devices=members.devices,
            )


def members_unread(planned: PlannedWorld) -> Iterator[Finding]:
    """Groups of books that change whose members are not known: not allowed (VPP509), or failed (VPP505).

    Holds every change that can use seats, of every book with such a group.
    """
    for group, why in sorted(planned.readers.unread.items()):
        there = planned.world.observed.groups.get(group)
        name = there.display_name if there else group
        rule = OBSERVED_INCOMPLETE if why is Unread.FAILED else PERMISSION_MISSING
        variant = "hidden" if why is Unread.HIDDEN else "members"
        books = tuple(sorted(book for book, groups in planned.groups_of.items() if group in groups))
        yield rule.found(None, name, variant=variant, books=books, scope=Scope.SEATS, group=name)


def _by_group(planned: PlannedWorld) -> dict[GroupId, list[Change]]:
    """Changes that leave an assignment, by the group they address, in order."""
    groups: dict[GroupId, list[Change]] = defaultdict(list)
    for change in planned.changes:
        if change.target is not None and change.after is not None:
            groups[change.target.id].append(change)
    return dict(sorted(groups.items()))


def _first(planned: PlannedWorld, changes: list[Change]) -> Position | None:
    places = [planned.wanted[change.id].group_position for change in changes if change.id in planned.wanted]
    return min(places, default=None)


def _name(changes: list[Change]) -> str:
    return changes[0].target.display_name if changes[0].target else ""


def _books(changes: list[Change]) -> tuple[str, ...]:
    return tuple(sorted({change.book.id for change in changes if change.book}))
