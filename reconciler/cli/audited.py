"""Which ledger an audit is about, what the YAML adds to it, and its records. Read `audited`."""

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reconciler.audit.history import history
from reconciler.cli.doors import LedgerDoor, ledger_door, tenant_folder
from reconciler.cli.git import repository_root
from reconciler.cli.run import Run
from reconciler.cli.tenants import Choice, choose_tenant
from reconciler.ledger.folders import folder_name
from reconciler.ledger.verify import walk
from reconciler.model.audit import History, Recorded
from reconciler.model.desired import DesiredState
from reconciler.model.entities import BetaUse, Cloud, Language, Mode, Policy, Tenant
from reconciler.model.ids import Handle
from reconciler.model.position import NOWHERE


@dataclass(frozen=True, slots=True)
class Audited:
    """A tenant and its ledger. `desired` is None without YAML, and where it has errors: the ledger suffices."""

    tenant: Tenant
    desired: DesiredState | None
    door: LedgerDoor

    @property
    def policy(self) -> Policy:
        """The policy in the YAML; the default one without."""
        return self.desired.policy if self.desired else Policy()

    @property
    def named(self) -> bool:
        """Whether actors of the audit log are named."""
        return self.policy.show_actors

    def records(self) -> Iterator[Recorded]:
        """All records in order, checked on the way. Raises DamagedRecord for the first bad one."""
        return walk(self.door.store, self.tenant.name)

    def history(self, records: Iterable[Recorded], declared: dict[str, str] | None = None) -> History:
        """What the records say. `declared` are handles by the id of a VPP token, where more is known than in YAML."""
        handles = {
            str(token.id): str(token.name) for token in (self.desired.tokens if self.desired else ()) if token.id
        }
        reviewed = frozenset(self.policy.reviewed_emergencies) if self.desired else None
        return history(records, handles if declared is None else declared, reviewed)


def audited(run: Run, path: str, name: str | None) -> Audited | Choice:
    """The ledger of the tenant at PATH; without any YAML there, of the tenant of this name.

    Gives what was found instead where not even the name of a tenant is known.
    """
    choice = choose_tenant(run, path, name)
    if choice.tenant is not None:
        return Audited(choice.tenant, choice.desired, ledger_door(run.settings, choice.tenant))
    if name is None:
        return choice
    tenant = Tenant(Handle(name), None, Cloud.SANDBOX, Mode.ADDITIVE, Language.EN, BetaUse.READ, path, NOWHERE)
    return Audited(tenant, None, ledger_door(run.settings, tenant))


def tracked_records(run: Run, of: Audited) -> tuple[str, ...]:
    """Files of records that git tracks beside the YAML, where a pull request could write them; empty else."""
    kind, _, place = of.door.store.where().partition(":")
    folder = Path(place) / folder_name(of.tenant.name)
    root = repository_root(tenant_folder(run.settings, of.tenant).resolve())
    if kind != "dir" or root is None or not folder.is_dir() or repository_root(folder.resolve()) != root:
        return ()
    done = subprocess.run(
        ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", str(folder.resolve())],
        cwd=root,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    names = done.stdout.decode("utf-8", "surrogateescape").split("\0") if done.returncode == 0 else []
    return tuple(sorted(name for name in names if name))
