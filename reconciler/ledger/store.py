"""What a chain needs of the place that keeps its records. The chain logic above it is the same for every store."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


class RecordExists(Exception):
    """The store holds a record of this number already: another run was first. Nothing was written."""


class RecordStore(Protocol):
    """Keeps the records of many tenants, one folder of files per tenant, and never changes one.

    Every method raises ServiceError when the store cannot be reached.
    """

    def where(self) -> str:
        """The store, as it is written in the settings: `dir:PATH`."""

    def names(self, folder: str) -> list[str]:
        """The names of all files in a tenant's folder, in any order; empty where there is no such folder."""

    def read(self, folder: str, name: str) -> bytes:
        """The bytes of one file."""

    def append(self, folder: str, name: str, data: bytes) -> None:
        """Adds a file, whole and durably or not at all.

        Raises RecordExists when the folder holds a file with the same number in its first eight characters,
        whatever its kind.
        """


@dataclass(frozen=True, slots=True)
class HistoryFault:
    """A change of the store itself that is no append. `file` is `folder/name`, empty where no one file is meant."""

    commit: str
    file: str
    reason: str


@runtime_checkable
class Historied(Protocol):
    """A store that remembers how it became what it is, and can therefore tell when a record was changed."""

    def history_faults(self) -> Iterator[HistoryFault]:
        """Whatever in the history added no single new record, oldest first; empty where nothing is wrong.

        Raises ServiceError when the store cannot be reached.
        """
