"""Registering, changing and retiring people at Apple's side."""

from collections.abc import Callable, Sequence

from reconciler.sandbox.apple_assets import STANDARD, Asset, assets_by_key, move_counts
from reconciler.sandbox.apple_bodies import users_of
from reconciler.sandbox.apple_call import AppleCall
from reconciler.sandbox.apple_errors import about, failure
from reconciler.sandbox.apple_events import Done, EventType, event_answer
from reconciler.sandbox.apple_people import active_person
from reconciler.sandbox.apple_rows import add_rows, change_row, held_by, placed_rows
from reconciler.sandbox.handlers.apple_assets import free_licences
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.values import text_of

_NO_USER, _REGISTERED = 9609, 9716


def create_users(call: AppleCall) -> Answer:
    """Registers people; with a Managed Apple Account they have joined at once, else they are invited."""
    return _each(call, "CREATE", _REGISTERED, _create)


def update_users(call: AppleCall) -> Answer:
    """Changes addresses and accounts; whoever gets a Managed Apple Account has joined."""
    return _each(call, "UPDATE", _NO_USER, _update)


def retire_users(call: AppleCall) -> Answer:
    """Retires people: revocable licences become available, books stay with them and count as retired."""
    return _each(call, "RETIRE", _NO_USER, _retire)


def _each(call: AppleCall, event_type: EventType, number: int, act: Callable[[AppleCall, JsonObject], bool]) -> Answer:
    """Does something for each user; those for whom it cannot be done are one failure together."""
    users = users_of(call)
    failed = [str(user["clientUserId"]) for user in users if not act(call, user)]
    failures = (failure(number, about(client_user_ids=failed)),) if failed else ()
    return event_answer(call, event_type, Done(len(users), len(users) - len(failed), failures))


def _create(call: AppleCall, user: JsonObject) -> bool:
    name = str(user["clientUserId"])
    if active_person(call.store, call.uid, name):
        return False
    if placed_rows(call.store, call.uid, "users", name):
        _count_retired(call, name, -1)
    add_rows(call.store, call.uid, "users", [{**user, "status": _status(user)}])
    return True


def _update(call: AppleCall, user: JsonObject) -> bool:
    found = active_person(call.store, call.uid, str(user["clientUserId"]))
    if found is None:
        return False
    place, person = found
    changed = {**person, **user}
    if "managedAppleId" in user:
        changed = {**_without(changed, ("inviteCode",)), "status": _status(changed)}
    change_row(call.store, call.uid, "users", place, changed)
    return True


def _retire(call: AppleCall, user: JsonObject) -> bool:
    name = str(user["clientUserId"])
    found = active_person(call.store, call.uid, name)
    if found is None:
        return False
    place, person = found
    revocable = {key for key, asset in assets_by_key(call.store, call.uid).items() if asset.revocable}
    free_licences(call, held_by(call.store, call.uid, name), revocable)
    _count_retired(call, name, 1)
    change_row(call.store, call.uid, "users", place, {**_without(person, ("inviteCode",)), "status": "Retired"})
    return True


def _count_retired(call: AppleCall, client_user_id: str, number: int) -> None:
    """Counts what a person holds as retired (1), or as assigned again (-1)."""
    for asset in _held_assets(call, client_user_id):
        if number > 0 or asset.retired > 0:
            move_counts(call.store, call.uid, asset, assigned=-number, retired=number)


def _held_assets(call: AppleCall, client_user_id: str) -> Sequence[Asset]:
    rows = [row for _, row in held_by(call.store, call.uid, client_user_id)]
    keys = {(text_of(row, "adamId") or "", text_of(row, "pricingParam") or STANDARD) for row in rows}
    assets = assets_by_key(call.store, call.uid)
    return [assets[key] for key in sorted(keys) if key in assets]


def _status(user: JsonObject) -> str:
    return "Associated" if user.get("managedAppleId") else "Registered"


def _without(value: JsonObject, names: tuple[str, ...]) -> JsonObject:
    return {name: item for name, item in value.items() if name not in names}
