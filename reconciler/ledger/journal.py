"""The outcomes of a running apply, written down one by one: what a killed run leaves behind for the next."""

import os
from collections.abc import Iterator
from pathlib import Path

from reconciler.ledger.durable import make_folders, sync_folder, write_all
from reconciler.ledger.folders import folder_name
from reconciler.ledger.records import strict_json
from reconciler.model.canonical import canonical
from reconciler.model.errors import ServiceError
from reconciler.model.ids import Digest
from reconciler.model.outcome_file import outcome_from_json, outcome_json
from reconciler.model.record import Outcome


class Journal:
    """One file of lines per intent, below a folder on this machine."""

    def __init__(self, path: Path, tenant: str) -> None:
        self._folder = path / folder_name(tenant)

    def note(self, intent: Digest, outcome: Outcome) -> None:
        """Adds one line and waits until it is on the disk. Raises ServiceError when that fails."""
        file = self._file(intent)
        try:
            created = not file.exists()
            make_folders(self._folder)
            _add_line(file, canonical(outcome_json(outcome)))
            if created:
                sync_folder(self._folder)
        except OSError as error:
            raise ServiceError(
                f"journal {file}: {error.strerror or error}: the outcome of {outcome.change} was not noted",
                "Make the folder writable and free some space, then apply again.",
            ) from error

    def notes(self, intent: Digest) -> tuple[Outcome, ...]:
        """The outcomes in the order they were noted; empty where there is no journal.

        A line that a kill cut short is left out: what it told is seen in the tenant itself.
        Raises ServiceError when the journal cannot be read.
        """
        file = self._file(intent)
        try:
            lines = file.read_bytes().split(b"\n")
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise ServiceError(
                f"journal {file}: {error.strerror or error}", "Make the file readable, then run again."
            ) from error
        return tuple(_outcomes(lines[:-1]))

    def forget(self, intent: Digest) -> None:
        """Removes the journal of an intent whose outcomes stand in a receipt. A leftover does no harm."""
        try:
            self._file(intent).unlink(missing_ok=True)
        except OSError:
            return

    def _file(self, intent: Digest) -> Path:
        return self._folder / f"{intent.removeprefix('sha256:')}.jsonl"


def _add_line(file: Path, line: bytes) -> None:
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        write_all(descriptor, _line_end(descriptor) + line + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line_end(descriptor: int) -> bytes:
    # A disk that was full may have left half a line; the next one must not be glued to it.
    size = os.fstat(descriptor).st_size
    if size == 0:
        return b""
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return b"" if os.read(descriptor, 1) == b"\n" else b"\n"


def _outcomes(lines: list[bytes]) -> Iterator[Outcome]:
    for line in lines:
        try:
            yield outcome_from_json(strict_json(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
