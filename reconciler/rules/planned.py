"""The rules that look at the changes and their forecast."""

from collections.abc import Callable, Iterator

from reconciler.model.finding import Finding
from reconciler.model.world import PlannedWorld
from reconciler.rules.drift import (
    assign_clash,
    audit_unread,
    beta_field,
    book_duplicate,
    drift_managed,
    drift_unmanaged,
    prune_limit,
)
from reconciler.rules.groups import assign_device_group, assign_mixed_group, members_unread
from reconciler.rules.licences import (
    book_license_irrevocable,
    license_budget_reached,
    license_cap_reached,
    license_may_run_out,
    license_oversubscribed,
    license_unknown,
)

PLAN: tuple[Callable[[PlannedWorld], Iterator[Finding]], ...] = (
    book_duplicate,
    assign_clash,
    assign_device_group,
    assign_mixed_group,
    members_unread,
    book_license_irrevocable,
    license_oversubscribed,
    license_may_run_out,
    license_cap_reached,
    license_budget_reached,
    license_unknown,
    drift_managed,
    drift_unmanaged,
    prune_limit,
    audit_unread,
    beta_field,
)


def check_planned(planned: PlannedWorld) -> tuple[Finding, ...]:
    """What the plan rules say, in the order of the tuple."""
    return tuple(finding for rule in PLAN for finding in rule(planned))
