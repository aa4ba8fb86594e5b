"""Files that survive a kill and a power cut: written whole, flushed, their folders flushed too."""

import os
from pathlib import Path


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all bytes, however many calls the system takes for it. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


OWN_FOLDER = ".reconciler"
"""What we keep beside somebody's files; git is told to leave it alone, whatever else it ignores."""


def make_folders(folder: Path) -> None:
    """Makes a folder with those above it, each durably. Raises OSError."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    if folder.name == OWN_FOLDER:
        (folder / ".gitignore").write_text("*\n", "utf-8")
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk. Raises OSError.

    Windows cannot open a folder for this; its file system writes names to its own journal.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
