"""What the live rules and the plan rules look at: the YAML beside the tenant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.model.apple import AppleView
from reconciler.model.change import Attribution, Change
from reconciler.model.contents import Contents
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Assignment, Policy
from reconciler.model.forecast import Forecast
from reconciler.model.ids import BookId, ChangeId, GroupId, Handle
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedState, Readers, Unread
from reconciler.model.plan import Unmanaged
from reconciler.model.position import Position
from reconciler.model.pseudonyms import Pseudonyms
from reconciler.model.record import LedgerState


@dataclass(frozen=True, slots=True)
class Loosened:
    """A limit of the policy that a pull request would loosen: its YAML key, and both values as texts."""

    key: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class BaseState:
    """What a pull request is compared with: the policy before it, and where no ledger tells, what was desired.

    `commit` is that of --base, None where the newest receipt gives the policy. `policy` None: it could not be read.
    """

    policy: Policy | None
    desired: DesiredState | None = None
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class World:
    """What the live rules look at. `desired` has the policy that holds, `loosened` what the head would loosen.

    `base_unread`: there is a base, and its policy could not be read. `contents` is what is known of the declared
    content tokens, `token_changes` what the plan would do to VPP tokens, `apple` what Apple says of their locations.
    `pseudonyms` makes those of today's users, None without a key; `snapshot`: users are hidden already.
    """

    desired: DesiredState
    observed: ObservedState
    matching: Matching
    ledger: LedgerState
    now: datetime
    loosened: tuple[Loosened, ...] = ()
    base_unread: bool = False
    contents: Contents = field(default_factory=dict)
    token_changes: tuple[Change, ...] = ()
    apple: Mapping[Handle, AppleView] = field(default_factory=dict)
    pseudonyms: Pseudonyms | None = None
    snapshot: bool = False


@dataclass(frozen=True, slots=True)
class Drift:
    """A managed assignment that is not as the last apply left it. Intents; None: no assignment.

    `was` is what was left behind, `now` what the tenant shows. `title` and `group_name` are as the tenant calls them,
    the id where it no longer shows them.
    """

    id: ChangeId
    book: BookId
    title: str
    group: GroupId
    group_name: str
    was: str | None
    now: str | None
    wanted: str | None
    position: Position | None
    attribution: Attribution | None


@dataclass(frozen=True, slots=True)
class TokenDrift:
    """A field of a managed VPP token that is not as the last apply left it: `was` left behind, `now` in the tenant."""

    id: ChangeId
    token: Handle
    field: str
    was: object
    now: object
    wanted: object
    position: Position | None
    attribution: Attribution | None


@dataclass(frozen=True, slots=True)
class PlannedWorld:
    """What the plan rules look at: the world with the changes, before any finding holds one, and their forecast.

    `wanted` gives the assignment that asks for a change; deletions have none. `harmless` are changes that provably
    use no seat. `groups_of` gives the groups that the forecast of a book counts, `after` those that
    it has after its changes, with their intents, for books with changes. `forecasts` by book id.
    `clashes` are desired assignments of one book whose groups turn out to be one: the first and the later one.
    `audit_unread` says why drift has no names; None where it was read or not needed.
    """

    world: World
    changes: tuple[Change, ...]
    unmanaged: tuple[Unmanaged, ...]
    drift: tuple[Drift, ...]
    clashes: tuple[tuple[BookId, Assignment, Assignment], ...]
    wanted: Mapping[ChangeId, Assignment]
    harmless: frozenset[ChangeId]
    groups_of: Mapping[BookId, frozenset[GroupId]]
    after: Mapping[BookId, tuple[tuple[GroupId, str], ...]]
    readers: Readers
    forecasts: Mapping[BookId, Forecast]
    audit_unread: Unread | None
    token_drift: tuple[TokenDrift, ...] = ()
