"""Sign-in, the right tenant, what may be read and written, beta, and a second administrator. Read `tenant_checks`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from reconciler.doctor.clock import clock_check
from reconciler.model.doctor import Area, Asked, Check, SignIn, TenantProbe, Verdict
from reconciler.model.entities import BetaUse, Cloud, Tenant
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.ids import GroupId

_APPS_READ = "DeviceManagementApps.Read.All"
_APPS_WRITE = "DeviceManagementApps.ReadWrite.All"
_CONFIG_WRITE = "DeviceManagementServiceConfig.ReadWrite.All"
_MEMBERS_READ = "GroupMember.Read.All"
_EVERYTHING = "plan, apply, drift, what-if, snapshot"


@dataclass(frozen=True, slots=True)
class Need:
    """A permission and the commands that need it."""

    permission: str
    commands: str


READS: Mapping[Area, Need] = {
    Area.BOOKS: Need(_APPS_READ, _EVERYTHING),
    Area.TOKENS: Need(_APPS_READ, f"{_EVERYTHING}, sync"),
    Area.GROUPS: Need(_MEMBERS_READ, _EVERYTHING),
    Area.MEMBERS: Need(_MEMBERS_READ, "plan, apply, what-if"),
    Area.AUDIT: Need(_APPS_READ, "plan, drift, audit"),
}
"""Source: Microsoft Graph, the reference of each request, "Permissions" (read 2026-11)."""

WRITES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "write-books": ((_APPS_WRITE,), "apply"),
    "write-tokens": ((_APPS_WRITE, _CONFIG_WRITE), "apply, sync"),
}
"""What is written, the permissions of which any is enough, and the commands that write it."""


def tenant_checks(door: TenantProbe, tenant: Tenant, machine: datetime) -> Iterator[Check]:
    """Everything that the service itself can tell. Ends early where nobody is signed in or nothing answers.

    `machine` is this machine's time.
    """
    try:
        who = door.sign_in()
    except (ServiceError, UsageError) as error:
        yield failed("sign-in", error)
        return
    first = door.ask(Area.ORGANIZATION)
    if (stopped := _stopped(first)) is not None:
        yield stopped
        return
    yield _signed_in(who, tenant)
    yield _right_tenant(who, first, tenant)
    yield from _reads(door)
    yield from _writes(who)
    yield clock_check(first.at, machine)
    yield _beta(door, tenant)
    yield _approval(door, tenant)


def failed(topic: str, error: ServiceError | UsageError) -> Check:
    """What an exception says as a check: a service that failed cannot be reached, wrong usage lacks something."""
    verdict = Verdict.UNREACHABLE if isinstance(error, ServiceError) else Verdict.LACKING
    return Check(topic, verdict, "failed", {"why": error.message, "remedy": error.remedy}, "remedy")


def _stopped(first: Asked) -> Check | None:
    """Why nothing else needs to be asked: no answer, or nobody signed in."""
    told = {"why": first.why, "remedy": first.remedy}
    if first.status == 401:
        return Check("sign-in", Verdict.LACKING, "not-accepted", told, "remedy")
    if _is_silent(first):
        return Check("service", Verdict.UNREACHABLE, "failed", told, "remedy")
    return None


def _is_silent(asked: Asked) -> bool:
    return asked.status in (0, 408, 429) or asked.status >= 500


def _signed_in(who: SignIn, tenant: Tenant) -> Check:
    if tenant.cloud is Cloud.SANDBOX:
        return Check("sign-in", Verdict.FINE, "sandbox-needs-none")
    name = {"who": who.who or "?"}
    match who.way:
        case "none":
            return Check("sign-in", Verdict.FINE, "signed-in-none")
        case "given":
            return Check("sign-in", Verdict.FINE, "signed-in-given", name)
        case way:
            return Check("sign-in", Verdict.FINE, "signed-in", {**name, "way": way})


def _right_tenant(who: SignIn, organization: Asked, tenant: Tenant) -> Check:
    if tenant.tenant_id is None:
        return Check("tenant", Verdict.FINE, "tenant-not-needed")
    told = who.tenant or next(iter(organization.ids), "").lower()
    names = {"declared": tenant.tenant_id.lower(), "told": told}
    if not told:
        return Check("tenant", Verdict.UNPROVEN, "tenant-unknown", names, "tenant-unknown-next")
    if told != tenant.tenant_id.lower():
        return Check("tenant", Verdict.LACKING, "tenant-other", names, "tenant-other-next")
    return Check("tenant", Verdict.FINE, "tenant-same", names)


def _reads(door: TenantProbe) -> Iterator[Check]:
    group: GroupId | None = None
    for area, need in READS.items():
        if area is Area.MEMBERS and group is None:
            yield Check(area, Verdict.UNPROVEN, "no-group", {"permission": need.permission})
            continue
        asked = door.ask(area, group)
        if area is Area.GROUPS:
            group = next((GroupId(identity) for identity in asked.ids), None)
        yield _read(area, need, asked)


def _read(area: Area, need: Need, asked: Asked) -> Check:
    told = {"permission": need.permission, "commands": need.commands, "why": asked.why, "remedy": asked.remedy}
    if asked.status == 200:
        return Check(area, Verdict.FINE, "may-read", told)
    if asked.status in (401, 403):
        return Check(area, Verdict.LACKING, "may-not-read", told, f"without-{area}")
    verdict = Verdict.UNREACHABLE if _is_silent(asked) else Verdict.UNPROVEN
    return Check(area, verdict, "failed", told, "remedy")


def _writes(who: SignIn) -> Iterator[Check]:
    """Nothing is written to find out: only an access token that tells its permissions can prove this."""
    for topic, (permissions, commands) in WRITES.items():
        told = {"permission": " | ".join(permissions), "commands": commands}
        if who.permissions is None:
            yield Check(topic, Verdict.UNPROVEN, "may-write-unknown", told, "may-write-unknown-next")
        elif who.permissions.isdisjoint(permissions):
            yield Check(topic, Verdict.LACKING, "may-not-write", told, "may-not-write-next")
        else:
            yield Check(topic, Verdict.FINE, "may-write", told)


def _beta(door: TenantProbe, tenant: Tenant) -> Check:
    if tenant.beta is BetaUse.NONE:
        return Check("beta", Verdict.FINE, "beta-off", {}, "beta-off-next")
    asked = door.ask(Area.BETA)
    told = {"use": str(tenant.beta), "why": asked.why, "remedy": asked.remedy}
    if asked.status == 200:
        return Check("beta", Verdict.FINE, "beta-readable", told)
    if _is_silent(asked):
        return Check("beta", Verdict.UNREACHABLE, "failed", told, "remedy")
    return Check("beta", Verdict.LACKING, "beta-refused", told, "beta-refused-next")


def _approval(door: TenantProbe, tenant: Tenant) -> Check:
    """Whether a second administrator has to agree to each write, as far as policies or requests tell.

    A sandbox without approvals does not know that there is such a thing.
    """
    policies = door.ask(Area.APPROVAL_POLICIES)
    if policies.status == 200:
        protects = any("app" in kind.casefold() for kind in policies.kinds)
        if protects:
            return Check("approval", Verdict.UNPROVEN, "approval-needed", {}, "approval-needed-next")
        return Check("approval", Verdict.FINE, "approval-not-needed")
    requests = door.ask(Area.APPROVAL_REQUESTS)
    if tenant.cloud is Cloud.SANDBOX and requests.status == 404:
        return Check("approval", Verdict.FINE, "approval-not-needed")
    said = "approval-requests" if requests.status == 200 else "approval-unknown"
    return Check("approval", Verdict.UNPROVEN, said, {"why": policies.why}, "approval-unknown-next")
