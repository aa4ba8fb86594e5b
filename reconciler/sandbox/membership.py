"""Who is in a group: directly, and through groups in groups. Cycles are walked once."""

from collections.abc import Iterable
from typing import TypeAlias

from reconciler.sandbox.objects import Kind, Row, find_object, key_of
from reconciler.sandbox.store import Store

Member: TypeAlias = tuple[int, Kind, str]
# Ids that are no user, device or group of this tenant are members that cannot be seen.
_DIRECT = """
SELECT o.pos, o.kind, o.key FROM member m JOIN object o ON o.key = m.key AND o.kind IN ('user', 'device', 'group')
WHERE m.grp = :group AND {open} GROUP BY o.pos ORDER BY o.pos
"""
_TRANSITIVE = """
WITH RECURSIVE inside(key) AS (
  SELECT key FROM member m WHERE m.grp = :group AND {open}
  UNION SELECT m.key FROM inside i JOIN member m ON m.grp = i.key AND {open})
SELECT o.pos, o.kind, o.key FROM inside i JOIN object o ON o.key = i.key AND o.kind IN ('user', 'device', 'group')
WHERE o.key <> :group ORDER BY o.pos
"""
_EVERY_GROUP = "true"
_OPEN_GROUPS = """NOT EXISTS (SELECT 1 FROM object h WHERE h.kind = 'group' AND h.key = m.grp
  AND json_extract(h.json, '$.visibility') = 'HiddenMembership')"""


def add_members(store: Store, group: str, members: Iterable[str]) -> None:
    """Stores the direct members of a group, by id."""
    store.many(
        "INSERT INTO member VALUES (?, ?, ?)",
        ((key_of(group), at, key_of(member)) for at, member in enumerate(members)),
    )


def direct_members(store: Store, group: str, hidden: bool = True) -> tuple[Member, ...]:
    """Position, kind and key of each direct member, once each, in the order of the tenant.

    Without `hidden` a group that hides its members has none to show.
    """
    return _members(store, _DIRECT, group, hidden)


def transitive_members(store: Store, group: str, hidden: bool = True) -> tuple[Member, ...]:
    """The same through all nested groups, without the group itself."""
    return _members(store, _TRANSITIVE, group, hidden)


def transitive_users(store: Store, groups: Iterable[str]) -> list[str]:
    """The keys of all users in some groups, once each, in the order of the tenant."""
    found = {(pos, key) for group in groups for pos, kind, key in transitive_members(store, group) if kind == "user"}
    return [key for _, key in sorted(found)]


def member_row(store: Store, member: Member) -> Row:
    """The object behind a member."""
    _, kind, key = member
    row = find_object(store, kind, key)
    if row is None:
        raise LookupError(f"{kind} {key} vanished inside one transaction")
    return row


def _members(store: Store, query: str, group: str, hidden: bool) -> tuple[Member, ...]:
    sql = query.format(open=_EVERY_GROUP if hidden else _OPEN_GROUPS)
    key = key_of(group)
    return store.remembered((sql, key), lambda: tuple(store.rows(sql, {"group": key})))
