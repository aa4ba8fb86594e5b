"""Rules on what only the passing of time shows (VPP211, VPP406, VPP408, VPP601–VPP603)."""

from reconciler.model.rule import Phase, Rule, Said, Severity

BOOK_UNUSED = Rule(
    "VPP211",
    "BOOK-UNUSED",
    Severity.INFO,
    (Phase.MONITOR,),
    "Every book with seats is assigned to somebody.",
    "Seats that were paid for serve nobody as long as the book is assigned to no group.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume: assign an eBook",
    {
        "": Said(
            '"{book}": {total:# seat|# seats}, no assignment.',
            "Assign the book to a group, or ask why it was bought.",
        )
    },
)

LICENSE_TOTAL_DROPPED = Rule(
    "VPP406",
    "LICENSE-TOTAL-DROPPED",
    Severity.WARNING,
    (Phase.PLAN, Phase.MONITOR),
    "The number of seats of a book does not fall.",
    "Seats that were moved to another location, or refunded, are missing here without any trace in Intune.",
    "Apple: counts change outside of the management service",
    {
        "": Said(
            '"{book}": total went from {was} to {now} since {date}.',
            "Ask the administrator of Apple School Manager or Apple Business whether seats were moved or refunded.",
        )
    },
)

LICENSE_USED_JUMPED = Rule(
    "VPP408",
    "LICENSE-USED-JUMPED",
    Severity.WARNING,
    (Phase.MONITOR,),
    "Used seats of a book rise by no more than the applied changes explain.",
    "A seat that is used does not come back; somebody else may be giving them out.",
    "Own",
    {
        "": Said(
            '"{book}": {seats:# more seat|# more seats} used since {date}, explained by changes: {done}.',
            "Run reconciler drift and reconciler audit events: was a group assigned outside git, or did one grow?",
        )
    },
)

INSTALL_FAILED = Rule(
    "VPP601",
    "INSTALL-FAILED",
    Severity.WARNING,
    (Phase.MONITOR,),
    "A book installs on every device that asks for it.",
    "A failed install often failed for a reason that others will meet too.",
    "Microsoft Intune, monitor apps; Microsoft Graph, deviceInstallState",
    {
        "": Said(
            '"{book}": {failed} of {total:# install|# installs} failed ({code}).',
            "Look up the code in Intune's list of installation errors; the admin center shows the devices.",
        )
    },
)

INSTALL_MISSING = Rule(
    "VPP602",
    "INSTALL-MISSING",
    Severity.INFO,
    (Phase.MONITOR,),
    "A required book is installed within 7 days.",
    "Whoever needs it waits, and nobody is told why.",
    "Microsoft Intune, iOS/iPadOS eBooks bought in volume",
    {
        "": Said(
            '"{book}": {users:# user has|# users have} had it as required for {days:# day|# days} without an install.',
            "Look for the cause in this order: Apple's invitation was not accepted, no device enrolled in the "
            "user's name, no seat left, the Books app is missing, the device is offline.",
        )
    },
)

STATE_OLD = Rule(
    "VPP603",
    "STATE-OLD",
    Severity.INFO,
    (Phase.MONITOR,),
    "Every device with a book has checked in within 14 days.",
    "The state of a device that does not check in says nothing; it is left out of the counts.",
    "Microsoft Intune, monitor apps: last check-in",
    {
        "": Said(
            "{count:# device has|# devices have} not checked in for 14 days, the oldest since {date}; left out.",
            "Find out whether the devices are still in use.",
        ),
        "never": Said(
            "{count:# device has|# devices have} never checked in; left out.",
            "Find out whether the devices are still in use.",
        ),
    },
)
