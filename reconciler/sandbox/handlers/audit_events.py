"""Reading what the audit log knows: its categories, and the kinds of activity in one of them."""

from reconciler.sandbox.call import Call
from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import Answer
from reconciler.sandbox.objects import objects_after
from reconciler.sandbox.odata.options import raw_options
from reconciler.sandbox.values import text_of


def categories(call: Call) -> Answer:
    """The categories of the events there are; `Application` always."""
    _need_no_options(call)
    found = {text_of(event.json, "category") for event in objects_after(call.store, "auditEvent")}
    return _texts(call, sorted(name for name in found | {"Application"} if name))


def activity_types(call: Call) -> Answer:
    """The kinds of activity of the events in one category."""
    _need_no_options(call)
    wanted = call.parameters["category"].casefold()
    events = (event.json for event in objects_after(call.store, "auditEvent"))
    found = {
        text_of(event, "activityType") for event in events if (text_of(event, "category") or "").casefold() == wanted
    }
    return _texts(call, sorted(name for name in found if name))


def _need_no_options(call: Call) -> None:
    if raw_options(call.request.query, frozenset()):
        raise bad_request("This function takes no query options.")


def _texts(call: Call, values: list[str]) -> Answer:
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#Collection(Edm.String)", "value": values})
