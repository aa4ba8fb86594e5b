"""The rules about assignments and groups as declared: VPP301, VPP303 to VPP306, VPP318, VPP323."""

from reconciler.model.rule import Phase, Rule, Said, Severity

ASSIGN_DEVICE_GROUP = Rule(
    "VPP301",
    "ASSIGN-DEVICE-GROUP",
    Severity.ERROR,
    (Phase.STATIC, Phase.LIVE),
    statement="Books go to groups of users.",
    why="A book's licence belongs to a person; a device cannot hold one.",
    source='"Manage books" page (S31, S45); eBooks 2025; Apps 2025',
    texts={
        "": Said("a group of devices cannot get books.", "Name a group of users, and remove kind:."),
        "live": Said(
            '"{group}" has {devices:# device|# devices} and no users. Books can be assigned to user groups only.',
            "Assign the book to a group that holds the people who read it.",
        ),
    },
)

ASSIGN_INTENT = Rule(
    "VPP303",
    "ASSIGN-INTENT",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="An assignment is available or required; other intents of Graph are not offered for books.",
    why="Removing a book from a device would not give its seat back.",
    source='"Manage books" page (S46); Graph installIntent',
    texts={
        "": Said(
            'intent "{found}" is not offered for books, and would not free a licence.', "Write available or required."
        )
    },
)

ASSIGN_BROAD_TARGET = Rule(
    "VPP304",
    "ASSIGN-BROAD-TARGET",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="All users or all devices are not addressed; groups are named.",
    why="Everybody who joins later would take a seat for good, without a review.",
    source='"Manage books" page (S44–S45); Own',
    texts={"": Said('"{found}" is not allowed as a target.', "Name the groups.")},
)

ASSIGN_DUPLICATE = Rule(
    "VPP305",
    "ASSIGN-DUPLICATE",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="A book reaches a group by one assignment.",
    why="Of two, a later change would reach only one.",
    source="Own",
    texts={
        "": Said('group "{group}" already has "{book}".', "Keep one of the two assignments."),
        "first": Said("first here", ""),
    },
)

ASSIGN_INTENT_CONFLICT = Rule(
    "VPP306",
    "ASSIGN-INTENT-CONFLICT",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="A group has one intent for a book.",
    why="Only one of the two can be true, and required uses seats at once.",
    source="Own",
    texts={
        "": Said('"{group}" is both {first} and {second} for "{book}".', "Keep the assignment that is meant."),
        "first": Said("first here", ""),
    },
)

ASSIGN_EXCLUDE = Rule(
    "VPP318",
    "ASSIGN-EXCLUDE",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="Groups are not excluded from a book.",
    why="The pages about books offer no exclusion, and what Intune does with one is not documented.",
    source='"Manage books" page, section Assign',
    texts={"": Said("exclude groups are not supported for books.", "Name a smaller group, and remove {key}:.")},
)

GROUP_FROM_OTHER_TENANT = Rule(
    "VPP323",
    "GROUP-FROM-OTHER-TENANT",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="The object id of a group is declared by one tenant only.",
    why="An id that was copied from another tenant names nothing here, or the wrong people.",
    source="Own",
    texts={
        "": Said(
            'group id {found} is also declared by tenant "{tenant}".', "Correct the id in the tenant it is not from."
        ),
        "first": Said("first here", ""),
    },
)
