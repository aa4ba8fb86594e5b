"""The part of an observation that is about people: pseudonyms by group, never a name or an id.

groups         {group id: [pseudonyms, sorted]}, of groups whose members were read
pseudonymKey   the fingerprint of the key that made them

The newest observation of a group is what a plan compares it with. A collection therefore writes down only groups that
the ledger does not know yet: else a school year that turned would be forgotten by the next morning. An apply writes
down all groups that it looked at, since somebody agreed to its plan.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.model.earlier import MembersThen
from reconciler.model.ids import GroupId
from reconciler.model.observed import ObservedBook, TargetType
from reconciler.model.pseudonyms import Pseudonyms


def members_body(pseudonyms: Pseudonyms, groups: Mapping[GroupId, tuple[str, ...]]) -> dict[str, Any]:
    """What an observation says of these groups; empty where there are none."""
    if not groups:
        return {}
    return {
        "groups": {group: list(users) for group, users in groups.items()},
        "pseudonymKey": pseudonyms.fingerprint,
    }


def groups_to_learn(
    books: Iterable[ObservedBook], known: Mapping[GroupId, MembersThen], pseudonyms: Pseudonyms
) -> tuple[GroupId, ...]:
    """The groups that books are assigned to and that no observation knows under this key, sorted."""
    assigned = {
        one.target.group
        for book in books
        for one in book.assignments
        if one.target.type is TargetType.GROUP and one.target.group is not None
    }
    mine = {group for group, then in known.items() if then.key == pseudonyms.fingerprint}
    return tuple(sorted(assigned - mine))
