"""Reads a file that should hold a content token, and never waits for one that is none. Read `read_secret_file`."""

import os
import stat
from pathlib import Path

from reconciler.model.content_token import MOST_BYTES, Absence

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""A pipe without a writer must not make us wait, and a terminal must not become ours."""


def read_secret_file(path: Path) -> bytes | Absence:
    """The bytes of a regular file, at most one more than a content token may have; else why there are none."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return Absence.NO_FILE
    except (OSError, ValueError):  # ValueError: a path with a null character
        return Absence.UNREADABLE
    try:
        return _content(descriptor)
    except OSError:
        return Absence.UNREADABLE
    finally:
        os.close(descriptor)


def _content(descriptor: int) -> bytes | Absence:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return Absence.NOT_A_FILE
    content = b""
    while len(content) <= MOST_BYTES and (more := os.read(descriptor, MOST_BYTES + 1 - len(content))):
        content += more
    return content
