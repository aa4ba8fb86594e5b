"""Requests of Multi Admin Approval: reading them, and what administrators decide. Only in tenants that ask for it."""

from collections.abc import Callable, Iterable

from reconciler.sandbox.approvals import approval_requests, cancel, decide
from reconciler.sandbox.call import Call, refuse_unknown
from reconciler.sandbox.collection import Collection, Item, count_answer, in_memory, item_answer, list_answer
from reconciler.sandbox.entities import entity
from reconciler.sandbox.errors import bad_request, not_found
from reconciler.sandbox.messages import Answer, JsonObject

_NAME = "operationApprovalRequest"
_BODY = frozenset({"justification", "approvalSource"})


def list_requests(call: Call) -> Answer:
    """A page of the requests."""
    return list_answer(call, _requests(call))


def count_requests(call: Call) -> Answer:
    """The number of them."""
    return count_answer(call, _requests(call))


def get_request(call: Call) -> Answer:
    """One of them."""
    requests = _requests(call)
    for item in requests.items(0, {}):
        if item.shown["id"] == call.parameters["id"].casefold():
            return item_answer(call, requests, item)
    raise not_found(_NAME, call.parameters["id"])


def approve(call: Call) -> Answer:
    """An administrator agrees."""
    return _decided(call, lambda justification: decide(call, call.parameters["id"], "approved", justification))


def reject(call: Call) -> Answer:
    """An administrator does not."""
    return _decided(call, lambda justification: decide(call, call.parameters["id"], "rejected", justification))


def cancel_my_request(call: Call) -> Answer:
    """The sender takes it back."""
    return _decided(call, lambda _: cancel(call, call.parameters["id"]))


def _decided(call: Call, change: Callable[[str | None], JsonObject]) -> Answer:
    body = call.body() if call.request.body else {}
    refuse_unknown(body, _BODY, _NAME)
    justification = body.get("justification")
    if not (justification is None or isinstance(justification, str)):
        raise bad_request("The justification must be a text.")
    status = change(justification)["status"]
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#Edm.String", "value": status})


def _requests(call: Call) -> Collection:
    items = [Item(at, _shown(request), None) for at, request in enumerate(_all(call), start=1)]
    context = "deviceManagement/operationApprovalRequests"
    return Collection(entity(_NAME), context, in_memory(items), lambda: len(items))


def _all(call: Call) -> Iterable[JsonObject]:
    return approval_requests(call.store, call.now)


def _shown(request: JsonObject) -> JsonObject:
    return {name: value for name, value in request.items() if name != "write"}
