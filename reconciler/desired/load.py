"""Reads the YAML of all tenants into nouns, and says what is wrong with it. `load` first."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reconciler.desired.collector import paused
from reconciler.desired.files import Contents, absolute, relative
from reconciler.desired.nouns import forget as forget_places
from reconciler.desired.parser import forget as forget_values
from reconciler.desired.secrets import scan
from reconciler.desired.tenant_files import load_tenant
from reconciler.desired.tenants import find_tenants
from reconciler.model.catalogue.repository import SCHEMA_INVALID, SCHEMA_UNKNOWN_FIELD
from reconciler.model.catalogue.tokens import TOKEN_SECRET_IN_REPO
from reconciler.model.entities import Declarations
from reconciler.model.finding import Finding, in_order
from reconciler.model.position import Position
from reconciler.model.repository import Repository


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the given paths mean: the declarations of every tenant, and what is wrong with their files.

    `findings` are those of reading and shape, and VPP101; in order. `files` are the paths of all YAML files that
    belong to the tenants. `shown` holds the files whose findings are wanted, None for all.
    """

    repository: Repository
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    shown: frozenset[str] | None

    def blocked(self, static: Sequence[Finding] = ()) -> frozenset[str]:
        """The folders of the tenants with an error in their files, in `findings` or `static`.

        An error outside of every tenant's folder blocks all of them.
        """
        folders = [tenant.path for tenant in self.repository.tenants]
        hit: set[str] = set()
        for finding in (*self.findings, *static):
            if finding.blocks:
                places = [finding.position, *(related.position for related in finding.related)]
                hit.update(*(_owners(folders, place.path) for place in places if place))
        return frozenset(hit)

    def wanted(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings to show, in order."""
        return in_order(f for f in findings if self.shown is None or (f.position and f.position.path in self.shown))


def load(paths: Sequence[str], cwd: Path) -> Loaded:
    """Everything that the YAML at, below or around the paths declares. Raises UsageError for a missing path."""
    tenants: list[Declarations] = []
    with paused():
        contents = Contents()
        folders = find_tenants(paths, cwd, contents)
        findings = scan(paths, cwd, contents)
        for folder in folders:
            declared, wrong = load_tenant(folder, contents)
            tenants.append(declared)
            findings.extend(wrong)
        forget_values()
        forget_places()
    findings = _without_doubles(findings)
    if not folders:
        findings.append(_no_tenant(paths, cwd))
    return Loaded(
        repository=Repository(tuple(sorted(tenants, key=lambda tenant: tenant.path))),
        findings=in_order(findings),
        files=tuple(sorted({file for tenant in tenants for file in tenant.files})),
        shown=_shown(paths, cwd),
    )


def _without_doubles(findings: list[Finding]) -> list[Finding]:
    """Without what is said about the shape of a value, or of a key, that is a content token: one cause, one message."""
    secrets = {finding.position for finding in findings if finding.rule == TOKEN_SECRET_IN_REPO.id}
    shape = {SCHEMA_INVALID.id, SCHEMA_UNKNOWN_FIELD.id}
    return [finding for finding in findings if finding.rule not in shape or finding.position not in secrets]


def _no_tenant(paths: Sequence[str], cwd: Path) -> Finding:
    path = relative(cwd, absolute(cwd, paths[0] if paths else "."))
    return SCHEMA_INVALID.found(Position(path, 1, 1), path, variant="tenant-none")


def _shown(paths: Sequence[str], cwd: Path) -> frozenset[str] | None:
    """The files among the paths; None as soon as one of them is a folder."""
    places = [absolute(cwd, path) for path in paths or (".",)]
    if any(place.is_dir() for place in places):
        return None
    return frozenset(relative(cwd, place) for place in places)


def _owners(folders: Sequence[str], path: str) -> list[str]:
    """The tenant that a file belongs to, the innermost; all of them where it belongs to none."""
    around = [folder for folder in folders if folder == "." or path == folder or path.startswith(folder + "/")]
    if not around:
        return list(folders)
    return [max(around, key=lambda folder: 0 if folder == "." else len(folder))]
