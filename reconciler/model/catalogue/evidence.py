"""Rules on the ledger as evidence (VPP604–VPP607)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

OUT_OF_BAND_CHANGE = Rule(
    "VPP604",
    "OUT-OF-BAND-CHANGE",
    Severity.WARNING,
    (Phase.MONITOR,),
    "Every audit event that changes a managed book, VPP token or assignment belongs to an apply.",
    "What was changed outside git was not reviewed, and a seat that it used up does not come back.",
    "Microsoft Graph, auditEvent; NIST SP 800-53 CM-3, monitoring of changes",
    {
        "": Said(
            '{when} {actor} changed the book "{book}" ({kind}); no record of an apply matches.',
            "Look at what reconciler drift shows: bring it back with an apply, or adopt it in git.",
        ),
        "token": Said(
            '{when} {actor} changed the VPP token "{name}" ({kind}); no record of an apply matches.',
            "Ask who did it and why; compare the token with the YAML by a plan.",
        ),
    },
)

AUDIT_GAP = Rule(
    "VPP605",
    "AUDIT-GAP",
    Severity.WARNING,
    (Phase.MONITOR,),
    "Intune's audit events are collected without a hole, before Intune forgets them.",
    "Intune keeps audit events for about a year. What was not collected by then is never known.",
    "Microsoft Intune, audit, export, or delete personal data: audit events are kept for one year",
    {
        "": Said(
            "no audit events were collected between {since} and {until}. Changes in that time cannot be ruled out.",
            "Nothing brings them back once Intune forgot them. Run reconciler audit events at least monthly.",
        ),
        "old": Said(
            "the newest collection of audit events ended {when}, more than {limit} days ago. "
            "Changes since then cannot be ruled out.",
            "Run reconciler audit events now, before Intune forgets them, and then at least monthly.",
        ),
        "never": Said(
            "audit events were never collected. Changes since {since} cannot be ruled out.",
            "Run reconciler audit events now, and then at least monthly.",
        ),
    },
)

EVIDENCE_CHAIN = Rule(
    "VPP606",
    "EVIDENCE-CHAIN",
    Severity.ERROR,
    (Phase.MONITOR,),
    "The records of the ledger form an unbroken chain, each with the digest of the one before.",
    "A record that was changed, moved or removed proves nothing, and neither does what comes after it.",
    "Own; practice of SLSA and in-toto",
    {
        "": Said(
            "{name}: {reason}.",
            "A record never changes once it is there: bring the file back from a copy of the ledger.",
        ),
        "head": Said(
            "no record of the chain has the digest {id}: the end of the chain was removed or replaced.",
            "Look for the record in a copy of the ledger, and find out who could write to it.",
        ),
        "tracked": Said(
            "git tracks {count:# record|# records} beside the YAML, the first is {name}: "
            "a pull request could write them.",
            "Keep the ledger outside the repository's files: RECONCILER_LEDGER=git:REMOTE#BRANCH, "
            "or a folder that git ignores.",
        ),
    },
)

EVIDENCE_UNSIGNED = Rule(
    "VPP607",
    "EVIDENCE-UNSIGNED",
    Severity.INFO,
    (Phase.MONITOR,),
    "Receipts are signed by a key that the policy names.",
    "Records without a signature prove order, not origin.",
    "Own; practice of in-toto and SLSA",
    {
        "": Said(
            "{total:# record forms|# records form} a chain; {done:# is|# are} signed, of {count} that can be. "
            "Order is proven, origin is not.",
            "Sign what apply writes (RECONCILER_SIGNING_KEY), and name the key in policy.ledgerKeys.",
        ),
        "foreign": Said(
            "{count:# record is|# records are} signed by a key that policy.ledgerKeys does not name, the first is "
            "{name}. Order is proven, their origin is not.",
            "Find out whose key it is. Name it in policy.ledgerKeys, or treat the records as unsigned.",
        ),
        "passed": Said(
            "record {id} ({kind}) is not signed by a key of policy.ledgerKeys: it gives no last applied.",
            "Find out who wrote it. Where that was an apply without the key, apply again with the key.",
        ),
        "more": Said(
            "{count:# more record is|# more records are} not signed by a key of policy.ledgerKeys; reconciler audit "
            "verify --format json names all.",
            "Find out who wrote them. Where that was an apply without the key, apply again with the key.",
        ),
        "newer": Said(
            "{count:# newer record of the ledger was|# newer records of the ledger were} passed over, not signed by a "
            "key of policy.ledgerKeys ({done} without a signature): last applied comes from {what}.",
            "Run reconciler audit verify, which names them, and find out who wrote them. Where that was an apply "
            "without the key, apply again with the key.",
        ),
        "newest": Said(
            "{count:# record of the ledger was|# records of the ledger were} passed over, not signed by a key of "
            "policy.ledgerKeys ({done} without a signature): nothing counts as applied.",
            "Run reconciler audit verify, which names them, and find out who wrote them. Where that was an apply "
            "without the key, apply again with the key.",
        ),
        "unnamed": Said(
            "all {count} records that can be signed are, and policy.ledgerKeys names no key: whose they are is not "
            "proven.",
            "Name the key in policy.ledgerKeys.",
        ),
    },
)
