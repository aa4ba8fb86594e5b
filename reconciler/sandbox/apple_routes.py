"""The table of Apple's routes, and one request on its way through it. Read `apple_answer` first."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from reconciler.sandbox.apple_call import AppleCall, find_bearer, open_call
from reconciler.sandbox.apple_errors import AppleRefusal, answer_by_status
from reconciler.sandbox.apple_rows import location_token_state
from reconciler.sandbox.handlers import apple_assets, apple_config, apple_reads, apple_users
from reconciler.sandbox.messages import Answer, Request
from reconciler.sandbox.pending import is_due, settle
from reconciler.sandbox.settings import read_settings
from reconciler.sandbox.state import read_clock
from reconciler.sandbox.store import Store

Handler: TypeAlias = Callable[[AppleCall], Answer]
PREFIX = "/mdm/v2"
_SERVICE_CONFIG = "/service/config"
ROUTES: Mapping[str, Mapping[str, Handler]] = {
    "/client/config": {"GET": apple_config.get_client_config, "POST": apple_config.set_client_config},
    "/assets": {"GET": apple_reads.get_assets},
    "/assets/associate": {"POST": apple_assets.associate_assets},
    "/assets/disassociate": {"POST": apple_assets.disassociate_assets},
    "/assets/revoke": {"POST": apple_assets.revoke_assets},
    "/assignments": {"GET": apple_reads.get_assignments},
    "/users": {"GET": apple_reads.get_users},
    "/users/create": {"POST": apple_users.create_users},
    "/users/update": {"POST": apple_users.update_users},
    "/users/retire": {"POST": apple_users.retire_users},
    "/status": {"GET": apple_reads.get_status},
}
_WITHOUT_QUERY = ("/client/config",)
_NO_METHOD = 9726


def is_apple(path: str) -> bool:
    """Whether a path belongs to Apple's side."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def apple_actor(store: Store, request: Request) -> str | None:
    """Whose content token a request bears, as logs show it: the location, never the secret. None for an unknown one."""
    bearer = find_bearer(request)
    known = location_token_state(store, bearer) if bearer else None
    return f"apple:{known['uId']}" if known else None


def apple_answer(store: Store, request: Request) -> Answer:
    """What Apple answers, errors included."""
    path = request.path.removeprefix(PREFIX).rstrip("/")
    if path == _SERVICE_CONFIG:
        if request.method != "GET":
            return AppleRefusal(_NO_METHOD).answer()
        return apple_config.service_config(request)
    if path not in ROUTES:
        return answer_by_status(404, "There is nothing at this address.")
    handler = ROUTES[path].get(request.method)
    if handler is None:
        return AppleRefusal(_NO_METHOD).answer()
    try:
        return _handled(store, request, handler, takes_query=request.method == "GET" and path not in _WITHOUT_QUERY)
    except AppleRefusal as refusal:
        return refusal.answer()


def _handled(store: Store, request: Request, handler: Handler, takes_query: bool) -> Answer:
    with store.reading():
        due = is_due(store, read_clock(store))
    with store.writing() if due or request.method != "GET" else store.reading():
        now = read_clock(store)
        if due:
            settle(store, now)
        call = open_call(store, request, now, read_settings(store))
        if not takes_query:
            call.asked({})
        return handler(call)
