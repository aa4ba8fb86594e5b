"""Multi Admin Approval: a write waits until an administrator other than its sender has agreed. Read `gate` first.

  write without justification        403, says which header is missing
  write with a justification         403 ApprovalRequired, and the request is filed: its id is in a header
  the same once more                 409 while a request for it is open
  approved by another administrator  the same write with that id in a header goes through, once

Source: Microsoft Learn, "Use Multi Admin Approval with the Microsoft Graph API", and reports of what tenants answer
(read 2026-11). These disagree about the statuses: 400 and 412 were seen too.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from reconciler.sandbox.call import Call
from reconciler.sandbox.callers import Caller
from reconciler.sandbox.clock import format_instant, parse_instant
from reconciler.sandbox.errors import Refusal, bad_request
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.store import Store

JUSTIFICATION, CODE = "x-msft-approval-justification", "x-msft-approval-code"
MOST_CHARACTERS = 1024
EXPIRES_AFTER = timedelta(days=30)
GATED_AREAS = frozenset({"books", "tokens"})
_OPEN = frozenset({"needsApproval", "approved"})


def gate(call: Call) -> Refusal | None:
    """What keeps a write from being done; None when it was approved, which uses the approval up.

    Returned, not raised: the request that is filed must outlive the refusal.
    """
    code = call.request.header(CODE)
    return _file_request(call) if code is None else _use_approval(call, code)


def approval_requests(store: Store, now: datetime) -> list[JsonObject]:
    """All requests in the order of their filing, as they stand at this time; `write` is the sandbox's own."""
    return [_expired(request, now) for request in store.meta("approvals") or []]


def decide(call: Call, identifier: str, status: str, justification: str | None) -> JsonObject:
    """The request after an administrator has approved or rejected it. Refuses who may not, and what is not open."""
    if call.caller.kind != "user":
        raise Refusal(403, "Only an administrator can decide on a request, not an application.")
    request = _found(call, identifier)
    if request["write"]["actor"] == call.caller.actor.casefold():
        raise Refusal(403, "Nobody can decide on a request of their own.")
    _need_status(request, "needsApproval")
    changes = {"status": status, "approver": _identity(call.caller), "approvalJustification": justification}
    return _changed(call, request, changes)


def cancel(call: Call, identifier: str) -> JsonObject:
    """The request after its sender has taken it back."""
    request = _found(call, identifier)
    if request["write"]["actor"] != call.caller.actor.casefold():
        raise Refusal(403, "Only who sent a request can cancel it.")
    _need_status(request, "needsApproval")
    return _changed(call, request, {"status": "cancelled"})


def _file_request(call: Call) -> Refusal:
    justification = _justification(call.request.header(JUSTIFICATION))
    if justification is None:
        return Refusal(
            403,
            "This tenant protects the resource with Multi Admin Approval. "
            f"Header '{JUSTIFICATION}' is required to request approval.",
            code="MultiAdminApprovalRequired",
        )
    write = _write(call)
    same = ("method", "path", "body")
    for other in approval_requests(call.store, call.now):
        if other["status"] in _OPEN and all(other["write"][name] == write[name] for name in same):
            return Refusal(409, "An active Approval Request already exists for this operation.")
    code = _file(call, write, justification)
    message = f"Approval Required. The id of the request stands in the header {CODE}. {CODE}: {code}"
    return Refusal(403, message, code="ApprovalRequired", headers={CODE: code})


def _use_approval(call: Call, code: str) -> Refusal | None:
    request = _find(call, code)
    if request is None or request["write"] != _write(call):
        return bad_request(f"The {CODE} does not belong to this operation of this caller.")
    if request["status"] != "approved":
        message = f"Approval Required. The request is in the status {request['status']}."
        return Refusal(403, message, code="ApprovalRequired", headers={CODE: request["id"]})
    _changed(call, request, {"status": "completed"})
    return None


def _file(call: Call, write: JsonObject, justification: str) -> str:
    code = str(uuid4())
    now = format_instant(call.now)
    filed = {
        "id": code,
        "requestDateTime": now,
        "expirationDateTime": format_instant(call.now + EXPIRES_AFTER),
        "lastModifiedDateTime": now,
        "requestor": _identity(call.caller),
        "approver": None,
        "status": "needsApproval",
        "requestJustification": justification,
        "approvalJustification": None,
        "operationApprovalPolicies": "Apps",
        "write": write,
    }
    call.store.set_meta("approvals", [*(call.store.meta("approvals") or []), filed])
    return code


def _write(call: Call) -> JsonObject:
    """What tells one write from another; of the body only its digest, since it may hold a secret."""
    return {
        "actor": call.caller.actor.casefold(),
        "method": call.request.method,
        "path": call.request.path.casefold(),
        "body": hashlib.sha256(call.request.body).hexdigest(),
    }


def _justification(header: str | None) -> str | None:
    """The text behind the header, which is Base64 of UTF-8. Refuses what is not, and what is empty or too long."""
    if header is None:
        return None
    try:
        text = base64.b64decode(header, validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise bad_request(f"The header '{JUSTIFICATION}' must be Base64 of a text.") from error
    if not 1 <= len(text.strip()) <= MOST_CHARACTERS:
        raise bad_request(f"The header '{JUSTIFICATION}' must hold 1 to {MOST_CHARACTERS} characters.")
    return text


def _identity(caller: Caller) -> JsonObject:
    kind = "user" if caller.kind == "user" else "application"
    return {kind: {"id": caller.name, "displayName": caller.name}}


def _expired(request: JsonObject, now: datetime) -> JsonObject:
    late = request["status"] in _OPEN and now >= parse_instant(request["expirationDateTime"])
    return {**request, "status": "expired"} if late else request


def _find(call: Call, identifier: str) -> JsonObject | None:
    requests = approval_requests(call.store, call.now)
    return next((request for request in requests if request["id"] == identifier.casefold()), None)


def _found(call: Call, identifier: str) -> JsonObject:
    request = _find(call, identifier)
    if request is None:
        raise Refusal(404, f"operationApprovalRequest '{identifier}' does not exist in this tenant.")
    return request


def _need_status(request: JsonObject, status: str) -> None:
    if request["status"] != status:
        raise bad_request(f"The request is in the status {request['status']}, and no longer {status}.")


def _changed(call: Call, request: JsonObject, changes: Mapping[str, Any]) -> JsonObject:
    changed = {**request, **changes, "lastModifiedDateTime": format_instant(call.now)}
    everything = approval_requests(call.store, call.now)
    call.store.set_meta("approvals", [changed if one["id"] == changed["id"] else one for one in everything])
    return changed
