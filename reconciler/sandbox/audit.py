"""Audit events: who changed what, in the shape in which Intune keeps them."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from reconciler.sandbox.call import Call
from reconciler.sandbox.clock import format_instant
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import Row, add_objects


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done: its name, the kind of operation (Action, Create, Patch, Delete), the component."""

    name: str
    operation: str
    component: str


ASSIGN = Activity("assign ManagedEBook", "Action", "ManagedEBook")
CREATE_ASSIGNMENT = Activity("Create ManagedEBookAssignment", "Create", "ManagedEBook")
DELETE_ASSIGNMENT = Activity("Delete ManagedEBookAssignment", "Delete", "ManagedEBook")
CREATE_TOKEN = Activity("Create VppToken", "Create", "VppToken")
PATCH_TOKEN = Activity("Patch VppToken", "Patch", "VppToken")
DELETE_TOKEN = Activity("Delete VppToken", "Delete", "VppToken")
SYNC_TOKEN = Activity("syncLicenses VppToken", "Action", "VppToken")


def record(call: Call, activity: Activity, subject: Row, changes: list[JsonObject]) -> None:
    """Adds the event of a write by the caller; `changes` are properties with old and new value."""
    resource = {
        "displayName": subject.json.get("displayName"),
        "auditResourceType": f"Microsoft.Management.Services.Api.{activity.component}",
        "resourceId": subject.json["id"],
        "modifiedProperties": changes,
    }
    event = {
        "id": str(uuid4()),
        "displayName": activity.name,
        "componentName": activity.component,
        "activity": None,
        "activityDateTime": format_instant(call.now),
        "activityType": activity.name,
        "activityOperationType": activity.operation,
        "activityResult": "Success",
        "correlationId": _correlation(call),
        "category": "Application",
        "actor": _actor(call),
        "resources": [resource],
    }
    add_objects(call.store, "auditEvent", [event])


def property_change(name: str, old: str | None, new: str | None) -> JsonObject:
    """One changed property of an audit event."""
    return {"displayName": name, "oldValue": old, "newValue": new}


def _correlation(call: Call) -> str:
    given = call.request.header("client-request-id") or ""
    try:
        return str(UUID(given))
    except ValueError:
        return call.request_id


def _actor(call: Call) -> JsonObject:
    is_user = call.caller.kind == "user"
    return {
        "auditActorType": "ItPro" if is_user else "Application",
        "userPermissions": ["*"],
        "applicationId": None,
        "applicationDisplayName": None if is_user else call.caller.name,
        "userPrincipalName": call.caller.name if is_user else None,
        "servicePrincipalName": None,
        "ipAddress": None,
        "userId": None,
    }
