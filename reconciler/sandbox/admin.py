"""The routes of the sandbox itself: state, faults, the log of requests, the clock. For this machine only, unlogged."""

from dataclasses import dataclass
from ipaddress import ip_address

from reconciler.sandbox.call import read_json_object
from reconciler.sandbox.errors import Refusal, bad_request
from reconciler.sandbox.faults import Faults
from reconciler.sandbox.messages import Answer, JsonObject, Request
from reconciler.sandbox.pending import settle
from reconciler.sandbox.request_log import RequestLog
from reconciler.sandbox.state import read_clock, read_state, replace_state
from reconciler.sandbox.state_shape import check_now
from reconciler.sandbox.store import Store

PREFIX = "/_sandbox"


@dataclass(frozen=True, slots=True)
class Backstage:
    """What the admin routes reach: the tenant, the faults, the log."""

    store: Store
    faults: Faults
    log: RequestLog

    def replace(self, state: JsonObject) -> None:
        """Puts a state in the place of all there is. Refuses an invalid one, and then changes nothing."""
        with self.store.writing():
            replace_state(self.store, state)
        self.faults.clear()
        self.log.clear()


def is_admin(path: str) -> bool:
    """Whether a path belongs to the sandbox itself."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def admin_answer(backstage: Backstage, request: Request) -> Answer:
    """What an admin route says. Refuses with 403 who is not on this machine."""
    if not (request.peer_is_loopback and _is_loopback_host(request.host)):
        raise Refusal(403, "The sandbox's own routes answer this machine only.")
    match request.path.removeprefix(PREFIX).strip("/"), request.method:
        case "state", "GET":
            return Answer(200, _state(backstage.store))
        case "state", "PUT":
            backstage.replace(read_json_object(request.body))
        case "faults", "POST":
            backstage.faults.replace(read_json_object(request.body))
        case "faults", "DELETE":
            backstage.faults.clear()
        case "requests", "GET":
            return Answer(200, backstage.log.entries())
        case "requests", "DELETE":
            backstage.log.clear()
        case "clock", "POST":
            _set_clock(backstage.store, request)
        case "state" | "faults" | "requests" | "clock", _:
            raise Refusal(405, f"The method {request.method} is not supported by '{request.path}'.")
        case _:
            raise Refusal(404, f"The sandbox has no route '{request.path}'.")
    return Answer(204)


def _state(store: Store) -> JsonObject:
    with store.writing():
        settle(store, read_clock(store))
        return read_state(store)


def _set_clock(store: Store, request: Request) -> None:
    body = read_json_object(request.body)
    if set(body) != {"now"}:
        raise bad_request("The clock needs 'now', an instant or null, and nothing else.")
    check_now(body["now"])
    with store.writing():
        store.set_meta("now", body["now"])


def _is_loopback_host(host: str) -> bool:
    name = host[: host.index("]") + 1].strip("[]") if host.startswith("[") and "]" in host else host.partition(":")[0]
    if name.lower() == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
