"""What Apple itself says of a location, in our words, and how that compares with what Intune shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId, BookId, Handle
from reconciler.model.observed import UNLIMITED


class AppleRefusal(ServiceError):
    """Apple answered with an error.

    `number` is Apple's own, None where it gave none. `token_refused` says that the content token is the reason, so
    that nothing else can be asked with it. `status` is what HTTP said, and for an error inside a success what the
    number stands for.
    """

    number: int | None = None
    token_refused: bool = False


@dataclass(frozen=True, slots=True)
class AppleService:
    """What Apple's service says about itself, without a content token.

    `limits` by Apple's own names. `moved`: Apple's names of the addresses that are used here and are told to be
    elsewhere, sorted; empty when all is where it is looked for.
    """

    limits: Mapping[str, int]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mdm:
    """The device management service that claimed a location; a part that was not told is None."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class AppleLocation:
    """The location behind a content token. What Apple left out is None.

    `mdm` None: nobody has claimed it. `organization` is what the content token says. `account_type` is education or
    business; `expires` is UTC.
    """

    uid: str
    name: str | None
    country: str | None
    account_type: str | None
    organization: str
    expires: datetime | None
    mdm: Mdm | None


@dataclass(frozen=True, slots=True)
class AppleAsset:
    """A book in one quality, as Apple counts it; the pair (adamId, pricing) identifies it. None is a number not told.

    `pricing` is STDQ or PLUS. `assigned` people hold it, `retired` counts licences that are out of use.
    """

    adam_id: AdamId
    pricing: str
    product_type: str | None
    total: int | None
    assigned: int | None
    available: int | None
    retired: int | None

    @property
    def unlimited(self) -> bool:
        """Whether it never runs out."""
        return self.total == UNLIMITED


@dataclass(frozen=True, slots=True)
class AppleAssignment:
    """One licence in somebody's hands. `client_user` lives in memory only; None for a device."""

    adam_id: AdamId
    pricing: str
    client_user: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class AppleUsers:
    """The people registered at a location, counted; no name or address of theirs is kept.

    `joined` have an Apple Account behind them, `invited` not yet, `retired` are history, `other` have a status that
    is not known here. `active` are the client user ids of the first two; they live in memory only.
    """

    joined: int
    invited: int
    retired: int
    other: int
    active: frozenset[str] = field(repr=False)


class AppleReader(Protocol):
    """Reads one location at Apple. Nothing here changes anything.

    Every method raises ServiceError where a reading stops half-way: a partial read is never an answer.
    """

    def location(self) -> AppleLocation:
        """The location, and who claimed it."""

    def books(self) -> tuple[AppleAsset, ...]:
        """All assets that are books, sorted by adamId and pricing."""

    def assignments(self, adam_id: AdamId | None = None) -> tuple[AppleAssignment, ...]:
        """Who holds which licence, of one asset or of all, apps included."""

    def users(self) -> AppleUsers:
        """The people registered, counted."""


@dataclass(frozen=True, slots=True)
class AppleAnswers:
    """What could be read of one location. What could not is None, and `failure` says why.

    `holders`: people with a licence, per book that was asked for.
    """

    location: AppleLocation | None = None
    books: tuple[AppleAsset, ...] | None = None
    users: AppleUsers | None = None
    holders: Mapping[AdamId, int] = field(default_factory=dict)
    failure: ServiceError | None = None


class Owner(StrEnum):
    """Who manages a location, against the pin in the YAML (`expectedMdm`).

    UNKNOWN: Apple could not be asked, or nothing is pinned; then the location still tells who it is.
    """

    AS_PINNED = "as pinned"
    FOREIGN = "foreign"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BookCount:
    """One book in Apple's count beside Intune's.

    `qualities` are Apple's assets of the adamId, STDQ and PLUS apart, empty where Apple has none; `total`, `assigned`
    and `available` are their sums, None where one of them is not known, UNLIMITED where one has no limit.
    `books` are Intune's, empty where Intune shows none; `intune_total` and `intune_used` their sums.
    `holders` are people with a licence at Apple, None where that was not asked.
    """

    adam_id: AdamId
    qualities: tuple[AppleAsset, ...]
    total: int | None
    assigned: int | None
    available: int | None
    books: tuple[BookId, ...]
    title: str | None
    intune_total: int | None
    intune_used: int | None
    total_lag: int | None
    used_lag: int | None
    holders: int | None = None

    @property
    def lags(self) -> bool:
        """Whether Intune is known to show other numbers than Apple: its next sync will bring Apple's."""
        return bool(self.total_lag) or bool(self.used_lag)


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """The people at Apple, counted. `recognised`: whose id there is also one of a person that the tenant showed.

    None where no such person was read.
    """

    joined: int
    invited: int
    retired: int
    other: int
    recognised: int | None

    @property
    def unrecognised(self) -> int | None:
        """Active people at Apple whose id is nobody's that the tenant showed.

        They may come from another product, or be people who were not read: a number to look into, not a verdict.
        None where not one is recognised, since the ids are then of another kind and say nothing.
        """
        return self.joined + self.invited - self.recognised if self.recognised else None


@dataclass(frozen=True, slots=True)
class AppleView:
    """What Apple says of the location of one declared VPP token, beside what Intune shows.

    `uid_matches` None: no location id is declared, or none was read. `books` sorted by adamId; empty where Apple's
    could not be read. `without_number`: Intune's books of this token without an adamId, which nothing compares.
    `failure` is why something is missing.
    """

    token: Handle
    location: AppleLocation | None
    owner: Owner
    uid_matches: bool | None
    books: Sequence[BookCount]
    without_number: int
    people: PeopleCount | None
    failure: ServiceError | None = None
