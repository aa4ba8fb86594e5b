"""What a chain needs of the place that keeps its records. The chain logic above it is the same for every store."""

from typing import Protocol


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
