"""Reading Intune's audit log from a moment on, page by page. Read `read_events`.

Source: Microsoft Graph, "auditEvent resource type": `correlationId` is the client request id, `activityResult` how the
activity ended.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from reconciler.graph.client import GraphClient, JsonObject
from reconciler.graph.wire import event_from_wire
from reconciler.model.audit import EventsRead, LoggedEvent
from reconciler.model.errors import ServiceError
from reconciler.model.instants import stamp

EVENTS_PER_PAGE = 500
MOST_EVENT_PAGES = 400
"""After so many pages a reading ends, and says up to when it is complete; the next one goes on from there."""

_PERMISSION = "DeviceManagementApps.Read.All"


def read_events(client: GraphClient, since: datetime, most_pages: int = MOST_EVENT_PAGES) -> EventsRead:
    """All audit events since a moment, oldest first, of `most_pages` pages at most.

    Raises ServiceError where the log cannot be read: VPP509 without the permission, VPP505 where it breaks off.
    """
    moment = quote(f"activityDateTime ge {stamp(since.astimezone(UTC))}", safe="")
    query = f"$filter={moment}&$orderby={quote('activityDateTime asc')}&$top={EVENTS_PER_PAGE}"
    found: list[LoggedEvent] = []
    cut = False
    try:
        for number, page in enumerate(client.pages("v1.0", f"/deviceManagement/auditEvents?{query}", "the audit log")):
            if number == most_pages:
                cut = True
                break
            found += [event for wire in page if (event := _logged(wire)) is not None]
    except ServiceError as error:
        raise _unreadable(error) from error
    events = tuple(sorted(found, key=lambda event: event.at))
    return EventsRead(events, events[-1].at if cut and events else None)


def _logged(wire: JsonObject) -> LoggedEvent | None:
    """An entry of the log; None where it does not say what or when."""
    event = event_from_wire(wire)
    if event is None:
        return None
    return LoggedEvent(
        id=event.id,
        at=event.at,
        actor=event.actor,
        activity=event.activity,
        operation=event.operation,
        result=_text(wire.get("activityResult")),
        correlation=_text(wire.get("correlationId")).lower(),
        resources=event.resources,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _unreadable(error: ServiceError) -> ServiceError:
    if error.status != 403:
        return error
    return ServiceError(
        f"the audit log may not be read: {error.message}",
        f"Give the app {_PERMISSION}, and its identity a role that may read audit logs.",
        status=error.status,
        code="VPP509",
        request_id=error.request_id,
    )
