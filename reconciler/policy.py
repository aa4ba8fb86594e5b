"""The policy that holds for a pull request: the stricter of what it proposes and what was there before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from reconciler.model.entities import Policy, Share
from reconciler.model.instants import stamp
from reconciler.model.world import Loosened

Choose = Callable[[int, int], int]


def stricter(base: Policy, head: Policy) -> tuple[Policy, tuple[Loosened, ...]]:
    """The policy with each limit of the stricter side, and what the head would loosen.

    Acceptances, the time zone and what is no limit are the head's; ledger keys are the base's where it has any.
    """
    policy = replace(
        head,
        max_removals=_both(base.max_removals, head.max_removals, min),
        max_new_seats=_least(base.max_new_seats, head.max_new_seats),
        large_group=min(base.large_group, head.large_group),
        token_expiry_warning_days=max(base.token_expiry_warning_days, head.token_expiry_warning_days),
        sync_max_age_hours=min(base.sync_max_age_hours, head.sync_max_age_hours),
        plan_max_age_hours=min(base.plan_max_age_hours, head.plan_max_age_hours),
        low_seats=_both(base.low_seats, head.low_seats, max),
        strict=base.strict or head.strict,
        approvals=max(base.approvals, head.approvals),
        freezes=tuple(sorted({*base.freezes, *head.freezes}, key=lambda one: (one.start, one.end, one.reason))),
        ledger_keys=base.ledger_keys or head.ledger_keys,
    )
    return policy, tuple(_loosened(base, head, policy))


def _both(base: Share, head: Share, choose: Choose) -> Share:
    return Share(choose(base.count, head.count), choose(base.percent, head.percent))


def _least(base: int | None, head: int | None) -> int | None:
    """The smaller budget; None is no budget at all, the loosest."""
    budgets = [one for one in (base, head) if one is not None]
    return min(budgets, default=None)


def _loosened(base: Policy, head: Policy, policy: Policy) -> Iterator[Loosened]:
    for key, told in _TOLD.items():
        if told(head) != told(policy):
            yield Loosened(key, told(base), told(head))
    for freeze in base.freezes:
        if freeze not in head.freezes:
            yield Loosened("freezes", f"{stamp(freeze.start)} to {stamp(freeze.end)}", "no freeze")
    if base.ledger_keys and set(head.ledger_keys) != set(base.ledger_keys):
        yield Loosened("ledgerKeys", _keys(base), _keys(head))


def _keys(policy: Policy) -> str:
    count = len(policy.ledger_keys)
    return "1 key" if count == 1 else f"{count} keys"


def _share(share: Share) -> str:
    return f"{share.count} or {share.percent} %"


_TOLD: Mapping[str, Callable[[Policy], str]] = {
    "maxRemovals": lambda policy: _share(policy.max_removals),
    "maxNewSeats": lambda policy: "no budget" if policy.max_new_seats is None else str(policy.max_new_seats),
    "largeGroup": lambda policy: str(policy.large_group),
    "tokenExpiryWarningDays": lambda policy: str(policy.token_expiry_warning_days),
    "syncMaxAgeHours": lambda policy: str(policy.sync_max_age_hours),
    "planMaxAgeHours": lambda policy: str(policy.plan_max_age_hours),
    "lowSeats": lambda policy: _share(policy.low_seats),
    "strict": lambda policy: str(policy.strict).lower(),
    "approvals": lambda policy: str(policy.approvals),
}
