"""Seats: a required assignment takes one for each user who holds none, while there are any, and for good.

A taken seat shows in three places: the book's `usedLicenseCount`, a row of its `userStateSummary`, and Apple's
association where the location behind the book's VPP token is known.
"""

from collections.abc import Iterable
from typing import Any

from reconciler.sandbox.apple_rows import associate, associated_users, location_of_book, store_id
from reconciler.sandbox.installs import installed_row, user_summaries
from reconciler.sandbox.membership import transitive_users
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import Row, find_object, objects_after, replace_object, set_part
from reconciler.sandbox.store import Store
from reconciler.sandbox.values import whole_number

UNLIMITED = 2147483647


def take_seats(store: Store, book: Row, assignments: Iterable[JsonObject]) -> None:
    """Gives seats of a book to the users of its required assignments who hold none, first come first served."""
    users = _required_users(store, assignments)
    if not users:
        return
    current = find_object(store, "managedEBook", book.key) or book
    summary = user_summaries(store, current)
    holders = _holders(store, current, summary)
    newcomers = [user for user in users if _name(user) not in holders]
    used = max(whole_number(current.json, "usedLicenseCount"), len(holders))
    served = newcomers[: max(0, _total(current) - used)]
    if served:
        _serve(store, current, summary, served, used)


def _required_users(store: Store, assignments: Iterable[JsonObject]) -> list[Row]:
    """Users whom required assignments address, once each, without those in an excluded group."""
    wanted: dict[str, None] = {}
    excluded: set[str] = set()
    for assignment in assignments:
        kind, group = _target(assignment)
        if kind == "exclusionGroupAssignmentTarget":
            excluded.update(transitive_users(store, [group]))
        elif assignment.get("installIntent") != "required":
            continue
        elif kind == "groupAssignmentTarget":
            wanted.update(dict.fromkeys(transitive_users(store, [group])))
        elif kind == "allLicensedUsersAssignmentTarget":
            wanted.update((user.key, None) for user in objects_after(store, "user"))
    found = [find_object(store, "user", key) for key in wanted if key not in excluded]
    return sorted((user for user in found if user is not None), key=lambda user: user.pos)


def _target(assignment: JsonObject) -> tuple[str, str]:
    target: Any = assignment.get("target")
    if not isinstance(target, dict):
        return "", ""
    return str(target.get("@odata.type", "")).rpartition(".")[2], str(target.get("groupId", ""))


def _holders(store: Store, book: Row, summary: list[JsonObject]) -> set[str]:
    """Known holders by user principal name without case: an install, or an association at Apple."""
    installed = {
        str(row.get("userName")).casefold() for row in summary if whole_number(row, "installedDeviceCount") > 0
    }
    location, adam_id = location_of_book(store, book), store_id(book)
    return installed | (associated_users(store, location, adam_id) if location and adam_id else set())


def _name(user: Row) -> str:
    return str(user.json.get("userPrincipalName", user.key)).casefold()


def _total(book: Row) -> int:
    total = whole_number(book.json, "totalLicenseCount")
    return 2**62 if total == UNLIMITED else total


def _serve(store: Store, book: Row, summary: list[JsonObject], users: list[Row], used: int) -> None:
    replace_object(store, Row(book.pos, book.kind, book.key, {**book.json, "usedLicenseCount": used + len(users)}))
    set_part(store, book, "userStateSummary", _installed(book, summary, users))
    location, adam_id = location_of_book(store, book), store_id(book)
    if location and adam_id:
        associate(store, location, adam_id, users)


def _installed(book: Row, summary: list[JsonObject], users: list[Row]) -> list[JsonObject]:
    """The install states, with one installed device for each of the users."""
    fresh = {_name(user): user for user in users}
    rows: list[JsonObject] = []
    for row in summary:
        known = fresh.pop(str(row.get("userName")).casefold(), None)
        rows.append(row if known is None else {**row, "installedDeviceCount": 1})
    return rows + [installed_row(book, user) for user in fresh.values()]
