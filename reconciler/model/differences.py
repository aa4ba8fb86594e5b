"""What differs between desired, observed and last applied, before anything is judged."""

from dataclasses import dataclass

from reconciler.model.change import Change
from reconciler.model.entities import Assignment
from reconciler.model.ids import BookId, ChangeId
from reconciler.model.plan import Unmanaged


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs.

    `changes` by book id, then group id. `unmanaged` are assignments that stay and that git does not manage, by book
    and target. `adopted` are keys that are as desired and that last applied lacks, `forgotten` keys that are gone on
    all sides but last applied. `drifted` are keys whose observed value is not what was left behind, and new
    assignments on authoritative books that git does not want. `clashes` are texts of two assignments that mean
    one group of the tenant, per book: the later one is left out of the changes.
    """

    changes: tuple[Change, ...]
    unmanaged: tuple[Unmanaged, ...]
    adopted: tuple[ChangeId, ...]
    forgotten: tuple[ChangeId, ...]
    drifted: tuple[ChangeId, ...]
    clashes: tuple[tuple[BookId, Assignment, Assignment], ...]
