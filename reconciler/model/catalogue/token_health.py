"""Rules on the state of VPP tokens in the tenant (VPP108–VPP112)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

TOKEN_MISSING = Rule(
    "VPP108",
    "TOKEN-MISSING",
    Severity.ERROR,
    (Phase.LIVE,),
    "A declared token exists in the tenant.",
    "Books belong to a token: without it none of them can be found or assigned.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: get and upload a token",
    {
        "": Said(
            'token "{token}" is declared, but the tenant has none for {organization} / {account}, '
            "and no secret: is declared.",
            "Download the content token in Apple School Manager or Apple Business, point secret: at it (or upload it "
            "once in the Intune admin center), and plan again. The identity may also lack the scope tag to see it.",
        ),
        "id": Said(
            'token "{token}" is declared with id {id}, and the tenant has no VPP token with that id.',
            "Correct the id, or leave it out so that organisation and Apple account identify the token. "
            "The identity may also lack the scope tag to see it.",
        ),
        "several": Said(
            'token "{token}" could be any of {count} VPP tokens of {organization} / {account}: {candidates}.',
            "Write the id of the one that is meant.",
        ),
    },
)

TOKEN_EXPIRED = Rule(
    "VPP109",
    "TOKEN-EXPIRED",
    Severity.ERROR,
    (Phase.LIVE,),
    "The token is not past its expiry.",
    "Intune serves no change for the books of an expired token.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: tokens are valid for one year",
    {
        "": Said(
            'token "{token}" expired {days:# day|# days} ago ({date}). '
            "{book_count:Its # book is|Its # books are} held back.",
            "Renew it with {account}: download the token again and edit the existing one; do not create a second.",
        ),
        "state": Said(
            'token "{token}" is reported as expired. {book_count:Its # book is|Its # books are} held back.',
            "Renew it with {account}: download the token again and edit the existing one; do not create a second.",
        ),
    },
)

TOKEN_EXPIRING = Rule(
    "VPP110",
    "TOKEN-EXPIRING",
    Severity.WARNING,
    (Phase.LIVE, Phase.MONITOR),
    "The token does not expire soon (policy.tokenExpiryWarningDays, 30 by default).",
    "A token is valid for one year, and only the account that made it can renew it.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: tokens are valid for one year",
    {
        "": Said(
            'token "{token}" expires in {days:# day|# days} ({date}).',
            "Renew with {account}: edit the existing token, do not create a second one.",
        )
    },
)

TOKEN_INVALID = Rule(
    "VPP111",
    "TOKEN-INVALID",
    Severity.ERROR,
    (Phase.LIVE,),
    "The token is not invalid.",
    "When the Apple account changes (password, domain, disabled) or the token is revoked, it stops working whatever "
    "its date says.",
    "Microsoft Intune, manage volume-purchased apps: renewing tokens; Apple School Manager User Guide, content tokens",
    {
        "": Said(
            'token "{token}" is invalid, although its date is {date}.',
            "The usual cause: the password of {account} was changed. Download the token again and update it.",
        )
    },
)

TOKEN_EXTERNAL_MDM = Rule(
    "VPP112",
    "TOKEN-EXTERNAL-MDM",
    Severity.ERROR,
    (Phase.LIVE,),
    "No other device management service holds the token.",
    "Two services on one location take each other's licences and users away.",
    "Microsoft Graph, vppToken: state assignedToExternalMDM",
    {
        "": Said(
            'token "{token}" is managed by another device management service.',
            "Remove it there first. A takeover must be a change that was reviewed (VPP117).",
        ),
        "apple": Said(
            'Apple says that "{mdm}" ({id}) manages the location of token "{token}", and another service is pinned.',
            "Find out who claimed it; if it is right, correct expectedMdm. "
            "A takeover must be a change that was reviewed (VPP117).",
        ),
        "apple-none": Said(
            'Apple says that no service manages the location of token "{token}".',
            "Sync the token; if it stays so, upload a new content token.",
        ),
        "apple-who": Said(
            'Apple says that "{mdm}" ({id}) manages the location of token "{token}"; nothing is pinned to compare.',
            'If that is your Intune, pin it: expectedMdm: {{id: "{id}", name: "{mdm}"}}.',
        ),
    },
)
