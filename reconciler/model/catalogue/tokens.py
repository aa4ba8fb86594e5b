"""The rules about tokens as declared: VPP101 to VPP107. Those that need the tenant stand in `live_tokens`."""

from reconciler.model.rule import Phase, Rule, Said, Severity

TOKEN_SECRET_IN_REPO = Rule(
    "VPP101",
    "TOKEN-SECRET-IN-REPO",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="A content token never stands in the repository; it is declared by where it is found.",
    why="Whoever reads the repository could act on the licences, and git never forgets.",
    source='Own; "Manage books" page, section Token (S35)',
    texts={
        "": Said(
            "this looks like the content of a .vpptoken file.",
            "Remove it, and download a new one from Apple: what was committed once counts as leaked.",
        ),
        "file": Said(
            "the file of this secret is inside the repository.",
            "Keep it outside of the repository, or use env or keyVault.",
        ),
    },
)

TOKEN_APPLE_ID = Rule(
    "VPP102",
    "TOKEN-APPLE-ID",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="A token names the Apple account with which it was downloaded, in the shape of an e-mail address.",
    why="Only that account can renew the token a year later.",
    source='"Manage books" page, section Token (S36); eBooks 2025',
    texts={
        "missing": Said('token "{token}" needs appleId: the account that downloads its token.', "Add appleId:."),
        "shape": Said(
            'token "{token}": the appleId "{found}" does not look like an e-mail address.',
            "Write the account as name@organisation.",
        ),
    },
)

TOKEN_ACCOUNT_TYPE = Rule(
    "VPP103",
    "TOKEN-ACCOUNT-TYPE",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="The programme of a token is business or education.",
    why="A token belongs to one of Apple's two programmes; another value points at a wrong declaration.",
    source='"Manage books" page, section Token (S37); Graph vppTokenAccountType',
    texts={
        "": Said('accountType "{found}" is not known; use business or education.', "Write business or education."),
        "missing": Said('token "{token}" needs accountType.', "Add accountType: with business or education."),
    },
)

TOKEN_COUNTRY_CODE = Rule(
    "VPP104",
    "TOKEN-COUNTRY-CODE",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="The country or region of a token is a two-letter code of ISO 3166-1 in capital letters.",
    why="Books follow the rules of the store that this code names.",
    source="Apps 2025, token settings; ISO 3166-1",
    texts={
        "": Said('countryOrRegion "{found}" is not a two-letter code of a country.', 'Write a code such as "SE".'),
        "near": Said(
            'countryOrRegion "{found}" is not a two-letter code of a country.', 'Write "{near}" if that is meant.'
        ),
    },
)

TOKEN_CONSENT = Rule(
    "VPP105",
    "TOKEN-CONSENT",
    Severity.ERROR,
    (Phase.STATIC, Phase.PLAN),
    statement="A token is created, renewed or changed only where the YAML agrees that data go to Apple.",
    why="Intune then sends user and device data to Apple. Nobody but the organisation can agree to that.",
    source="Apps 2025 (must agree to proceed); Graph beta dataSharingConsentGranted",
    texts={
        "": Said(
            'token "{token}" has a secret, and no agreement that user and device data go to Apple.',
            "Set dataSharingConsent: true, but only if your organisation has agreed that Intune sends them.",
        ),
        "change": Said(
            'token "{token}" would be changed, and nothing agrees that user and device data go to Apple.',
            "Set dataSharingConsent: true, but only if your organisation has agreed that Intune sends them.",
        ),
        "value": Said('token "{token}": dataSharingConsent is neither true nor false.', "Write true or false."),
    },
)

TOKEN_DUPLICATE_DECLARED = Rule(
    "VPP106",
    "TOKEN-DUPLICATE-DECLARED",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="No two tokens of a tenant have one location id, or one place of the secret.",
    why="Two tokens of one location disturb each other: new licences may not show up.",
    source='Apps 2025 ("Duplicate" status); Own',
    texts={
        "location": Said(
            'tokens "{first}" and "{second}" both point at location id {found}.', "Keep one token per location."
        ),
        "live": Said(
            'tokens "{first}" and "{second}" both mean one VPP token of the tenant.',
            "Remove one declaration, or write the id of the VPP token that each of them means.",
        ),
        "secret": Said(
            'tokens "{first}" and "{second}" take their content token from the same place.', "Give each its own secret."
        ),
        "first": Said("first here", ""),
    },
)

TOKEN_SHARED_ACROSS_TENANTS = Rule(
    "VPP107",
    "TOKEN-SHARED-ACROSS-TENANTS",
    Severity.ERROR,
    (Phase.STATIC,),
    statement="One location is connected to one tenant only.",
    why="Two tenants on one location can lose the licence and user records that Apple keeps.",
    source='"Manage books" page, section Before you begin (S15–S16); Apps 2025',
    texts={
        "location": Said(
            'location {found} is declared for tenant "{first}" and tenant "{second}".',
            "Apple's licence and user records may be lost. Give one of them its own location.",
        ),
        "secret": Said(
            'tenant "{first}" and tenant "{second}" take a content token from the same place.',
            "Apple's licence and user records may be lost. Give each tenant its own content token.",
        ),
        "first": Said("first here", ""),
    },
)
