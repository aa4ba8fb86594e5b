"""Finds the tenants of the given paths and their files. `find_tenants` first.

A tenant is the folder of the file that holds `tenant:`. Its files are all `*.yaml` and `*.yml` below it, without
folders that begin with a dot and without folders that are tenants.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reconciler.desired.files import (
    Contents,
    Entries,
    absolute,
    below,
    entries_of,
    regular_bytes,
    relative,
    repository_root,
)
from reconciler.desired.guard import Unreadable
from reconciler.desired.read import read
from reconciler.model.errors import UsageError

_MAY_HOLD = re.compile(rb"""(?:^|[\s{,"'?])tenant["']?\s*:""")
_HOLDS_AT_TOP = re.compile(rb"""^["']?tenant["']?[ \t]*:""", re.MULTILINE)
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class TenantFolder:
    """The folder of a tenant and its files. `path` is the folder relative to the working directory.

    `files` and `links` are relative to the folder and sorted; `links` are those among the entries that lead out of
    the folder or nowhere. `outer` is the path of the tenant it stands in, if any.
    """

    folder: Path
    path: str
    files: tuple[str, ...]
    links: tuple[str, ...]
    outer: str | None


def find_tenants(paths: Sequence[str], cwd: Path, contents: Contents) -> tuple[TenantFolder, ...]:
    """The tenants at, below or around the paths, sorted by folder. A file as path means its tenant.

    Raises UsageError for a path that does not exist.
    """
    search = _Search(contents)
    meant: set[Path] = set()
    for path in paths or (".",):
        place = absolute(cwd, path)
        if not place.exists():
            raise UsageError(f'there is no "{path}"', "Name a folder or a file that exists.")
        whole = place.is_dir()
        meant.update(search.around(place if whole else place.parent)[:1])
        if whole:
            meant.update(Path(folder) for folder in search.below(str(place)))
    return tuple(_tenant(folder, search, cwd) for folder in sorted(meant))


class _Search:
    """What was found about folders so far, each listed once."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._entries: dict[str, Entries] = {}
        self._tenants: dict[str, bool] = {}

    def entries(self, folder: str) -> Entries:
        """What stands directly in a folder."""
        if folder not in self._entries:
            self._entries[folder] = entries_of(folder)
        return self._entries[folder]

    def is_tenant(self, folder: str) -> bool:
        """Whether a file directly in the folder holds `tenant:`."""
        if folder not in self._tenants:
            here = self.entries(folder)
            # No short cut at the first hit: this is where the files are read for all steps that follow.
            holding = [name for name in here.files if _holds_tenant(name, self._kept(f"{folder}/{name}"))]
            holding += [name for name in here.linked_files if _holds_tenant(name, _linked(f"{folder}/{name}"))]
            self._tenants[folder] = bool(holding)
        return self._tenants[folder]

    def around(self, folder: Path) -> list[Path]:
        """The tenants that this folder is or stands in, the nearest first, up to the root of the repository."""
        root = repository_root(folder)
        found = []
        for place in (folder, *folder.parents):
            if self.is_tenant(str(place)):
                found.append(place)
            if place == root:
                break
        return found

    def below(self, folder: str) -> list[str]:
        """The tenants that this folder is or that stand in it."""
        found = [folder] if self.is_tenant(folder) else []
        for name in self.entries(folder).folders:
            found.extend(self.below(f"{folder}/{name}"))
        return found

    def _kept(self, file: str) -> bytes:
        try:
            return self._contents.keep(file) or b""
        except OSError:
            return b""


def _linked(link: str) -> bytes:
    """The bytes of the regular file that a link leads to; empty for anything else."""
    try:
        return regular_bytes(link) or b""
    except OSError:
        return b""


def _holds_tenant(name: str, data: bytes) -> bool:
    if encoding := _UTF_16.get(data[:2]):
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    if b"tenant" not in data:
        return False
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not _MAY_HOLD.search(data):
        return False
    try:
        return "tenant" in read(name, data).value
    except Unreadable:
        return _HOLDS_AT_TOP.search(data) is not None


def _tenant(folder: Path, search: _Search, cwd: Path) -> TenantFolder:
    files: list[str] = []
    linked: list[str] = []
    bad: list[str] = []
    root = str(folder)
    for name in _folders_of(root, ".", search):
        here = search.entries(_joined(root, name))
        files.extend([below(name, file) for file in here.files])
        linked.extend(below(name, file) for file in here.linked_files)
        bad.extend(below(name, link) for link in here.linked_folders if not _inside(folder / name / link, folder))
    more, worse = _once(folder, files, linked)
    outer = next((relative(cwd, place) for place in search.around(folder) if place != folder), None)
    return TenantFolder(
        folder, relative(cwd, folder), tuple(sorted([*files, *more])), tuple(sorted(bad + worse)), outer
    )


def _folders_of(root: str, name: str, search: _Search) -> list[str]:
    """A folder of a tenant and all below it that are no tenants, relative to the tenant's."""
    found = [name]
    for inner in search.entries(_joined(root, name)).folders:
        path = below(name, inner)
        if not search.is_tenant(f"{root}/{path}"):
            found.extend(_folders_of(root, path, search))
    return found


def _joined(root: str, name: str) -> str:
    return root if name == "." else f"{root}/{name}"


def _once(folder: Path, files: list[str], linked: list[str]) -> tuple[list[str], list[str]]:
    """Of the links to files: those to a file that is not there already; those that leave the folder or lead nowhere."""
    bad = [link for link in linked if not _inside(folder / link, folder)]
    good: list[str] = []
    if len(bad) < len(linked):
        seen = {(folder / file).resolve() for file in files}
        for link in linked:
            if link not in bad and (folder / link).resolve() not in seen:
                seen.add((folder / link).resolve())
                good.append(link)
    return good, bad


def _inside(link: Path, folder: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
