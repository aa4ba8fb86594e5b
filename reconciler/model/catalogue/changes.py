"""Rules on plan, drift and apply (VPP501–VPP507, VPP509, VPP512–VPP515, VPP518)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

PLAN_STALE = Rule(
    "VPP501",
    "PLAN-STALE",
    Severity.ERROR,
    (Phase.APPLY,),
    "A stored plan is applied only while it is exactly what a new plan would say.",
    "What was reviewed is what is done.",
    "Own",
    {"": Said("the plan cannot be applied: {reason}.", "Make a new plan and have it reviewed: reconciler plan.")},
)

DRIFT_MANAGED = Rule(
    "VPP502",
    "DRIFT-MANAGED",
    Severity.WARNING,
    (Phase.PLAN,),
    "A managed assignment is as the last apply left it.",
    "Somebody changed it outside git, so nobody reviewed it.",
    "Own",
    {
        "": Said(
            '"{book}" / "{group}" was changed outside git: {was} → {now}.',
            "Apply to bring it back, or write {now} into the YAML to adopt it.",
        ),
        "by": Said(
            '"{book}" / "{group}" was changed outside git: {was} → {now}, {when} by {actor}.',
            "Apply to bring it back, or write {now} into the YAML to adopt it.",
        ),
        "gone": Said(
            '"{book}" / "{group}" was removed outside git: it was {was}.',
            "Apply to bring it back, or remove it from the YAML to adopt that.",
        ),
        "gone-by": Said(
            '"{book}" / "{group}" was removed outside git: it was {was}, {when} by {actor}.',
            "Apply to bring it back, or remove it from the YAML to adopt that.",
        ),
        "token": Said(
            '{field} of token "{token}" was changed outside git: {was} → {now}.',
            "Apply to bring it back, or write the new value into the YAML to adopt it.",
        ),
        "token-by": Said(
            '{field} of token "{token}" was changed outside git: {was} → {now}, {when} by {actor}.',
            "Apply to bring it back, or write the new value into the YAML to adopt it.",
        ),
    },
)

DRIFT_UNMANAGED = Rule(
    "VPP503",
    "DRIFT-UNMANAGED",
    Severity.INFO,
    (Phase.PLAN,),
    "Assignments that git does not declare are shown, and stay.",
    "Absence is not deletion: only what git once managed is removed.",
    "Own",
    {
        "": Said(
            '"{book}" is also assigned to "{group}" ({intent}), which is not in git. It stays.',
            "Declare it to manage it.",
        ),
        "raw": Said(
            '"{book}" has an assignment that git cannot declare: {kind} ({intent}). It stays.',
            "Remove it in the admin center if nobody needs it.",
        ),
        "elsewhere": Said(
            "{count:# assignment|# assignments} of {book_count:# book|# books} that git does not declare "
            "{count:stays|stay} as {count:it is|they are}.",
            "Declare the books to manage them.",
        ),
    },
)

PRUNE_LIMIT = Rule(
    "VPP504",
    "PRUNE-LIMIT",
    Severity.GUARD,
    (Phase.PLAN,),
    "A plan removes no more assignments than policy.maxRemovals allows.",
    "A file that was renamed or lost must not empty a tenant.",
    "Own",
    {
        "": Said(
            "this change would remove {count:# assignment|# assignments} (limit {limit}). "
            "A file was renamed or deleted?",
            "If it is meant, accept VPP504 under policy.accept with maxRemovals: {count} and a reason.",
        ),
        "empty": Said(
            "the YAML reaches no book, and {count:# assignment was|# assignments were} applied before. "
            "A folder was renamed or deleted?",
            "Bring the files back. To leave git on purpose, remove the assignments first, in steps.",
        ),
    },
)

OBSERVED_INCOMPLETE = Rule(
    "VPP505",
    "OBSERVED-INCOMPLETE",
    Severity.ERROR,
    (Phase.PLAN,),
    "What the plan needs to know was read in full.",
    "A partial reading is never taken for: the rest does not exist.",
    "Own",
    {
        "": Said("{what} could not be read.", "Plan again; if it stays so, look at the service's health."),
        "members": Said(
            'the members of "{group}" could not be read. Changes with it that can use seats are held.',
            "Plan again; if it stays so, look at the service's health.",
        ),
        "apple": Said(
            'what Apple says of token "{token}" could not be read in full: {why}.',
            "Nothing is held; the plan goes by what Intune says. Look with `reconciler doctor --apple`.",
        ),
        "audit": Said(
            "the audit events could not be read: drift is shown without a name.",
            "Plan again; if it stays so, look at the service's health.",
        ),
    },
)

APPLY_READBACK = Rule(
    "VPP506",
    "APPLY-READBACK",
    Severity.ERROR,
    (Phase.APPLY,),
    "After a write the book's assignments are what was planned, and nothing else of them changed.",
    "The interface has no concurrency control: somebody else may have written at the same moment.",
    "Own",
    {"": Said('"{book}": {what}.', "Plan again: the next run goes on from what the tenant shows.")},
)

APPLY_PARTIAL = Rule(
    "VPP507",
    "APPLY-PARTIAL",
    Severity.ERROR,
    (Phase.APPLY,),
    "All changes of a plan are applied.",
    "Nothing is rolled back: a seat would not come back.",
    "Own",
    {
        "": Said(
            "{done} of {total} changes were applied; {failed} failed, {conflict} in conflict, {untried} not tried. "
            "Nothing was undone.",
            "Run apply again: it goes on from what the tenant shows.",
        )
    },
)

APPLY_NEEDS_SECOND_APPROVAL = Rule(
    "VPP508",
    "APPLY-NEEDS-SECOND-APPROVAL",
    Severity.ERROR,
    (Phase.APPLY,),
    "A write is not held up by Multi Admin Approval.",
    "The tenant protects this resource: the service refuses a write until a second administrator has agreed, "
    "app-only calls included.",
    "Microsoft Intune: use Multi Admin Approval with the Microsoft Graph API",
    {
        "": Said(
            '"{book}": the tenant asks for a second administrator, and nothing was written.',
            "Exclude this app from the access policy, or let a second administrator make the change; then apply again.",
        )
    },
)

PERMISSION_MISSING = Rule(
    "VPP509",
    "PERMISSION-MISSING",
    Severity.ERROR,
    (Phase.LIVE,),
    "The identity may read what the command needs.",
    "What is not allowed to be read is not known, and is never taken for absent.",
    "Microsoft Graph, permissions reference",
    {
        "group": Said(
            'the group "{group}" may not be read: GroupMember.Read.All is missing.',
            "Grant GroupMember.Read.All to the identity that plans.",
        ),
        "members": Said(
            'the members of "{group}" may not be read: GroupMember.Read.All is missing. '
            "Changes with it that can use seats are held.",
            "Grant GroupMember.Read.All to the identity that plans.",
        ),
        "hidden": Said(
            'the members of "{group}" are hidden, and none is shown. Changes with it that can use seats are held.',
            "Grant Member.Read.Hidden to the identity that plans, or use another group.",
        ),
        "audit": Said(
            "the audit events may not be read: drift is shown without a name.",
            "Grant DeviceManagementApps.Read.All to the identity that plans.",
        ),
    },
)

APPROVAL_EVIDENCE = Rule(
    "VPP510",
    "APPROVAL-EVIDENCE",
    Severity.ERROR,
    (Phase.APPLY,),
    "Where the policy asks for approvals, apply runs only on what so many people other than the author approved.",
    "Whoever asks for a change must not be the only one who saw it.",
    "SOC 2 CC8.1; ISO/IEC 27001 A.8.32; NIST SP 800-53 CM-3",
    {
        "": Said(
            "policy.approvals asks for {count:# approval|# approvals}, and none is known.",
            "Apply where approvals are told, or in an emergency with --emergency REASON.",
        ),
        "few": Said(
            "commit {commit} has {known:# approval|# approvals} by somebody other than its author; "
            "policy.approvals asks for {count}.",
            "Let somebody else approve the pull request, and apply the commit that was merged; "
            "or in an emergency use --emergency REASON.",
        ),
        "unmerged": Said(
            "no merged pull request ends in commit {commit}; policy.approvals asks for {count:# approval|# approvals}.",
            "Bring the change in by a pull request, and apply the commit that was merged; "
            "or in an emergency use --emergency REASON.",
        ),
    },
)

EMERGENCY_CHANGE = Rule(
    "VPP511",
    "EMERGENCY-CHANGE",
    Severity.WARNING,
    (Phase.APPLY,),
    "An emergency is reviewed afterwards.",
    "It lifted approvals and freezes, so nobody but its author had seen the change.",
    "SOC 2 CC8.1, practice for emergency changes",
    {
        "": Said(
            'the emergency apply of {date} ("{reason}") has not been reviewed yet ({days:# day|# days}).',
            "Review what it did (reconciler audit show {receipt}), then write that digest into "
            "policy.reviewedEmergencies.",
        )
    },
)

APPLY_LOCKED = Rule(
    "VPP512",
    "APPLY-LOCKED",
    Severity.ERROR,
    (Phase.APPLY,),
    "One apply per tenant at a time.",
    "Two at once would overwrite each other.",
    "Own",
    {
        "": Said(
            "another apply holds the tenant since {since} ({holder}), until {until}.",
            "Wait for it. If it died, release it: reconciler ledger release --reason TEXT.",
        ),
        "open": Said(
            "an apply that began {since} ({holder}) has not ended; it holds the tenant until {until}.",
            "Wait for it. After that time the next apply finds out what it did, and goes on.",
        ),
        "lapsed": Said(
            "an apply that began {since} ({holder}) left no receipt; what it had planned may be in the tenant.",
            "Apply: it finds out what became of that run, closes its record, and goes on.",
        ),
        "died": Said(
            "an apply that began {since} ({holder}) did not finish: "
            "{done} of {total} of its changes are in the tenant.",
            "Nothing to do: apply closes its record and goes on from what the tenant shows.",
        ),
    },
)

THROTTLED = Rule(
    "VPP513",
    "THROTTLED",
    Severity.INFO,
    (Phase.LIVE, Phase.APPLY),
    "The service asked to slow down, and was obeyed.",
    "Services limit requests for all their users.",
    "Microsoft Graph, throttling guidance",
    {"": Said("slowed down by the service; waited {seconds} s in total.", "Nothing to do.")},
)

ACCEPT_UNUSED = Rule(
    "VPP514",
    "ACCEPT-UNUSED",
    Severity.INFO,
    (Phase.PLAN,),
    "Every acceptance accepts something.",
    "A stale acceptance would accept a guard that nobody thought of.",
    "Own",
    {
        "": Said("the acceptance of {rule} is no longer needed.", "Remove it."),
        "expired": Said("the acceptance of {rule} expired on {date}.", "Remove it, or have a new one reviewed."),
    },
)

BETA_FIELD = Rule(
    "VPP515",
    "BETA-FIELD",
    Severity.WARNING,
    (Phase.LIVE,),
    "A write loses nothing that only the beta interface shows.",
    "Version 1.0 does not show assignment filters; posting a set back through it would strip them.",
    "Microsoft Graph beta, deviceAndAppManagementAssignmentTarget",
    {
        "filter": Said(
            '"{book}" has an assignment with a filter, which a write would put at risk. Its changes are held.',
            "Set graph.beta: readwrite to write through beta, or remove the filter in the admin center.",
        ),
        "same-group": Said(
            '"{book}" is assigned to "{group}" with a filter, and git wants it without. Its changes are held.',
            "Remove the filtered assignment in the admin center first.",
        ),
        "blind": Said(
            'beta is not read, so a filter on the other assignments of "{book}" would not be seen. '
            "Its changes are held.",
            "Set graph.beta: read, or declare all assignments of the book.",
        ),
        "takeover": Said(
            'takeControlFromOtherMdm of token "{token}" is a field of the beta interface, and is not written.',
            "Set graph.beta: readwrite to write through beta.",
        ),
        "off": Said(
            "the beta interface could not be read: what only it shows was not checked.",
            "Allow the identity to use beta, or set graph.beta: none.",
        ),
    },
)

SCOPE_HIDDEN = Rule(
    "VPP516",
    "SCOPE-HIDDEN",
    Severity.WARNING,
    (Phase.LIVE,),
    "What is not found is not merely hidden.",
    "Scope tags and roles can hide tokens and books from the identity that plans.",
    "Microsoft Intune, manage volume-purchased apps: custom roles and scope tags",
    {
        "": Said(
            "{missing:# declared token or book was|# declared tokens and books were} not found; the identity sees "
            "{tokens_seen:# token|# tokens} and {books_seen:# book|# books}, and scope tags may hide others.",
            "Compare with what an administrator sees in the admin center.",
        )
    },
)

POLICY_LOOSENED = Rule(
    "VPP517",
    "POLICY-LOOSENED",
    Severity.WARNING,
    (Phase.PLAN,),
    "A pull request does not loosen the limits that it is judged by.",
    "Who asks for a change must not set its own limits: the stricter of both sides holds until it is applied.",
    "Own",
    {
        "": Said(
            "{limit} goes from {was} to {now}; for this change the stricter one holds.",
            "Have it reviewed; it takes effect once it is merged and applied.",
        ),
        "unread": Said(
            "the policy before this change could not be read, so nobody knows whether it is loosened.",
            "Bring the base in order, or compare policy: by eye.",
        ),
    },
)

TENANT_UNPROVEN = Rule(
    "VPP518",
    "TENANT-UNPROVEN",
    Severity.WARNING,
    (Phase.APPLY,),
    "The signed-in tenant is the declared one.",
    "A sign-in for another tenant would change the wrong one.",
    "Own",
    {
        "": Said(
            "the sign-in does not tell its tenant.",
            "Make sure that it is {tenant}.",
        )
    },
)
