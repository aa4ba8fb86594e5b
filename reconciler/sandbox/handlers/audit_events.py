"""Reading what the audit log knows: its categories, and the kinds of activity in one of them."""

from reconciler.sandbox.call import Call
from reconciler.sandbox.collection import function_answer
from reconciler.sandbox.messages import Answer
from reconciler.sandbox.objects import objects_after
from reconciler.sandbox.values import text_of


def categories(call: Call) -> Answer:
    """The categories of the events there are; `Application` always."""
    found = {text_of(event.json, "category") for event in objects_after(call.store, "auditEvent")}
    return function_answer(call, "Edm.String", sorted(name for name in found | {"Application"} if name))


def activity_types(call: Call) -> Answer:
    """The kinds of activity of the events in one category."""
    wanted = call.parameters["category"].casefold()
    events = (event.json for event in objects_after(call.store, "auditEvent"))
    found = {
        text_of(event, "activityType") for event in events if (text_of(event, "category") or "").casefold() == wanted
    }
    return function_answer(call, "Edm.String", sorted(name for name in found if name))
