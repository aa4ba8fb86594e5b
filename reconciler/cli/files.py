"""Reading and writing the files that the command line names."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from reconciler.model.errors import UsageError

MOST_BYTES = 512 * 1024 * 1024
"""More than any plan of ours has; a file beyond it was given by mistake."""


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises UsageError when it cannot be read."""
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path}: it has more than {MOST_BYTES} bytes.", "Give a plan or a receipt.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}.", "Check the path.") from error


def write_file(path: Path, content: bytes) -> None:
    """Puts `content` into a file, whole or not at all. Raises UsageError when it cannot be written.

    What is no ordinary file, such as a pipe, is written as it stands.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(path.resolve(), content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}.", "Check the path.") from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
