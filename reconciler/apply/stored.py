"""May a stored plan be applied? Read `check_plan_file`, `check_against`, then `mismatches`."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from reconciler.apply.renewals import is_renewal, renewal_mismatch
from reconciler.model.canonical import canonical, digest
from reconciler.model.catalogue.changes import PLAN_STALE
from reconciler.model.change import Change
from reconciler.model.contents import Contents
from reconciler.model.desired import DesiredState
from reconciler.model.errors import Refused, UsageError
from reconciler.model.ids import ChangeId, Digest
from reconciler.model.instants import instant, stamp
from reconciler.model.plan import Plan
from reconciler.model.plan_file import FORMAT_VERSION, parse_plan, plan_from_json
from reconciler.model.record import LedgerState

_MOST_TOLD = 5


def check_plan_file(raw: bytes) -> Plan:
    """The plan in a file whose digest and format are right.

    Raises UsageError when it holds no JSON object, Refused when a byte of it is not as it was written.
    """
    body = parse_plan(raw)
    if body is None:
        raise UsageError("this is not a plan file", "Make one with: reconciler plan --out FILE.")
    if not is_sealed(body, raw):
        raise stale("its content does not match its digest; somebody or something changed the file")
    if body.get("formatVersion") != FORMAT_VERSION:
        raise stale(f"it has format {body.get('formatVersion')!r}, this version reads {FORMAT_VERSION!r}")
    try:
        return plan_from_json(body)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise stale("it does not have the shape of a plan") from error


def is_sealed(body: Mapping[str, Any], raw: bytes) -> bool:
    """Whether a plan file is byte for byte as it was written: canonical, and with its own digest."""
    rest = {key: value for key, value in body.items() if key != "digest"}
    try:
        return body.get("digest") == digest(rest) and raw == canonical(dict(body)) + b"\n"
    except (TypeError, ValueError, RecursionError):
        return False


def digest_in(raw: bytes) -> Digest:
    """The digest that a checked plan file states."""
    return Digest(json.loads(raw)["digest"])


def check_against(plan: Plan, plan_digest: Digest, desired: DesiredState, ledger: LedgerState, now: datetime) -> None:
    """Raises Refused unless the plan is for this tenant, unused, unexpired and made from this YAML; in that order."""
    tenant = desired.tenant
    declared = (tenant.name, tenant.tenant_id, str(tenant.cloud))
    if (plan.tenant.name, plan.tenant.tenant_id, plan.tenant.cloud) != declared:
        raise stale(f'it was made for tenant "{plan.tenant.name}", and {tenant.path} declares "{tenant.name}"')
    if plan_digest in ledger.tried_plans:
        raise stale("it was applied before")
    if now >= instant(plan.expires_at):
        raise stale(f"it expired at {plan.expires_at}")
    if plan.source.desired != desired.digest:
        raise stale("the YAML says something else than when it was made")


def check_freeze(desired: DesiredState, now: datetime) -> None:
    """Raises Refused within a freeze of the policy."""
    for freeze in desired.policy.freezes:
        if freeze.start <= now < freeze.end:
            raise Refused(
                f"changes are frozen until {stamp(freeze.end)}: {freeze.reason or 'policy.freezes'}",
                "Apply after the freeze. In an emergency: --emergency REASON.",
            )


def mismatches(approved: Plan, new: Plan, contents: Contents | None = None) -> tuple[str, ...]:
    """How the new plan differs from the approved one in what was approved; empty when it may be applied.

    What only the new plan has is no mismatch: it is not done. `contents` is what is known now of the content tokens.
    """
    there = {change.id: change for change in new.changes}
    told = (_told(change, there, contents or {}) for change in approved.changes if change.held is None)
    return tuple(text for text in told if text)


def _told(change: Change, there: Mapping[ChangeId, Change], contents: Contents) -> str:
    new = there.get(change.id)
    name = change.subject
    if is_renewal(change) and (new is None or _means(new) == _means(change)):
        differs = renewal_mismatch(change, new, contents)
        return f"{name} {differs}" if differs else ""
    if new is None:
        return f"{name} is no longer needed"
    if _means(new) != _means(change):
        return f"{name} names another book, group or token than its id"
    if new.held is not None:
        return f"{name} is held now: {new.held.reason.rstrip('.')}"
    if _plain(new.before) != _plain(change.before):
        return f"{name} is now {_says(new.before)} in the tenant, and was {_says(change.before)}"
    if _plain(new.after) != _plain(change.after):
        return f"{name} would become {_says(new.after)}, and {_says(change.after)} was approved"
    if new.action is not change.action:
        return f"{name} is a case of {new.action}, and {change.action} was approved"
    return ""


def _means(change: Change) -> tuple[str | None, ...]:
    """What the change is about, whatever it is called."""
    return (
        change.book.id if change.book else None,
        change.target.id if change.target else None,
        change.token.name if change.token else None,
        change.token.id if change.token else None,
    )


def refuse_mismatch(told: tuple[str, ...]) -> Refused:
    """The refusal that names what differs."""
    more = len(told) - _MOST_TOLD
    return stale("; ".join(told[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else ""))


def stale(reason: str) -> Refused:
    """The refusal of a stale plan (VPP501)."""
    finding = PLAN_STALE.found(None, "plan", reason=reason)
    return Refused(f"VPP501 {finding.message}", finding.remedy, finding=finding)


def _plain(side: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if side is None else dict(side)


def _says(side: Mapping[str, Any] | None) -> str:
    if side is None:
        return "not assigned"
    return ", ".join(_pairs(side))


def _pairs(side: Mapping[str, Any]) -> Iterator[str]:
    for key, value in sorted(side.items()):
        yield str(value) if key == "intent" else f"{key} {value}"
