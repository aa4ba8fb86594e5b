"""Events: what became of a write. They are done when the answer to the write leaves, and kept for `GET /status`."""

from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import uuid4

from reconciler.sandbox.apple_call import AppleCall
from reconciler.sandbox.apple_memory import recall, remember
from reconciler.sandbox.messages import Answer, JsonObject

EventType: TypeAlias = Literal["ASSOCIATE", "DISASSOCIATE", "REVOKE", "CREATE", "UPDATE", "RETIRE"]


@dataclass(frozen=True, slots=True)
class Done:
    """What a write did: how many things were asked for, how many were done, and why the others were not."""

    requested: int
    completed: int
    failures: tuple[JsonObject, ...] = ()


def event_answer(call: AppleCall, event_type: EventType, done: Done) -> Answer:
    """Files an event, and answers with its id."""
    event: JsonObject = {
        "eventType": event_type,
        "eventStatus": "FAILED" if done.failures else "COMPLETE",
        "numRequested": done.requested,
        "numCompleted": done.completed,
    }
    if done.failures:
        event["failures"] = list(done.failures)
    identifier = str(uuid4())
    remember(call.store, "appleEvent", _key(call.uid, identifier), event)
    return call.answer({"eventId": identifier})


def find_event(call: AppleCall, identifier: str) -> JsonObject | None:
    """What became of a write of this location; None for an id that it never gave out."""
    return recall(call.store, "appleEvent", _key(call.uid, identifier))


def _key(location: str, identifier: str) -> str:
    return f"{location} {identifier}"
