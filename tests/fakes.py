"""A tenant and a ledger in memory that satisfy the protocols, for tests of the rooms between the doors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from reconciler.model import token_fields as fields
from reconciler.model.canonical import digest
from reconciler.model.content_token import ContentToken
from reconciler.model.entities import Intent
from reconciler.model.ids import BookId, GroupId, TokenId
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
from reconciler.model.providers import GroupAnswers, MemberAnswers, Written
from tests import worlds as w


@dataclass
class MemoryTenant:
    """Satisfies IntuneReader and IntuneWriter. `people` are members by group number, `writes` what was assigned.

    `token_writes` are the token's id (empty for a new one) and what was done: create, renew, update or sync.
    A sync is completed at once, one second after the last one.
    """

    shown_books: dict[BookId, ObservedBook]
    people: Mapping[int, Sequence[str]] = field(default_factory=dict)
    holding: Mapping[int, Sequence[str]] = field(default_factory=dict)
    shown_tokens: tuple[ObservedToken, ...] = field(default_factory=lambda: (w.observed_token(),))
    group_names: Mapping[GroupId, ObservedGroup] = field(
        default_factory=lambda: {w.group_id(n): ObservedGroup(w.group_id(n), f"Group {n}") for n in range(1, 10)}
    )
    devices: Mapping[int, int] = field(default_factory=dict)
    unread_groups: Mapping[str, Unread] = field(default_factory=dict)
    unread_members: Mapping[GroupId, Unread] = field(default_factory=dict)
    events: tuple[AuditEvent, ...] | Unread = ()
    reads_beta: bool = True
    waited: int = 0
    writes: list[BookId] = field(default_factory=list)
    token_writes: list[tuple[str, str]] = field(default_factory=list)

    def beta(self) -> bool:
        return self.reads_beta

    def moment(self) -> datetime | None:
        return None

    def waited_seconds(self) -> int:
        return self.waited

    def books(self) -> tuple[ObservedBook, ...]:
        return tuple(book for _, book in sorted(self.shown_books.items()))

    def tokens(self) -> tuple[ObservedToken, ...]:
        return self.shown_tokens

    def groups(self, ids: Sequence[GroupId], names: Sequence[str]) -> GroupAnswers:
        by_name = {
            name: tuple(g for g in self.group_names.values() if g.display_name.casefold() == name.casefold())
            for name in names
            if name not in self.unread_groups
        }
        by_id = {i: self.group_names[i] for i in ids if i in self.group_names and i not in self.unread_groups}
        asked = {*ids, *names}
        return GroupAnswers(by_id, by_name, {key: why for key, why in self.unread_groups.items() if key in asked})

    def members(self, groups: Sequence[GroupId]) -> MemberAnswers:
        numbers = {w.group_id(n): n for n in range(1, 10)}
        found = {
            group: Members(
                {user: f"{user}@norr.example" for user in self.people.get(numbers[group], ())},
                self.devices.get(numbers[group], 0),
            )
            for group in groups
            if group not in self.unread_members
        }
        return MemberAnswers(found, {g: why for g, why in self.unread_members.items() if g in groups})

    def holders(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[str, ...]]:
        by_id = {w.book_id(n): users for n, users in self.holding.items()}
        return {book: tuple(f"{user}@norr.example" for user in by_id.get(book, ())) for book in books}

    def audit_events(self, since: datetime | None) -> tuple[AuditEvent, ...] | Unread:
        return self.events

    def tenant_id(self) -> str | None:
        return None

    def wait_to_write(self) -> None:
        return None

    def seconds_for(self, writes: int) -> float:
        return 0.0

    def book(self, book: BookId) -> ObservedBook | None:
        return self.shown_books.get(book)

    def assign(self, book: BookId, kept: Sequence[ObservedAssignment], wanted: Mapping[GroupId, Intent]) -> Written:
        new = tuple(_plain(group, intent) for group, intent in wanted.items())
        entries = sorted((*kept, *new), key=lambda one: (one.target.group or "", one.target.type, one.target.filter))
        self.shown_books[book] = replace(self.shown_books[book], assignments=tuple(entries))
        self.writes.append(book)
        return Written(f"request-{len(self.writes)}")

    def token(self, token: TokenId) -> ObservedToken | None:
        return next((one for one in self.shown_tokens if one.id == token), None)

    def create_token(self, content: ContentToken, fields: Mapping[str, Any]) -> Written:
        made = replace(w.observed_token(), id=TokenId(f"70000000-0000-0000-0001-{len(self.shown_tokens):012}"))
        self.shown_tokens = (*self.shown_tokens, replace(made, last_sync=None, sync_status="none"))
        self._change_token(made.id, {**_said_by(content), **_as_observed(fields)})
        return self._token_written("", "create", made.id)

    def renew_token(self, token: TokenId, content: ContentToken) -> Written:
        self._change_token(token, _said_by(content))
        return self._token_written(token, "renew")

    def update_token(self, token: TokenId, fields: Mapping[str, Any]) -> Written:
        self._change_token(token, _as_observed(fields))
        return self._token_written(token, "update")

    def sync_token(self, token: TokenId) -> Written:
        there = self.token(token)
        last = (there.last_sync if there else None) or w.NOW
        self._change_token(token, {"last_sync": last + timedelta(seconds=1), "sync_status": "completed"})
        return self._token_written(token, "sync")

    def _change_token(self, token: TokenId, changes: Mapping[str, Any]) -> None:
        self.shown_tokens = tuple(replace(one, **changes) if one.id == token else one for one in self.shown_tokens)

    def _token_written(self, token: str, what: str, made: TokenId | None = None) -> Written:
        self.token_writes.append((token, what))
        return Written(f"token-request-{len(self.token_writes)}", made)


_OBSERVED_AS = {
    fields.COUNTRY: "country",
    fields.UPDATE_APPS: "automatically_update_apps",
    fields.DISPLAY_NAME: "display_name",
    fields.CONSENT: "data_sharing_consent",
    fields.TAKE_CONTROL: "take_control",
    fields.ORGANIZATION: "organization",
    fields.APPLE_ID: "apple_id",
    fields.ACCOUNT_TYPE: "account_type",
}


def _as_observed(changed: Mapping[str, Any]) -> dict[str, Any]:
    return {_OBSERVED_AS[name]: value for name, value in changed.items()}


def _said_by(content: ContentToken) -> dict[str, Any]:
    return {"organization": content.organization, "expires": content.expires, "state": "valid"}


def _plain(group: GroupId, intent: Intent) -> ObservedAssignment:
    raw: dict[str, Any] = {"group": group, "intent": str(intent)}
    return ObservedAssignment(Target(TargetType.GROUP, group), str(intent), raw)


def tenant_of(*books: ObservedBook, **more: Any) -> MemoryTenant:
    """A tenant in memory with these books."""
    return MemoryTenant({book.id: book for book in books}, **more)


def fingerprint(tenant: MemoryTenant) -> str:
    """What the tenant shows, as one text to compare."""
    return digest([[book.id, [[*one.target, one.intent] for one in book.assignments]] for book in tenant.books()])
