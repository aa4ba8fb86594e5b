"""The rules that look at the tenant before anything is planned."""

from collections.abc import Callable, Iterator

from reconciler.model.finding import Finding
from reconciler.model.world import World
from reconciler.rules.runs import apply_locked, throttled
from reconciler.rules.tenant_match import (
    book_ambiguous,
    book_not_synced,
    group_ambiguous,
    group_unknown,
    group_unread,
)
from reconciler.rules.token_health import (
    token_expired,
    token_expiring,
    token_external_mdm,
    token_invalid,
    token_missing,
)

LIVE: tuple[Callable[[World], Iterator[Finding]], ...] = (
    token_missing,
    token_expired,
    token_expiring,
    token_invalid,
    token_external_mdm,
    book_not_synced,
    book_ambiguous,
    group_unknown,
    group_ambiguous,
    group_unread,
    apply_locked,
    throttled,
)


def check_live(world: World) -> tuple[Finding, ...]:
    """What the live rules say, in the order of the tuple."""
    return tuple(finding for rule in LIVE for finding in rule(world))
