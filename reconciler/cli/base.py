"""The tenant as it was in another commit, for `plan --base REF`."""

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from reconciler.cli.git import repository_root, resolve_commit
from reconciler.model.desired import DesiredState
from reconciler.model.errors import UsageError
from reconciler.model.world import BaseState
from reconciler.validation import validate


def read_base(folder: Path, ref: str, tenant: str) -> BaseState | None:
    """What the YAML of the tenant in `folder` said at REF: its policy, and what it desired.

    None where REF does not have the folder: a new tenant has nothing to be compared with. Where the YAML of REF has
    errors, the policy is None. Raises UsageError for a REF that git does not know.
    """
    root = repository_root(folder)
    commit = resolve_commit(folder, ref) if root else None
    if root is None or commit is None:
        raise UsageError(
            f'--base {ref}: git knows no commit of that name for "{folder}".',
            "Fetch the base first (a shallow clone may lack it), or name a commit that is here.",
        )
    below = folder.relative_to(root)
    content = _archived(root, below, commit)
    if content is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        _unpack(content, Path(name))
        desired = _desired(Path(name) / below, tenant)
    return BaseState(desired.policy if desired else None, desired, commit)


def _archived(root: Path, below: Path, commit: str) -> bytes | None:
    """The folder as it was at the commit, as a tar file; None where the commit does not have it."""
    done = subprocess.run(
        ["git", "archive", "--format=tar", commit, "--", below.as_posix()],
        cwd=root,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.stdout if done.returncode == 0 else None


def _unpack(content: bytes, into: Path) -> None:
    """Writes the regular files of an archive; links and the like say nothing about a tenant's policy."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isreg() else None
            if file is not None:
                target = into / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read())


def _desired(folder: Path, tenant: str) -> DesiredState | None:
    """The tenant's desired state; None where its YAML has errors."""
    try:
        return validate(["."], folder).desired.get(tenant)
    except UsageError:
        return None
