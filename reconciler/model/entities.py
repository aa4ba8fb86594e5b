"""What administrators declare in YAML: tenant, policy, tokens, groups, books, assignments, reading lists.

Values of fields that a rule of 1xx–3xx judges may still be wrong or missing here; once a tenant has
no static error they are as the types say.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from reconciler.model.ids import AdamId, BookId, GroupId, Handle, TokenId
from reconciler.model.position import NOWHERE, Marks, Position, unpack


class Intent(StrEnum):
    """What an assignment does: `available` offers the book, `required` installs it."""

    AVAILABLE = "available"
    REQUIRED = "required"


class Mode(StrEnum):
    """What may happen to the assignments of a book."""

    OBSERVE = "observe"
    ADDITIVE = "additive"
    AUTHORITATIVE = "authoritative"


class Cloud(StrEnum):
    """Where the tenant lives."""

    SANDBOX = "sandbox"
    GLOBAL = "global"
    USGOV = "usgov"
    USGOVDOD = "usgovdod"
    CHINA = "china"


class BetaUse(StrEnum):
    """Whether the fields that only Graph's beta has may be used."""

    NONE = "none"
    READ = "read"
    READWRITE = "readwrite"


class Language(StrEnum):
    """The language of messages; rule ids are never translated."""

    EN = "en"
    SV = "sv"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A guard accepted in the YAML. `bound` is the number its rule asks for, None where it has none."""

    rule: str
    bound: int | None
    reason: str
    expires: date | None
    position: Position


@dataclass(frozen=True, slots=True)
class Tenant:
    """One Microsoft organisation as declared. `path` is its folder, relative to the working directory."""

    name: Handle
    tenant_id: str | None
    cloud: Cloud
    mode: Mode
    language: Language
    beta: BetaUse
    path: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class Share:
    """A limit as a count and as a percentage."""

    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Freeze:
    """A time in which apply refuses: from `start` up to but without `end`, both UTC."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of a tenant. `max_new_seats` None means no budget."""

    max_removals: Share = Share(10, 20)
    max_new_seats: int | None = None
    large_group: int = 100
    token_expiry_warning_days: int = 30
    sync_max_age_hours: int = 26
    plan_max_age_hours: int = 168
    low_seats: Share = Share(5, 10)
    strict: bool = False
    ledger_keys: tuple[str, ...] = ()
    reviewed_emergencies: tuple[str, ...] = ()
    approvals: int = 0
    show_actors: bool = True
    time_zone: str = "UTC"
    freezes: tuple[Freeze, ...] = ()
    accept: tuple[Acceptance, ...] = ()
    marks: Marks = NOWHERE


@dataclass(frozen=True, slots=True)
class Secret:
    """Where the content token is found: `kind` env, file or keyVault. Never the secret itself.

    `where` is the variable's name, the file's path, or the vault's URL; `name` the secret's name in a vault.
    """

    kind: str
    where: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Apple's location as declared."""

    uid: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class ForeignUsersRemoved:
    """The attestation that the VPP users of another product were removed."""

    date: date
    by: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ExpectedMdm:
    """Apple's mdmInfo as it was seen after a healthy sync."""

    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """A VPP token as declared. `account_type` and `country` are as written; rules judge them."""

    name: Handle
    id: TokenId | None
    organization: str
    apple_id: str | None
    account_type: str | None
    country: str | None
    automatically_update_apps: bool | None
    location: Location | None
    data_sharing_consent: bool | None
    take_control: bool
    owner: str | None
    secret: Secret | None
    generated_for_intune: date | None
    foreign_users_removed: ForeignUsersRemoved | None
    expected_mdm: ExpectedMdm | None
    accept: tuple[Acceptance, ...]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Group:
    """An Entra group as YAML names it: by an entry of `groups:`, or only by an assignment (`alias` None)."""

    alias: str | None
    id: GroupId | None
    display_name: str | None
    kind: str = "user"
    apple_accounts: str | None = None
    country: str | None = None
    marks: Marks = NOWHERE

    @property
    def label(self) -> str:
        """How the group is called in messages: as the administrators wrote it."""
        return self.alias or self.display_name or self.id or ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One group with one intent. Places are packed numbers in the file `path`; 0 where the key is missing."""

    group: str
    intent: Intent
    seat_cap: int | None
    accept: tuple[Acceptance, ...]
    path: str
    at: int
    group_at: int
    cap_at: int = 0

    @property
    def position(self) -> Position:
        """Where the assignment stands."""
        return unpack(self.path, self.at)

    @property
    def group_position(self) -> Position:
        """Where its group is named."""
        return unpack(self.path, self.group_at)

    @property
    def cap_position(self) -> Position:
        """Where its seatCap stands; the assignment itself where it has none."""
        return unpack(self.path, self.cap_at or self.at)


@dataclass(frozen=True, slots=True)
class Book:
    """A book as declared, under `books:` or (then without a title) by number in a reading list."""

    title: str | None
    token: Handle
    id: BookId | None
    adam_id: AdamId | None
    publisher: str | None
    isbn: str | None = None
    tags: tuple[str, ...] = ()
    mode: Mode | None = None
    accept: tuple[Acceptance, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    marks: Marks = NOWHERE

    @property
    def label(self) -> str:
        """How the book is called in messages."""
        return self.title or self.adam_id or self.id or ""


@dataclass(frozen=True, slots=True)
class ListedBook:
    """One entry of a reading list: the text as written, and its place."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class ReadingList:
    """The same assignments for several books."""

    name: Handle
    token: Handle
    books: tuple[ListedBook, ...]
    accept: tuple[Acceptance, ...]
    assignments: tuple[Assignment, ...]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything that the files of one tenant say, in the order of files and places, not yet resolved.

    `files` are the paths that were read. `path` is the tenant's folder.
    """

    path: str
    files: tuple[str, ...]
    tenant: Tenant | None
    policy: Policy
    tokens: tuple[Token, ...] = ()
    groups: tuple[Group, ...] = ()
    books: tuple[Book, ...] = ()
    reading_lists: tuple[ReadingList, ...] = field(default=())
