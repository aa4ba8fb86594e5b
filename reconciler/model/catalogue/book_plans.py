"""Rules on books that a plan changes (VPP208–VPP210, VPP212, VPP213)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

BOOK_ON_MANY_TOKENS = Rule(
    "VPP208",
    "BOOK-ON-MANY-TOKENS",
    Severity.GUARD,
    (Phase.PLAN,),
    "Nobody is reached by one title through several tokens.",
    "Each token is a pool of its own: whoever is reached through two can use two seats.",
    "Microsoft Intune, manage volume-purchased apps: the same item is listed once per token",
    {
        "": Said(
            '"{book}" is assigned through "{token}" and "{other}", and {users:# user is|# users are} in both: '
            "up to {users:# seat|# seats} used twice.",
            "Assign it through one of them, or accept VPP208 on the book with maxUsers: {users} and a reason.",
        )
    },
)

BOOK_NO_SEATS = Rule(
    "VPP209",
    "BOOK-NO-SEATS",
    Severity.GUARD,
    (Phase.PLAN,),
    "A book that is newly assigned has seats left.",
    "Intune lets one assign it; it looks successful, and no new reader gets it.",
    "Microsoft Intune, manage volume-purchased apps: frequently asked questions",
    {
        "": Said(
            '"{book}" has {free} of {total} seats free. Assigning it to "{group}" will look successful, '
            "and no new reader will get it.",
            "Buy seats and sync first, or accept VPP209 on the assignment with a reason.",
        )
    },
)

BOOK_METADATA_CHANGED = Rule(
    "VPP210",
    "BOOK-METADATA-CHANGED",
    Severity.INFO,
    (Phase.PLAN,),
    "A book is called in the tenant as in the YAML.",
    "Titles change in the store; matching goes on by id.",
    "Own",
    {
        "title": Said('"{declared}" is called "{observed}" now.', "Write the new title, so that people recognise it."),
        "publisher": Said(
            'the publisher of "{book}" is "{observed}" now, and "{declared}" is declared.',
            "Write the new publisher.",
        ),
    },
)

BOOK_REGION = Rule(
    "VPP212",
    "BOOK-REGION",
    Severity.WARNING,
    (Phase.PLAN,),
    "The readers of a book live in the country of its token.",
    "Books follow the rules of their store; elsewhere the download may be refused.",
    "Apple Platform Deployment: content distribution methods",
    {
        "": Said(
            'group "{group}" ({country}) is assigned "{book}" from a token for {store}; download may be refused.',
            "Buy the book for a location of that country, or correct the declared country.",
        )
    },
)

BOOK_GONE = Rule(
    "VPP213",
    "BOOK-GONE",
    Severity.WARNING,
    (Phase.PLAN,),
    "A book that was managed is still in the tenant.",
    "Licences can be moved to another location, refunded, or hidden by another token, all outside of Intune.",
    "Apple: licences can be moved between locations",
    {
        "": Said(
            '"{book}" was in token "{token}" when it was last applied, and is gone.',
            "Ask whoever looks after Apple School Manager or Apple Business; keep the declaration until it is clear.",
        )
    },
)
