"""Finds the tenants of the given paths and their files. `find_tenants` first.

A tenant is the folder of the file that holds `tenant:`. Its files are all `*.yaml` and `*.yml` below it, without
folders that begin with a dot and without folders that are tenants.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reconciler.desired.guard import MOST_BYTES, Unreadable
from reconciler.desired.read import read
from reconciler.model.errors import UsageError

_MAY_HOLD = re.compile(rb"""(?:^|[\s{,"'?])tenant["']?\s*:""")
_HOLDS_AT_TOP = re.compile(rb"""^["']?tenant["']?[ \t]*:""", re.MULTILINE)
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class TenantFolder:
    """The folder of a tenant and its files, all absolute and sorted. `outer` is the tenant it stands in, if any.

    `holders` are the files with `tenant:`, `links` the links among the entries that lead out of the folder or nowhere.
    """

    folder: Path
    holders: tuple[Path, ...]
    files: tuple[Path, ...]
    links: tuple[Path, ...]
    outer: Path | None


@dataclass(frozen=True, slots=True)
class _Entries:
    """The YAML files directly in one folder, links among them included, and the folders below it."""

    files: tuple[Path, ...]
    folders: tuple[Path, ...]
    linked_folders: tuple[Path, ...]


def find_tenants(paths: Sequence[str], cwd: Path) -> tuple[TenantFolder, ...]:
    """The tenants at, below or around the paths, sorted by folder. A file as path means its tenant.

    Raises UsageError for a path that does not exist.
    """
    holders: dict[Path, tuple[Path, ...]] = {}
    meant: set[Path] = set()
    for path in paths or (".",):
        place = absolute(cwd, path)
        if not place.exists():
            raise UsageError(f'there is no "{path}"', "Name a folder or a file that exists.")
        folder = place if place.is_dir() else place.parent
        around = _around(folder, holders)
        below = _below(folder, holders) if place.is_dir() else ()
        meant.update(around[:1], below)
    return tuple(_tenant(folder, holders) for folder in sorted(meant))


def absolute(cwd: Path, path: str | Path) -> Path:
    """The path from the root, without `.` and `..`, links not followed."""
    return Path(os.path.normpath(cwd / path))


def relative(cwd: Path, path: Path) -> str:
    """The path as findings name it: relative to the working directory, with `/`, without `./`."""
    return Path(os.path.relpath(path, cwd)).as_posix()


def repository_root(folder: Path) -> Path | None:
    """The nearest folder upwards with `.git`; None outside of every git repository."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def _around(folder: Path, holders: dict[Path, tuple[Path, ...]]) -> list[Path]:
    """The tenants that this folder is or stands in, the nearest first, up to the root of the repository."""
    root = repository_root(folder)
    found = []
    for place in (folder, *folder.parents):
        if _holders(place, holders):
            found.append(place)
        if place == root:
            break
    return found


def _below(folder: Path, holders: dict[Path, tuple[Path, ...]]) -> list[Path]:
    found = [folder] if _holders(folder, holders) else []
    for inner in _entries(folder).folders:
        found.extend(_below(inner, holders))
    return found


def _holders(folder: Path, known: dict[Path, tuple[Path, ...]]) -> tuple[Path, ...]:
    """The files directly in the folder that hold `tenant:`; remembered in `known`."""
    if folder not in known:
        known[folder] = tuple(file for file in _entries(folder).files if _holds_tenant(file))
    return known[folder]


def _holds_tenant(file: Path) -> bool:
    data = _beginning(file)
    if encoding := _UTF_16.get(data[:2]):
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"tenant" not in data or not _MAY_HOLD.search(data):
        return False
    try:
        return "tenant" in read(str(file), data).value
    except Unreadable:
        return _HOLDS_AT_TOP.search(data) is not None


def _beginning(file: Path) -> bytes:
    """The first bytes of a regular file, up to the most a file may have; empty for anything else."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return b""
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError:
        return b""


def _tenant(folder: Path, holders: dict[Path, tuple[Path, ...]]) -> TenantFolder:
    files: list[Path] = []
    links: list[Path] = []
    _gather(folder, holders, files, links)
    outer = next((place for place in _around(folder, holders) if place != folder), None)
    whole, bad = _once(folder, files)
    return TenantFolder(folder, holders[folder], tuple(sorted(whole)), tuple(sorted([*links, *bad])), outer)


def _gather(folder: Path, holders: dict[Path, tuple[Path, ...]], files: list[Path], links: list[Path]) -> None:
    """Adds the files of a tenant in and below a folder, and linked folders that lead out of it."""
    entries = _entries(folder)
    files.extend(entries.files)
    links.extend(link for link in entries.linked_folders if not _inside(link, folder))
    for inner in entries.folders:
        if not _holders(inner, holders):
            _gather(inner, holders, files, links)


def _once(folder: Path, files: list[Path]) -> tuple[list[Path], list[Path]]:
    """The files without links to a file that is there already, and the links that leave the folder or lead nowhere."""
    plain = [file for file in files if not file.is_symlink()]
    linked = [file for file in files if file.is_symlink()]
    bad = [link for link in linked if not _inside(link, folder)]
    if len(bad) == len(linked):
        return plain, bad
    seen = {file.resolve() for file in plain}
    for link in linked:
        if link not in bad and link.resolve() not in seen:
            seen.add(link.resolve())
            plain.append(link)
    return plain, bad


def _inside(link: Path, folder: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _entries(folder: Path) -> _Entries:
    """What stands directly in a folder; nothing where it cannot be listed."""
    files, folders, linked = [], [], []
    for entry in _listed(folder):
        yaml = entry.name.endswith((".yaml", ".yml"))
        if entry.is_symlink():
            leads_to_folder = Path(entry.path).is_dir()
            if yaml and not leads_to_folder:
                files.append(Path(entry.path))
            elif leads_to_folder and not entry.name.startswith("."):
                linked.append(Path(entry.path))
        elif entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                folders.append(Path(entry.path))
        elif yaml and entry.is_file(follow_symlinks=False):
            files.append(Path(entry.path))
    return _Entries(tuple(sorted(files)), tuple(sorted(folders)), tuple(sorted(linked)))


def _listed(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return
