"""Who is in a group: directly, and through groups in groups. Cycles are walked once."""

from collections.abc import Iterable

from reconciler.sandbox.objects import Kind, Row, find_object, key_of
from reconciler.sandbox.store import Store

# Ids that are no user, device or group of this tenant are members that cannot be seen.
_DIRECT = """
SELECT o.pos, o.kind, o.key FROM member m JOIN object o ON o.key = m.key AND o.kind IN ('user', 'device', 'group')
WHERE m.grp = ? GROUP BY o.pos ORDER BY o.pos
"""
_TRANSITIVE = """
WITH RECURSIVE inside(key) AS (
  SELECT key FROM member WHERE grp = :group
  UNION SELECT m.key FROM inside i JOIN member m ON m.grp = i.key)
SELECT o.pos, o.kind, o.key FROM inside i JOIN object o ON o.key = i.key AND o.kind IN ('user', 'device', 'group')
WHERE o.key <> :group ORDER BY o.pos
"""


def add_members(store: Store, group: str, members: Iterable[str]) -> None:
    """Stores the direct members of a group, by id."""
    store.many(
        "INSERT INTO member VALUES (?, ?, ?)",
        ((key_of(group), at, key_of(member)) for at, member in enumerate(members)),
    )


def direct_members(store: Store, group: str) -> tuple[tuple[int, Kind, str], ...]:
    """Position, kind and key of each direct member, once each, in the order of the tenant."""
    key = key_of(group)
    return store.remembered(("direct", key), lambda: tuple(store.rows(_DIRECT, (key,))))


def transitive_members(store: Store, group: str) -> tuple[tuple[int, Kind, str], ...]:
    """The same through all nested groups, without the group itself."""
    key = key_of(group)
    return store.remembered(("transitive", key), lambda: _closure(store, key))


def transitive_users(store: Store, groups: Iterable[str]) -> list[str]:
    """The keys of all users in some groups, once each, in the order of the tenant."""
    found = {(pos, key) for group in groups for pos, kind, key in transitive_members(store, group) if kind == "user"}
    return [key for _, key in sorted(found)]


def member_row(store: Store, member: tuple[int, Kind, str]) -> Row:
    """The object behind a member."""
    _, kind, key = member
    row = find_object(store, kind, key)
    if row is None:
        raise LookupError(f"{kind} {key} vanished inside one transaction")
    return row


def _closure(store: Store, key: str) -> tuple[tuple[int, Kind, str], ...]:
    found: tuple[tuple[int, Kind, str], ...] = tuple(store.rows(_TRANSITIVE, {"group": key}))
    return found
