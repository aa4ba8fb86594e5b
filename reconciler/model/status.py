"""The state of a tenant at one moment, for people who look after it: tokens, seats, installs, findings. Counts only.

`Figures` is what was counted, `Status` the figures with what the rules say of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reconciler.model.audit import SeatCount
from reconciler.model.entities import Share
from reconciler.model.finding import Finding
from reconciler.model.ids import BookId, Digest, GroupId
from reconciler.model.observed import UNLIMITED
from reconciler.model.position import Position


class Mark(StrEnum):
    """What is to be said of a book's seats. UNKNOWN: a number is missing. ODD: more are used than there are."""

    NONE = ""
    HALF = "half"
    LOW = "low"
    ODD = "odd"
    UNKNOWN = "unknown"
    UNLIMITED = "unlimited"


@dataclass(frozen=True, slots=True)
class TokenFigures:
    """A VPP token. `name` is its handle, else its organisation; `state` is `missing` where the tenant has none.

    `days` are whole days until it expires, negative after; `sync_hours` whole hours since the last sync. Both None
    where the tenant gives no time.
    """

    name: str
    declared: bool
    organization: str
    apple_id: str
    location: str
    state: str
    expires: datetime | None
    days: int | None
    last_sync: datetime | None
    sync_hours: int | None
    sync_status: str


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """An assignment of a book to a group, or to something that YAML cannot express (`kind` tells; `id` empty then).

    `declared`: git wants it. `intent` is as the tenant has it; None where git wants it and the tenant lacks it.
    """

    id: GroupId | None
    name: str
    kind: str
    intent: str | None
    declared: bool


@dataclass(frozen=True, slots=True)
class Jump:
    """Used seats that rose by `rise` since `since`; the applied changes explain `explained` of them."""

    since: str
    rise: int
    explained: int


@dataclass(frozen=True, slots=True)
class BookFigures:
    """A book and its seats. `pool` is the handle of its VPP token, else the token's id; `declared`: it is in git.

    `covered` counts distinct users of its groups, None where that is not known. `dropped` is the former count where the
    total was higher, with the moment at which it was last so; `jump` only where used seats rose. `counts` are what the
    ledger tells of its seats, in the order of the records.
    """

    id: BookId
    title: str
    pool: str
    declared: bool
    position: Position | None
    total: int | None
    used: int | None
    mark: Mark
    covered: int | None
    dropped: SeatCount | None
    jump: Jump | None
    counts: tuple[SeatCount, ...]
    groups: tuple[GroupFigures, ...]

    @property
    def unlimited(self) -> bool:
        """Whether the book has no limit of seats."""
        return self.total == UNLIMITED

    @property
    def free(self) -> int | None:
        """Seats that nobody has, at least 0; None where unknown or unlimited."""
        if self.total is None or self.used is None or self.unlimited:
            return None
        return max(0, self.total - self.used)


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """The seats of all books on one VPP token. `unlimited` and `unknown` books are in none of the sums."""

    name: str
    books: int
    total: int
    used: int
    unlimited: int
    unknown: int
    low: int

    @property
    def free(self) -> int:
        """Seats that nobody has, at least 0."""
        return max(0, self.total - self.used)


@dataclass(frozen=True, slots=True)
class InstallFigures:
    """How a declared book arrives on devices. Devices that have not checked in lately are only in `old`.

    `errors` has each error code with how many devices show it, the most first. `required` are distinct users whose
    groups have had the book as required for longer than the rule allows, and surely so; `missing` those of them
    without an install; `days` for how long at the least. All None where that is not known.
    """

    book: BookId
    title: str
    position: Position | None
    installed: int
    failed: int
    waiting: int
    old: int
    errors: tuple[tuple[str, int], ...]
    required: int | None
    missing: int | None
    days: int | None

    @property
    def counted(self) -> int:
        """The devices that count."""
        return self.installed + self.failed + self.waiting


@dataclass(frozen=True, slots=True)
class OldDevices:
    """Devices that have not checked in lately: how many, and the day of the oldest check-in; None where none has."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that was counted. Tokens and pools by name, books and installs by title, then id.

    `unread_installs` counts declared books whose install states could not be read. `observed_at` is the moment of the
    newest collection into the ledger, None where there is none.
    """

    tokens: tuple[TokenFigures, ...]
    pools: tuple[PoolFigures, ...]
    books: tuple[BookFigures, ...]
    installs: tuple[InstallFigures, ...]
    old_devices: OldDevices
    unread_installs: int
    observed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """The figures of one tenant at one moment, and what the rules say of them. `head` is that of the ledger."""

    tenant: str
    tenant_id: str | None
    cloud: str
    at: datetime
    figures: Figures
    findings: tuple[Finding, ...]
    records: int
    head: Digest | None


@dataclass(frozen=True, slots=True)
class Grant:
    """Seats that readers were given leave to take, by the record `seq`.

    `group` is whom; `seats` the most that its seatCap allowed, None where nothing bounds it but the group's size.
    `before` are the book's seats that were in use before, None where the record does not tell.
    """

    seq: int
    group: GroupId
    seats: int | None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the ledger remembers for monitoring: since when a group surely has a book as required, and all grants.

    Both by book id; a group that the ledger does not know as required is missing.
    """

    required: Mapping[BookId, Mapping[GroupId, datetime]]
    grants: Mapping[BookId, tuple[Grant, ...]]


def mark_of(total: int | None, used: int | None, limit: Share) -> Mark:
    """What is to be said of these seats: the thresholds of VPP405 (policy.lowSeats) and VPP404 (one half)."""
    if total == UNLIMITED:
        return Mark.UNLIMITED
    if total is None or used is None:
        return Mark.UNKNOWN
    if used > total:
        return Mark.ODD
    if total and total - used < max(limit.count, limit.percent * total // 100):
        return Mark.LOW
    return Mark.HALF if total and used * 2 >= total else Mark.NONE
