"""Writing assignments: the action that replaces a book's whole set, and adding or removing a single one."""

import math

from reconciler.sandbox import audit
from reconciler.sandbox.call import Call, refuse_unknown
from reconciler.sandbox.errors import Refusal, bad_request, not_found, plain_refusal
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.objects import Row, find_object, key_of, part_of
from reconciler.sandbox.odata.projection import FILTER_FIELDS, assignment_id, visible_assignment
from reconciler.sandbox.pending import write_assignments
from reconciler.sandbox.values import text_of

INTENTS = frozenset({"available", "required", "uninstall", "availableWithoutEnrollment"})
GROUP_TARGETS = frozenset({"groupAssignmentTarget", "exclusionGroupAssignmentTarget"})
TARGETS = GROUP_TARGETS | {
    "allLicensedUsersAssignmentTarget",
    "allDevicesAssignmentTarget",
    "configurationManagerCollectionAssignmentTarget",
}
FILTER_TYPES = frozenset({None, "none", "include", "exclude"})
_TYPES = frozenset({None, "microsoft.graph.iosVppEBookAssignment", "microsoft.graph.managedEBookAssignment"})
_ASSIGNMENT_KEYS = frozenset({"id", "installIntent", "target"})
_OWN_KEY = {"configurationManagerCollectionAssignmentTarget": "collectionId"} | dict.fromkeys(GROUP_TARGETS, "groupId")
WRITES_WINDOW_SECONDS = 20.0


def assign(call: Call) -> Answer:
    """Replaces all assignments of a book by those of the body; of two for one target the first counts."""
    book = call.row("managedEBook")
    body = call.body()
    values = body.get("managedEBookAssignments")
    if not isinstance(values, list):
        raise bad_request("The body must hold the list 'managedEBookAssignments'.")
    refuse_unknown(body, frozenset({"managedEBookAssignments"}), "assign")
    present = _present(call, book)
    wanted: dict[str, JsonObject] = {}
    for value in values:
        assignment = _kept(call, present, value) or _checked(call, book, value)
        wanted.setdefault(key_of(assignment_id("", assignment)), assignment)
    _write(call, book, list(wanted.values()), audit.ASSIGN)
    return Answer(204)


def add_assignment(call: Call) -> Answer:
    """Adds one assignment to a book. Refuses with 409 a target that the book already has."""
    book = call.row("managedEBook")
    added = _checked(call, book, call.body())
    present = _present(call, book)
    if any(assignment_id(book.json["id"], old) == added["id"] for old in present):
        raise Refusal(409, "The book already has an assignment for this target.")
    _write(call, book, [*present, added], audit.CREATE_ASSIGNMENT)
    shown = visible_assignment(book.json["id"], added, call.version)
    context = f"{call.root}/$metadata#deviceAppManagement/managedEBooks('{book.json['id']}')/assignments/$entity"
    return Answer(201, {"@odata.context": context, **shown})


def remove_assignment(call: Call) -> Answer:
    """Removes one assignment of a book by its id."""
    book = call.row("managedEBook")
    wanted = key_of(call.parameters["part"])
    present = _present(call, book)
    kept = [old for old in present if key_of(visible_assignment(book.json["id"], old, "beta")["id"]) != wanted]
    if len(kept) == len(present):
        raise not_found("managedEBookAssignment", call.parameters["part"])
    _write(call, book, kept, audit.DELETE_ASSIGNMENT)
    return Answer(204)


def _present(call: Call, book: Row) -> list[JsonObject]:
    return part_of(call.store, book, "assignments") or []


def _kept(call: Call, present: list[JsonObject], value: object) -> JsonObject | None:
    """The assignment that the book has already, just so: it may stay although it could not be made today."""
    if not isinstance(value, dict) or not isinstance(value.get("target"), dict):
        return None
    if call.version == "v1.0" and value["target"].keys() & FILTER_FIELDS:
        return None  # such a write drops the filter, and so is another assignment
    same = (
        old
        for old in present
        if old.get("target") == value.get("target") and old.get("installIntent") == value.get("installIntent")
    )
    return next(same, None)


def _checked(call: Call, book: Row, value: object) -> JsonObject:
    """An assignment as it is stored. Refuses unknown types, intents, targets and groups."""
    if not isinstance(value, dict):
        raise bad_request("An assignment must be an object.")
    odata_type = value.get("@odata.type")
    if (odata_type.removeprefix("#") if isinstance(odata_type, str) else odata_type) not in _TYPES:
        raise bad_request(f"The type '{odata_type}' is not one of a book's assignment.")
    refuse_unknown(value, _ASSIGNMENT_KEYS, "managedEBookAssignment")
    if not (value.get("id") is None or isinstance(value["id"], str)):
        raise bad_request("The id of an assignment must be a text.")
    intent = value.get("installIntent")
    if not isinstance(intent, str) or intent not in INTENTS:
        raise bad_request(f"The installIntent '{intent}' is not known.")
    assignment: JsonObject = {
        "@odata.type": "#microsoft.graph.iosVppEBookAssignment",
        "installIntent": intent,
        "target": _checked_target(call, value.get("target")),
    }
    return {"id": assignment_id(book.json["id"], assignment), **assignment}


def _checked_target(call: Call, target: object) -> JsonObject:
    if not isinstance(target, dict):
        raise bad_request("An assignment needs a target.")
    kind = str(target.get("@odata.type", "")).removeprefix("#microsoft.graph.")
    if kind not in TARGETS:
        raise bad_request(f"The target type '{target.get('@odata.type')}' is not known.")
    refuse_unknown(target, _known_keys(kind), kind)
    checked: JsonObject = {"@odata.type": f"#microsoft.graph.{kind}"}
    if kind in GROUP_TARGETS:
        checked["groupId"] = _known_group(call, target)
    elif kind == "configurationManagerCollectionAssignmentTarget":
        checked["collectionId"] = _collection(target)
    if call.version == "beta":
        checked |= _filter_fields(target)
    return checked


def _known_keys(kind: str) -> frozenset[str]:
    """What a target of this kind may have. Filters are let in everywhere: v1.0 drops them."""
    return FILTER_FIELDS | ({_OWN_KEY[kind]} if kind in _OWN_KEY else set())


def _collection(target: JsonObject) -> str:
    identifier = text_of(target, "collectionId")
    if not identifier:
        raise bad_request("The target needs a collectionId, a text.")
    return identifier


def _known_group(call: Call, target: JsonObject) -> str:
    identifier = text_of(target, "groupId") or ""
    group = find_object(call.store, "group", identifier)
    if group is None:
        raise bad_request(f"The group '{identifier}' does not exist.")
    return str(group.json["id"])


def _filter_fields(target: JsonObject) -> JsonObject:
    """The filter of a target, as far as it is given. v1.0 does not know filters, so that a write there drops them."""
    found = {name: target[name] for name in sorted(FILTER_FIELDS) if name in target}
    kind = found.get("deviceAndAppManagementAssignmentFilterType")
    identifier = found.get("deviceAndAppManagementAssignmentFilterId")
    if not (kind is None or (isinstance(kind, str) and kind in FILTER_TYPES)):
        raise bad_request(f"The assignment filter type '{kind}' is not known.")
    if not (identifier is None or isinstance(identifier, str)):
        raise bad_request("The assignment filter id must be a text.")
    return found


def _write(call: Call, book: Row, assignments: list[JsonObject], activity: audit.Activity) -> None:
    _pace(call)
    changes = _changes(_present(call, book), assignments)
    write_assignments(call.store, book, assignments, call.now, call.settings.readDelaySeconds)
    audit.record(call, activity, book, changes)


def _pace(call: Call) -> None:
    """Refuses with 429 more assignment writes in a while than the tenant allows."""
    limit = call.settings.writesPer20s
    if limit is None:
        return
    now = call.now.timestamp()
    call.store.rows("DELETE FROM recent_write WHERE at <= ?", (now - WRITES_WINDOW_SECONDS,))
    recent = [at for (at,) in call.store.rows("SELECT at FROM recent_write ORDER BY at")]
    if len(recent) >= limit:
        oldest_in_the_way = recent[len(recent) - limit] if limit else now
        wait = math.ceil(oldest_in_the_way + WRITES_WINDOW_SECONDS - now)
        raise plain_refusal(429, {"Retry-After": str(max(1, wait))})
    call.store.rows("INSERT INTO recent_write(at) VALUES (?)", (now,))


def _changes(old: list[JsonObject], new: list[JsonObject]) -> list[JsonObject]:
    """One changed property for each target whose intent differs; sorted by target."""
    before = {_target_name(assignment): text_of(assignment, "installIntent") for assignment in old}
    after = {_target_name(assignment): text_of(assignment, "installIntent") for assignment in new}
    return [
        audit.property_change(f"Assignment[{name}].InstallIntent", before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _target_name(assignment: JsonObject) -> str:
    return assignment_id("", assignment).removeprefix("_")
