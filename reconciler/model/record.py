"""Records of the ledger: an append-only chain per tenant that is lock, journal and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from reconciler.model.change import GroupTarget
from reconciler.model.earlier import MembersThen, SeatsThen
from reconciler.model.entities import Policy
from reconciler.model.forecast import BookRef
from reconciler.model.holder import Holder
from reconciler.model.ids import BookId, ChangeId, Digest, GroupId
from reconciler.model.token_fields import TokenMemory


class RecordKind(StrEnum):
    """What a record tells."""

    INTENT = "intent"
    RECEIPT = "receipt"
    RELEASE = "release"
    OBSERVATION = "observation"
    IMPORT = "import"


class OutcomeKind(StrEnum):
    """What became of one change."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    CONFLICT = "conflict"
    HELD = "held"
    NOT_TRIED = "not-tried"


LastApplied = Mapping[ChangeId, str]
"""Which assignments the reconciler last left behind: change id → intent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one change; `at` is RFC 3339. `note` says why, `subject` what it is called, for people.

    `origin`, `book` and `target` are those of the change, for those who read records years later.
    `client_request_ids` are ours of the requests that wrote it: the audit log of the tenant repeats them.
    """

    change: ChangeId
    outcome: OutcomeKind
    request_ids: tuple[str, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: str
    note: str = ""
    subject: str = ""
    origin: str = ""
    book: BookRef | None = None
    target: GroupTarget | None = None
    client_request_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """An intent without receipt or release: a run that is at work, or one that died.

    `digest` is of the run's first intent, `keys` what it had planned (change id → after),
    `at` when it began, `lease_until` when its newest lease ends.
    """

    seq: int
    digest: Digest
    plan_digest: Digest
    keys: Mapping[ChangeId, Mapping[str, Any] | None]
    holder: Holder
    at: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A record that gives no last applied for its signature: its number, its kind, and why, in words."""

    seq: int
    kind: RecordKind
    reason: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """An apply that lifted approvals and freezes: its receipt, when, and the reason that was given."""

    receipt: Digest
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What the chain of one tenant says now.

    `head` and `seq` are of the newest record (None and 0 where there is none). `last_applied` is None where
    nothing was ever applied; `last_applied_record` is the digest of the record it comes from.
    `tried_plans` are digests of plans whose apply tried a write. `open_intents` oldest first. `released` are intents
    that were closed by hand and that no receipt accounts for yet, in the order of their release. `policy` has the
    limits that were in force at the newest apply; None where no receipt tells. `tokens` has the fields of VPP tokens
    that were as declared then. `emergencies` are all that ever were, oldest first. `seats_then` and `members_then` are
    what the newest observations say of books and groups.

    Where `keys` names ledger keys, last applied and policy come from records that one of them signed. Receipts and
    imports that were passed over on the way to last applied are told: `unsigned` counts those without a signature,
    `untrusted` has the others, newest first. All are told where no record is signed by one of the keys.
    """

    head: Digest | None
    seq: int
    last_applied: LastApplied | None
    last_applied_record: Digest | None
    tried_plans: frozenset[Digest]
    open_intents: tuple[OpenIntent, ...]
    released: tuple[OpenIntent, ...] = ()
    policy: Policy | None = None
    tokens: TokenMemory = field(default_factory=dict)
    emergencies: tuple[Emergency, ...] = ()
    keys: tuple[str, ...] = ()
    unsigned: int = 0
    untrusted: tuple[Untrusted, ...] = ()
    seats_then: Mapping[BookId, SeatsThen] = field(default_factory=dict)
    members_then: Mapping[GroupId, MembersThen] = field(default_factory=dict)

    @property
    def abandoned(self) -> tuple[OpenIntent, ...]:
        """Runs that left no receipt: what they had planned may or may not be in the tenant."""
        return (*self.released, *self.open_intents)


NO_LEDGER = LedgerState(None, 0, None, None, frozenset(), ())
"""The state of a chain without records."""
