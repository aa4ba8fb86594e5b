"""Reading the directory: groups, their members, users, the organisation, and objects by id."""

from reconciler.sandbox.call import Call, refuse_unknown
from reconciler.sandbox.collection import (
    Collection,
    Item,
    count_answer,
    item_answer,
    list_answer,
)
from reconciler.sandbox.entities import entity
from reconciler.sandbox.errors import bad_request, not_found
from reconciler.sandbox.membership import direct_members, member_row, transitive_members
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.objects import (
    DIRECTORY,
    Kind,
    Row,
    count_objects,
    find_object,
    find_user,
    objects_after,
)
from reconciler.sandbox.odata.options import LIST_OPTIONS
from reconciler.sandbox.odata.projection import entity_of, typed, visible

MAX_IDS = 1000
# Kinds of directory objects that exist, but not in this tenant: asking for them finds nothing.
_OTHER_KINDS = frozenset({"administrativeUnit", "application", "directoryRole", "orgContact", "servicePrincipal"})
_KNOWN_KINDS = _OTHER_KINDS | {*DIRECTORY, "directoryObject"}
_CONTEXTS: dict[Kind, str] = {
    "group": "groups",
    "user": "users",
    "organization": "organization",
    "vppToken": "deviceAppManagement/vppTokens",
    "auditEvent": "deviceManagement/auditEvents",
}


def list_objects(call: Call, kind: Kind) -> Answer:
    """A page of the objects of one kind."""
    return list_answer(call, _objects(call, kind))


def count_all(call: Call, kind: Kind) -> Answer:
    """The number of objects of one kind."""
    return count_answer(call, _objects(call, kind))


def get_object(call: Call, kind: Kind) -> Answer:
    """One object by its id; a user also by user principal name."""
    identifier = call.parameters["id"]
    row = find_user(call.store, identifier) if kind == "user" else find_object(call.store, kind, identifier)
    if row is None:
        raise not_found(kind, identifier)
    return item_answer(call, _objects(call, kind), _item(call, row))


def list_members(call: Call, relation: str, cast: Kind | None) -> Answer:
    """A page of a group's members, direct or transitive, all or one kind of them."""
    return list_answer(call, _members(call, relation, cast))


def count_members(call: Call, relation: str, cast: Kind | None) -> Answer:
    """The number of them."""
    return count_answer(call, _members(call, relation, cast))


def get_by_ids(call: Call) -> Answer:
    """The users, groups and devices with these ids, in the order asked for; unknown ids are left out."""
    body = call.body()
    refuse_unknown(body, frozenset({"ids", "types"}), "getByIds")
    kinds = _wanted_kinds(body)
    found: dict[tuple[Kind, str], Row] = {}
    for identifier in _wanted_ids(body):
        for kind in kinds:
            row = find_object(call.store, kind, identifier)
            if row is not None:
                found.setdefault((kind, row.key), row)
    value = [_typed(call, row) for row in found.values()]
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#directoryObjects", "value": value})


def _objects(call: Call, kind: Kind) -> Collection:
    return Collection(
        entity=entity(kind),
        context=_CONTEXTS[kind],
        items=lambda after, only: (_item(call, row) for row in objects_after(call.store, kind, after, only)),
        total=lambda: count_objects(call.store, kind),
        relations={"members": _expand_members, "transitiveMembers": _expand_transitive_members},
        list_options=LIST_OPTIONS - {"$skip"} if kind == "user" else LIST_OPTIONS,
    )


def _item(call: Call, row: Row) -> Item:
    return Item(row.pos, visible(entity_of(row), row.json, call.version), row)


def _typed(call: Call, row: Row) -> JsonObject:
    return typed(entity_of(row), visible(entity_of(row), row.json, call.version))


def _expand_members(call: Call, group: Row) -> list[JsonObject]:
    found = direct_members(call.store, group.key, call.caller.sees_hidden)
    return [_typed(call, member_row(call.store, member)) for member in found]


def _expand_transitive_members(call: Call, group: Row) -> list[JsonObject]:
    found = transitive_members(call.store, group.key, call.caller.sees_hidden)
    return [_typed(call, member_row(call.store, member)) for member in found]


def _members(call: Call, relation: str, cast: Kind | None) -> Collection:
    group = call.row("group")
    walk = transitive_members if relation == "transitiveMembers" else direct_members
    shown = walk(call.store, group.key, call.caller.sees_hidden)
    found = [member for member in shown if cast is None or member[1] == cast]
    return Collection(
        entity=entity(cast or "directoryObject"),
        context=f"{cast}s" if cast else "directoryObjects",
        items=lambda after, _: (_member(call, member, cast) for member in found if member[0] > after),
        total=lambda: len(found),
    )


def _member(call: Call, member: tuple[int, Kind, str], cast: Kind | None) -> Item:
    row = member_row(call.store, member)
    return _item(call, row) if cast else Item(row.pos, _typed(call, row), row)


def _wanted_ids(body: JsonObject) -> list[str]:
    ids = body.get("ids")
    if not isinstance(ids, list) or not all(isinstance(identifier, str) for identifier in ids):
        raise bad_request("'ids' must be a list of ids.")
    if not 1 <= len(ids) <= MAX_IDS:
        raise bad_request(f"'ids' must hold 1 to {MAX_IDS} ids, not {len(ids)}.")
    return ids


def _wanted_kinds(body: JsonObject) -> list[Kind]:
    types = body.get("types")
    if types is None or types == []:
        return list(DIRECTORY)
    if not isinstance(types, list) or not all(isinstance(name, str) and name in _KNOWN_KINDS for name in types):
        raise bad_request(f"'types' must be a list of {', '.join(sorted(_KNOWN_KINDS))}.")
    return [kind for kind in DIRECTORY if kind in types or "directoryObject" in types]
