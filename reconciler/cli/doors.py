"""The doors to the outside for one tenant: Intune (or the sandbox in its place) and the ledger."""

import random
import time
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
from reconciler.ledger.store import RecordStore
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Tenant
from reconciler.model.errors import UsageError
from reconciler.model.pseudonyms import Pseudonyms
from reconciler.plan import Circumstances

if TYPE_CHECKING:
    from reconciler.graph.provider import GraphIntune

_DEFAULT_LEDGER = Path(".reconciler") / "ledger"
_GIT_LEDGER = Path(".reconciler") / "ledger-git"
_JOURNAL = ".journal"


@dataclass(frozen=True, slots=True)
class LedgerDoor:
    """The ledger of one tenant, the store it is in, and whether nobody chose that store (`by_default`)."""

    ledger: TenantLedger
    store: RecordStore
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
    store, journal = _store(settings, tenant)
    return LedgerDoor(TenantLedger(store, Journal(journal, tenant.name), tenant.name), store, settings.ledger is None)


def circumstances(settings: Settings, desired: DesiredState) -> Circumstances:
    """When and from which commit a plan is made. Without git the pipeline may know the commit."""
    facts = git_facts(tenant_folder(settings, desired.tenant), [settings.cwd / file for file in desired.files])
    commit = facts.commit or settings.pipeline.commit
    return Circumstances(settings.clock(), commit, facts.dirty, pseudonyms=pseudonyms_of(settings, desired.tenant))


def pseudonyms_of(settings: Settings, tenant: Tenant) -> Pseudonyms | None:
    """The pseudonyms of the tenant's users; None where RECONCILER_PSEUDONYM_KEY is not set."""
    return Pseudonyms(settings.pseudonym_key.encode(), tenant.name) if settings.pseudonym_key else None


def tenant_folder(settings: Settings, tenant: Tenant) -> Path:
    """The folder of the tenant's files."""
    return settings.cwd / tenant.path


def _store(settings: Settings, tenant: Tenant) -> tuple[RecordStore, Path]:
    """Where the records are, and the folder of the journals of running applies."""
    if settings.ledger is None:
        place = _root(settings, tenant) / _DEFAULT_LEDGER
        return DirectoryStore(place), place / _JOURNAL
    kind, _, where = settings.ledger.partition(":")
    if kind == "dir" and where:
        place = settings.path(where)
        return DirectoryStore(place), place / _JOURNAL
    if kind == "git" and where:
        return _git_store(settings, tenant, where), _root(settings, tenant) / _GIT_LEDGER / _JOURNAL
    raise UsageError(
        f'RECONCILER_LEDGER is "{settings.ledger}", which names no store.',
        "Write it as dir:PATH or git:REMOTE#BRANCH.",
    )


def _git_store(settings: Settings, tenant: Tenant, where: str) -> RecordStore:
    # Here: most runs have no ledger in git, and need nothing of what starts it.
    from reconciler.ledger.git_remote import find_remote, refuse_tracked
    from reconciler.ledger.git_store import GitStore, Waiting

    root = _root(settings, tenant)
    remote = find_remote(where, tenant_folder(settings, tenant), settings.cwd, settings.environ)
    refuse_tracked(root, _GIT_LEDGER, settings.environ)
    return GitStore(remote, root / _GIT_LEDGER, Waiting(time.sleep, random.random))


def _root(settings: Settings, tenant: Tenant) -> Path:
    return repository_root(tenant_folder(settings, tenant).resolve()) or settings.cwd
