"""Rules that no run checks: what they ask for, and why nobody can tell. `UNCHECKED` has them by id, in order."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.rule import Phase, Rule, Severity


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule, why it is not checked, and what a person can do instead."""

    rule: Rule
    because: str
    instead: str


_ALL = (
    Unchecked(
        Rule(
            "VPP312",
            "GROUP-COMPOSITION-CHANGED",
            Severity.WARNING,
            (Phase.PLAN,),
            "Since the last apply, no more than half of a group's members were exchanged.",
            "When a school year turns, newcomers need seats of their own, and those who leave keep theirs.",
            "Own; Microsoft Intune, iOS/iPadOS eBooks bought in volume",
            {},
        ),
        "the services show who is in a group now and not who was, and no record of a run holds members.",
        "Bound what newcomers may take with seatCap, and give each school year groups of its own.",
    ),
    Unchecked(
        Rule(
            "VPP319",
            "USER-AFFINITY",
            Severity.WARNING,
            (Phase.PLAN, Phase.MONITOR),
            "Each reader has an iPad or iPhone that was enrolled in his or her name.",
            "A shared device without an owner gets no book that is licensed to a user.",
            "Microsoft Intune, iOS/iPadOS eBooks bought in volume: before you start",
            {},
        ),
        "the identity that plans reads books and groups, and no devices.",
        "Look at the primary users of the devices in the admin center; see reconciler explain book TITLE.",
    ),
    Unchecked(
        Rule(
            "VPP322",
            "STORE-BLOCKED",
            Severity.WARNING,
            (Phase.PLAN,),
            "No restriction turns off the App Store on the devices of readers.",
            "Where the store is off, nobody can accept Apple's invitation, and no book of the store is installed.",
            "Microsoft Intune, manage volume-purchased apps: kinds of licences; Apple, Install Media",
            {},
        ),
        "the identity that plans reads books and groups, and no restrictions of devices.",
        "Look through the restriction profiles of the groups in the admin center.",
    ),
    Unchecked(
        Rule(
            "VPP406",
            "LICENSE-TOTAL-DROPPED",
            Severity.WARNING,
            (Phase.PLAN, Phase.MONITOR),
            "The number of seats of a book does not fall.",
            "Seats that were moved to another location, or refunded, are missing here without any trace in Intune.",
            "Apple: counts change outside of the management service",
            {},
        ),
        "the services show today's total and not yesterday's, and no record of a run holds totals.",
        "Compare with the purchases in Apple School Manager or Apple Business.",
    ),
)

UNCHECKED: Mapping[str, Unchecked] = {one.rule.id: one for one in _ALL}
