"""Rules on what kind of group a book is assigned to: one function per rule."""

from collections.abc import Iterator

from reconciler.model.catalogue.readers import GROUP_DYNAMIC, GROUP_KIND, GROUP_RENAMED
from reconciler.model.entities import Assignment, Group
from reconciler.model.finding import Finding
from reconciler.model.naming import composed
from reconciler.model.observed import HIDDEN_MEMBERSHIP, Members, ObservedGroup
from reconciler.model.position import NOWHERE, Position
from reconciler.model.rule import Severity
from reconciler.model.world import PlannedWorld, World


def group_dynamic(world: World) -> Iterator[Finding]:
    """Groups with a rule for their members, or kept by another directory."""
    for group, there, place in used_groups(world):
        if "DynamicMembership" in there.group_types or there.membership_rule:
            yield GROUP_DYNAMIC.found(place, group.label, books=books_with(world, group), group=there.display_name)


def group_renamed(world: World) -> Iterator[Finding]:
    """Groups that are declared with an id and another name than the tenant shows."""
    for group, there, place in used_groups(world):
        declared = group.display_name
        if group.id and declared and composed(declared) != composed(there.display_name):
            at = group.marks.position("displayName") if group.marks is not NOWHERE else place
            yield GROUP_RENAMED.found(
                at,
                group.label,
                books=books_with(world, group),
                id=there.id,
                observed=there.display_name,
                declared=declared,
            )


def group_kind(planned: PlannedWorld) -> Iterator[Finding]:
    """What kind of group it is, where it matters; an error where Intune cannot assign a book to it.

    Nested groups are told where the members were read: for groups of books that change.
    """
    world = planned.world
    for group, there, place in used_groups(world):
        if _untargetable(there):
            yield GROUP_KIND.found(
                place,
                group.label,
                variant="untargetable",
                severity=Severity.ERROR,
                books=books_with(world, group),
                group=there.display_name,
                kinds="a distribution list, not a security group",
            )
        elif kinds := list(_kinds(there, planned.readers.members.get(there.id))):
            yield GROUP_KIND.found(place, group.label, group=there.display_name, kinds=", ".join(kinds))


def _untargetable(there: ObservedGroup) -> bool:
    """A mail-enabled group that is neither a security group nor a Microsoft 365 group."""
    return there.security_enabled is False and there.mail_enabled is True and "Unified" not in there.group_types


def _kinds(there: ObservedGroup, members: Members | None) -> Iterator[str]:
    if "Unified" in there.group_types:
        yield "a Microsoft 365 group"
    elif there.mail_enabled:
        yield "a mail-enabled security group"
    if there.on_premises:
        yield "synchronised from on-premises"
    if there.visibility == HIDDEN_MEMBERSHIP:
        yield "a group with hidden membership"
    if members is not None and members.groups:
        yield "a group with 1 nested group" if members.groups == 1 else f"a group with {members.groups} nested groups"


def used_groups(world: World) -> Iterator[tuple[Group, ObservedGroup, Position | None]]:
    """Each group that an assignment names and that was found, once, with the place where it is named first."""
    seen: set[int] = set()
    for book in world.desired.books:
        for assignment in book.assignments:
            group = world.desired.group_of[assignment.group]
            found = world.matching.group_ids.get(assignment.group)
            if found is None or id(group) in seen:
                continue
            seen.add(id(group))
            there = world.observed.groups.get(found)
            if there is not None:
                yield group, there, _place(group, assignment)


def _place(group: Group, assignment: Assignment) -> Position:
    """The declared id or name; the assignment's `group:` where the group is not declared."""
    if group.marks is not NOWHERE:
        return group.marks.position("id" if group.id else "displayName")
    return assignment.group_position


def books_with(world: World, group: Group) -> tuple[str, ...]:
    """Intune's ids of the books that are assigned to a group."""
    return tuple(
        there
        for there, match in world.matching.books.items()
        if any(world.desired.group_of[one.group] is group for one in match.desired.assignments)
    )
