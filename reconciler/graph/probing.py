"""Asks for one object of each kind, to see what may be read. Read `ask`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from reconciler.graph.books import BOOKS, TOKENS
from reconciler.graph.client import GraphClient, JsonObject, Version
from reconciler.model.doctor import Area, Asked
from reconciler.model.errors import ServiceError
from reconciler.model.ids import GroupId

_ONE = "$top=1&$select=id"
_POLICIES = "/deviceManagement/operationApprovalPolicies"
"""Source: Microsoft Graph beta, "List operationApprovalPolicies" (read 2026-11)."""
_REQUESTS = "/deviceManagement/operationApprovalRequests"
_PLACES: Mapping[Area, tuple[Version, str]] = {
    Area.BOOKS: ("v1.0", f"{BOOKS}?{_ONE}"),
    Area.TOKENS: ("v1.0", f"{TOKENS}?{_ONE}"),
    Area.GROUPS: ("v1.0", f"/groups?{_ONE}"),
    Area.AUDIT: ("v1.0", f"/deviceManagement/auditEvents?{_ONE}"),
    Area.ORGANIZATION: ("v1.0", f"/organization?{_ONE}"),
    Area.BETA: ("beta", f"{TOKENS}?{_ONE}"),
    Area.APPROVAL_POLICIES: ("beta", _POLICIES),
    Area.APPROVAL_REQUESTS: ("beta", f"{_REQUESTS}?$top=1"),
}


def ask(client: GraphClient, area: Area, group: GroupId | None) -> Asked:
    """What came of reading at most one object of an area, or all approval policies, which are few."""
    version, path = _members(group) if area is Area.MEMBERS else _PLACES[area]
    try:
        answer = client.ask(version, path)
    except ServiceError as error:
        return Asked(error.status, why=error.message, remedy=error.remedy)
    objects = _objects(answer.body)
    return Asked(200, _texts(objects, "id"), _texts(objects, "policyType"), _instant(answer.date))


def _members(group: GroupId | None) -> tuple[Version, str]:
    return "v1.0", f"/groups/{quote(group or '', safe='')}/transitiveMembers?{_ONE}"


def _objects(body: JsonObject) -> list[dict[str, Any]]:
    value = body.get("value")
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(objects: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(str(one[name]) for one in objects if isinstance(one.get(name), str))


def _instant(date: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
