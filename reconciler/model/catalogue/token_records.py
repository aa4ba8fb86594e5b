"""Rules on VPP tokens as the tenant records them (VPP113–VPP119, VPP121, VPP123–VPP128)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

TOKEN_DUPLICATE_LOCATION = Rule(
    "VPP113",
    "TOKEN-DUPLICATE-LOCATION",
    Severity.GUARD,
    (Phase.LIVE,),
    "A location was uploaded to Intune once only.",
    "With several uploads of one location new purchases may not show up, so the numbers of seats may be stale.",
    "Microsoft Intune, manage volume-purchased apps: states of a token; Microsoft Graph beta, vppToken",
    {
        "": Said(
            'token "{token}" ({id}) is one of several uploads of one location: {others}.',
            "Remove all but one in the admin center, or accept VPP113 on the token with a reason.",
        )
    },
)

TOKEN_STATE_UNKNOWN = Rule(
    "VPP114",
    "TOKEN-STATE-UNKNOWN",
    Severity.WARNING,
    (Phase.LIVE,),
    "The state of a token is one that this version knows.",
    "A state that nobody knows is never taken for healthy.",
    "Microsoft Graph, vppToken: unknown is the default",
    {
        "": Said(
            'token "{token}" reports state "{state}", which says nothing to this version. It is treated as unhealthy.',
            "Look at the token in the admin center before you merge.",
        )
    },
)

TOKEN_APPLE_ID_CHANGED = Rule(
    "VPP115",
    "TOKEN-APPLE-ID-CHANGED",
    Severity.GUARD,
    (Phase.PLAN,),
    "A token is tied to the Apple account that its declaration names.",
    "Another account usually means that another person renewed it, who is then needed every year.",
    "Microsoft Intune, manage volume-purchased apps: renewing tokens",
    {
        "": Said(
            'token "{token}" is tied to {observed}, and {declared} is declared.',
            "Renew it with the declared account, correct appleId, or accept VPP115 on the token with a reason.",
        )
    },
)

TOKEN_LOCATION_CHANGED = Rule(
    "VPP116",
    "TOKEN-LOCATION-CHANGED",
    Severity.ERROR,
    (Phase.PLAN,),
    "The organisation and the location behind a token stay the same.",
    "If another location's token was uploaded over it, books and licences belong to another pool.",
    "Microsoft Intune, manage volume-purchased apps: location tokens",
    {
        "organization": Said(
            'token "{token}" belongs to "{observed}", and "{declared}" is declared. Nothing of it will be applied.',
            "Somebody renewed it with the wrong file: upload the right one, or correct the declaration.",
        ),
        "location": Said(
            'token "{token}" points at location "{observed}", and "{declared}" is declared. '
            "Nothing of it will be applied.",
            "Somebody renewed it with the wrong file: upload the right one, or correct the declaration.",
        ),
        "lost": Said(
            'after its renewal token "{token}" no longer shows {count:# of its books|# of its books}. '
            "Nothing more of it is applied.",
            "Look whether another location's file was uploaded over it.",
        ),
        "uid": Said(
            'the content token of "{token}" is for location {observed}, and {declared} is declared.',
            "Put the content token of the declared location there, or correct location.uId.",
        ),
        "books": Said(
            'token "{token}" shows none of the {count:# book|# books} that were applied before. '
            "Nothing of it will be applied.",
            "Look whether another location's file was uploaded over it; "
            "if the books were moved, remove them from the YAML.",
        ),
    },
)

TOKEN_FOREIGN_USERS = Rule(
    "VPP118",
    "TOKEN-FOREIGN-USERS",
    Severity.GUARD,
    (Phase.PLAN,),
    "Before a token is first used with Intune, the VPP users of other products were removed.",
    "Intune neither shows nor syncs them, and their licences stay occupied.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: before you start",
    {
        "": Said(
            'token "{token}" is used for the first time, and nothing attests that '
            "VPP users of a former product were removed.",
            "Remove them there, then write preflight.foreignVppUsersRemoved with date and by; or accept VPP118.",
        ),
        "people": Said(
            'token "{token}" is used for the first time, and nothing attests that VPP users of a former product '
            "were removed. Apple knows {people:# person|# people} there, who hold {seats:# seat|# seats}.",
            "Remove them there, then write preflight.foreignVppUsersRemoved with date and by; or accept VPP118.",
        ),
    },
)

TOKEN_REUSED = Rule(
    "VPP119",
    "TOKEN-REUSED",
    Severity.WARNING,
    (Phase.STATIC,),
    "A token declares when it was generated for this tenant.",
    "A token that was used with another product must be generated anew. No interface can tell.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: introduction",
    {
        "": Said(
            'token "{token}" does not state that it was generated for this tenant.',
            "Write preflight.generatedForIntune with the day of the download. If it came from another product, "
            "download a new one first.",
        )
    },
)

TOKEN_NO_DELETE = Rule(
    "VPP121",
    "TOKEN-NO-DELETE",
    Severity.ERROR,
    (Phase.PLAN,),
    "A token that leaves the YAML stays in the tenant; this software never deletes one.",
    "Deleting a token ends the power to act on its licences; what happens to its books is not clearly documented.",
    "Microsoft Intune, manage volume-purchased apps: deleting tokens; own",
    {
        "": Said(
            'token "{token}" was removed from the repository. It stays in the tenant, unmanaged, with its assignments.',
            "Nothing is left to do here: the next apply forgets it. To delete it, use the portal, "
            "after reading what is lost.",
        )
    },
)

TOKEN_TYPE_CHANGED = Rule(
    "VPP123",
    "TOKEN-TYPE-CHANGED",
    Severity.ERROR,
    (Phase.PLAN,),
    "A token is of the programme that its declaration names.",
    "A token belongs to one programme, so this points at a wrong file or a wrong declaration.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: token",
    {
        "": Said(
            'token "{token}" is declared {declared}, and the tenant says {observed}.',
            "Look from which of Apple's portals the token came; correct the declaration or the upload.",
        )
    },
)

TOKEN_SYNC_STALE = Rule(
    "VPP124",
    "TOKEN-SYNC-STALE",
    Severity.WARNING,
    (Phase.LIVE,),
    "The last sync is not older than policy.syncMaxAgeHours.",
    "The numbers of seats are those of the last sync. A plan never syncs by itself.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: introduction (twice a day; the apps page says once)",
    {
        "": Said(
            'token "{token}" last synced {hours:# hour|# hours} ago. Its seats are as of {when}.',
            "Run `reconciler sync {token} --wait`, then plan again.",
        ),
        "lag": Said(
            'token "{token}": Apple counts otherwise than Intune, which lags until its next sync: {counts}.',
            "Run `reconciler sync {token} --wait`, then plan again.",
        ),
        "never": Said(
            'token "{token}" has never synced, as far as the tenant tells. Its seats may be wrong.',
            "Run `reconciler sync {token} --wait`, then plan again.",
        ),
    },
)

TOKEN_SYNC_FAILED = Rule(
    "VPP125",
    "TOKEN-SYNC-FAILED",
    Severity.ERROR,
    (Phase.LIVE,),
    "The last sync of a token did not fail.",
    "After a failed sync the numbers of seats cannot be trusted.",
    "Microsoft Graph, vppTokenSyncStatus",
    {
        "": Said(
            'the last sync of "{token}" failed. Changes that use seats are held back.',
            "Look at the token in the admin center, sync again, and plan again.",
        )
    },
)

TOKEN_SYNC_RUNNING = Rule(
    "VPP126",
    "TOKEN-SYNC-RUNNING",
    Severity.INFO,
    (Phase.LIVE,),
    "No sync is running while a plan is made.",
    "The numbers may be moving.",
    "Microsoft Graph, vppTokenSyncStatus",
    {"": Said('a sync of "{token}" is running; its numbers are those from before.', "Plan again when it is done.")},
)

TOKEN_UNMANAGED = Rule(
    "VPP127",
    "TOKEN-UNMANAGED",
    Severity.INFO,
    (Phase.PLAN,),
    "The tenant's tokens are declared.",
    "What git does not declare is listed and never touched.",
    "Own",
    {
        "": Said(
            "{count:# token|# tokens} in the tenant {count:is|are} not in this repository: {names}.",
            "Declare them to manage their books.",
        )
    },
)

TOKEN_SHARED_ACCOUNT_ADVICE = Rule(
    "VPP128",
    "TOKEN-SHARED-ACCOUNT-ADVICE",
    Severity.INFO,
    (Phase.STATIC,),
    "A token is tied to an account made for tokens only.",
    "When a person changes the password, all tokens of that account stop working.",
    "Apple School Manager User Guide: manage content tokens",
    {
        "person": Said(
            'token "{token}" is tied to {account}, which looks like a person\'s account.',
            "Use a Managed Apple Account that is made only for tokens.",
        ),
        "shared": Said(
            "{account} downloads the tokens of several owners: {owners}.",
            "Give each owner an account of its own, made only for tokens.",
        ),
    },
)
