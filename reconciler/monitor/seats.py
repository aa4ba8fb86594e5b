"""Seats now beside what the ledger says they were. Read `dropped` and `jump`.

An observation tells only of books whose counts are others than before: the newest count holds until the newest
collection, which is `confirmed` here (None where there was none).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from reconciler.model.audit import SeatCount
from reconciler.model.ids import GroupId
from reconciler.model.instants import instant, stamp
from reconciler.model.observed import UNLIMITED
from reconciler.model.status import Grant, Jump

GroupSize = Callable[[GroupId], int | None]
"""How many users a group has; None where that is not known."""


def dropped(total: int | None, counts: Sequence[SeatCount], confirmed: datetime | None) -> SeatCount | None:
    """The newest count of seats that had a total, where the total is lower now; None else.

    Its moment is the last one at which the total was so.
    """
    before = next((one for one in reversed(counts) if one.total is not None), None)
    if before is None or before.total is None or total is None or before.total == UNLIMITED:
        return None
    return replace(before, at=_last_so(before, confirmed)) if total < before.total else None


def jump(
    used: int | None,
    counts: Sequence[SeatCount],
    grants: Sequence[Grant],
    size: GroupSize,
    confirmed: datetime | None,
) -> Jump | None:
    """How far used seats rose since the newest count, and how much of it applied changes explain; None without a rise.

    A change that was applied explains as many seats as its seatCap allows, whenever readers take them; one that was
    adopted, as many as its group has users. What earlier rises used up explains nothing more. None also where
    nothing is known from before, and where the size of such a group is not known: no alarm without a reason.
    """
    known = [one for one in counts if one.used is not None]
    if used is None or not known:
        return None
    left = _left(known, grants, size)
    if left is None:
        return None
    last = known[-1]
    rise = used - (last.used or 0)
    return Jump(_last_so(last, confirmed), rise, min(rise, left)) if rise > 0 else None


def _last_so(count: SeatCount, confirmed: datetime | None) -> str:
    """The last moment at which a count is known to have been so."""
    return count.at if confirmed is None else max(count.at, stamp(confirmed), key=instant)


def _left(known: Sequence[SeatCount], grants: Sequence[Grant], size: GroupSize) -> int | None:
    """The granted seats that were not yet taken at the newest count; None where a grant has no known size."""
    sized = [(grant, _seats(grant, size)) for grant in grants]
    if any(seats is None for _, seats in sized):
        return None
    left, former, seen = 0, None, 0
    for one in known:
        fresh = [(grant, seats or 0) for grant, seats in sized if seen < grant.seq <= one.record]
        left += sum(seats for _, seats in fresh)
        if former is None:  # the first count may come after seats were taken already
            former = min((grant.before for grant, _ in fresh if grant.before is not None), default=None)
        if former is not None:
            left -= min(left, max(0, (one.used or 0) - former))
        former, seen = one.used or 0, one.record
    return left + sum(seats or 0 for grant, seats in sized if grant.seq > seen)


def _seats(grant: Grant, size: GroupSize) -> int | None:
    return size(grant.group) if grant.seats is None else grant.seats
