"""What an audit of the ledger speaks of: records, outcomes with who stands behind them, events, spans, series."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reconciler.model.attestation import Identity, Proof
from reconciler.model.ids import Digest
from reconciler.model.record import RecordKind


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record of the chain that was checked; `body` is everything in it but the header, `value` its whole JSON."""

    seq: int
    kind: RecordKind
    at: datetime
    digest: Digest
    previous: Digest | None
    body: Mapping[str, Any]
    value: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One outcome of a receipt, with all that an auditor asks of it. Instants are RFC 3339 texts.

    `kind` is `assignment` or `token`. Of an assignment `token` is the handle of the book's VPP token. Names are empty
    where no record tells them. `origin` is empty where it can be known no more. `recovered`: a later run wrote the
    receipt of one that died, so that `author` and what belongs to it is not known. `reviewed` says whether an
    emergency is among policy.reviewedEmergencies; None where it was none, or where no policy is at hand.
    """

    record: int
    digest: Digest
    change: str
    kind: str
    book: str
    title: str
    group: str
    group_name: str
    token: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    outcome: str
    at: str
    note: str
    origin: str
    author: str | None
    approvers: tuple[str, ...]
    pull_request: str | None
    commit: str | None
    emergency: str | None
    request_ids: tuple[str, ...]
    plan: Digest
    recovered: bool = False
    reviewed: bool | None = None

    @property
    def approved_by_another(self) -> bool:
        """Whether somebody else than the author approved it."""
        return any(one.casefold() != (self.author or "").casefold() for one in self.approvers)


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An entry of Intune's audit log, as an observation keeps it. `resources` are ids in lower case.

    `correlation` is the client's id of the request that caused it, `result` the service's word, such as `Success`.
    """

    id: str
    at: datetime
    actor: str
    activity: str
    operation: str
    result: str
    correlation: str
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventsRead:
    """Audit events, oldest first. `until` is the moment up to which they are complete; None: all there are."""

    events: tuple[LoggedEvent, ...]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, from its start to its end."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OutsideEvent:
    """An audit event that changed a managed thing and that no apply explains.

    `kind` is `book` or `token`, `name` what people call the thing, else its id. `record` is the observation.
    """

    event: LoggedEvent
    kind: str
    thing: str
    name: str
    record: int


@dataclass(frozen=True, slots=True)
class SeatCount:
    """Seats of one book at one moment, as a record tells them; None where the tenant gave no usable number.

    `total` is None in receipts, which count used seats only.
    """

    at: str
    record: int
    book: str
    title: str
    used: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Custody:
    """A VPP token at one moment, as an observation tells it. Never a secret."""

    at: str
    record: int
    id: str
    name: str
    organization: str
    apple_id: str
    state: str
    expires: str
    last_sync: str
    sync_status: str


@dataclass(frozen=True, slots=True)
class AcceptedGuard:
    """A guard that a receipt says was accepted in the reviewed YAML."""

    record: int
    at: str
    rule: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Approved:
    """One change that was to be made: what should be there after it, and what came of it.

    `outcome` is empty where the receipt says nothing of it. `approved` is False where the receipt tells of a change
    that its intent had not announced, such as one that was held. `subject` is what people call it, else its id.
    """

    change: str
    subject: str
    approved: bool
    wanted: Mapping[str, Any] | None
    outcome: str
    done: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """For which time audit events are known. `holes` are between the first record and the newest collection.

    `first` is when the chain begins, `collected` the end of the newest collection; both None where there is none.
    """

    first: datetime | None
    collected: datetime | None
    spans: tuple[Span, ...]
    holes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All that the ledger of a tenant tells, in the order of its records."""

    records: int
    head: Digest | None
    entries: tuple[Entry, ...]
    outside: tuple[OutsideEvent, ...]
    knowledge: Knowledge
    seats: tuple[SeatCount, ...]
    tokens: tuple[Custody, ...]
    accepted: tuple[AcceptedGuard, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad record of a chain: its number (0: none in particular), its file, what is wrong with it."""

    seq: int
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """What the signatures of receipts and imports prove. `by_key` counts records by key id.

    `foreign` are the numbers of records that are signed by a key that the policy does not name; empty where it names
    none (`named` False). `passed` are the receipts and imports behind the newest one that such a key signed, by number
    and kind: they give no last applied. `identities` are those in whose name records are signed, each with how many,
    in order.
    """

    needed: int = 0
    signed: int = 0
    by_key: Mapping[str, int] = field(default_factory=dict)
    foreign: tuple[int, ...] = ()
    passed: tuple[tuple[int, RecordKind], ...] = ()
    named: bool = False
    identities: tuple[tuple[Identity, int], ...] = ()

    @property
    def proven(self) -> int:
        """How many signatures in the name of an identity are proven to be."""
        return sum(count for identity, count in self.identities if identity.proof is Proof.PROVEN)


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a whole chain found. `records` counts the good ones before the first bad one.

    `expected_seq` is the number of the record that --expect-head names: None where none was expected, 0 where it is
    not in the chain. `strangers` are files in the folder whose names are not those of records.
    """

    records: int
    head: Digest | None
    head_at: datetime | None
    fault: Fault | None
    signatures: Signatures
    expected: str | None = None
    expected_seq: int | None = None
    strangers: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing was found that must not be."""
        return self.fault is None and self.expected_seq != 0
