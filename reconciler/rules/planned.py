"""The rules that look at the changes and their forecast."""

from collections.abc import Callable, Iterator

from reconciler.model.finding import Finding
from reconciler.model.world import PlannedWorld
from reconciler.rules.book_plans import (
    book_metadata_changed,
    book_no_seats,
    book_on_many_tokens,
    book_region,
    token_foreign_users,
)
from reconciler.rules.drift import (
    assign_clash,
    audit_unread,
    beta_field,
    book_duplicate,
    drift_managed,
    drift_of_tokens,
    drift_unmanaged,
    prune_limit,
)
from reconciler.rules.earlier import group_composition_changed, license_total_fell
from reconciler.rules.group_kinds import group_kind
from reconciler.rules.groups import assign_device_group, assign_mixed_group, members_unread
from reconciler.rules.licences import (
    book_license_irrevocable,
    license_budget_reached,
    license_cap_reached,
    license_may_run_out,
    license_oversubscribed,
    license_unknown,
)
from reconciler.rules.readers import (
    assign_blast_radius,
    assign_intent_widened,
    assign_overlap,
    assign_overlap_intent,
    assign_removed,
    books_app_required,
    group_empty,
    license_stranded,
    license_two_accounts,
    user_program_join,
)

PLAN: tuple[Callable[[PlannedWorld], Iterator[Finding]], ...] = (
    book_duplicate,
    assign_clash,
    assign_device_group,
    assign_mixed_group,
    members_unread,
    group_kind,
    token_foreign_users,
    book_on_many_tokens,
    book_no_seats,
    book_metadata_changed,
    book_region,
    group_empty,
    group_composition_changed,
    assign_blast_radius,
    assign_overlap,
    assign_overlap_intent,
    assign_intent_widened,
    assign_removed,
    user_program_join,
    books_app_required,
    book_license_irrevocable,
    license_oversubscribed,
    license_may_run_out,
    license_cap_reached,
    license_budget_reached,
    license_unknown,
    license_total_fell,
    license_stranded,
    license_two_accounts,
    drift_managed,
    drift_of_tokens,
    drift_unmanaged,
    prune_limit,
    audit_unread,
    beta_field,
)


def check_planned(planned: PlannedWorld) -> tuple[Finding, ...]:
    """What the plan rules say, in the order of the tuple."""
    return tuple(finding for rule in PLAN for finding in rule(planned))
