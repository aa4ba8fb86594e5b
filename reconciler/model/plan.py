"""The plan: ordered changes and those held, findings, forecast. It is data: printed, stored, compared, applied."""

from dataclasses import dataclass
from enum import StrEnum

from reconciler.model.change import Change
from reconciler.model.finding import Finding
from reconciler.model.forecast import BookRef, Forecast, Seats
from reconciler.model.ids import Digest


class Verdict(StrEnum):
    """What a plan amounts to, the gravest first."""

    BLOCKED = "blocked"
    ATTENTION = "attention"
    CHANGES = "changes"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """An assignment in the tenant that git does not manage. `target_type` is the vendor's word where we have none."""

    book: BookRef
    target_type: str
    target_id: str | None
    display_name: str | None
    intent: str


@dataclass(frozen=True, slots=True)
class Source:
    """What the plan was made from. `commit` None: not in git, or no commit yet. `dirty`: uncommitted changes."""

    commit: str | None
    dirty: bool
    desired: Digest


@dataclass(frozen=True, slots=True)
class Base:
    """What the plan builds on: the newest record with a last applied map, and the commit given by --base."""

    record: Digest | None
    commit: str | None


@dataclass(frozen=True, slots=True)
class TenantRef:
    """The tenant a plan is for; `path` is its folder, relative to the working directory."""

    name: str
    tenant_id: str | None
    cloud: str
    path: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a plan. Held changes count only in `held`."""

    create: int
    update: int
    delete: int
    renew: int
    held: int
    unmanaged: int
    drift: int
    seats: Seats
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done to one tenant. Instants are RFC 3339 texts. Its file form is in `report/plan_json`."""

    tenant: TenantRef
    created_at: str
    expires_at: str
    source: Source
    base: Base
    observed_at: str
    observed_digest: Digest
    summary: Summary
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    forecast: tuple[Forecast, ...]
    unmanaged: tuple[Unmanaged, ...]
