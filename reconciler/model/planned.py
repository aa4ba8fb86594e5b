"""A plan together with the way to it, for those who go on from there."""

from dataclasses import dataclass

from reconciler.model.differences import Diff
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedState
from reconciler.model.plan import Plan
from reconciler.model.world import Drift, TokenDrift


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what apply and drift need of the way to it."""

    plan: Plan
    differences: Diff
    drift: tuple[Drift, ...]
    matching: Matching
    observed: ObservedState
    token_drift: tuple[TokenDrift, ...] = ()
