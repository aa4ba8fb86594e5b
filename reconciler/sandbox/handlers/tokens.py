"""Writing VPP tokens: upload, renewal, removal, and the sync that fetches licences from Apple."""

import json
from datetime import datetime
from uuid import uuid4

from reconciler.sandbox import audit
from reconciler.sandbox.apple_content import content_of, expiry_of
from reconciler.sandbox.apple_rows import location_of_token, location_token_state
from reconciler.sandbox.apple_standing import control, standing_of
from reconciler.sandbox.call import Call
from reconciler.sandbox.clock import format_instant
from reconciler.sandbox.collection import function_answer
from reconciler.sandbox.entities import entity
from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.objects import (
    Row,
    add_objects,
    find_object,
    objects_after,
    remove_object,
    replace_object,
)
from reconciler.sandbox.odata.projection import visible
from reconciler.sandbox.pending import settle, start_sync
from reconciler.sandbox.syncs import STATE_OF_STANDING
from reconciler.sandbox.values import text_of

_WRITABLE = frozenset(
    {
        "token",
        "appleId",
        "automaticallyUpdateApps",
        "countryOrRegion",
        "vppTokenAccountType",
        "organizationName",
        "displayName",
        "dataSharingConsentGranted",
        "claimTokenManagementFromExternalMdm",
        "locationName",
        "roleScopeTagIds",
    }
)
_TYPES = ("#microsoft.graph.vppToken", "microsoft.graph.vppToken")
_FLAGS = frozenset({"automaticallyUpdateApps", "dataSharingConsentGranted", "claimTokenManagementFromExternalMdm"})
_CLAIM = "claimTokenManagementFromExternalMdm"


def create_token(call: Call) -> Answer:
    """Uploads a content token: a new VPP token, whose facts come from the content token and from Apple."""
    body = _writable_body(call)
    if "token" not in body:
        raise bad_request("The property 'token' is missing.")
    now = format_instant(call.now)
    token: JsonObject = {
        "id": str(uuid4()),
        "vppTokenAccountType": "business",
        "automaticallyUpdateApps": False,
        "lastSyncStatus": "none",
        "lastSyncDateTime": "0001-01-01T00:00:00Z",
        "roleScopeTagIds": ["0"],
        **body,
    }
    token |= {"lastModifiedDateTime": now, **_facts(call, token)}
    add_objects(call.store, "vppToken", [token])
    row = _found(call, token["id"])
    audit.record(call, audit.CREATE_TOKEN, row, _changes({}, token))
    return _token_answer(call, 201, row)


def patch_token(call: Call) -> Answer:
    """Changes a VPP token; with a new content token its facts are read again."""
    row = call.row("vppToken")
    body = _writable_body(call)
    changed = {**row.json, **body, "lastModifiedDateTime": format_instant(call.now)}
    changed |= _facts(call, changed) if "token" in body else _claimed(call, row, body, changed)
    replace_object(call.store, Row(row.pos, row.kind, row.key, changed))
    audit.record(call, audit.PATCH_TOKEN, row, _changes(row.json, changed))
    return _token_answer(call, 200, _found(call, row.key))


def delete_token(call: Call) -> Answer:
    """Removes a VPP token."""
    row = call.row("vppToken")
    remove_object(call.store, row)
    audit.record(call, audit.DELETE_TOKEN, row, [])
    return Answer(204)


def sync_licences(call: Call) -> Answer:
    """Begins a sync and answers at once; it ends after `syncSeconds` of the sandbox's clock."""
    row = call.row("vppToken")
    if call.request.body and call.body():
        raise bad_request("The action syncLicenses has no parameters.")
    running = {**row.json, "lastSyncStatus": "inProgress"}
    replace_object(call.store, Row(row.pos, row.kind, row.key, running))
    start_sync(call.store, row, call.now, call.settings.syncSeconds)
    audit.record(call, audit.SYNC_TOKEN, row, [])
    answer = _token_answer(call, 200, _found(call, row.key))
    settle(call.store, call.now)
    return answer


def licences_for_app(call: Call) -> Answer:
    """The licences of an app by token: none, since this tenant holds books only."""
    return function_answer(call, "microsoft.graph.vppTokenLicenseSummary", [])


def _writable_body(call: Call) -> JsonObject:
    given = call.body()
    if given.get("@odata.type", "#microsoft.graph.vppToken") not in _TYPES:
        raise bad_request(f"The type '{given['@odata.type']}' is not one of a VPP token.")
    body = {name: value for name, value in given.items() if "@odata." not in name}
    unknown = sorted(set(body) - _WRITABLE)
    if unknown:
        raise bad_request(f"The property '{unknown[0]}' cannot be written.")
    for name, value in body.items():
        if entity("vppToken").property_kind(name, call.version) is None:
            raise bad_request(f"The property '{name}' does not exist in {call.version}.")
        _check_type(name, value)
    return body


def _check_type(name: str, value: object) -> None:
    if name in _FLAGS:
        fits = isinstance(value, bool)
    elif name == "roleScopeTagIds":
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
    else:
        fits = isinstance(value, str) or (value is None and name != "token")
    if name == "vppTokenAccountType":
        fits = value in ("business", "education")
    if not fits:
        raise bad_request(f"The value of '{name}' has the wrong type.")


def _facts(call: Call, token: JsonObject) -> JsonObject:
    """Expiry, organisation, location and state, as the content token and Apple say."""
    secret = str(token["token"])
    content = content_of(secret)
    uid = _location(call, token)
    location = find_object(call.store, "location", uid) if uid else None
    facts: JsonObject = {
        "expirationDateTime": format_instant(content["expDate"]),
        "organizationName": content["orgName"],
        "state": _state(call, token, content["expDate"]),
    }
    return facts | {"locationName": location.json.get("locationName")} if location else facts


def _state(call: Call, token: JsonObject, expiry: datetime | None) -> str:
    """What Apple's answers make of a token. One that is good takes the location, or leaves it to who holds it."""
    known = location_token_state(call.store, text_of(token, "token") or "")
    standing = standing_of(known, call.now) if known is not None else "valid"
    if expiry is not None and expiry <= call.now:
        return "expired"
    if standing in STATE_OF_STANDING:
        return STATE_OF_STANDING[standing]
    uid = _location(call, token)
    if uid is None:
        return "valid"
    if not control(call.store, uid, claims=token.get(_CLAIM) is True):
        return "assignedToExternalMDM"
    return "duplicateLocationId" if known is not None and _is_held(call, token, uid) else "valid"


def _is_held(call: Call, token: JsonObject, uid: str) -> bool:
    """Whether another VPP token has the location already."""
    others = (row for row in objects_after(call.store, "vppToken") if row.json.get("id") != token.get("id"))
    return any(location_of_token(call.store, other) == uid for other in others)


def _location(call: Call, token: JsonObject) -> str | None:
    """The location of a VPP token that is about to be stored."""
    return location_of_token(call.store, Row(0, "vppToken", str(token.get("id")), token))


def _claimed(call: Call, row: Row, body: JsonObject, changed: JsonObject) -> JsonObject:
    """What a patch without a content token changes of the state: with the claim Intune takes the location back."""
    if body.get(_CLAIM) is not True:
        return {}
    secret = text_of(changed, "token")
    state = _state(call, changed, expiry_of(secret) if secret else None)
    return {"state": state} if row.json.get("state") == "assignedToExternalMDM" else {}


def _found(call: Call, identifier: str) -> Row:
    row = find_object(call.store, "vppToken", identifier)
    if row is None:
        raise LookupError(f"VPP token {identifier} vanished inside one transaction")
    return row


def _token_answer(call: Call, status: int, row: Row) -> Answer:
    shown = visible(entity("vppToken"), row.json, call.version)
    context = f"{call.root}/$metadata#deviceAppManagement/vppTokens/$entity"
    return Answer(status, {"@odata.context": context, **shown})


def _changes(before: JsonObject, after: JsonObject) -> list[JsonObject]:
    """The changed fields as the audit log words them; of the secret only that it changed."""
    changed = sorted(name for name in after if before.get(name) != after[name] and name != "id")
    return [
        audit.property_change(name, None, None)
        if name == "token"
        else audit.property_change(name, _text(before.get(name)), _text(text_of(after, name) or after[name]))
        for name in changed
    ]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) or value is None else json.dumps(value)
