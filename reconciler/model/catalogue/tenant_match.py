"""Rules on finding declared books and groups in the tenant (VPP206, VPP207, VPP302, VPP307, VPP308)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

_CAUSES = (
    "Three usual causes: it was not bought, it was bought for another location, or the last sync ({sync}) is older "
    "than the purchase. The identity may also lack the scope tag to see it."
)

BOOK_NOT_SYNCED = Rule(
    "VPP206",
    "BOOK-NOT-SYNCED",
    Severity.ERROR,
    (Phase.LIVE,),
    "A declared book is visible in the tenant.",
    "Books come only from a purchase and a sync; no tool can create them.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: introduction",
    {
        "": Said('"{book}" ({identity}) is not in token "{token}".', _CAUSES),
    },
)

BOOK_AMBIGUOUS = Rule(
    "VPP207",
    "BOOK-AMBIGUOUS",
    Severity.ERROR,
    (Phase.LIVE,),
    "A declared book means one book of the tenant.",
    "Titles are not unique; a guess could use up seats of the wrong book.",
    "Own",
    {"": Said('"{book}" matches {count} books: {candidates}.', "Add the id of the one that is meant.")},
)

ASSIGN_MIXED_GROUP = Rule(
    "VPP302",
    "ASSIGN-MIXED-GROUP",
    Severity.WARNING,
    (Phase.LIVE,),
    "A group with users and devices counts for its users only.",
    "Books are licensed to users; devices in the group get nothing.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: assign",
    {
        "": Said(
            '"{group}" has {users:# user|# users} and {devices:# device|# devices}; the devices are ignored.',
            "Use a group of users, so that the numbers speak for themselves.",
        )
    },
)

GROUP_UNKNOWN = Rule(
    "VPP307",
    "GROUP-UNKNOWN",
    Severity.ERROR,
    (Phase.LIVE,),
    "The group exists in Microsoft Entra ID.",
    "An assignment needs a group; a name that is almost right is not taken for another.",
    "Microsoft Graph, group",
    {
        "": Said('no group is named "{group}".', "Write the exact display name, or the object id."),
        "near": Said(
            'no group is named "{group}"; did you mean "{near}"?', "Write the exact display name, or the object id."
        ),
        "id": Said("no group has the object id {group}.", "Correct the id; a deleted group cannot be assigned."),
    },
)

GROUP_AMBIGUOUS = Rule(
    "VPP308",
    "GROUP-AMBIGUOUS",
    Severity.ERROR,
    (Phase.LIVE,),
    "A group's name means one group.",
    "Display names are not unique in Microsoft Entra ID.",
    "Microsoft Graph, group",
    {"": Said('{count} groups are named "{group}": {candidates}.', "Use the object id.")},
)
