"""Branches to test with: bare repositories, and stores over them with copies of their own."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from reconciler.ledger.git_remote import find_remote
from reconciler.ledger.git_store import GitStore, Waiting
from reconciler.ledger.index import index
from reconciler.ledger.journal import Journal
from reconciler.ledger.ledger import TenantLedger
from reconciler.ledger.records import parse_record
from tests.cli.command import environment
from tests.ledger.chains import TENANT

BRANCH = "ledger"


def git(folder: Path, *arguments: str, data: bytes = b"") -> str:
    """Runs git, without this machine's settings."""
    who = {f"GIT_{role}_{what}": "kim@norr.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment(who), check=True, capture_output=True, input=data
    )
    return done.stdout.decode().strip()


def bare(path: Path, *options: str) -> Path:
    """An empty bare repository."""
    path.mkdir(parents=True)
    git(path, "init", "--quiet", "--bare", *options)
    return path


def store_at(
    remote: Path | str,
    copy: Path,
    step: Callable[[str], None] = lambda step: None,
    waited: list[float] | None = None,
    env: Mapping[str, str] | None = None,
) -> GitStore:
    """A store on the branch of a remote, which waits for nothing."""
    found = find_remote(f"{remote}#{BRANCH}", copy.parent, copy.parent, environment(env))
    times = [] if waited is None else waited
    return GitStore(found, copy, Waiting(times.append, lambda: 1.0), step)


def ledger_on(store: GitStore, copy: Path, tenant: str = TENANT) -> TenantLedger:
    """A ledger over a store."""
    return TenantLedger(store, Journal(copy / ".journal", tenant), tenant)


def check_chain(store: GitStore, tenant: str = TENANT) -> int:
    """Reads every record and that each follows the one before; how many there are."""
    previous = None
    entries = index(tenant, store.names(tenant))
    for entry in entries:
        record = parse_record(tenant, entry.name, store.read(tenant, entry.name))
        assert previous == record.previous
        previous = record.digest
    return len(entries)
