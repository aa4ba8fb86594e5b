"""How books arrive: by device, and by user where the ledger tells since when it is required."""

from datetime import timedelta

import pytest

from reconciler.model.observed import Readers
from reconciler.model.status import InstallFigures, OldDevices
from reconciler.monitor.installs import old_devices
from tests import worlds as w
from tests.audit.records import Chain, key, outcome
from tests.monitor.watching import assigned, counted, device

CLASS = w.readers({1: ["ada", "bo", "cy"]}, {1: ["ada"]})


def installs(*, readers: Readers = CLASS, since: float | None = None, intent: str = "required") -> InstallFigures:
    """The installs of one book for group 1, required in the ledger since so many days."""
    chain = Chain()
    if since is not None:
        at = w.NOW - timedelta(days=since, minutes=1)
        chain.apply(at, [outcome(key(1, 1), "required")], {key(1, 1): "required"})
    states = [
        device(1),
        device(2, "failed", "0x87D1313D"),
        device(3, "failed", "0x87D13B64"),
        device(4, "failed", "0x87D1313D"),
        device(5, "notInstalled"),
        device(6, "failed", "0x1", days=15),
        device(7, days=None),
    ]
    book = w.observed_book(1, w.shown(1, intent))
    [found] = counted(assigned(1, 1), book, readers=readers, states={1: states}, chain=chain).installs
    return found


def test_devices_are_counted_by_outcome_and_those_that_are_silent_only_as_old() -> None:
    found = installs()
    assert (1, 3, 1, 2) == (found.installed, found.failed, found.waiting, found.old)
    assert 5 == found.counted
    assert (("0x87D1313D", 2), ("0x87D13B64", 1)) == found.errors


@pytest.mark.parametrize(("expected", "since"), [(None, None), (None, 7), ((3, 2, 8), 8), ((3, 2, 30), 30)])
def test_users_wait_when_it_has_been_required_for_more_than_a_week(
    expected: tuple[int, int, int] | None, since: float | None
) -> None:
    found = installs(since=since)
    assert (expected or (None, None, None)) == (found.required, found.missing, found.days)


@pytest.mark.parametrize(
    "readers",
    [w.readers({}, {1: ["ada"]}), w.readers({1: ["ada", "bo", "cy"]})],
    ids=["members unread", "installs unread"],
)
def test_nobody_is_said_to_wait_where_that_cannot_be_known(readers: Readers) -> None:
    assert None is installs(readers=readers, since=30).missing


def test_a_group_that_has_it_no_longer_as_required_does_not_wait() -> None:
    assert None is installs(since=30, intent="available").missing


def test_a_device_with_several_books_is_old_once_and_not_where_one_state_is_fresh() -> None:
    states = [device(1, days=20), device(1, days=30), device(2, days=40), device(2, days=1), device(3, days=None)]
    assert OldDevices(2, w.NOW - timedelta(days=20)) == old_devices(states, w.NOW)
    assert OldDevices(1, None) == old_devices([device(3, days=None)], w.NOW)
