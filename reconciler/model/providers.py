"""What the rooms ask of the outside, as protocols: a tenant to read and write, a ledger to append to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from reconciler.model.content_token import ContentToken
from reconciler.model.entities import Intent
from reconciler.model.ids import BookId, Digest, GroupId, TokenId
from reconciler.model.observed import (
    AuditEvent,
    Members,
    ObservedAssignment,
    ObservedBook,
    ObservedGroup,
    ObservedToken,
    Unread,
)
from reconciler.model.record import LedgerState, Outcome, RecordKind


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """What the directory said about groups.

    `by_id` holds those found; `by_name` every name that was asked for, with all groups of exactly that name
    (compared as the directory does, without case). `unread`: ids and names that could not be read.
    An id that is in neither was answered with "not found".
    """

    by_id: Mapping[GroupId, ObservedGroup]
    by_name: Mapping[str, tuple[ObservedGroup, ...]]
    unread: Mapping[str, Unread]


@dataclass(frozen=True, slots=True)
class MemberAnswers:
    """The members of groups, and why those of others are not known."""

    members: Mapping[GroupId, Members]
    unread: Mapping[GroupId, Unread]


class IntuneReader(Protocol):
    """Reads a tenant: the service itself, or a snapshot of it.

    Every method raises ServiceError where a reading stops half-way: a partial read is never an answer.
    """

    def beta(self) -> bool:
        """Whether books and tokens are read through the beta API."""

    def moment(self) -> datetime | None:
        """When a snapshot was taken; None for the service itself."""

    def waited_seconds(self) -> int:
        """How long the service made this reader wait so far, by asking to slow down or by failing in passing."""

    def books(self) -> tuple[ObservedBook, ...]:
        """All books with their assignments, sorted by id."""

    def tokens(self) -> tuple[ObservedToken, ...]:
        """All VPP tokens, sorted by id."""

    def groups(self, ids: Sequence[GroupId], names: Sequence[str]) -> GroupAnswers:
        """The groups with these ids and with these display names."""

    def members(self, groups: Sequence[GroupId]) -> MemberAnswers:
        """The transitive members of these groups."""

    def holders(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[str, ...]]:
        """Principal names (case-folded) with the book on a device, per book; a book may be missing."""

    def audit_events(self, since: datetime | None) -> tuple[AuditEvent, ...] | Unread:
        """Changes of books and VPP tokens since a moment (None: as far back as one page goes), newest first."""


@dataclass(frozen=True, slots=True)
class Written:
    """A write that the service accepted. `token` is the id of a VPP token that it made, else None.

    `client_request_id` is ours, which the tenant's audit log repeats.
    """

    request_id: str
    token: TokenId | None = None
    client_request_id: str = ""


class TokenWriter(Protocol):
    """Creates, renews and changes VPP tokens, one at a time. Nothing here deletes or revokes.

    Fields are those of `model/token_fields`. Every write is sent once, and raises ServiceError; its `maybe_done` says
    that the answer was lost.
    """

    def books(self) -> tuple[ObservedBook, ...]:
        """All books with their assignments, sorted by id."""

    def tokens(self) -> tuple[ObservedToken, ...]:
        """All VPP tokens, sorted by id."""

    def token(self, token: TokenId) -> ObservedToken | None:
        """One VPP token, read now; None when it is not there."""

    def create_token(self, content: ContentToken, fields: Mapping[str, Any]) -> Written:
        """Uploads a content token as a new VPP token."""

    def renew_token(self, token: TokenId, content: ContentToken) -> Written:
        """Puts a newer content token into a VPP token, and changes nothing else."""

    def update_token(self, token: TokenId, fields: Mapping[str, Any]) -> Written:
        """Changes fields of a VPP token."""

    def sync_token(self, token: TokenId) -> Written:
        """Asks Intune to fetch licences from Apple ("Sync now"); answers before it is done."""


class IntuneWriter(TokenWriter, Protocol):
    """Writes VPP tokens, and the assignments of one book at a time. Nothing else can be written."""

    def wait_to_write(self) -> None:
        """Waits until the service's limits have room for one more write."""

    def seconds_for(self, writes: int) -> float:
        """How long the service's limits make this many writes take, at the least."""

    def tenant_id(self) -> str | None:
        """The tenant that the sign-in belongs to; None where it cannot be told."""

    def book(self, book: BookId) -> ObservedBook | None:
        """One book, read now, with its assignments; None when it is not there."""

    def assign(self, book: BookId, kept: Sequence[ObservedAssignment], wanted: Mapping[GroupId, Intent]) -> Written:
        """Replaces the book's whole set by `kept`, posted back as read, and `wanted`.

        Sent once. Raises ServiceError; its `maybe_done` says that the answer was lost.
        """


class Ledger(Protocol):
    """The chain of one tenant, in a store."""

    def where(self) -> str:
        """The store, for people."""

    def state(self) -> LedgerState:
        """What the chain says now. Raises ServiceError when the store cannot be reached, or is damaged."""

    def append(self, kind: RecordKind, body: Mapping[str, Any], at: datetime, after: Digest | None) -> Digest:
        """Adds one record behind `after` and gives its digest.

        Raises Locked when the head is no longer `after`, ServiceError when the store cannot be reached.
        """

    def note(self, intent: Digest, outcome: Outcome) -> None:
        """Writes down an outcome of a running apply, durably, before the next one is begun."""

    def notes(self, intent: Digest) -> tuple[Outcome, ...]:
        """The outcomes that a run wrote down, in order; empty where none can be found."""
