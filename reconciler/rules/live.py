"""The rules that look at the tenant before anything is planned."""

from collections.abc import Callable, Iterator

from reconciler.model.finding import Finding
from reconciler.model.world import World
from reconciler.rules.apple import apple_lag, apple_location, apple_owner, apple_unread
from reconciler.rules.book_plans import book_gone, scope_hidden
from reconciler.rules.group_kinds import group_dynamic, group_renamed
from reconciler.rules.licences import license_half_used, license_low
from reconciler.rules.runs import apply_locked, emergency_change, evidence_unsigned, policy_loosened, throttled
from reconciler.rules.tenant_match import (
    book_ambiguous,
    book_not_synced,
    group_ambiguous,
    group_unknown,
    group_unread,
)
from reconciler.rules.token_changes import (
    token_change_consent,
    token_country_changed,
    token_create,
    token_takeover,
)
from reconciler.rules.token_health import (
    token_declared_twice,
    token_expired,
    token_expiring,
    token_external_mdm,
    token_invalid,
    token_missing,
)
from reconciler.rules.token_records import (
    token_apple_id_changed,
    token_duplicate_location,
    token_location_changed,
    token_no_delete,
    token_state_unknown,
    token_sync_failed,
    token_sync_running,
    token_sync_stale,
    token_type_changed,
    token_unmanaged,
)

LIVE: tuple[Callable[[World], Iterator[Finding]], ...] = (
    token_missing,
    token_declared_twice,
    token_expired,
    token_expiring,
    token_invalid,
    token_external_mdm,
    token_duplicate_location,
    token_state_unknown,
    token_apple_id_changed,
    token_location_changed,
    token_no_delete,
    token_type_changed,
    token_change_consent,
    token_takeover,
    token_create,
    token_country_changed,
    apple_owner,
    apple_location,
    apple_lag,
    apple_unread,
    token_sync_stale,
    token_sync_failed,
    token_sync_running,
    token_unmanaged,
    book_not_synced,
    book_ambiguous,
    group_unknown,
    group_ambiguous,
    group_unread,
    book_gone,
    scope_hidden,
    group_dynamic,
    group_renamed,
    license_half_used,
    license_low,
    apply_locked,
    emergency_change,
    evidence_unsigned,
    throttled,
    policy_loosened,
)


def check_live(world: World) -> tuple[Finding, ...]:
    """What the live rules say, in the order of the tuple."""
    return tuple(finding for rule in LIVE for finding in rule(world))
