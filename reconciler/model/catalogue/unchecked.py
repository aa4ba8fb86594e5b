"""Rules that no run checks, and why nobody can tell. `UNCHECKED` has them by id, in order; read `not_checked`."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.catalogue.readers import GROUP_COMPOSITION_CHANGED
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
)

UNCHECKED: Mapping[str, Unchecked] = {one.rule.id: one for one in _ALL}

WITHOUT_KEY: Mapping[str, Unchecked] = {
    GROUP_COMPOSITION_CHANGED.id: Unchecked(
        GROUP_COMPOSITION_CHANGED,
        "RECONCILER_PSEUDONYM_KEY is not set, so the ledger keeps nothing of people: who was in a group is not known.",
        "Set it to a secret of at least 16 characters wherever plans, applies and audit events run.",
    )
}
"""Rules that are checked only where pseudonyms can be made."""


def not_checked(*, pseudonyms: bool) -> Mapping[str, Unchecked]:
    """What is not checked by id, in order; `pseudonyms` says whether there is a key for them."""
    return dict(sorted({**UNCHECKED, **({} if pseudonyms else WITHOUT_KEY)}.items()))
