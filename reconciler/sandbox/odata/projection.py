"""What one row shows in one version of Graph: fields of beta left out of v1.0, secrets of both, `$select`."""

from functools import cache

from reconciler.sandbox.entities import Entity, entity
from reconciler.sandbox.messages import JsonObject, Version
from reconciler.sandbox.objects import Kind, Row

ENTITY_OF: dict[Kind, str] = {
    "managedEBook": "iosVppEBook",
    "vppToken": "vppToken",
    "group": "group",
    "user": "user",
    "device": "device",
    "organization": "organization",
    "auditEvent": "auditEvent",
}
FILTER_FIELDS = frozenset({"deviceAndAppManagementAssignmentFilterId", "deviceAndAppManagementAssignmentFilterType"})
_TYPED = frozenset({"iosVppEBook"})  # declared as managedEBook, hence always served with their own type


def entity_of(row: Row) -> Entity:
    """The entity of a stored object."""
    return entity(ENTITY_OF[row.kind])


def visible(kind: Entity, value: JsonObject, version: Version) -> JsonObject:
    """A value as a plain read of this version shows it, all its fields."""
    left_out = _left_out(kind, version)
    shown = {key: item for key, item in value.items() if key not in left_out}
    if kind.name in _TYPED:
        shown.setdefault("@odata.type", kind.odata_type)
    if version == "v1.0" and kind.name == "vppToken" and shown.get("state") == "duplicateLocationId":
        shown["state"] = "unknown"
    return shown


def typed(kind: Entity, value: JsonObject) -> JsonObject:
    """A value with its type in front, as polymorphic collections show it."""
    return {"@odata.type": kind.odata_type, **value}


def selected(value: JsonObject, names: frozenset[str] | None) -> JsonObject:
    """The chosen fields of a value; annotations always stay."""
    if names is None:
        return value
    return {key: item for key, item in value.items() if key in names or key.startswith("@")}


def visible_assignment(book_id: str, assignment: JsonObject, version: Version) -> JsonObject:
    """An assignment of a book as a read shows it: always with id and type, in v1.0 without filter fields."""
    shown = {"@odata.type": "#microsoft.graph.iosVppEBookAssignment", **assignment}
    if "id" not in shown:
        shown["id"] = assignment_id(book_id, assignment)
    target = shown.get("target")
    if version == "v1.0" and isinstance(target, dict):
        shown["target"] = {key: item for key, item in target.items() if key not in FILTER_FIELDS}
    return shown


def assignment_id(book_id: str, assignment: JsonObject) -> str:
    """A stable id: the book's, then what the target is."""
    target = assignment.get("target")
    target = target if isinstance(target, dict) else {}
    kind = str(target.get("@odata.type", "")).rpartition(".")[2]
    parts = [book_id, str(target.get("groupId") or kind.removesuffix("AssignmentTarget"))]
    if kind == "exclusionGroupAssignmentTarget":
        parts.append("exclude")
    if target.get("deviceAndAppManagementAssignmentFilterId"):
        parts.append(str(target["deviceAndAppManagementAssignmentFilterId"]))
    return "_".join(parts)


@cache
def _left_out(kind: Entity, version: Version) -> frozenset[str]:
    return kind.left_out(version)
