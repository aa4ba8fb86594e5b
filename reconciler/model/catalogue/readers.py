"""Rules on the groups that books are assigned to, and on their readers (VPP309–VPP317, VPP320, VPP321, VPP324)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

GROUP_EMPTY = Rule(
    "VPP309",
    "GROUP-EMPTY",
    Severity.WARNING,
    (Phase.LIVE,),
    "A group that a book is newly assigned to has users.",
    "Groups are often filled later, and then use seats without a new review.",
    "Own",
    {"": Said('"{group}" has no members yet; seats needed now: 0.', "Look whether it is the right group.")},
)

GROUP_DYNAMIC = Rule(
    "VPP310",
    "GROUP-DYNAMIC",
    Severity.WARNING,
    (Phase.LIVE,),
    "The members of a group are chosen by people.",
    "A group with a rule grows without a pull request, and each newcomer can use a seat for good.",
    "Own; Microsoft Graph, group: dynamic membership",
    {
        "": Said(
            '"{group}" is dynamic: new members take seats without a new review.',
            "seatCap bounds a plan and its apply; watch the group between them.",
        )
    },
)

GROUP_RENAMED = Rule(
    "VPP311",
    "GROUP-RENAMED",
    Severity.WARNING,
    (Phase.PLAN,),
    "A group is called in the tenant as in the YAML.",
    "A group that was renamed may be another class by now; matching goes on by id.",
    "Own",
    {
        "": Said(
            'the group with id {id} is now "{observed}", declared "{declared}".',
            "Is it still the right group? Then write its new name.",
        )
    },
)

_NEWCOMERS = (
    '"{group}": {joined} of {members:# member is|# members are} new since {date}, {kept} stayed, {left} left. '
    'Up to {joined:# more seat|# more seats} of "{book}"{more}; what those who left have stays theirs.'
)
_STILL_RIGHT = "Look whether it is still the right group; seatCap bounds what newcomers may take."

GROUP_COMPOSITION_CHANGED = Rule(
    "VPP312",
    "GROUP-COMPOSITION-CHANGED",
    Severity.WARNING,
    (Phase.PLAN,),
    "Since the last apply, no more than half of a group's members were exchanged.",
    "When a school year turns, newcomers need seats of their own, and those who leave keep theirs. Who was in a group "
    "is known by pseudonyms in the ledger, which are written only where RECONCILER_PSEUDONYM_KEY is set.",
    "Own; Microsoft Intune, iOS/iPadOS eBooks bought in volume",
    {
        "": Said(_NEWCOMERS.replace("{more}", ""), _STILL_RIGHT),
        "books": Said(
            _NEWCOMERS.replace("{more}", ", {more:and as many of # other book|and as many of each of # other books}"),
            _STILL_RIGHT,
        ),
        "no-key": Said(
            "not checked for {groups:# group|# groups}: the ledger knows the members of then by pseudonyms, "
            "and RECONCILER_PSEUDONYM_KEY is not set.",
            "Set the key where plans are made, as it is set where they are applied.",
        ),
        "other-key": Said(
            "not checked for {groups:# group|# groups}: the pseudonyms in the ledger were made with another "
            "RECONCILER_PSEUDONYM_KEY.",
            "Set the key of then; or let the next apply or `reconciler audit events` write pseudonyms with this one.",
        ),
        "snapshot": Said(
            "not checked for {groups:# group|# groups}: the people in a snapshot have pseudonyms of their own.",
            "Plan against the tenant itself.",
        ),
    },
)

ASSIGN_BLAST_RADIUS = Rule(
    "VPP313",
    "ASSIGN-BLAST-RADIUS",
    Severity.GUARD,
    (Phase.PLAN,),
    "A new or widened assignment does not reach more users than policy.largeGroup.",
    "A whole school is chosen as quickly as one class.",
    "Own",
    {
        "required": Said(
            'the required assignment of "{book}" to "{group}" reaches {users} users (limit {limit}).',
            "Accept VPP313 on the assignment with maxMembers: {users} and a reason, or choose available.",
        ),
        "available": Said(
            '"{book}" is offered to {users} users of "{group}" (limit {limit}).',
            "Look whether it is the right group.",
        ),
    },
)

ASSIGN_OVERLAP = Rule(
    "VPP314",
    "ASSIGN-OVERLAP",
    Severity.INFO,
    (Phase.PLAN,),
    "Users who are in several groups of a book count once.",
    "A licence belongs to the user, however many groups reach him.",
    "Microsoft Intune, manage volume-purchased apps (user licences); by analogy",
    {
        "": Said(
            '"{book}": {memberships} memberships, {people:# person|# people}; '
            "{both:# is|# are} in more than one group and {both:uses|use} one seat each.",
            "Nothing to do.",
        )
    },
)

ASSIGN_OVERLAP_INTENT = Rule(
    "VPP315",
    "ASSIGN-OVERLAP-INTENT",
    Severity.WARNING,
    (Phase.PLAN,),
    "Nobody is reached by one book as available and as required.",
    "Required wins, so those users get the book without asking. Documented for apps; taken by analogy.",
    "Microsoft Intune, manage volume-purchased apps: conflicting intents; by analogy",
    {
        "": Said(
            '"{book}": {users:# user is|# users are} reached as available and as required, '
            "and will be treated as required.",
            "Take them out of one of the groups if that is not meant.",
        )
    },
)

ASSIGN_INTENT_WIDENED = Rule(
    "VPP316",
    "ASSIGN-INTENT-WIDENED",
    Severity.WARNING,
    (Phase.PLAN,),
    "An assignment does not go from available to required.",
    "From whoever asks to everybody: each member can use a seat.",
    "Microsoft Intune, manage volume-purchased apps: licences of available apps",
    {
        "": Said(
            '"{book}" for "{group}" goes from available to required: up to {seats:# seat|# seats} more.',
            "Nothing to do if that is meant; seatCap bounds it.",
        ),
        "unknown": Said(
            '"{book}" for "{group}" goes from available to required: nobody knows how many seats more.',
            "Make the group's members readable, and plan again.",
        ),
    },
)

ASSIGN_REMOVED = Rule(
    "VPP317",
    "ASSIGN-REMOVED",
    Severity.WARNING,
    (Phase.PLAN,),
    "An assignment is not removed.",
    "Readers keep their book, no seat returns, and those who have not got it yet lose the offer.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume; Apple: book licences are irrevocable",
    {
        "": Said(
            'removing "{group}" from "{book}": up to {users:# user loses|# users lose} the offer, '
            "those who have the book keep it, 0 seats come back.",
            "Nothing to do if that is meant.",
        ),
        "unknown": Said(
            'removing "{group}" from "{book}": those without the book lose the offer, readers keep it, '
            "0 seats come back.",
            "Nothing to do if that is meant.",
        ),
    },
)

USER_PROGRAM_JOIN = Rule(
    "VPP320",
    "USER-PROGRAM-JOIN",
    Severity.INFO,
    (Phase.PLAN,),
    "Readers with a personal Apple account have accepted Apple's invitation.",
    "Before that they cannot get a book, and nobody can see who has accepted.",
    "Microsoft Intune, manage volume-purchased apps: prompts for users",
    {
        "personal": Said(
            '"{group}" uses personal Apple accounts: each member must accept '
            "Apple's invitation before the first book.",
            "Tell them before the roll-out: reconciler explain book TITLE.",
        ),
        "mixed": Said(
            '"{group}" uses managed and personal Apple accounts: members with a personal one must accept '
            "Apple's invitation before the first book.",
            "Tell them before the roll-out: reconciler explain book TITLE.",
        ),
    },
)

BOOKS_APP_REQUIRED = Rule(
    "VPP321",
    "BOOKS-APP-REQUIRED",
    Severity.INFO,
    (Phase.PLAN, Phase.MONITOR),
    "The Books app is on the devices of those who get a book.",
    "Intune cannot put it back; it shows only afterwards, as a failed or missing install.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: before you start",
    {
        "": Said(
            "{changes:# change reaches|# changes reach} readers anew: "
            "the Books app must be on their devices, and no interface tells.",
            "Tell them before the roll-out: reconciler explain book TITLE.",
        )
    },
)

GROUP_KIND = Rule(
    "VPP324",
    "GROUP-KIND",
    Severity.INFO,
    (Phase.LIVE,),
    "What kind of group it is, where it matters.",
    "Nested, synchronised or hidden members change without anybody looking at the group itself.",
    "Microsoft Graph, group",
    {
        "": Said('"{group}" is {kinds}.', "Nothing to do."),
        "untargetable": Said(
            '"{group}" is {kinds}: Intune cannot assign a book to it.',
            "Name a security group or a Microsoft 365 group of users.",
        ),
    },
)
