"""Records as files in a folder. A record is there whole under its own name, or not at all.

.new/TENANT       the record being written; a leftover of a killed run is thrown away by the next
.turn/TENANT      the lock under which the next number is given out
TENANT/00000001-intent.json …
"""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reconciler.ledger.durable import make_folders, sync_folder, write_all
from reconciler.ledger.folders import tenant_name
from reconciler.ledger.records import DamagedRecord
from reconciler.ledger.store import RecordExists
from reconciler.ledger.turn import turn
from reconciler.model.errors import ServiceError

Step = Callable[[str], None]
"""Is told each step of an append when it is done, so that a test can end the process there."""

STEPS = ("locked", "created", "half written", "written", "flushed", "linked", "unlinked", "folder flushed")


def _on(step: str) -> None:
    return None


class DirectoryStore:
    """The records of all tenants below one folder, which is made by the first append."""

    def __init__(self, path: Path, step: Step = _on) -> None:
        self._path = path
        self._step = step

    def where(self) -> str:
        """`dir:PATH`."""
        return f"dir:{self._path}"

    def names(self, folder: str) -> list[str]:
        """The names of all files in a tenant's folder; empty where it does not exist yet."""
        try:
            with os.scandir(self._path / folder) as entries:
                return [entry.name for entry in entries]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._failure("read", error) from error

    def read(self, folder: str, name: str) -> bytes:
        """The bytes of one file. Raises DamagedRecord for what is no plain file; never waits for one."""
        try:
            content = _plain_content(self._path / folder / name)
        except OSError as error:
            raise self._failure("read", error) from error
        if content is None:
            raise DamagedRecord(tenant_name(folder) or folder, name, "it is no plain file: a record was replaced")
        return content

    def append(self, folder: str, name: str, data: bytes) -> None:
        """Adds a file durably. Raises RecordExists when its number is taken, whatever the kind.

        link(2) gives the complete file its name in one step and refuses a name that exists. The lock is
        needed beside it because the kind stands in the name: two names could bear one number.
        """
        try:
            for needed in (folder, ".new", ".turn"):
                make_folders(self._path / needed)
            with turn(self._path / ".turn" / folder):
                self._step("locked")
                self._refuse_taken(folder, name)
                self._add(self._path / ".new" / folder, self._path / folder / name, data)
        except OSError as error:
            raise self._failure("written", error) from error

    def _refuse_taken(self, folder: str, name: str) -> None:
        number = name[:8]
        if any(other[:8] == number for other in self.names(folder)):
            raise RecordExists(name)

    def _add(self, new: Path, final: Path, data: bytes) -> None:
        new.unlink(missing_ok=True)  # never written over: a run killed after the link left a second name of a record
        self._write(new, data)
        try:
            os.link(new, final)
        except FileExistsError as error:
            raise RecordExists(final.name) from error
        self._step("linked")
        with suppress(OSError):  # the record stands; what is left over does no harm
            new.unlink()
        self._step("unlinked")
        sync_folder(final.parent)
        self._step("folder flushed")

    def _write(self, new: Path, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(new, flags, 0o644)
        try:
            self._step("created")
            write_all(descriptor, data[: len(data) // 2])
            self._step("half written")
            write_all(descriptor, data[len(data) // 2 :])
            self._step("written")
            os.fsync(descriptor)
            self._step("flushed")
        finally:
            os.close(descriptor)

    def _failure(self, done: str, error: OSError) -> ServiceError:
        return ServiceError(
            f"ledger {self.where()} cannot be {done}: {error.strerror or error}",
            "Check that the folder belongs to this user and has space, or name another ledger in RECONCILER_LEDGER.",
        )


_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Follows no link, and does not wait until somebody writes to a pipe."""
_NOT_OPENED = frozenset({errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EISDIR})
"""What systems say instead of opening a link, a socket, a folder."""


def _plain_content(file: Path) -> bytes | None:
    """The bytes of a file; None for a folder, a link, a pipe or whatever else is no plain file. Raises OSError."""
    try:
        descriptor = os.open(file, _READING)
    except OSError as error:
        if error.errno in _NOT_OPENED:
            return None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read()
