"""Files and folders as the loader reads them: plain texts for paths, each file opened once. Read `Contents` first.

`pathlib` would cost as much as the parser: with one book per file there are ten thousand paths.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reconciler.desired.guard import MOST_BYTES

_MOST_KEPT = 64_000_000
"""Files beyond so many bytes in all are read again where they are needed again."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe must not make us wait."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Contents:
    """The bytes of files that several steps of loading look at, each file read from the disk once."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def keep(self, path: str) -> bytes | None:
        """The bytes of a regular file, no link, remembered for the next step. None for anything else.

        A file that is too large gives one byte more than a file may have. Raises OSError.
        """
        data = self._kept.get(path)
        if data is None:
            data = regular_bytes(path, _NO_LINK)
            if data is not None and self._size + len(data) <= _MOST_KEPT:
                self._kept[path] = data
                self._size += len(data)
        return data

    def peek(self, path: str) -> bytes | None:
        """The bytes of a regular file, no link; None for anything else. Raises OSError."""
        data = self._kept.get(path)
        return regular_bytes(path, _NO_LINK) if data is None else data

    def take(self, path: str) -> bytes | None:
        """The bytes of a regular file or of what a link leads to, for the last time. Raises OSError."""
        data = self._kept.pop(path, None)
        return regular_bytes(path) if data is None else data


def regular_bytes(path: str, more_flags: int = 0) -> bytes | None:
    """The bytes of a regular file, at most one more than a file may have; None for anything else. Raises OSError."""
    descriptor = os.open(path, _FLAGS | more_flags)
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return None
        return os.read(descriptor, min(about.st_size, MOST_BYTES) + 1)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Entries:
    """What stands directly in one folder, by name and sorted: YAML files, links to such, folders, links to folders."""

    files: tuple[str, ...] = ()
    linked_files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    linked_folders: tuple[str, ...] = ()


def entries_of(folder: str) -> Entries:
    """The entries of a folder, without folders that begin with a dot; nothing where it cannot be listed."""
    files: list[str] = []
    linked_files: list[str] = []
    folders: list[str] = []
    linked_folders: list[str] = []
    for entry in _listed(folder):
        name = entry.name
        yaml = name.endswith((".yaml", ".yml"))
        if entry.is_symlink():
            if not Path(entry.path).is_dir():
                linked_files.extend([name] if yaml and _may_be_read(entry.path) else ())
            elif not name.startswith("."):
                linked_folders.append(name)
        elif yaml and entry.is_file(follow_symlinks=False):
            files.append(name)
        elif not name.startswith(".") and entry.is_dir(follow_symlinks=False):
            folders.append(name)
    return Entries(*(tuple(sorted(names)) for names in (files, linked_files, folders, linked_folders)))


def below(folder: str, name: str) -> str:
    """The path of what stands in a folder."""
    return name if folder == "." else f"{folder}/{name}"


def absolute(cwd: Path, path: str | Path) -> Path:
    """The path from the root, without `.` and `..`, links not followed."""
    return Path(os.path.normpath(cwd / path))


def relative(cwd: Path, path: str | Path) -> str:
    """The path as findings name it: relative to the working directory, with `/`, without `./`."""
    return Path(os.path.relpath(path, cwd)).as_posix()


def repository_root(folder: Path) -> Path | None:
    """The nearest folder upwards with `.git`; None outside of every git repository."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def _listed(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return


def _may_be_read(link: str) -> bool:
    """Whether a link leads to a file, or nowhere, which is reported; pipes and devices are passed over."""
    try:
        return stat.S_ISREG(Path(link).stat().st_mode)
    except OSError:
        return True
