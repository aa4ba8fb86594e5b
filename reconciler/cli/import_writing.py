"""Puts several files in place: all are prepared before the first of them is replaced.

Read `prepare_files`, then `put_in_place`.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.model.errors import UsageError

_MODE = 0o666


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file as people name it, its place with links followed, and what waits beside it to take that place."""

    file: str
    place: Path
    prepared: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that waits, and the folders that were made for it, outer ones first."""

    waiting: list[_Waiting] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)


@contextmanager
def prepare_files(cwd: Path, files: Mapping[str, bytes]) -> Iterator[Prepared]:
    """Each file written beside its place. Whatever was not put in place when the block ends is gone again.

    `files` are paths relative to `cwd`. Raises UsageError, with nothing left behind, where a place is not a file's.
    """
    places = {file: (cwd / file).resolve() for file in files}
    for file, place in places.items():
        _check_place(file, place)
    prepared = Prepared()
    try:
        for file, content in files.items():
            with _named(file):
                _prepare(prepared, file, places[file], content)
        yield prepared
    finally:
        _clear(prepared)


def put_in_place(prepared: Prepared) -> None:
    """Replaces each file, whole or not at all. Raises UsageError that says which were replaced before one failed."""
    done: list[str] = []
    for one in prepared.waiting:
        with _named(one.file, done):
            one.prepared.replace(one.place)
        done.append(one.file)


def _check_place(file: str, place: Path) -> None:
    """Raises UsageError where something that is no file stands in a file's place, or no folder above it."""
    with _named(file):
        if place.exists() and not place.is_file():
            what = "a folder" if place.is_dir() else "no ordinary file"
            raise UsageError(f"{file} is {what}: nothing was written.", "Move it away, and run import again.")
        above = next(folder for folder in place.parents if folder.exists())
        if not above.is_dir():
            raise UsageError(
                f"{file}: {above} is no folder: nothing was written.", "Move it away, and run import again."
            )


def _prepare(prepared: Prepared, file: str, place: Path, content: bytes) -> None:
    for folder in reversed([one for one in place.parents if not one.exists()]):
        folder.mkdir(exist_ok=True)
        prepared.folders.append(folder)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:100]}.")
    prepared.waiting.append(_Waiting(file, place, Path(name)))
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    mode = place.stat().st_mode & 0o777 if place.exists() else _MODE & ~_umask()
    Path(name).chmod(mode)


@contextmanager
def _named(file: str, done: Sequence[str] = ()) -> Iterator[None]:
    """Turns what the system says about a file into a UsageError with the file's own name."""
    try:
        yield
    except OSError as error:
        written = f"already written: {', '.join(done)}" if done else "nothing was written"
        raise UsageError(
            f"{file}: cannot be written: {error.strerror}; {written}.", "Check the path, and run import again."
        ) from error


def _clear(prepared: Prepared) -> None:
    """Takes away what still waits, and the folders that are empty then."""
    for one in prepared.waiting:
        with suppress(OSError):
            one.prepared.unlink(missing_ok=True)
    for folder in reversed(prepared.folders):
        with suppress(OSError):
            folder.rmdir()


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
