"""Keeps a tenant as a file that names nobody. Read `write_snapshot`; the format stands in `snapshot_format`."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from reconciler.model.desired import DesiredState
from reconciler.model.ids import GroupId
from reconciler.model.instants import stamp
from reconciler.model.observed import Members, ObservedAssignment, ObservedBook, ObservedGroup, ObservedToken
from reconciler.model.progress import Progress, silent
from reconciler.model.providers import IntuneReader, MemberAnswers
from reconciler.observed.observe import asked_groups, observe
from reconciler.observed.snapshot_format import FORMAT_VERSION, GROUP_KEYS, TOKEN_KEYS
from reconciler.observed.snapshot_reader import SnapshotReader, read_snapshot

__all__ = ["SnapshotReader", "read_snapshot", "write_snapshot"]

_HEX_DIGITS = 32

_Hide = Callable[[str], str]


def write_snapshot(
    reader: IntuneReader, desired: DesiredState | None, key: bytes, now: datetime, progress: Progress = silent
) -> dict[str, Any]:
    """The tenant as the JSON of a snapshot. `key` must be random, used for this one file, and forgotten.

    Holds the groups that `desired` names beside those that assignments address, with the members of all of them and
    the holders of all books, so that any plan on these books can be made from it. Raises ServiceError as `observe`.
    """
    state = observe(reader, desired, now, progress)
    ids, names = asked_groups(desired, state.books)
    progress("members", 0, len(state.groups))
    members = reader.members(tuple(state.groups))
    progress("install states", 0, len(state.books))
    holders = reader.holders([book.id for book in state.books])
    hide = _hiding(key)
    return {
        "formatVersion": FORMAT_VERSION,
        "at": stamp(state.at),
        "beta": state.beta,
        "tokens": [_token(token) for token in state.tokens],
        "books": [_book(book, holders.get(book.id), hide) for book in state.books],
        "groups": [{**_group(group), "members": _members(group.id, members, hide)} for group in state.groups.values()],
        "names": {name: _named(state.groups.values(), name) for name in names if name not in state.unread_groups},
        "missing": [group for group in ids if group not in state.groups and group not in state.unread_groups],
        "unread": {asked: str(why) for asked, why in state.unread_groups.items()},
    }


def _hiding(key: bytes) -> _Hide:
    """Turns a text into a pseudonym that only the holder of the key could make again."""
    return lambda text: hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:_HEX_DIGITS]


def _token(token: ObservedToken) -> dict[str, Any]:
    values = {TOKEN_KEYS[field]: value for field, value in asdict(token).items()}
    for key in ("expires", "lastSync"):
        values[key] = stamp(values[key]) if values[key] else None
    return values


def _book(book: ObservedBook, holders: tuple[str, ...] | None, hide: _Hide) -> dict[str, Any]:
    return {
        "id": book.id,
        "title": book.title,
        "publisher": book.publisher,
        "token": book.token,
        "adamId": book.adam_id,
        "language": book.language,
        "total": book.total,
        "used": book.used,
        "assignments": [_assignment(assignment) for assignment in book.assignments],
        "holders": None if holders is None else sorted(hide(name) for name in holders),
    }


def _assignment(assignment: ObservedAssignment) -> dict[str, Any]:
    target = assignment.target
    plain = {"type": str(target.type), "id": target.group, "intent": assignment.intent}
    if assignment.expressible:
        return plain
    return {**plain, "filter": target.filter, "rawType": target.raw_type, "raw": dict(assignment.raw)}


def _group(group: ObservedGroup) -> dict[str, Any]:
    values = {key: getattr(group, field) for field, key in GROUP_KEYS.items()}
    return {**values, "groupTypes": list(group.group_types)}


def _members(group: GroupId, answers: MemberAnswers, hide: _Hide) -> dict[str, Any] | str:
    if group in answers.unread:
        return str(answers.unread[group])
    members = answers.members.get(group, Members({}))
    users = {hide(user): hide(name) for user, name in members.users.items()}
    return {"users": dict(sorted(users.items())), "devices": members.devices, "groups": members.groups}


def _named(groups: Iterable[ObservedGroup], name: str) -> list[str]:
    wanted = name.casefold()
    return [group.id for group in groups if group.display_name.casefold() == wanted]
