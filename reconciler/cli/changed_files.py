"""Which files differ from another commit, for `tenants --changed-since REF`."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from reconciler.cli.git import repository_root, resolve_commit
from reconciler.model.errors import UsageError

_GIT = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
"""Looks only: takes no lock, and starts no program that the repository's own configuration may name."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Files that differ, also those that are gone: their paths from the root of the repository."""

    root: Path
    paths: tuple[str, ...]

    def touch(self, folder: Path) -> bool:
        """Whether one of them stands in the folder, or below it."""
        below = os.path.relpath(folder.resolve(), self.root.resolve())
        return any(below == "." or path.startswith(f"{Path(below).as_posix()}/") for path in self.paths)


def changed_files(folder: Path, ref: str) -> Changed:
    """The files of the repository around `folder` that differ from where this branch left REF.

    Where the two have no common past, as in a shallow clone, they are compared with REF itself. What is not committed
    counts. A renamed file counts with both names. Raises UsageError outside a repository and for an unknown REF.
    """
    root = repository_root(folder)
    commit = resolve_commit(folder, ref) if root else None
    if root is None or commit is None:
        raise UsageError(
            f'--changed-since {ref}: git knows no commit of that name for "{folder}".',
            "Fetch it first (a shallow clone may lack it), or name a commit that is here.",
        )
    left = _git(root, "merge-base", commit, "HEAD")
    base = left.decode().strip() if left else commit
    differing = _git(root, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", base, "--")
    added = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    if differing is None or added is None:
        raise UsageError(f"--changed-since {ref}: git cannot compare with it.", "Run `git status` to see why.")
    names = {os.fsdecode(name) for name in (differing + added).split(b"\0") if name}
    return Changed(root, tuple(sorted(names)))


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git prints; None where it fails."""
    done = subprocess.run([*_GIT, *arguments], cwd=root, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return done.stdout if done.returncode == 0 else None
