"""Prints findings in the forms that other programs read: SARIF, workflow commands, JUnit."""

import os
import posixpath
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from reconciler import __version__
from reconciler.cli.git import repository_root
from reconciler.cli.run import Run
from reconciler.model.entities import Declarations, Language, Tenant
from reconciler.model.finding import Finding
from reconciler.report.annotations import annotation_lines
from reconciler.report.findings_json import as_json
from reconciler.report.junit import Suite, junit_document
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.rules import rules_in
from reconciler.report.sarif import sarif_document

REPORT_FORMATS = ("sarif", "github")
"""What every command with findings can print."""
_OUTSIDE = "outside every tenant"


def print_report(
    run: Run,
    findings: Sequence[Finding],
    form: str,
    analysis: str,
    tenant: Tenant | None = None,
    language: Language = Language.EN,
) -> None:
    """Prints the findings as SARIF or as workflow commands, and nothing else.

    `analysis` names the kind of run; `tenant` gives findings on no file a place.
    `language` is that of the findings.
    """
    if form == "github":
        lines = annotation_lines(findings, lambda path: _in_repository(run.settings.cwd, path))
        run.console.data("".join(f"{line}\n" for line in lines))
        return
    home = tenant.marks.position() if tenant else None
    name = f"reconciler/{analysis}/{tenant.name}" if tenant else f"reconciler/{analysis}"
    run.console.data(as_json(sarif_document(findings, rules_in(language), __version__, name, home)))


def print_junit(
    run: Run,
    findings: Sequence[Finding],
    tenants: Sequence[Declarations],
    shown: frozenset[str] | None,
    language: Language,
) -> None:
    """Prints the findings as a JUnit report; of the files in `shown` only, where they are given."""
    suites = tuple(_suites(findings, tenants, shown))
    run.console.data(junit_document(findings, suites, rules_in(language), phrases(language)))


def _suites(
    findings: Sequence[Finding], tenants: Sequence[Declarations], shown: frozenset[str] | None
) -> Iterator[Suite]:
    """A suite for each tenant, also with the files that are no YAML and have findings; then one for the rest."""
    files = {tenant.path: {file for file in tenant.files if shown is None or file in shown} for tenant in tenants}
    outside: set[str] = set()
    for finding in findings:
        if finding.position is not None:
            owner = _owner(files, finding.position.path)
            (outside if owner is None else files[owner]).add(finding.position.path)
    for tenant in tenants:
        if shown is None or files[tenant.path]:
            name = tenant.tenant.name if tenant.tenant else tenant.path
            yield Suite(name, tuple(sorted(files[tenant.path])))
    if outside:
        yield Suite(_OUTSIDE, tuple(sorted(outside)))


def _owner(folders: dict[str, set[str]], path: str) -> str | None:
    """The innermost of the tenants' folders around a file: that from which the way to it is shortest."""
    ways = {folder: posixpath.relpath(path, folder).split("/") for folder in folders}
    around = [folder for folder, way in ways.items() if way[0] != ".."]
    return min(around, key=lambda folder: len(ways[folder]), default=None)


def _in_repository(cwd: Path, path: str) -> str:
    """A path below the working directory as seen from the root of the repository; outside of one as it is.

    The working directory's repository comes first: of one within another, the outer one is what GitHub shows.
    """
    place = Path(os.path.normpath(cwd / path))
    root = _root(cwd)
    if root is None or not place.is_relative_to(root):
        root = _root(place.parent) or cwd
    return Path(os.path.relpath(place, root)).as_posix()


@cache
def _root(folder: Path) -> Path | None:
    return repository_root(folder)
