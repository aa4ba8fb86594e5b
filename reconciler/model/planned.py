"""A plan together with the way to it, for those who go on from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.model.contents import Contents
from reconciler.model.differences import Diff
from reconciler.model.ids import GroupId
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedState
from reconciler.model.plan import Plan
from reconciler.model.world import Drift, TokenDrift


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what apply and drift need of the way to it.

    `pseudonyms` are the users of the groups that were read, empty without a key.
    """

    plan: Plan
    differences: Diff
    drift: tuple[Drift, ...]
    matching: Matching
    observed: ObservedState
    token_drift: tuple[TokenDrift, ...] = ()
    pseudonyms: Mapping[GroupId, tuple[str, ...]] = field(default_factory=dict)
    contents: Contents = field(default_factory=dict)
