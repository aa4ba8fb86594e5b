"""Which tenant an import is about: one that has YAML, or a new one. Read `find_target`."""

import re
from dataclasses import dataclass
from pathlib import Path

from reconciler.cli.run import Run
from reconciler.cli.tenants import Choice, choose_tenant
from reconciler.desired.files import absolute, relative
from reconciler.model.desired import DesiredState
from reconciler.model.entities import BetaUse, Cloud, Language, Mode, Tenant
from reconciler.model.errors import UsageError
from reconciler.model.ids import Handle
from reconciler.model.position import NOWHERE
from reconciler.validation import Validation, validate

_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class NewTenant:
    """What the command line says about a tenant without YAML; None where it says nothing."""

    name: str | None
    cloud: str | None
    tenant_id: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """The tenant that is imported. `desired` None: it has no YAML yet.

    `files` are those that belong to tenants here, relative to the working directory; `listed` the texts by which
    reading lists call books.
    """

    tenant: Tenant
    desired: DesiredState | None
    files: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


def find_target(run: Run, path: str, name: str | None, new: NewTenant) -> Target | Choice:
    """The tenant at PATH; the choice without a desired state where its YAML has errors.

    Raises UsageError where it is not clear which tenant is meant, or where a new one is not told in full.
    """
    here = absolute(run.settings.cwd, path)
    if not here.exists():
        return _new(run, here, name, new)
    done = validate([path], run.settings.cwd)
    if not done.loaded.repository.tenants:
        return _new(run, here, name, new)
    choice = choose_tenant(run, path, name or new.name)
    if choice.desired is None:
        return choice
    _check_same(choice.desired.tenant, new)
    return Target(choice.desired.tenant, choice.desired, done.loaded.files, _listed(done, choice.desired))


def _new(run: Run, here: Path, name: str | None, new: NewTenant) -> Target:
    if here.exists() and not here.is_dir():
        raise UsageError(f"{here} is no folder.", "Name the folder that shall hold the tenant's YAML.")
    handle = new.name or name
    if not handle or not new.cloud:
        raise UsageError(
            f"There is no tenant at {relative(run.settings.cwd, here)} yet.",
            "Say which one it shall be: --name NAME --cloud CLOUD --tenant-id ID (a sandbox needs no id).",
        )
    cloud = Cloud(new.cloud)
    if cloud is not Cloud.SANDBOX and not _GUID.fullmatch(new.tenant_id or ""):
        raise UsageError(
            "A tenant at Microsoft is known by its id.", "Say --tenant-id with the tenant's id in Entra, a GUID."
        )
    return Target(
        Tenant(
            name=Handle(handle),
            tenant_id=new.tenant_id.lower() if new.tenant_id else None,
            cloud=cloud,
            mode=Mode.ADDITIVE,
            language=run.settings.language or Language.EN,
            beta=BetaUse.READ,
            path=relative(run.settings.cwd, here),
            marks=NOWHERE,
        ),
        None,
    )


def _check_same(tenant: Tenant, new: NewTenant) -> None:
    """Raises UsageError where the command line says otherwise than the YAML."""
    said = {"name": new.name, "cloud": new.cloud, "tenant-id": (new.tenant_id or "").lower() or None}
    there = {"name": tenant.name, "cloud": str(tenant.cloud), "tenant-id": tenant.tenant_id}
    for option, value in said.items():
        if value is not None and value != there[option]:
            raise UsageError(
                f'{tenant.path} is the tenant "{tenant.name}" already, whose {option} is {there[option]}.',
                f"Leave --{option} out, or name another folder for a new tenant.",
            )


def _listed(done: Validation, desired: DesiredState) -> tuple[str, ...]:
    own = (one for one in done.loaded.repository.tenants if one.path == desired.tenant.path)
    return tuple(entry.text for one in own for several in one.reading_lists for entry in several.books)
