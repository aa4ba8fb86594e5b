"""The shapes of the YAML, as administrators write it. `FileDocument` is a whole file; read it first.

The published JSON Schema is made from these shapes, so every field has a description for administrators.
Keys are spelled as in YAML. `compiled.py` judges files by these shapes; a change here is stored there by a test's
`--accept`.
"""

from functools import cache
from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from reconciler.desired.texts import (
    AccountType,
    AdamNumber,
    Consent,
    Count,
    Country,
    Date,
    Email,
    Flag,
    Guid,
    Isbn,
    Moment,
    Name,
    Percent,
    StoreCountry,
    Text,
)

_SHAPE = ConfigDict(extra="forbid", strict=True)


def _bounded(rule: str, bound: str) -> ConfigDict:
    """The shape of an acceptance where `bound` belongs to `rule` and to no other."""
    stated: dict[str, Any] = {"required": [bound]}
    unstated: dict[str, Any] = {"not": {"required": [bound]}}
    says: Any = {"if": {"properties": {"rule": {"const": rule}}}, "then": stated, "else": unstated}
    return ConfigDict(extra="forbid", strict=True, json_schema_extra={"allOf": [says]})


def _about(text: str) -> Any:
    return Field(description=text)


Reason = Annotated[Text, _about("Why this was accepted, for the reviewer and for the auditor. It may not be empty.")]
Expires = Annotated[Date, _about("The last day on which this acceptance counts. Without it, it counts until removed.")]


@with_config(_bounded("VPP313", "maxMembers"))
class AssignmentAcceptance(TypedDict):
    """A guard that is accepted for one assignment."""

    rule: Annotated[Literal["VPP209", "VPP313"], _about("The guard that is accepted here.")]
    maxMembers: NotRequired[Annotated[Count, _about("For VPP313: the most members the group may have.")]]
    reason: Reason
    expires: NotRequired[Expires]


@with_config(_bounded("VPP208", "maxUsers"))
class BookAcceptance(TypedDict):
    """A guard that is accepted for one book."""

    rule: Annotated[Literal["VPP208", "VPP209"], _about("The guard that is accepted here.")]
    maxUsers: NotRequired[Annotated[Count, _about("For VPP208: the most users who may use two seats of this title.")]]
    reason: Reason
    expires: NotRequired[Expires]


@with_config(_bounded("VPP208", "maxUsers"))
class ListAcceptance(TypedDict):
    """A guard that is accepted for all books of a reading list."""

    rule: Annotated[Literal["VPP208"], _about("The guard that is accepted here.")]
    maxUsers: NotRequired[Annotated[Count, _about("For VPP208: the most users who may use two seats of one title.")]]
    reason: Reason
    expires: NotRequired[Expires]


@with_config(_bounded("VPP122", "maxBooks"))
class TokenAcceptance(TypedDict):
    """A guard that is accepted for one token."""

    rule: Annotated[
        Literal["VPP113", "VPP115", "VPP117", "VPP118", "VPP122"], _about("The guard that is accepted here.")
    ]
    maxBooks: NotRequired[Annotated[Count, _about("For VPP122: the most books that the new country may concern.")]]
    reason: Reason
    expires: NotRequired[Expires]


@with_config(_bounded("VPP504", "maxRemovals"))
class PolicyAcceptance(TypedDict):
    """A guard that is accepted for the whole tenant."""

    rule: Annotated[Literal["VPP504"], _about("The guard that is accepted here.")]
    maxRemovals: NotRequired[Annotated[Count, _about("For VPP504: the most assignments that may be removed.")]]
    reason: Reason
    expires: NotRequired[Expires]


@with_config(_SHAPE)
class AssignmentDocument(TypedDict):
    """One group that gets a book."""

    group: Annotated[
        Name, _about("Who gets the book: an alias from `groups:`, an Entra object id, or a group's display name.")
    ]
    intent: Annotated[
        Literal["available", "required"],
        _about("`available` offers the book to the group, `required` installs it. There is no default."),
    ]
    seatCap: NotRequired[
        Annotated[Count, _about("The most seats this assignment may take in one plan. A seat taken never returns.")]
    ]
    accept: NotRequired[Annotated[list[AssignmentAcceptance], _about("Guards accepted for this assignment.")]]


Assignments = Annotated[list[AssignmentDocument], _about("The groups that get it, and how.")]
TokenName = Annotated[Text, _about("The name of a token from `tokens:`, through which it was bought.")]
ModeName = Literal["observe", "additive", "authoritative"]


@with_config(_SHAPE)
class BookDocument(TypedDict):
    """One book with its assignments. It is known by `id`, else by `adamId`, else by title, publisher and token."""

    title: Annotated[Name, _about("The title, as Intune shows it.")]
    token: TokenName
    id: NotRequired[Annotated[Guid, _about("Intune's object id of the book. `import` writes it.")]]
    adamId: NotRequired[
        Annotated[
            AdamNumber,
            _about("Apple's number of the book, digits in quotation marks."),
        ]
    ]
    publisher: NotRequired[Annotated[Name, _about("The publisher, as Intune shows it.")]]
    isbn: NotRequired[
        Annotated[
            Isbn,
            _about("The ISBN, in quotation marks. A note for people; books are not found by it."),
        ]
    ]
    tags: NotRequired[Annotated[list[Text], _about("Labels for your own lists. They stay in the repository.")]]
    mode: NotRequired[
        Annotated[ModeName, _about("What may happen to this book's assignments; overrides the tenant's.")]
    ]
    accept: NotRequired[Annotated[list[BookAcceptance], _about("Guards accepted for this book.")]]
    assignments: NotRequired[Assignments]


@with_config(_SHAPE)
class ReadingListDocument(TypedDict):
    """The same assignments for several books of one token."""

    name: Annotated[Text, _about("The name of the list, unique in the tenant.")]
    token: TokenName
    books: Annotated[
        list[Name],
        _about("The books: a title declared under `books:`, an adamId in quotation marks, or Intune's object id."),
    ]
    accept: NotRequired[Annotated[list[ListAcceptance], _about("Guards accepted for every book of this list.")]]
    assignments: NotRequired[Assignments]


@with_config(
    ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"anyOf": [{"required": ["id"]}, {"required": ["displayName"]}]},
    )
)
class GroupDocument(TypedDict):
    """A short name for an Entra group. It needs an `id` or a `displayName`."""

    alias: Annotated[Text, _about("The name that assignments use.")]
    id: NotRequired[Annotated[Guid, _about("The group's object id in Entra.")]]
    displayName: NotRequired[Annotated[Name, _about("The group's name in Entra.")]]
    kind: NotRequired[
        Annotated[Literal["user"], _about("Books can be assigned to groups of users only; `user` is the default.")]
    ]
    appleAccounts: NotRequired[
        Annotated[Literal["managed", "personal", "mixed"], _about("Which Apple accounts the members use.")]
    ]
    country: NotRequired[Annotated[Country, _about('The country of the members, two letters; write "NO" in quotes.')]]


@with_config(_SHAPE)
class LocationDocument(TypedDict):
    """Apple's location that owns the licences."""

    uId: NotRequired[Annotated[Text, _about("Apple's number of the location, in quotation marks.")]]
    name: NotRequired[Annotated[Name, _about("The location's name.")]]


@with_config(_SHAPE)
class VaultDocument(TypedDict):
    """A secret in Azure Key Vault."""

    vault: Annotated[Text, _about("The address of the vault: https, and the suffix of the tenant's own cloud.")]
    name: Annotated[Text, _about("The name of the secret in the vault.")]


@with_config(ConfigDict(extra="forbid", strict=True, json_schema_extra={"minProperties": 1, "maxProperties": 1}))
class SecretDocument(TypedDict):
    """Where the content token is found: exactly one of the three. The content token itself never stands in YAML."""

    env: NotRequired[Annotated[Text, _about("The name of an environment variable.")]]
    file: NotRequired[
        Annotated[Text, _about("A file outside the repository; a relative path counts from the tenant's folder.")]
    ]
    keyVault: NotRequired[Annotated[VaultDocument, _about("A key vault, and the name of the secret in it.")]]


@with_config(_SHAPE)
class ForeignUsersDocument(TypedDict):
    """The confirmation that the users of another product were removed at Apple."""

    date: Annotated[Date, _about("The day on which they were removed.")]
    by: Annotated[Text, _about("Who removed them.")]
    note: NotRequired[Annotated[Text, _about("Anything worth remembering about it.")]]


@with_config(_SHAPE)
class PreflightDocument(TypedDict):
    """What was made sure of before the token was first used with Intune."""

    generatedForIntune: NotRequired[Annotated[Date, _about("The day the token was downloaded for this tenant.")]]
    foreignVppUsersRemoved: NotRequired[
        Annotated[ForeignUsersDocument, _about("That users of another product were removed, when and by whom.")]
    ]


@with_config(_SHAPE)
class ExpectedMdmDocument(TypedDict):
    """Which device management Apple names for the location after a healthy sync."""

    id: Annotated[Text, _about("Apple's id of the device management service.")]
    name: NotRequired[Annotated[Name, _about("Its name.")]]


@with_config(_SHAPE)
class TokenDocument(TypedDict):
    """A VPP token of Intune: the way to the licences of one location."""

    name: Annotated[Text, _about("The name that books and reading lists use.")]
    id: NotRequired[Annotated[Guid, _about("Intune's object id of the token. `import` writes it.")]]
    organization: Annotated[Name, _about("The organisation the token belongs to, as Intune shows it.")]
    appleId: Annotated[
        Email,
        _about("The Apple account with which the token was downloaded, an e-mail address."),
    ]
    accountType: Annotated[AccountType, _about("The programme: `business` or `education`.")]
    countryOrRegion: NotRequired[
        Annotated[
            StoreCountry,
            _about('The store, two letters (ISO 3166-1); write "NO" in quotes.'),
        ]
    ]
    automaticallyUpdateApps: NotRequired[Annotated[Flag, _about("Whether Intune updates the apps of this token.")]]
    location: NotRequired[Annotated[LocationDocument, _about("Apple's location of this token.")]]
    dataSharingConsent: NotRequired[
        Annotated[
            Consent,
            _about("Whether your organisation agreed that Intune sends user and device data to Apple. No default."),
        ]
    ]
    takeControlFromOtherMdm: NotRequired[
        Annotated[Flag, _about("Whether Intune may take the token from another device management. Default false.")]
    ]
    owner: NotRequired[Annotated[Text, _about("Who looks after this token.")]]
    secret: NotRequired[
        Annotated[SecretDocument, _about("Where the content token is found, for creating and renewing.")]
    ]
    preflight: NotRequired[
        Annotated[PreflightDocument, _about("What was made sure of before the token was first used.")]
    ]
    expectedMdm: NotRequired[
        Annotated[ExpectedMdmDocument, _about("What Apple reported as device management after a healthy sync.")]
    ]
    accept: NotRequired[Annotated[list[TokenAcceptance], _about("Guards accepted for this token.")]]


@with_config(_SHAPE)
class ShareDocument(TypedDict):
    """A limit as a number and as a percentage."""

    count: NotRequired[Annotated[Count, _about("The limit as a number.")]]
    percent: NotRequired[Annotated[Percent, _about("The limit in percent.")]]


FreezeDocument = TypedDict(
    "FreezeDocument",
    {
        "from": Annotated[Moment, _about("The first day, or the instant from which it counts.")],
        "to": Annotated[Moment, _about("The last day (inclusive), or the instant at which it ends.")],
        "reason": NotRequired[Annotated[Text, _about("Why nothing may be applied in this time.")]],
    },
)
with_config(_SHAPE)(FreezeDocument)


@with_config(_SHAPE)
class PolicyDocument(TypedDict, total=False):
    """The limits of a tenant."""

    maxRemovals: Annotated[ShareDocument, _about("The most assignments one plan may remove. Default 10, 20 percent.")]
    maxNewSeats: Annotated[Count | None, _about("The most seats that one plan may use. null, the default: no budget.")]
    largeGroup: Annotated[Count, _about("From more members than this on, `required` needs an acceptance. Default 100.")]
    tokenExpiryWarningDays: Annotated[Count, _about("How many days ahead an expiry is reported. Default 30.")]
    syncMaxAgeHours: Annotated[Count, _about("From what age a sync is reported as old, in hours. Default 26.")]
    planMaxAgeHours: Annotated[Count, _about("How long a stored plan may be applied, in hours. Default 168.")]
    lowSeats: Annotated[ShareDocument, _about("When free seats count as few. Default 5, 10 percent.")]
    strict: Annotated[Flag, _about("Whether warnings count as errors. Default false.")]
    ledgerKeys: Annotated[list[Text], _about("Public ssh keys; only records signed by one of them are believed.")]
    reviewedEmergencies: Annotated[
        list[Annotated[str, Field(strict=True, pattern="^sha256:[0-9a-f]{64}$")]],
        _about("Digests of emergency receipts that were reviewed afterwards."),
    ]
    approvals: Annotated[Count, _about("How many people other than the author must approve. Default 0.")]
    showActors: Annotated[
        Flag, _about("Whether administrators' names are shown in comments and reports. Default true.")
    ]
    timeZone: Annotated[Text, _about("The IANA time zone for days without a time. Default UTC.")]
    freezes: Annotated[list[FreezeDocument], _about("Times in which nothing is applied.")]
    accept: Annotated[list[PolicyAcceptance], _about("Guards accepted for the whole tenant.")]


@with_config(_SHAPE)
class GraphDocument(TypedDict):
    """How Microsoft Graph is used."""

    beta: NotRequired[
        Annotated[
            Literal["none", "read", "readwrite"], _about("Use of fields that only Graph's beta has. Default `read`.")
        ]
    ]


@with_config(
    ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "anyOf": [{"properties": {"cloud": {"const": "sandbox"}}}, {"required": ["tenantId"]}],
        },
    )
)
class TenantDocument(TypedDict):
    """One Microsoft organisation. Its folder holds all its files."""

    name: Annotated[Text, _about("The name of the tenant, unique in the repository.")]
    tenantId: NotRequired[Annotated[Guid, _about("The tenant's id in Entra. Not needed for the sandbox.")]]
    cloud: Annotated[
        Literal["sandbox", "global", "usgov", "usgovdod", "china"], _about("Microsoft's cloud, or the sandbox.")
    ]
    mode: NotRequired[
        Annotated[ModeName, _about("What may happen to the assignments of declared books. Default `additive`.")]
    ]
    language: NotRequired[Annotated[Literal["en", "sv"], _about("The language of messages. Default `en`.")]]
    graph: NotRequired[Annotated[GraphDocument, _about("How far Microsoft Graph's beta is used.")]]


@with_config(_SHAPE)
class FileDocument(TypedDict, total=False):
    """A file of a tenant: any of these keys, spread over as many files as you like."""

    tenant: Annotated[TenantDocument, _about("The tenant. It stands in exactly one file of its folder.")]
    policy: Annotated[PolicyDocument, _about("The limits of the tenant. It stands in at most one file.")]
    tokens: Annotated[list[TokenDocument], _about("The VPP tokens.")]
    groups: Annotated[list[GroupDocument], _about("Short names for groups.")]
    books: Annotated[list[BookDocument], _about("The books and who gets them.")]
    readingLists: Annotated[list[ReadingListDocument], _about("The same assignments for several books.")]


@cache
def adapter() -> TypeAdapter[FileDocument]:
    """The judge of whole files; made once, when it is first needed."""
    return TypeAdapter(FileDocument)
