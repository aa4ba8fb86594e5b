"""The doors to the outside for one tenant: Intune (or the sandbox in its place) and the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.git import git_facts, repository_root
from reconciler.cli.settings import Settings
from reconciler.ledger.directory import DirectoryStore
from reconciler.ledger.journal import Journal
from reconciler.ledger.ledger import TenantLedger
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Tenant
from reconciler.model.errors import UsageError
from reconciler.plan import Circumstances

if TYPE_CHECKING:
    from reconciler.graph.provider import GraphIntune

_DEFAULT_LEDGER = Path(".reconciler") / "ledger"
_JOURNAL = ".journal"


@dataclass(frozen=True, slots=True)
class LedgerDoor:
    """The ledger of one tenant, the store it is in, and whether nobody chose that store (`by_default`)."""

    ledger: TenantLedger
    store: DirectoryStore
    by_default: bool


@contextmanager
def intune(settings: Settings, tenant: Tenant) -> "Iterator[GraphIntune]":
    """The tenant, open for reading and writing. Raises UsageError for an address that must not be used."""
    # Here: HTTP, Graph and the sandbox's database take longer to import than a plan from a snapshot takes in all.
    from reconciler.cli.service import open_service

    opened = open_service(settings, tenant, tenant_folder(settings, tenant))
    try:
        yield opened
    finally:
        opened.close()


def ledger_door(settings: Settings, tenant: Tenant) -> LedgerDoor:
    """The ledger that RECONCILER_LEDGER names, else the one below the repository's root."""
    place = _ledger_place(settings, tenant)
    store = DirectoryStore(place)
    return LedgerDoor(
        TenantLedger(store, Journal(place / _JOURNAL, tenant.name), tenant.name), store, settings.ledger is None
    )


def circumstances(settings: Settings, desired: DesiredState) -> Circumstances:
    """When and from which commit a plan is made. Without git the pipeline may know the commit."""
    facts = git_facts(tenant_folder(settings, desired.tenant))
    return Circumstances(settings.clock(), facts.commit or settings.pipeline.commit, facts.dirty)


def tenant_folder(settings: Settings, tenant: Tenant) -> Path:
    """The folder of the tenant's files."""
    return settings.cwd / tenant.path


def _ledger_place(settings: Settings, tenant: Tenant) -> Path:
    if settings.ledger is None:
        return (repository_root(tenant_folder(settings, tenant).resolve()) or settings.cwd) / _DEFAULT_LEDGER
    kind, _, place = settings.ledger.partition(":")
    if kind == "dir" and place:
        return settings.path(place)
    if kind == "git" and place:
        raise UsageError("This version cannot keep a ledger in git yet.", "Set RECONCILER_LEDGER to dir:PATH.")
    raise UsageError(f'RECONCILER_LEDGER is "{settings.ledger}", which names no store.', "Write it as dir:PATH.")
