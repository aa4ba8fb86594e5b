"""Groups of a tenant as declarations. Read `group_entry`."""

from collections.abc import Iterable, Iterator

from reconciler.adopt.known import Known
from reconciler.adopt.names import short_names, writable
from reconciler.model.edits import Entry, SetValue, Value
from reconciler.model.ids import GroupId
from reconciler.model.naming import composed, fold
from reconciler.model.observed import ObservedGroup, ObservedState


def not_declarable(observed: ObservedState, group: GroupId) -> str:
    """Why an assignment to this group cannot be declared: `unread`, `missing` or `untargetable`; empty where it can."""
    if group in observed.unread_groups:
        return "unread"
    there = observed.groups.get(group)
    if there is None:
        return "missing"
    return "untargetable" if untargetable(there) else ""


def untargetable(there: ObservedGroup) -> bool:
    """Whether it is a distribution list, which Intune cannot assign to (VPP324)."""
    return there.security_enabled is False and there.mail_enabled is True and "Unified" not in there.group_types


def aliases(groups: Iterable[ObservedGroup], known: Known, observed: ObservedState) -> dict[GroupId, str]:
    """An alias for each group that the YAML does not name yet; none is the name of another group (VPP005).

    Nor is it the new name of a declared one, which is written in the same run.
    """
    declared = {group.id for group in (known.desired.groups if known.desired else ())}
    renamed_to = (there.display_name for there in observed.groups.values() if there.id in declared)
    new = {str(group.id): writable(group.display_name) for group in groups}
    return {
        GroupId(identity): alias for identity, alias in short_names(new, (*known.names, *renamed_to), "group").items()
    }


def group_entry(group: ObservedGroup, alias: str, known: Known) -> Entry:
    """The declaration of a group. Its name is left out where YAML could not hold it, or where it means another."""
    pairs: list[tuple[str, Value]] = [("alias", alias), ("id", group.id)]
    name = group.display_name
    if name and writable(name) == name and fold(name) not in known.references:
        pairs.append(("displayName", name))
    return Entry(tuple(pairs))


def renamed(known: Known, observed: ObservedState) -> Iterator[tuple[SetValue, bool, str]]:
    """Declared groups with an id that the tenant calls otherwise: the value to write, and whether that may be done.

    It may not where an assignment uses the old name, or where the new one means another group. Last comes the old name.
    """
    declared = known.desired.groups if known.desired else ()
    texts = {fold(text) for text in (known.desired.group_of if known.desired else ())}
    for group in declared:
        there = observed.groups.get(group.id) if group.id else None
        if there is None or not group.display_name or composed(group.display_name) == composed(there.display_name):
            continue
        name = there.display_name
        if not name or writable(name) != name:
            continue
        used = fold(group.display_name) in texts and fold(group.display_name) != fold(group.alias or "")
        taken = fold(name) in known.references - {fold(group.alias or "")}
        yield SetValue(group.marks.position(), "displayName", name), not (used or taken), group.display_name
