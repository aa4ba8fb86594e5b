"""The phrases of `reconciler doctor` in English."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "verdict-fine": "fine",
    "verdict-unproven": "unproven",
    "verdict-lacking": "lacking",
    "verdict-unreachable": "unreachable",
    "headline": "{tenant} ({cloud})",
    "summary": "{fine} fine, {unproven} unproven, {lacking} lacking, {unreachable} unreachable",
    "unchecked": "What no run checks:",
    "failed": "{why}",
    "remedy": "{remedy}",
    # What is looked at.
    "topic-sign-in": "sign-in",
    "topic-service": "service",
    "topic-tenant": "tenant",
    "topic-books": "read books",
    "topic-tokens": "read VPP tokens",
    "topic-groups": "read groups",
    "topic-members": "read members",
    "topic-audit": "read the audit log",
    "topic-write-books": "write assignments",
    "topic-write-tokens": "write VPP tokens",
    "topic-clock": "clock",
    "topic-beta": "API version",
    "topic-approval": "second approval",
    "topic-ledger": "ledger",
    "topic-yaml": "YAML",
    "topic-apple": "Apple",
    # Who is signed in, and to what.
    "sandbox-needs-none": "a sandbox needs no sign-in",
    "signed-in-none": "RECONCILER_GRAPH_URL is set without an access token: nobody signs in",
    "signed-in-given": "by the access token in RECONCILER_GRAPH_TOKEN, as {who}",
    "signed-in": "by {way}, as {who}",
    "not-accepted": "the service does not accept the sign-in: {why}",
    "tenant-not-needed": "no tenantId is declared, and a sandbox needs none",
    "tenant-same": "{told}, as declared",
    "tenant-other": "signed in to {told}, but {declared} is declared: apply refuses this",
    "tenant-other-next": "Sign in to the declared tenant, or correct tenantId.",
    "tenant-unknown": "neither the access token nor the organisation tells the tenant; {declared} is declared (VPP518)",
    "tenant-unknown-next": "Make sure by hand that this identity is of that tenant.",
    # What may be done.
    "may-read": "{permission} is there; needed by {commands}",
    "may-not-read": "{permission} is missing; needed by {commands} (VPP509)",
    "without-books": "Give the app this permission and the consent of an administrator: without it nothing can be "
    "planned. See reconciler permissions.",
    "without-tokens": "Give the app this permission and the consent of an administrator: without it nothing can be "
    "planned. See reconciler permissions.",
    "without-groups": "Give the app this permission and the consent of an administrator: without it no group is found. "
    "See reconciler permissions.",
    "without-members": "Give the app this permission and the consent of an administrator: without it every change that "
    "can use seats is held. See reconciler permissions.",
    "without-audit": "Give the app this permission and the consent of an administrator: without it drift has no name. "
    "See reconciler permissions.",
    "no-group": "no group was found whose members could be read; {permission} is unproven",
    "may-write": "{permission} is in the access token; needed by {commands}",
    "may-not-write": "{permission} is not in the access token; needed by {commands} (VPP509)",
    "may-not-write-next": "An identity that only plans does without. For apply give the app this permission; see "
    "reconciler permissions.",
    "may-write-unknown": "the access token does not tell its permissions, and nothing is written to find out; "
    "{permission} is needed by {commands}",
    "may-write-unknown-next": "Look at the app's permissions in the Entra admin center; see reconciler permissions.",
    # The service.
    "clock-agrees": "this machine and the service are {seconds:# second|# seconds} apart",
    "clock-ahead": "this machine is {seconds:# second|# seconds} ahead of the service: {machine}, not {service}",
    "clock-behind": "this machine is {seconds:# second|# seconds} behind the service: {machine}, not {service}",
    "clock-next": "Set the clock by a time server: access tokens and the ledger's lock depend on it.",
    "clock-untold": "the service tells no time to compare {machine} with",
    "clock-stands": "RECONCILER_NOW stands at {at}: expiry, freezes and the age of a plan are judged by it",
    "clock-stands-next": "Unset it before an apply that counts.",
    "beta-readable": "beta is readable beside v1.0, and graph.beta is {use}",
    "beta-off": "v1.0 alone, since graph.beta is none: rules on fields that only beta has do not run (VPP515)",
    "beta-off-next": "Set graph.beta to read where location, consent and filters shall be seen.",
    "beta-refused": "graph.beta is {use}, but beta is refused: {why} Rules on its fields do not run (VPP515).",
    "beta-refused-next": "Ask whoever runs the network or the app whether beta is blocked, or set graph.beta to none.",
    "approval-not-needed": "no access policy of Multi Admin Approval protects apps and books",
    "approval-needed": "an access policy of Multi Admin Approval protects apps and books: a write waits for a second "
    "administrator (VPP508)",
    "approval-needed-next": "Exclude this app from the policy, or plan for the second administrator at each apply.",
    "approval-requests": "this tenant knows requests for approval, and its policies cannot be read: a write may wait "
    "for a second administrator (VPP508)",
    "approval-unknown": "the policies of Multi Admin Approval cannot be read: {why}",
    "approval-unknown-next": "Look under Tenant administration, Multi Admin Approval, in the admin center; or give "
    "DeviceManagementRBAC.Read.All.",
    # The ledger.
    "ledger-whole": "{records:# record|# records} in {where}, an unbroken chain; head {head}",
    "ledger-empty": "{where} can be read, and has no record yet",
    "ledger-damaged": "the chain in {where} is broken: {why}",
    "ledger-held": "{run} on {host} is at work since {at}; until {until} another apply waits (VPP512)",
    "ledger-held-next": "Wait for it. If it is known to be dead: reconciler ledger release --reason TEXT.",
    "ledger-abandoned": "{run} on {host} began at {at} and left no receipt; its lease ended at {until}",
    "ledger-abandoned-next": "The next apply closes it and says what it had done.",
    "ledger-vanishes": "{where} vanishes with this runner: apply refuses it",
    "ledger-vanishes-next": "Set RECONCILER_LEDGER to a place that stays: dir:PATH or git:REMOTE#BRANCH.",
    "yaml-wrong": "{count:# error|# errors} in the YAML: nothing can be planned",
    "yaml-wrong-next": "Run reconciler validate.",
    # Apple.
    "apple-answers": "the service answers, and knows the addresses that are used here",
    "apple-moved": "the service answers, and says that {names} moved",
    "apple-moved-next": "Look for a newer version of reconciler.",
    "apple-not-asked": "RECONCILER_GRAPH_URL stands in Microsoft's place, so the real Apple is not asked about it",
    "apple-not-asked-next": "Set RECONCILER_APPLE_URL to the Apple that belongs to it.",
    "apple-refused": 'Apple does not accept the content token of VPP token "{token}": {why}',
    "apple-no-secret": 'VPP token "{token}" declares no secret: its location cannot be asked for',
    "apple-no-secret-next": "Declare secret: where the doctor shall look at Apple's side.",
    "apple-not-at-hand": 'the content token of VPP token "{token}" is not at hand ({where})',
    "apple-not-at-hand-next": "Set it where the doctor runs. A plan does without.",
    "apple-bad-secret": 'what stands at {where} is no content token of VPP token "{token}"',
    "apple-bad-secret-next": "Run reconciler token check FILE on it.",
    "apple-as pinned": 'location "{location}" of VPP token "{token}" belongs to {owner}, as pinned',
    "apple-none": 'location "{location}" of VPP token "{token}" is claimed by no service',
    "apple-none-next": "If the token works in Intune, sync it: reconciler sync.",
    "apple-foreign": 'location "{location}" of VPP token "{token}" belongs to {owner}, which is not who is pinned '
    "(VPP112)",
    "apple-foreign-next": "Remove the token from that service, or have it taken over in a reviewed change.",
    "apple-unknown": 'location "{location}" of VPP token "{token}" belongs to {owner}; nothing is pinned',
    "apple-unknown-next": "If that is this Intune, pin it under expectedMdm, so that a takeover is noticed.",
    "apple-books": 'location {uid} of VPP token "{token}" has {books:# book|# books}, with seats in use and in all: '
    "{counts}",
    "apple-people": 'Apple knows {joined:# person|# people} behind VPP token "{token}", {invited} more invited and '
    "{retired} retired; Intune shows nobody whom another product brought",
    "apple-other-location": 'VPP token "{token}" leads to location {uid}, not to the declared one (VPP116)',
    "apple-other-location-next": "Correct location.uId, or the content token: somebody took the wrong file.",
}
