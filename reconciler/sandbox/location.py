"""Where a tenant's sandbox file is."""

import re
from collections.abc import Mapping
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

STATE_VARIABLE = "RECONCILER_SANDBOX_STATE"
_FOLDER = Path(".reconciler") / "sandbox"
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|%]')


def state_path(cwd: Path, environ: Mapping[str, str], tenant_name: str, flag: str | None) -> Path:
    """The state file: the flag, else RECONCILER_SANDBOX_STATE, else one for the tenant below the repository's root.

    The root is the nearest folder upwards that holds `.git`; without one the working directory stands in.
    """
    named = flag or environ.get(STATE_VARIABLE)
    if named:
        return cwd / named
    return repository_root(cwd) / _FOLDER / f"{_file_name(tenant_name)}.sqlite"


def repository_root(cwd: Path) -> Path:
    """The nearest folder upwards that holds `.git`, else the folder itself."""
    return next((folder for folder in (cwd, *cwd.parents) if (folder / ".git").exists()), cwd)


def _file_name(tenant_name: str) -> str:
    """A tenant's name as a file name: letters stay, what a file system may not hold is percent-encoded."""
    name = _UNFIT.sub(lambda match: quote(match.group(), safe=""), normalize("NFC", tenant_name))
    return f"%2E{name[1:]}" if name.startswith(".") else name
