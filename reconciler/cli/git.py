"""What git tells about a folder. No git, or no repository, is an answer too."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

_GIT = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
"""Looks only: takes no lock, and starts no program that the repository's own configuration may name."""
_YAML = (":(glob)**/*.yaml", ":(glob)**/*.yml", ":(exclude,glob)**/.*/**")
"""The files that can say something about a tenant."""


@dataclass(frozen=True, slots=True)
class GitFacts:
    """`inside`: in a repository. `commit` None: none yet. `dirty`: uncommitted changes of YAML within the folder."""

    inside: bool
    commit: str | None
    dirty: bool


def git_facts(folder: Path) -> GitFacts:
    """What git says about this folder and the YAML within it."""
    if not _git(folder, "rev-parse", "--is-inside-work-tree"):
        return GitFacts(False, None, False)
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    changes = _git(folder, "status", "--porcelain=v1", "--untracked-files=all", "--", *_YAML)
    return GitFacts(True, commit or None, bool(changes))


def resolve_commit(folder: Path, ref: str) -> str | None:
    """The commit that a name means here; None where git knows none."""
    return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}") or None


def repository_root(folder: Path) -> Path | None:
    """The nearest folder upwards that holds `.git`."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def user_email(folder: Path) -> str | None:
    """git's `user.email` in this folder."""
    return _git(folder, "config", "user.email") or None


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints, without the last newline; None where it fails or is not installed."""
    try:
        done = subprocess.run(
            [*_GIT, *arguments], cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n") if done.returncode == 0 else None
