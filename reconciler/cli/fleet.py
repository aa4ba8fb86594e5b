"""Which tenants there are, which of them a change touches, and which of them a runner takes. Read `run_tenants`."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reconciler.cli.changed_files import changed_files
from reconciler.cli.exits import Exit
from reconciler.cli.language import shared_language, worded
from reconciler.cli.run import Run
from reconciler.model.catalogue.repository import NAME_COLLISION
from reconciler.model.entities import Declarations, Language
from reconciler.model.errors import UsageError
from reconciler.model.finding import Finding
from reconciler.report.findings_json import as_json
from reconciler.report.findings_text import finding_lines
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.fleet_phrases import fleet_phrases
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.rules import rules_in
from reconciler.report.names import shown
from reconciler.validation import Validation, validate

FORMAT_VERSION = "1.0"
MATRIX_JOBS = 256
"""Source: GitHub Docs, "Running variations of jobs in a workflow": the most jobs that one matrix may make."""

_DOUBLED = (NAME_COLLISION.id, "tenant")
_SHARD = re.compile(r"(\d{1,6})/(\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    """A tenant of the repository. `path` is its folder, relative to the working directory."""

    name: str
    path: str
    cloud: str


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `total` parts, `number` counted from 1."""

    number: int
    total: int

    def holds(self, name: str) -> bool:
        """Whether the tenant of this name is in the part. Depends on the name alone, so that nobody moves it."""
        place = int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        return place % self.total == self.number - 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    path: str
    since: str | None
    shard: str | None
    form: str


def run_tenants(run: Run, wish: Wish) -> int:
    """Lists the tenants; gives the exit code. What cannot be listed is told aside and does not stop the others."""
    shard = parse_shard(wish.shard) if wish.shard is not None else None
    cwd = run.settings.cwd
    done = validate([wish.path], cwd)
    changed = changed_files(_folder_of(cwd / wish.path), wish.since) if wish.since is not None else None
    members = [member for member in listed(done.loaded.repository.tenants) if shard is None or shard.holds(member.name)]
    if changed is not None:
        members = [member for member in members if changed.touch(cwd / member.path)]
    language = shared_language(run, done.loaded.repository.tenants)
    _print(run, members, wish.form, language)
    return _tell_unlisted(run, done, language)


def listed(tenants: Sequence[Declarations]) -> list[Member]:
    """The tenants whose name is known, by name and folder."""
    known = [Member(one.tenant.name, one.path, one.tenant.cloud) for one in tenants if one.tenant and one.tenant.name]
    return sorted(known, key=lambda member: (member.name, member.path))


def _folder_of(place: Path) -> Path:
    return place if place.is_dir() else place.parent


def parse_shard(text: str) -> Shard:
    """The part that `I/N` names. Raises UsageError where that is none."""
    match = _SHARD.fullmatch(text)
    shard = Shard(int(match[1]), int(match[2])) if match else Shard(0, 0)
    if not 1 <= shard.number <= shard.total:
        raise UsageError(
            f'--shard is "{text}", which names no part.', "Write it as I/N, with I from 1 to N: 1/4 is the first of 4."
        )
    return shard


def _print(run: Run, members: Sequence[Member], form: str, language: Language) -> None:
    match form:
        case "json":
            run.console.data(as_json(tenants_document(members)))
        case "github-matrix":
            run.console.data(matrix(members) + "\n")
            if len(members) > MATRIX_JOBS:
                say = fleet_phrases(language)
                run.console.warn([Line(say("matrix-too-large", count=len(members), most=MATRIX_JOBS), Tone.WARNING)])
        case _:
            run.console.result(Line(f"{shown(one.name)}\t{shown(one.path)}") for one in members)


def tenants_document(members: Sequence[Member]) -> dict[str, object]:
    """The list for programs."""
    tenants = [{"name": one.name, "path": one.path, "cloud": one.cloud} for one in members]
    return {"formatVersion": FORMAT_VERSION, "tenants": tenants}


def matrix(members: Sequence[Member]) -> str:
    """The list as the matrix of a job, on one line and in ASCII, whatever is in a name."""
    include = [{"tenant": one.name, "path": one.path} for one in members]
    return json.dumps({"include": include}, separators=(",", ":"))


def _tell_unlisted(run: Run, done: Validation, language: Language) -> int:
    """Says why a tenant is not in the list, or cannot be told from another; gives the exit code."""
    findings = _unlisted(done)
    for finding in worded(findings, language):
        run.console.warn(finding_lines(finding, rules_in(language), phrases(language)))
    return Exit.HELD if findings else Exit.DONE


def _unlisted(done: Validation) -> list[Finding]:
    """The errors of tenants without a name, those about a name that two have, and all where there is no tenant."""
    tenants = done.loaded.repository.tenants
    nameless = [PurePosixPath(one.path) for one in tenants if not (one.tenant and one.tenant.name)]
    return [
        finding
        for finding in done.findings
        if finding.severity == "error"
        if not tenants
        or (finding.rule, finding.variant) == _DOUBLED
        or any(_within(finding, folder) for folder in nameless)
    ]


def _within(finding: Finding, folder: PurePosixPath) -> bool:
    return finding.position is not None and PurePosixPath(finding.position.path).is_relative_to(folder)
