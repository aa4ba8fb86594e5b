"""What rose and what fell since the ledger last told, and how much of it applied changes explain."""

from datetime import UTC, datetime

import pytest

from reconciler.model.audit import SeatCount
from reconciler.model.ids import GroupId
from reconciler.model.observed import UNLIMITED
from reconciler.model.status import Grant, Jump
from reconciler.monitor.seats import dropped, jump

GROUP = GroupId("g")
LATER = datetime(2026, 11, 20, tzinfo=UTC)


def count(day: int, record: int, used: int | None, total: int | None = 60) -> SeatCount:
    return SeatCount(f"2026-11-{day:02}T00:00:00Z", record, "b", "Book", used, total)


def size_of(group: GroupId) -> int | None:
    return {GROUP: 4}.get(group)


@pytest.mark.parametrize(
    ("expected", "total", "before"),
    [
        (120, 60, [count(1, 1, 0, 120)]),
        (None, 120, [count(1, 1, 0, 120)]),
        (None, 60, [count(1, 1, 0, 120), count(2, 2, 0, 60)]),
        (120, 60, [count(1, 1, 0, 120), count(2, 2, 5, None)]),
        (None, 60, [count(1, 1, 0, UNLIMITED)]),
        (None, None, [count(1, 1, 0, 120)]),
        (None, 60, []),
    ],
)
def test_a_total_dropped_when_the_newest_one_that_is_known_was_higher(
    expected: int | None, total: int | None, before: list[SeatCount]
) -> None:
    found = dropped(total, before, None)
    assert expected == (found.total if found else None)


def test_a_count_holds_until_the_newest_collection() -> None:
    assert "2026-11-20T00:00:00Z" == dropped(60, [count(1, 1, 0, 120)], LATER).at  # type: ignore[union-attr]
    assert Jump("2026-11-20T00:00:00Z", 2, 0) == jump(2, [count(1, 1, 0)], [], size_of, LATER)


@pytest.mark.parametrize(
    ("expected", "used", "counts", "grants"),
    [
        ((40, 2), 40, [(1, 0)], [Grant(2, GROUP, 2)]),
        ((10, 10), 10, [(1, 0)], [Grant(2, GROUP, 28)]),
        ((5, 4), 5, [(1, 0)], [Grant(2, GROUP, None)]),
        ((3, 0), 8, [(1, 0), (3, 5)], [Grant(2, GROUP, 5)]),
        ((3, 3), 8, [(1, 0), (3, 5)], [Grant(2, GROUP, 8)]),
        ((3, 3), 8, [(3, 5)], [Grant(2, GROUP, 8)]),
        ((3, 3), 8, [(3, 5)], [Grant(4, GROUP, 8)]),
        ((3, 2), 8, [(3, 5)], [Grant(3, GROUP, 5, 2)]),
        (None, 5, [(1, 5)], []),
        (None, 3, [(1, 5)], []),
        (None, 5, [], [Grant(1, GROUP, 8)]),
        (None, None, [(1, 5)], []),
    ],
    ids=[
        "a cap that is too small",
        "within the cap",
        "an adopted group counts with its size",
        "what was taken before explains nothing more",
        "what is left of a cap goes on to explain",
        "a grant from before the first count",
        "a grant after the newest count",
        "seats that the record of the grant itself saw taken",
        "no rise",
        "a fall",
        "nothing to compare with",
        "nothing known now",
    ],
)
def test_a_rise_is_explained_by_what_was_granted_and_not_yet_taken(
    expected: tuple[int, int] | None, used: int | None, counts: list[tuple[int, int]], grants: list[Grant]
) -> None:
    told = [count(record, record, number) for record, number in counts]
    found = jump(used, told, grants, size_of, None)
    assert expected == ((found.rise, found.explained) if found else None)


def test_a_group_of_unknown_size_raises_no_alarm() -> None:
    assert None is jump(9, [count(1, 1, 0)], [Grant(2, GroupId("unread"), None)], size_of, None)
