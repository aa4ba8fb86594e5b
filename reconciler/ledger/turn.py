"""One process at a time, by a lock of the operating system, which a killed process cannot leave behind."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconciler.model.errors import Locked

SECONDS = 20.0
"""A turn takes milliseconds; who holds one for longer was stopped, or hangs on its disk."""
_PAUSE = 0.01

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def turn(file: Path, seconds: float = SECONDS) -> Iterator[None]:
    """Waits for the file's lock and holds it within the block. The file stays behind, with the holder's number in it.

    Raises OSError, and Locked when another process keeps the lock for longer than `seconds`.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, file, seconds)
        yield
    finally:
        os.close(descriptor)  # which gives the lock back


def _take(descriptor: int, file: Path, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not _taken(descriptor):
        if time.monotonic() >= until:
            raise Locked(
                f"another process has kept {file} locked for {seconds:g} seconds{_holder(descriptor)}: it writes to"
                " the ledger, or was stopped while it did",
                "See what that process does; end it if it was stopped, and run again.",
            )
        time.sleep(_PAUSE)
    if sys.platform != "win32":  # there nobody else may read what is locked
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def _taken(descriptor: int) -> bool:
    try:
        _try(descriptor)
    except (BlockingIOError, PermissionError):  # the latter is what Windows says
        return False
    return True


def _holder(descriptor: int) -> str:
    """Who holds the lock, as far as it said so on this machine."""
    try:
        said = os.read(descriptor, 20).decode("ascii", "replace").strip()
    except OSError:  # Windows lets nobody else read what is locked
        said = ""
    return f" (process {said})" if said.isdecimal() else " (which process is not known)"
