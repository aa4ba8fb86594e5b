"""The schema of a snapshot: a tenant kept as a file that names nobody."""

from reconciler.schema.parts import (
    Schema,
    choice,
    flag,
    instant,
    listing,
    mapping,
    maybe,
    table,
    text,
    version,
    whole,
)

_TARGETS = ("group", "excludedGroup", "allUsers", "allDevices", "other")


def snapshot() -> Schema:
    """The observed state of a tenant; members stand as pseudonyms whose key is forgotten."""
    return {
        "title": "Snapshot of a tenant",
        **mapping(
            "What a tenant reported at one moment.",
            {
                "formatVersion": version(),
                "at": instant("When the reading began."),
                "beta": flag("Whether books and tokens were read through Graph's beta."),
                "tokens": listing("The VPP tokens, by id.", _token()),
                "books": listing("The books, by id.", _book()),
                "groups": listing("The groups, by id.", _group()),
                "names": table(
                    "Display names that were asked for → ids of the groups of that name.",
                    listing("Ids.", text("An object id.")),
                ),
                "missing": listing("Ids of groups that were asked for and are not there.", text("An object id.")),
                "unread": table("Groups that could not be read, by id or name → why.", _unread()),
            },
        ),
    }


def _unread() -> Schema:
    return choice("Why it could not be read.", "forbidden", "failed")


def _token() -> Schema:
    texts = {
        "organization": "The organisation.",
        "appleId": "The Apple account.",
        "accountType": "The programme.",
        "country": "The store.",
        "syncStatus": "How the last sync ended.",
        "displayName": "Its name in Intune (beta).",
        "locationName": "The name of its location (beta).",
    }
    flags = {
        "automaticallyUpdateApps": "Whether apps are updated.",
        "dataSharingConsent": "Whether the sending of data was agreed to (beta).",
        "takeControl": "Whether Intune may take it from another device management (beta).",
    }
    return mapping(
        "A VPP token.",
        {
            "id": text("Intune's object id."),
            "state": text("Its state."),
            "expires": maybe(instant("When it expires.")),
            "lastSync": maybe(instant("When it was last synced.")),
            **{key: maybe(text(about)) for key, about in texts.items()},
            **{key: maybe(flag(about)) for key, about in flags.items()},
        },
    )


def _book() -> Schema:
    assignment = mapping(
        "Whom the book is assigned to.",
        {
            "type": choice("The kind of target.", *_TARGETS),
            "id": maybe(text("The group's object id.")),
            "intent": text("Its intent."),
            "filter": text("Where YAML cannot say it: `<type>:<id>` of a filter, or empty."),
            "rawType": text("Where YAML cannot say it: the service's word for the target."),
            "raw": {"type": "object", "description": "Where YAML cannot say it: the JSON as it was read."},
        },
        optional=("filter", "rawType", "raw"),
    )
    return mapping(
        "A book.",
        {
            "id": text("Intune's object id."),
            "title": text("Its title."),
            "publisher": maybe(text("Its publisher.")),
            "token": maybe(text("Intune's id of its token.")),
            "adamId": maybe(text("Apple's number.")),
            "language": maybe(text("Its language.")),
            "total": maybe(whole("Seats bought.")),
            "used": maybe(whole("Seats in use.")),
            "assignments": listing("Its assignments, by target.", assignment),
            "holders": maybe(listing("Pseudonyms of users with the book on a device.", text("A pseudonym."))),
        },
    )


def _group() -> Schema:
    users = table("Pseudonym of the id → pseudonym of the principal name.", text("A pseudonym."))
    members = mapping(
        "Its transitive members.",
        {"users": users, "devices": whole("How many devices."), "groups": whole("How many groups.")},
    )
    either = {"description": "Its transitive members, or why they could not be read.", "anyOf": [members, _unread()]}
    return mapping(
        "A group.",
        {
            "id": text("Its object id in Entra."),
            "displayName": text("Its name."),
            "groupTypes": listing("Its types.", text("A type.")),
            "securityEnabled": maybe(flag("Whether it is a security group.")),
            "mailEnabled": maybe(flag("Whether it receives mail.")),
            "visibility": maybe(text("Who may see its members.")),
            "onPremises": maybe(flag("Whether it comes from a directory on premises.")),
            "created": maybe(text("When it was created.")),
            "members": either,
        },
    )
