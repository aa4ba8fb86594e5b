"""The observed state: what the services said at one moment, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from reconciler.model.ids import AdamId, BookId, GroupId, TokenId

UNLIMITED = 2147483647
"""The total that the service reports for a book without a limit of seats."""

HIDDEN_MEMBERSHIP = "HiddenMembership"
"""The visibility of a group whose members are shown to few."""

Holder = str
"""One user in memory: an object id, or a keyed digest of one. Never shown, never stored."""


class TargetType(StrEnum):
    """Whom an assignment addresses. OTHER: a kind this version does not know."""

    GROUP = "group"
    EXCLUDED_GROUP = "excludedGroup"
    ALL_USERS = "allUsers"
    ALL_DEVICES = "allDevices"
    OTHER = "other"


class Target(NamedTuple):
    """Type, group id and filter identify a target. `filter` is `<type>:<id>`, or empty.

    `raw_type` is the service's own word for a kind that YAML cannot express; empty for a group.
    """

    type: TargetType
    group: GroupId | None
    filter: str = ""
    raw_type: str = ""


class ObservedAssignment(NamedTuple):
    """Intune's link book → target. `raw` is the JSON that was read; it is what gets posted back."""

    target: Target
    intent: str
    raw: Mapping[str, Any]

    @property
    def expressible(self) -> bool:
        """Whether YAML can say it: a plain group, without a filter, available or required."""
        return (
            self.target.type is TargetType.GROUP and not self.target.filter and self.intent in ("available", "required")
        )


@dataclass(frozen=True, slots=True)
class ObservedBook:
    """A book as Intune shows it. Counts are None where the tenant gave no usable number.

    `assignments` are sorted by target, each target once.
    """

    id: BookId
    title: str
    publisher: str | None
    token: TokenId | None
    adam_id: AdamId | None
    language: str | None
    total: int | None
    used: int | None
    assignments: tuple[ObservedAssignment, ...]

    @property
    def unlimited(self) -> bool:
        """Whether the book has no limit of seats."""
        return self.total == UNLIMITED

    @property
    def free(self) -> int | None:
        """Seats that nobody has; None where unknown or unlimited."""
        if self.total is None or self.used is None or self.unlimited:
            return None
        return self.total - self.used


@dataclass(frozen=True, slots=True)
class ObservedToken:
    """A VPP token as Intune shows it. Beta-only fields are None where beta is not read or lacks them."""

    id: TokenId
    organization: str | None
    apple_id: str | None
    account_type: str | None
    country: str | None
    automatically_update_apps: bool | None
    expires: datetime | None
    state: str
    last_sync: datetime | None
    sync_status: str | None
    display_name: str | None = None
    location_name: str | None = None
    data_sharing_consent: bool | None = None
    take_control: bool | None = None


@dataclass(frozen=True, slots=True)
class ObservedGroup:
    """An Entra group without its members."""

    id: GroupId
    display_name: str
    group_types: tuple[str, ...] = ()
    security_enabled: bool | None = None
    mail_enabled: bool | None = None
    visibility: str | None = None
    membership_rule: str | None = None
    on_premises: bool | None = None
    created: str | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """The transitive members of a group: users (id → principal name, case-folded), and how many others."""

    users: Mapping[Holder, str]
    devices: int = 0
    groups: int = 0


class Unread(StrEnum):
    """Why something is not known."""

    FORBIDDEN = "forbidden"
    FAILED = "failed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One change in the admin center or through Graph, as Intune's audit log shows it."""

    id: str
    at: datetime
    actor: str
    activity: str
    operation: str
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObservedState:
    """What the tenant said, stamped with the moment the reading began.

    `groups` by id; `unread_groups` are those that could not be read (not: that do not exist).
    `beta` says whether books and tokens were read through beta, `waited_seconds` how long the service made the
    reading wait. Books and tokens are sorted by id.
    """

    at: datetime
    beta: bool
    books: tuple[ObservedBook, ...]
    tokens: tuple[ObservedToken, ...]
    groups: Mapping[GroupId, ObservedGroup] = field(default_factory=dict)
    unread_groups: Mapping[str, Unread] = field(default_factory=dict)
    waited_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Readers:
    """Who is behind the groups of the books that change. Lives in memory only.

    `members` per group; a group that is missing here could not be read, with the reason in `unread`.
    `holders` per book: principal names (case-folded) with the book on at least one device, each as often
    as the tenant lists it. A book that is missing has no install states to go by.
    """

    members: Mapping[GroupId, Members]
    unread: Mapping[GroupId, Unread]
    holders: Mapping[BookId, tuple[str, ...]]
