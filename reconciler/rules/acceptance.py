"""How a guard is lifted by an acceptance in the YAML."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reconciler.model.catalogue.changes import ACCEPT_UNUSED
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Acceptance, Policy
from reconciler.model.finding import Finding
from reconciler.model.position import Position
from reconciler.model.rule import Severity


def today(now: datetime, policy: Policy) -> date:
    """The day it is where the tenant is (policy.timeZone)."""
    return now.astimezone(ZoneInfo(policy.time_zone)).date()


def accepted(finding: Finding, acceptances: Iterable[Acceptance], day: date, amount: int | None = None) -> Finding:
    """The guard, lifted when one of the acceptances is for its rule, has not expired, and its bound is large enough.

    `amount` is what the bound is compared with; None where it is not known, or where the rule has no bound:
    an unknown amount is never within a bound. An acceptance whose bound is too small is noted as looked at: the
    guard itself says the number, and nobody is told to remove what must be raised.
    """
    if finding.severity != "guard":
        return finding
    for acceptance in acceptances:
        if acceptance.rule != finding.rule or not _in_time(acceptance, day):
            continue
        if _within(acceptance, amount):
            return replace(finding, accepted=acceptance.reason, accepted_at=acceptance.position)
        finding = replace(finding, accepted_at=acceptance.position)
    return finding


def _in_time(acceptance: Acceptance, day: date) -> bool:
    return acceptance.expires is None or day <= acceptance.expires


def _within(acceptance: Acceptance, amount: int | None) -> bool:
    if acceptance.bound is None:
        return True
    return amount is not None and amount <= acceptance.bound


ACCEPTED_HERE = frozenset({"VPP113", "VPP115", "VPP117", "VPP118", "VPP122", "VPP208", "VPP209", "VPP313", "VPP504"})
"""Guards that this version checks and that an `accept` entry lifts; those of other rules are left alone."""


def accept_unused(desired: DesiredState, findings: Iterable[Finding], day: date) -> Iterator[Finding]:
    """Acceptances that lift no guard: no longer needed, or expired (then a warning)."""
    used = {finding.accepted_at for finding in findings}
    for acceptance in _all(desired):
        if acceptance.rule not in ACCEPTED_HERE or acceptance.position in used:
            continue
        if _in_time(acceptance, day):
            yield ACCEPT_UNUSED.found(acceptance.position, acceptance.rule, rule=acceptance.rule)
        else:
            yield ACCEPT_UNUSED.found(
                acceptance.position,
                acceptance.rule,
                variant="expired",
                severity=Severity.WARNING,
                rule=acceptance.rule,
                date=str(acceptance.expires),
            )


def _all(desired: DesiredState) -> Iterator[Acceptance]:
    """Every acceptance of the tenant, once each, though a reading list gives its own to several books."""
    seen: set[Position] = set()
    for acceptance in _everywhere(desired):
        if acceptance.position not in seen:
            seen.add(acceptance.position)
            yield acceptance


def _everywhere(desired: DesiredState) -> Iterator[Acceptance]:
    yield from desired.policy.accept
    for token in desired.tokens:
        yield from token.accept
    for book in desired.books:
        yield from book.accept
        for assignment in book.assignments:
            yield from assignment.accept
