"""Reads a tenant from a snapshot instead of the service. Read `read_snapshot`; `snapshot_format` has the format."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from reconciler.model.errors import UsageError
from reconciler.model.ids import AdamId, BookId, GroupId, TokenId
from reconciler.model.instants import instant
from reconciler.model.observed import (
    AuditEvent,
    Members,
    ObservedAssignment,
    ObservedBook,
    ObservedGroup,
    ObservedToken,
    Target,
    TargetType,
    Unread,
)
from reconciler.model.providers import GroupAnswers, MemberAnswers
from reconciler.observed.snapshot_format import FORMAT_VERSION, GROUP_KEYS, TOKEN_KEYS

_NO_RAW: Mapping[str, Any] = {}
_FLAGS = frozenset(
    (
        "automatically_update_apps",
        "data_sharing_consent",
        "take_control",
        "security_enabled",
        "mail_enabled",
        "on_premises",
    )
)


_HALF_A_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
"""An escaped surrogate. Snapshots are written without any, and one alone could never be written again."""


def read_snapshot(content: bytes) -> "SnapshotReader":
    """The tenant in the bytes of a snapshot. Raises UsageError when they are none.

    Each object becomes a noun as soon as it is read, so that a large tenant is never in memory twice.
    """
    if _HALF_A_CHARACTER.search(content):
        raise _no_snapshot("a text in it has half a character")
    with _told_as_wrong_usage():
        body = json.loads(content.decode("utf-8-sig"), object_hook=_Nouns().taken)
    return SnapshotReader(body)


class SnapshotReader:
    """A tenant as it was when the snapshot was taken; satisfies `IntuneReader`.

    What was not asked for then is "could not be read", never "is not there". Users are pseudonyms.
    """

    def __init__(self, body: Any) -> None:
        """Takes the parsed JSON. Raises UsageError when it is no snapshot of a format that is known here."""
        if not isinstance(body, dict):
            raise _no_snapshot("it is no JSON object")
        if body.get("formatVersion") != FORMAT_VERSION:
            raise _no_snapshot(f"its formatVersion is not {FORMAT_VERSION!r}")
        with _told_as_wrong_usage():
            self._take(body)

    def beta(self) -> bool:
        """Whether books and tokens were read through beta."""
        return self._beta

    def moment(self) -> datetime | None:
        """When the snapshot was taken."""
        return self._at

    def waited_seconds(self) -> int:
        """Nobody is waited for."""
        return 0

    def books(self) -> tuple[ObservedBook, ...]:
        """All books, sorted by id."""
        return self._books

    def tokens(self) -> tuple[ObservedToken, ...]:
        """All VPP tokens, sorted by id."""
        return self._tokens

    def groups(self, ids: Sequence[GroupId], names: Sequence[str]) -> GroupAnswers:
        """Groups by id and by name."""
        known = {*self._groups, *self._missing}
        return GroupAnswers(
            by_id={group: self._groups[group] for group in ids if group in self._groups},
            by_name={
                name: tuple(self._groups[group] for group in self._names[name]) for name in names if name in self._names
            },
            unread={
                **{group: self._unread.get(group, Unread.FAILED) for group in ids if group not in known},
                **{name: self._unread.get(name, Unread.FAILED) for name in names if name not in self._names},
            },
        )

    def members(self, groups: Sequence[GroupId]) -> MemberAnswers:
        """Transitive members, as pseudonyms. A group that was not there had none."""
        nobody = dict.fromkeys(self._missing, Members({}))
        found = {group: self._members.get(group, nobody.get(group, Unread.FAILED)) for group in groups}
        return MemberAnswers(
            members={group: members for group, members in found.items() if isinstance(members, Members)},
            unread={group: why for group, why in found.items() if isinstance(why, Unread)},
        )

    def holders(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[str, ...]]:
        """Pseudonyms of those with a book on a device."""
        return {book: self._holders[book] for book in books if book in self._holders}

    def audit_events(self, since: datetime | None) -> tuple[AuditEvent, ...] | Unread:
        """The audit log is in no snapshot."""
        return Unread.FAILED

    def _take(self, body: dict[str, Any]) -> None:
        self._at = instant(body["at"])
        if not isinstance(body["beta"], bool):
            raise ValueError("beta is not true or false")
        self._beta = body["beta"]
        self._tokens = tuple(sorted((_token(item) for item in body["tokens"]), key=_by_id))
        nouns = _Nouns()
        kept = [nouns.book(item) for item in body["books"]]
        self._books = tuple(sorted((one.book for one in kept), key=_by_id))
        self._holders = {one.book.id: one.holders for one in kept if one.holders is not None}
        self._groups = {GroupId(item["id"]): _group(item) for item in body["groups"]}
        self._members = {GroupId(item["id"]): nouns.members(item["members"]) for item in body["groups"]}
        self._names = {_text(name): [GroupId(_text(group)) for group in ids] for name, ids in body["names"].items()}
        self._missing = frozenset(GroupId(_text(group)) for group in body["missing"])
        self._unread = {_text(asked): Unread(why) for asked, why in body["unread"].items()}
        if unknown := [group for ids in self._names.values() for group in ids if group not in self._groups]:
            raise ValueError(f"the group {unknown[0]} is named but not there")


def _by_id(thing: ObservedBook | ObservedToken) -> str:
    return thing.id


def _token(item: Mapping[str, Any]) -> ObservedToken:
    values = {field: _field(field, item[key]) for field, key in TOKEN_KEYS.items()}
    for moment in ("expires", "last_sync"):
        values[moment] = None if values[moment] is None else instant(values[moment])
    return ObservedToken(**{**values, "id": TokenId(_text(values["id"])), "state": _text(values["state"])})


class _KeptBook(NamedTuple):
    """A book, and the pseudonyms of those who have it on a device; None where that is not known."""

    book: ObservedBook
    holders: tuple[str, ...] | None


class _Nouns:
    """Makes nouns of JSON; equal assignments and equal texts are one value in memory."""

    def __init__(self) -> None:
        self._assignments: dict[tuple[str, str | None, str], ObservedAssignment] = {}
        self._texts: dict[str, str] = {}

    def taken(self, item: dict[str, Any]) -> Any:
        """The noun behind an object of the file; the object itself where it is none, or wrong: that is told later.

        No JSON of the service, kept under `raw`, has the keys by which objects are known here.
        """
        try:
            if len(item) == 3 and "intent" in item:
                return self.assignment(item)
            if "assignments" in item:
                return self.book(item)
            if "users" in item:
                return self.members(item)
        except (KeyError, TypeError, ValueError, AttributeError):
            return item
        return item

    def book(self, item: Any) -> _KeptBook:
        """One book."""
        if isinstance(item, _KeptBook):
            return item
        token, adam_id, holders = self._shared(item["token"]), _text_or_none(item["adamId"]), item["holders"]
        book = ObservedBook(
            id=BookId(_text(item["id"])),
            title=_text(item["title"]),
            publisher=self._shared(item["publisher"]),
            token=TokenId(token) if token else None,
            adam_id=AdamId(adam_id) if adam_id else None,
            language=self._shared(item["language"]),
            total=_count(item["total"]),
            used=_count(item["used"]),
            assignments=tuple([self.assignment(one) for one in item["assignments"]]),
        )
        return _KeptBook(book, None if holders is None else tuple(self._same(_text(one)) for one in holders))

    def assignment(self, item: Any) -> ObservedAssignment:
        """One assignment; the same group with the same intent is one value."""
        if isinstance(item, ObservedAssignment):
            return item
        if "raw" in item:
            return _special(item)
        key = (item["type"], item["id"], item["intent"])
        if key not in self._assignments:
            target = Target(TargetType(key[0]), GroupId(_text(key[1])))
            self._assignments[key] = ObservedAssignment(target, _text(key[2]), _NO_RAW)
        return self._assignments[key]

    def members(self, item: Any) -> Members | Unread:
        """The members of one group, or why they could not be read."""
        if isinstance(item, Members):
            return item
        if isinstance(item, str):
            return Unread(item)
        users = {self._same(user): self._same(_text(name)) for user, name in item["users"].items()}
        return Members(users, _count(item["devices"]) or 0, _count(item["groups"]) or 0)

    def _same(self, text: str) -> str:
        return self._texts.setdefault(text, text)

    def _shared(self, value: Any) -> str | None:
        return None if value is None else self._same(_text(value))


def _special(item: Mapping[str, Any]) -> ObservedAssignment:
    """An assignment that YAML cannot say."""
    group = _text_or_none(item["id"])
    target = Target(
        TargetType(item["type"]), GroupId(group) if group else None, _text(item["filter"]), _text(item["rawType"])
    )
    return ObservedAssignment(target, _text(item["intent"]), dict(item["raw"]))


def _group(item: Mapping[str, Any]) -> ObservedGroup:
    values = {field: _field(field, item[key]) for field, key in GROUP_KEYS.items() if field != "group_types"}
    kinds = tuple(_text(kind) for kind in item["groupTypes"])
    name = _text(values["display_name"])
    return ObservedGroup(**{**values, "id": GroupId(_text(values["id"])), "display_name": name, "group_types": kinds})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} where a text should be")
    return value


def _field(field: str, value: Any) -> Any:
    """A field of a VPP token or a group: a yes or no, or a text; None where unknown."""
    if value is None or (field in _FLAGS and isinstance(value, bool)):
        return value
    if field in _FLAGS:
        raise ValueError(f"{type(value).__name__} where true or false should be")
    return _text(value)


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _count(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise ValueError(f"{type(value).__name__} where a count should be")
    return value


@contextmanager
def _told_as_wrong_usage() -> Iterator[None]:
    """Turns what a wrong value leads to into a message for people."""
    try:
        yield
    except KeyError as error:
        raise _no_snapshot(f"the key {error.args[0]!r} is missing in it") from error
    except json.JSONDecodeError as error:
        raise _no_snapshot(f"it is no JSON, as line {error.lineno} shows") from error
    except UnicodeDecodeError as error:
        raise _no_snapshot("it is no UTF-8 text") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise _no_snapshot(f"a value in it is of the wrong kind: {error}") from error
    except RecursionError as error:
        raise _no_snapshot("it is nested too deeply") from error


def _no_snapshot(why: str) -> UsageError:
    return UsageError(f"The file is no snapshot that can be read: {why}.", "Make a new one with `reconciler snapshot`.")
