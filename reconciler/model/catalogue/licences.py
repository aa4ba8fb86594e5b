"""Rules on licences: what a plan may use up for good (VPP401–VPP403, VPP410, VPP411)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

_IRREVOCABLE = "A seat of a book that was given to a user never comes back: not when the user leaves, not when the "
_IRREVOCABLE += "assignment is removed."

BOOK_LICENSE_IRREVOCABLE = Rule(
    "VPP401",
    "BOOK-LICENSE-IRREVOCABLE",
    Severity.GUARD,
    (Phase.PLAN,),
    "A change that can use seats says how many it may use, with seatCap.",
    _IRREVOCABLE,
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume; Apple: book licences are irrevocable",
    {
        "": Said(
            'up to {seats:# seat|# seats} of "{book}" will be used for good by "{group}".',
            "Write seatCap: {seats} on the assignment if that is meant.",
        ),
        "unknown": Said(
            'an unknown number of seats of "{book}" will be used for good by "{group}".',
            "Write seatCap on the assignment: the most seats that it may use.",
        ),
    },
)

LICENSE_OVERSUBSCRIBED = Rule(
    "VPP402",
    "LICENSE-OVERSUBSCRIBED",
    Severity.ERROR,
    (Phase.PLAN,),
    "The best case does not need more seats than there are.",
    "Intune lets one assign more than was bought; whoever comes first is served.",
    "Microsoft Intune, manage volume-purchased apps: frequently asked questions",
    {
        "": Said(
            '"{book}": at least {best:# seat|# seats} of {total} will be needed.',
            "Buy {short} more, or shrink the groups: at least {short} will fail, and nobody chooses who.",
        )
    },
)

LICENSE_MAY_RUN_OUT = Rule(
    "VPP403",
    "LICENSE-MAY-RUN-OUT",
    Severity.WARNING,
    (Phase.PLAN,),
    "The worst case does not need more seats than there are.",
    "Who already holds the book is not listed by Intune, so the need is a range.",
    "Own",
    {
        "": Said(
            '"{book}": between {best} and {worst} of {total} seats after this change.',
            "Buy {short} more to be safe, or choose smaller groups.",
        )
    },
)

LICENSE_HALF_USED = Rule(
    "VPP404",
    "LICENSE-HALF-USED",
    Severity.INFO,
    (Phase.LIVE, Phase.MONITOR),
    "Less than half of the seats of a book are used.",
    "From half on the admin center shows an alert; this is the same threshold.",
    "Microsoft Intune, manage volume-purchased apps: frequently asked questions",
    {
        "": Said(
            '"{book}": {used} of {total} seats used ({percent} %). The admin center shows an alert from 50 %.',
            "Nothing to do yet.",
        )
    },
)

LICENSE_LOW = Rule(
    "VPP405",
    "LICENSE-LOW",
    Severity.WARNING,
    (Phase.LIVE, Phase.MONITOR),
    "A book has more free seats than policy.lowSeats.",
    "Whoever comes when none is left gets no book, and nobody is told.",
    "Own",
    {
        "": Said(
            '"{book}" on "{token}": {free} of {total} seats free.',
            "Buy more. {groups}",
        ),
    },
)

LICENSE_STRANDED = Rule(
    "VPP407",
    "LICENSE-STRANDED",
    Severity.INFO,
    (Phase.PLAN, Phase.MONITOR),
    "The seats of a book are held by people in its groups.",
    "The rest sits with people who left. Those seats cannot be taken back or moved.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume; Apple",
    {
        "": Said(
            '"{book}": at least {seats:# seat is|# seats are} held by people outside of its groups.',
            "Nothing can be done; count it as spent.",
        )
    },
)

LICENSE_TWO_ACCOUNTS = Rule(
    "VPP409",
    "LICENSE-TWO-ACCOUNTS",
    Severity.INFO,
    (Phase.PLAN,),
    "Nobody reads with two Apple accounts.",
    "One person with a personal and a managed account can use two seats. Stated for apps; taken by analogy.",
    "Microsoft Intune, manage volume-purchased apps: licences used; by analogy",
    {
        "": Said(
            'people in "{group}" with two Apple accounts can use two seats of "{book}"; '
            "that is not part of the numbers.",
            "Leave some room in the purchase.",
        )
    },
)

LICENSE_CAP_REACHED = Rule(
    "VPP410",
    "LICENSE-CAP-REACHED",
    Severity.GUARD,
    (Phase.PLAN, Phase.APPLY, Phase.MONITOR),
    "A change stays within the seatCap of its assignment, and a plan within policy.maxNewSeats.",
    "The reviewer approved a number, not a blank cheque. " + _IRREVOCABLE,
    "Own",
    {
        "": Said(
            'seatCap {cap} for "{group}" / "{book}": this change may use {seats}.',
            "Raise the cap in a reviewed change if {seats} seats are meant, or use a smaller group.",
        ),
        "unknown": Said(
            'seatCap {cap} for "{group}" / "{book}": this change may use an unknown number of seats.',
            "Make the group's members readable, and plan again.",
        ),
        "budget": Said(
            "policy.maxNewSeats is {cap}: the changes of this plan may use {seats:# seat|# seats}.",
            "Raise the budget in a reviewed change, or plan fewer changes at a time.",
        ),
    },
)

LICENSE_UNKNOWN = Rule(
    "VPP411",
    "LICENSE-UNKNOWN",
    Severity.WARNING,
    (Phase.PLAN,),
    "The numbers of a book are known and make sense.",
    "An unknown number is never taken for 0, and never for enough.",
    "Own",
    {
        "": Said(
            '"{book}": the forecast is unknown: {reason}.',
            "Read the book's numbers in the admin center before you merge.",
        ),
        "odd": Said(
            '"{book}": the tenant reports {used} used of {total} seats. Numbers are shown as reported.',
            "Sync the token, and look at the book in Apple School Manager.",
        ),
    },
)
