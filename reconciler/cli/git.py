"""What git tells about a folder. No git, or no repository, is an answer too."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_GIT = ("git", "--no-optional-locks", "--no-replace-objects", "-c", "core.fsmonitor=false")
"""Looks only: takes no lock, and starts no program that the repository's own configuration may name."""
_YAML = (":(glob)**/*.yaml", ":(glob)**/*.yml", ":(exclude,glob)**/.*/**")
"""The files that can say something about a tenant."""


@dataclass(frozen=True, slots=True)
class GitFacts:
    """`inside`: in a repository. `commit` None: none yet. `dirty`: uncommitted changes of YAML within the folder."""

    inside: bool
    commit: str | None
    dirty: bool


def git_facts(folder: Path, read: Sequence[Path] = ()) -> GitFacts:
    """What git says about this folder and the YAML within it.

    `read` are the files that were read: each must be in the commit, byte for byte as git stores it. What git is told
    not to look at (ignored files, `assume-unchanged`, `skip-worktree`) is looked at all the same.
    """
    if not _git(folder, "rev-parse", "--is-inside-work-tree"):
        return GitFacts(False, None, False)
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    changes = _git(folder, "status", "--porcelain=v1", "--untracked-files=all", "--", *_YAML)
    return GitFacts(True, commit or None, bool(changes) or not _is_committed(folder, read))


def _is_committed(folder: Path, read: Sequence[Path]) -> bool:
    """Whether every file is in the commit as it is on disk; of a link also what it leads to."""
    if not read:
        return True
    root = Path(_git(folder, "rev-parse", "--show-toplevel") or folder).resolve()
    tree = _tree(root)
    links = [file for file in read if file.is_symlink()]
    regular = [_within(root, file if file not in links else file.resolve()) for file in read]
    if None in regular or any("\n" in name for name in regular if name):
        return False
    names = [name for name in regular if name is not None]
    hashes = _git(root, "hash-object", "--stdin-paths", told="\n".join(names) + "\n")
    stored = [tree.get(name) for name in names]
    return (hashes or "").split("\n") == stored and all(_is_committed_link(root, link, tree) for link in links)


def _is_committed_link(root: Path, link: Path, tree: Mapping[str, str]) -> bool:
    leads = _git(root, "hash-object", "--stdin", "--no-filters", told=str(link.readlink()))
    return leads is not None and tree.get(_within(root, link) or "") == leads


def _tree(root: Path) -> dict[str, str]:
    """The blobs of the commit by path; empty where there is no commit."""
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", "HEAD") or ""
    entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
    return {path: facts.split()[2] for facts, _, path in entries}


def _within(root: Path, file: Path) -> str | None:
    """The path of a file below the root, whatever links lead to its folder; None for one outside."""
    place = file.parent.resolve() / file.name
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else None


def resolve_commit(folder: Path, ref: str) -> str | None:
    """The commit that a name means here; None where git knows none."""
    return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}") or None


def repository_root(folder: Path) -> Path | None:
    """The nearest folder upwards that holds `.git`."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def user_email(folder: Path) -> str | None:
    """git's `user.email` in this folder."""
    return _git(folder, "config", "user.email") or None


def _git(folder: Path, *arguments: str, told: str | None = None) -> str | None:
    """What git prints when it is `told` this, without the last newline; None where it fails or is not installed."""
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=folder,
            capture_output=True,
            check=False,
            input=(told or "").encode("utf-8", "surrogateescape"),
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n") if done.returncode == 0 else None
