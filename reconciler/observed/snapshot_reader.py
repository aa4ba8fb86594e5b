"""Reads a tenant from a snapshot instead of the service. Read `SnapshotReader`; `snapshot_format` has the format."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

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
        try:
            self._take(body)
        except KeyError as error:
            raise _no_snapshot(f"the key {error.args[0]!r} is missing in it") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise _no_snapshot(f"a value in it is of the wrong kind: {error}") from error

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
        known: dict[tuple[str, str | None, str], ObservedAssignment] = {}
        self._books = tuple(sorted((_book(item, known) for item in body["books"]), key=_by_id))
        self._holders = {
            BookId(item["id"]): tuple(map(_text, item["holders"]))
            for item in body["books"]
            if item["holders"] is not None
        }
        self._groups = {GroupId(item["id"]): _group(item) for item in body["groups"]}
        self._members = {GroupId(item["id"]): _members(item["members"]) for item in body["groups"]}
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


def _book(item: Mapping[str, Any], known: dict[tuple[str, str | None, str], ObservedAssignment]) -> ObservedBook:
    """One book. `known` holds assignments met before: the same group with the same intent is one value in memory."""
    token, adam_id = _text_or_none(item["token"]), _text_or_none(item["adamId"])
    return ObservedBook(
        id=BookId(_text(item["id"])),
        title=_text(item["title"]),
        publisher=_text_or_none(item["publisher"]),
        token=TokenId(token) if token else None,
        adam_id=AdamId(adam_id) if adam_id else None,
        language=_text_or_none(item["language"]),
        total=_count(item["total"]),
        used=_count(item["used"]),
        assignments=tuple([_assignment(one, known) for one in item["assignments"]]),
    )


def _assignment(
    item: Mapping[str, Any], known: dict[tuple[str, str | None, str], ObservedAssignment]
) -> ObservedAssignment:
    if "raw" in item:
        return _special(item)
    key = (item["type"], item["id"], item["intent"])
    if key not in known:
        target = Target(TargetType(key[0]), GroupId(_text(key[1])))
        known[key] = ObservedAssignment(target, _text(key[2]), _NO_RAW)
    return known[key]


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


def _members(item: Any) -> Members | Unread:
    if isinstance(item, str):
        return Unread(item)
    users: dict[str, str] = item["users"]
    if not all(isinstance(name, str) for name in users.values()):
        raise ValueError("a member is no text")
    return Members(users, _count(item["devices"]) or 0, _count(item["groups"]) or 0)


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


def _no_snapshot(why: str) -> UsageError:
    return UsageError(f"The file is no snapshot that can be read: {why}.", "Make a new one with `reconciler snapshot`.")
