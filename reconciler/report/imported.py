"""What an import did, as it is reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reconciler.model.adoption import Adoption
from reconciler.model.book_list import MatchedLine
from reconciler.model.entities import Tenant
from reconciler.model.ids import Digest


@dataclass(frozen=True, slots=True)
class Imported:
    """What was done. `files` are the paths that were written, each with whether it was there before.

    `rows` are the lines of a book list, None where none was given; while one of them is open, nothing was written.
    `record` is the digest of the ledger's new record, None where none was appended.
    """

    tenant: Tenant
    new: bool
    at: datetime
    adoption: Adoption
    files: Mapping[str, bool]
    rows: tuple[MatchedLine, ...] | None = None
    record: Digest | None = None

    @property
    def open(self) -> int:
        """How many lines of the list are not clear."""
        return sum(row.missing is not None for row in self.rows or ())
