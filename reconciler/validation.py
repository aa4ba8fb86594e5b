"""The beginning of the corridor: reads the YAML and checks it, offline. Loads none of the rooms behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reconciler.desired.load import Loaded, load
from reconciler.desired.resolve import resolve
from reconciler.model.desired import DesiredState
from reconciler.model.finding import Finding, in_order
from reconciler.rules.static import check_static


@dataclass(frozen=True, slots=True)
class Validation:
    """What the YAML says, and what is wrong with it.

    `findings` are in order, of every tenant. `desired` holds the tenants without a static error, by name;
    `blocked` the folders of the others.
    """

    loaded: Loaded
    findings: tuple[Finding, ...]
    desired: Mapping[str, DesiredState]
    blocked: tuple[str, ...]


def validate(paths: Sequence[str], cwd: Path) -> Validation:
    """Reads the YAML and checks the static rules. Offline; asks nobody for anything."""
    loaded = load(paths, cwd)
    static = check_static(loaded.repository)
    blocked = loaded.blocked(static)
    desired: dict[str, DesiredState] = {
        declarations.tenant.name: resolve(declarations)
        for declarations in loaded.repository.tenants
        if declarations.tenant is not None and declarations.path not in blocked
    }
    return Validation(loaded, in_order([*loaded.findings, *static]), desired, tuple(sorted(blocked)))
