"""Makes the plan of what was found: orders, counts, gives the verdict. Read `build_plan`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.model.change import Action, Change
from reconciler.model.desired import DesiredState
from reconciler.model.finding import Finding, in_order
from reconciler.model.forecast import Forecast, Seats
from reconciler.model.ids import Digest
from reconciler.model.instants import stamp
from reconciler.model.observed import UNLIMITED
from reconciler.model.plan import Base, Plan, Source, Summary, TenantRef, Unmanaged, Verdict
from reconciler.model.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a plan is made of. `drift` counts what changed outside git."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    forecasts: tuple[Forecast, ...]
    unmanaged: tuple[Unmanaged, ...]
    drift: int
    observed_at: datetime
    observed_digest: Digest


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and from what a plan is made. `commit` None: not in git. `record` is where last applied comes from.

    `pseudonyms` makes those of the tenant's users; None where nobody set a key for them.
    """

    now: datetime
    commit: str | None = None
    dirty: bool = False
    record: Digest | None = None
    base_commit: str | None = None
    pseudonyms: Pseudonyms | None = None


def build_plan(desired: DesiredState, found: Found, circumstances: Circumstances) -> Plan:
    """The plan: tokens first, then by book id and target id; findings by place. Pure."""
    tenant = desired.tenant
    expires = circumstances.now + timedelta(hours=desired.policy.plan_max_age_hours)
    return Plan(
        tenant=TenantRef(tenant.name, tenant.tenant_id, str(tenant.cloud), tenant.path),
        created_at=stamp(circumstances.now),
        expires_at=stamp(expires),
        source=Source(circumstances.commit, circumstances.dirty, desired.digest),
        base=Base(circumstances.record, circumstances.base_commit),
        observed_at=stamp(found.observed_at),
        observed_digest=found.observed_digest,
        summary=_summary(found),
        changes=tuple(sorted(found.changes, key=_order)),
        findings=in_order(found.findings),
        forecast=tuple(sorted(found.forecasts, key=lambda forecast: forecast.book.id)),
        unmanaged=found.unmanaged,
    )


def _order(change: Change) -> tuple[int, str, str]:
    if change.token is not None:
        return (0, change.token.name, "")
    return (1, change.book.id if change.book else "", change.target.id if change.target else "")


def _summary(found: Found) -> Summary:
    to_do = [change for change in found.changes if change.held is None]
    counts = {action: sum(change.action is action for change in to_do) for action in Action}
    return Summary(
        create=counts[Action.CREATE],
        update=counts[Action.UPDATE],
        delete=counts[Action.DELETE],
        renew=counts[Action.RENEW],
        held=len(held(found.changes)),
        unmanaged=len(found.unmanaged),
        drift=found.drift,
        seats=_seats(found.forecasts),
        verdict=_verdict(found.findings, found.drift, to_do),
    )


def held(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that a rule holds; those that the mode only reports do not count."""
    return tuple(change for change in changes if change.held is not None and change.held.rule is not None)


def _seats(forecasts: Iterable[Forecast]) -> Seats:
    """Sums over the books; a book without enough free seats counts with those it has."""
    worst = best = 0
    for forecast in forecasts:
        if forecast.new.worst is None or forecast.new.best is None:
            return Seats(None, None)
        worst += _capped(forecast, forecast.new.worst)
        best += _capped(forecast, forecast.new.best)
    return Seats(worst, best)


def _capped(forecast: Forecast, new: int) -> int:
    if forecast.total is None or forecast.total == UNLIMITED or forecast.used is None:
        return new
    return min(new, max(0, forecast.total - forecast.used))


def _verdict(findings: Iterable[Finding], drift: int, to_do: Sequence[Change]) -> Verdict:
    findings = tuple(findings)
    if any(finding.blocks for finding in findings):
        return Verdict.BLOCKED
    if drift or any(finding.severity == "warning" for finding in findings):
        return Verdict.ATTENTION
    return Verdict.CHANGES if to_do else Verdict.CLEAN
