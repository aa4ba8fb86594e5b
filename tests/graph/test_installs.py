"""Install states by device, as the service tells them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.graph.installs import device_state_from_wire, error_code
from reconciler.model.ids import BookId
from reconciler.model.installs import DeviceState
from tests.graph.tenant import Tenant

MATH = BookId("20000000-0000-4000-8000-000000000002")
GONE = BookId("20000000-0000-4000-8000-00000000ffff")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("", "0"),
        ("", ""),
        ("0x87D1313D", "-2016333507"),
        ("0x87D1313D", "2278633789"),
        ("0x87D1313D", "0x87d1313d"),
        ("E17", " E17 "),
    ],
)
def test_a_code_is_written_as_people_look_it_up(expected: str, text: str) -> None:
    assert expected == error_code(text)


@pytest.mark.parametrize(
    ("expected", "wire"),
    [
        (
            DeviceState("d1", "failed", "0x87D1313D", datetime(2026, 11, 20, 8, tzinfo=UTC)),
            {
                "deviceId": "d1",
                "installState": "failed",
                "errorCode": "-2016333507",
                "lastSyncDateTime": "2026-11-20T08:00:00Z",
                "userName": "ada@norr.example",
            },
        ),
        (
            DeviceState("x", "installed", "", None),
            {"id": "x", "installState": "installed", "lastSyncDateTime": "0001-01-01T00:00:00Z"},
        ),
        (DeviceState("", "", "", None), {"installState": 7, "errorCode": None, "lastSyncDateTime": "soon"}),
    ],
    ids=["whole", "never checked in", "nonsense"],
)
def test_a_state_is_read_without_the_user(expected: DeviceState, wire: dict[str, Any]) -> None:
    assert expected == device_state_from_wire(wire)


def test_states_are_read_by_book_and_a_book_that_is_gone_is_left_out(tenant: Tenant) -> None:
    with tenant.intune() as door:
        found = door.device_states([MATH, GONE])
    assert {MATH} == found.keys()
    assert {"installed"} == {state.state for state in found[MATH]}
    assert list(found[MATH]) == sorted(found[MATH], key=lambda state: (state.device, state.state, state.error))


def test_a_refusal_leaves_books_out_and_stops_nothing(tenant: Tenant) -> None:
    tenant.faults({"method": "GET", "path": "deviceStates", "status": 403, "mode": "before"})
    with tenant.intune() as door:
        assert {} == door.device_states([MATH])


def test_many_books_travel_in_batches(tenant: Tenant) -> None:
    before = len(tenant.asked())
    with tenant.intune() as door:
        door.device_states([MATH] * 45)
    assert 3 == len([line for line in tenant.asked()[before:] if "$batch" in line])
