"""Reading the audit log from a moment on, over HTTP."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest

from reconciler.graph.client import GraphClient
from reconciler.graph.events import read_events
from reconciler.model.audit import EventsRead
from reconciler.model.errors import ServiceError
from reconciler.transport import Transport
from tests.graph.service import Reply, Seen, serving, speaking

SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def wire(number: int, **more: Any) -> dict[str, Any]:
    """An entry of the log as the service shows it."""
    return {
        "id": f"e{number}",
        "activityDateTime": f"2026-11-02T10:00:{number:02d}Z",
        "activityType": "assign ManagedEBook",
        "activityOperationType": "Action",
        "activityResult": "Success",
        "correlationId": "ABCDEF00-0000-0000-0000-000000000000",
        "actor": {"userPrincipalName": "kim@norr.example"},
        "resources": [{"resourceId": "B1", "displayName": "Somebody's name"}],
        **more,
    }


def read(transport: Transport, most_pages: int = 9) -> EventsRead:
    return read_events(GraphClient(transport, lanes=1), SINCE, most_pages)


def paged(*pages: list[dict[str, Any]]) -> Any:
    """Answers with the pages in order, each with a link to the next."""

    def answer(seen: Seen) -> Reply:
        number = int(seen.target.rpartition("page=")[2]) if "page=" in seen.target else 0
        link = f"http://{seen.headers['Host']}/v1.0/deviceManagement/auditEvents?page={number + 1}"
        more = {"@odata.nextLink": link} if number + 1 < len(pages) else {}
        return Reply(body={"value": pages[number], **more})

    return answer


def test_all_pages_are_read_oldest_first_and_names_of_things_stay_behind() -> None:
    with serving(paged([wire(2)], [wire(1)], [])) as service, speaking(service.root) as transport:
        found = read(transport)
    assert (["e1", "e2"], None) == ([event.id for event in found.events], found.until)
    first = found.events[0]
    assert ("b1",) == first.resources
    assert ("kim@norr.example", "Success", "abcdef00-0000-0000-0000-000000000000") == (
        first.actor,
        first.result,
        first.correlation,
    )
    assert "$filter=activityDateTime ge 2026-11-01T00:00:00Z" in unquote(service.seen[0].target)


def test_a_reading_that_was_cut_off_says_up_to_when_it_is_complete() -> None:
    with serving(paged([wire(1)], [wire(2)], [wire(3)])) as service, speaking(service.root) as transport:
        found = read(transport, most_pages=2)
    assert ["e1", "e2"] == [event.id for event in found.events]
    assert datetime(2026, 11, 2, 10, 0, 2, tzinfo=UTC) == found.until


def test_an_entry_without_time_or_id_is_left_out() -> None:
    odd = [wire(1, activityDateTime=None), wire(2, id=None), wire(3, correlationId=None, activityResult=7)]
    with serving(paged(odd)) as service, speaking(service.root) as transport:
        [event] = read(transport).events
    assert ("e3", "", "") == (event.id, event.correlation, event.result)


def test_without_the_permission_it_is_said_which_one_is_missing() -> None:
    refused = pytest.raises(ServiceError, match="may not be read")
    with serving(Reply(403)) as service, speaking(service.root) as transport, refused as raised:
        read(transport)
    assert ("VPP509", 403) == (raised.value.code, raised.value.status)
    assert "DeviceManagementApps.Read.All" in raised.value.remedy


def test_a_log_that_breaks_off_is_no_answer() -> None:
    pages = iter([Reply(body={"value": [wire(1)], "@odata.nextLink": "https://elsewhere.example/v1.0/x"})])
    broken = pytest.raises(ServiceError)
    with serving(lambda seen: next(pages, Reply(500))) as service, speaking(service.root) as transport, broken:
        read(transport)
