"""Limits are kept by waiting before a request: no window of time ever has more than the service allows."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.graph.client import GraphClient
from reconciler.graph.limits import DIRECTORY_UNITS, INTUNE_REQUESTS, INTUNE_WRITES, Limits
from reconciler.graph.provider import open_intune
from reconciler.model.entities import BetaUse, Cloud, Intent
from reconciler.model.ids import BookId, GroupId
from reconciler.transport import Pacer
from tests.graph.service import FakeTime, Reply, serving, speaking
from tests.graph.tenant import serving_tenant
from tests.sandbox.client import book, group

BOOK = "/deviceAppManagement/managedEBooks/b1"
MEMBERS = "/groups/g1/transitiveMembers?$select=id"


def most_in_a_window(sent: list[tuple[float, int]], seconds: float) -> int:
    """The largest sum of costs within any stretch of so many seconds."""
    return max(sum(cost for at, cost in sent if start <= at < start + seconds) for start, _ in sent)


@given(st.lists(st.tuples(st.floats(0, 7), st.integers(1, 4)), min_size=1, max_size=60), st.integers(4, 9))
def test_no_window_has_more_than_is_allowed(requests: list[tuple[float, int]], most: int) -> None:
    time = FakeTime()
    pacer = Pacer(most, 10.0, time.pace())
    sent = []
    for idle, cost in requests:
        time.now += idle
        pacer.take(cost)
        sent.append((time.now, cost))
    assert most_in_a_window(sent, 10.0) <= most


def test_what_fits_is_not_made_to_wait() -> None:
    time = FakeTime()
    pacer = Pacer(5, 10.0, time.pace())
    for _ in range(5):
        pacer.take()
    assert [] == time.slept
    pacer.take()
    assert [pytest.approx(10.5)] == time.slept


def test_the_time_for_writes_is_told_before_they_are_sent() -> None:
    time = FakeTime()
    pacer = Pacer(5, 10.0, time.pace())
    assert [0.0, 0.0, pytest.approx(10.5), pytest.approx(31.5)] == [pacer.seconds_for(n) for n in (0, 5, 6, 20)]
    began = time.now
    for _ in range(20):
        pacer.take()
    assert pytest.approx(31.5) == time.now - began
    assert pytest.approx(10.5) == pacer.seconds_for(1)


def test_waiting_for_a_turn_takes_none() -> None:
    time = FakeTime()
    pacer = Pacer(2, 10.0, time.pace())
    pacer.take(2)
    pacer.wait()
    pacer.wait()
    pacer.take(2)
    assert [pytest.approx(10.5)] == time.slept


@pytest.mark.parametrize(
    ("paths", "most", "seconds"),
    [
        ([BOOK], *INTUNE_REQUESTS),
        (["https://graph.microsoft.com/beta/deviceManagement/auditEvents?$top=1"], *INTUNE_REQUESTS),
        (["/groups/g1?$select=id"], *DIRECTORY_UNITS),
        ([MEMBERS], DIRECTORY_UNITS[0] // 4, DIRECTORY_UNITS[1]),
        ([MEMBERS] * 20, DIRECTORY_UNITS[0] // 80, DIRECTORY_UNITS[1]),
    ],
)
def test_each_kind_of_request_has_the_documented_limit(paths: list[str], most: int, seconds: float) -> None:
    time = FakeTime()
    limits = Limits(time.pace())
    for _ in range(most):
        limits.turn_to_read(paths)
    assert [] == time.slept
    limits.turn_to_read(paths)
    assert [pytest.approx(1.05 * seconds)] == time.slept


def test_writes_have_a_limit_of_their_own() -> None:
    time = FakeTime()
    limits = Limits(time.pace())
    for _ in range(INTUNE_WRITES[0] + 1):
        limits.turn_to_write()
    assert [pytest.approx(1.05 * INTUNE_WRITES[1])] == time.slept


@dataclass
class TenantTime(FakeTime):
    """Time that passes for the tenant too: `tell` sets its clock."""

    tell: Callable[[str], None]

    def __post_init__(self) -> None:
        super().__init__()
        self._show()

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self._show()

    def _show(self) -> None:
        self.tell(f"{(datetime(2026, 8, 14, tzinfo=UTC) + timedelta(seconds=self.now)).isoformat()[:19]}Z")


def test_a_hundred_and_fifty_writes_are_never_refused_and_take_as_long_as_was_told(tmp_path: Path) -> None:
    books = [BookId(f"20000000-0000-4000-8000-{n:012}") for n in range(150)]
    only = GroupId("30000000-0000-4000-8000-000000000001")
    with serving_tenant(tmp_path) as tenant:
        state = {"managedEBooks": [book(one) for one in books], "groups": [group(only)]}
        tenant.client.put_state(**state, settings={"writesPer20s": 100})
        time = TenantTime(tenant.client.set_clock)
        door = open_intune(Cloud.SANDBOX, None, BetaUse.READ, url=tenant.root, access_token="app:x", pace=time.pace())
        expected = door.seconds_for(150)
        for one in books:
            door.wait_to_write()
            door.assign(one, (), {only: Intent.REQUIRED})
        door.close()
        assert {204} == {entry["status"] for entry in tenant.client.get("/_sandbox/requests")}
    assert [pytest.approx(21.0)] * 2 == [expected, sum(time.slept)]


class Slow(FakeTime):
    """Whoever sleeps lets the other lane come to its own waiting before time goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.somebody_sleeps = threading.Event()
        self._both = threading.Barrier(2, self._pass, timeout=10)

    def _pass(self) -> None:
        self.now += self.slept[0]

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.somebody_sleeps.set()
        self._both.wait()


def test_when_one_lane_is_asked_to_wait_the_other_waits_too_and_it_counts_once() -> None:
    time = Slow()
    throttled = Reply(429, headers={"Retry-After": "7"})
    with serving(throttled, Reply(body={"n": 1})) as service, speaking(service.root, time) as transport:
        client = GraphClient(transport, lanes=2)

        def late() -> None:
            assert time.somebody_sleeps.wait(10)
            client.get("v1.0", "/b")

        client.beside(lambda: client.get("v1.0", "/a"), late)
        assert ([7.0, 7.0], 7.0) == (time.slept, transport.waited_seconds)
        assert ["GET /v1.0/a"] == service.targets[:1]


def test_a_tenant_in_this_process_is_not_microsofts_and_has_no_limits() -> None:
    class Wire(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(204)

    time = FakeTime()
    door = open_intune(Cloud.GLOBAL, None, BetaUse.READ, access_token="app:x", pace=time.pace(), wire=Wire(), lanes=1)
    for _ in range(INTUNE_WRITES[0] + 1):
        door.wait_to_write()
        door.assign(BookId("b1"), (), {})
    door.close()
    assert ([], 0.0) == (time.slept, door.seconds_for(1000))
