"""What writes to Apple's side carry: assets, people and devices, checked before anything is queued."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.sandbox.apple_assets import STANDARD, Asset, assets_by_key
from reconciler.sandbox.apple_call import AppleCall
from reconciler.sandbox.apple_errors import AppleRefusal, about, invalid
from reconciler.sandbox.messages import JsonObject

LIMITS: Mapping[str, int] = {
    "maxAssets": 25,
    "maxUsers": 100,
    "maxNotificationLength": 512,
    "maxRevokeClientUserIds": 100,
    "maxRevokeSerialNumbers": 100,
    "maxClientUserIds": 1000,
    "maxSerialNumbers": 1000,
    "maxMdmNameLength": 100,
    "maxMdmMetadataLength": 255,
    "maxMdmIdLength": 100,
}
_TARGETS = ("clientUserIds", "serialNumbers")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PRICES = frozenset({"STDQ", "PLUS"})
_TOO_MANY = {"assets": 9700, "clientUserIds": 9701, "serialNumbers": 9702, "users": 9714}
_TWICE = {"assets": 9703, "clientUserIds": 9704, "serialNumbers": 9705, "users": 9715}
_INVALID, _NO_EMAIL, _NO_ASSETS, _NO_TARGETS, _NO_USERS = 9602, 9717, 9718, 9719, 9720


@dataclass(frozen=True, slots=True)
class Targets:
    """Whom a write is about: people by clientUserId, devices by serial number; at least one of all."""

    people: tuple[str, ...]
    devices: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.people) + len(self.devices)


def managed_assets(call: AppleCall) -> tuple[list[Asset], Targets]:
    """The assets and targets of an associate or disassociate. Refuses what is missing, too much, or unknown."""
    body = call.body(("assets", *_TARGETS))
    assets = _assets(call, body)
    return assets, _targets(body, LIMITS["maxClientUserIds"], LIMITS["maxSerialNumbers"])


def revoked_targets(call: AppleCall) -> Targets:
    """The targets of a revoke. Refuses what is missing or too much."""
    limits = LIMITS["maxRevokeClientUserIds"], LIMITS["maxRevokeSerialNumbers"]
    return _targets(call.body(_TARGETS), *limits)


def users_of(call: AppleCall) -> list[JsonObject]:
    """The users of a write, each with a clientUserId. Refuses what is missing, too much, or no address."""
    users = _objects(call.body(("users",)), "users")
    if not users:
        raise AppleRefusal(_NO_USERS)
    _limit("users", len(users), LIMITS["maxUsers"])
    for user in users:
        _check_user(user)
    names = [str(user["clientUserId"]) for user in users]
    _check_twice("users", names, about(client_user_ids=_repeated(names)))
    return users


def _check_user(user: JsonObject) -> None:
    known = ("clientUserId", "email", "managedAppleId")
    if set(user) - set(known) or not all(isinstance(value, str) for value in user.values()):
        raise invalid(f"A user has {', '.join(known)}, each a text, and nothing else.")
    if not user.get("clientUserId"):
        raise invalid("A user needs a clientUserId.")
    for name in ("email", "managedAppleId"):
        if name in user and not _EMAIL.fullmatch(user[name]):
            raise AppleRefusal(_NO_EMAIL, info=about(client_user_ids=[user["clientUserId"]]))


def _assets(call: AppleCall, body: JsonObject) -> list[Asset]:
    raw = _objects(body, "assets")
    if not raw:
        raise AppleRefusal(_NO_ASSETS)
    _limit("assets", len(raw), LIMITS["maxAssets"])
    keys = [_asset_key(each) for each in raw]
    twice = [{"adamId": adam_id, "pricingParam": pricing} for adam_id, pricing in _repeated(keys)]
    _check_twice("assets", keys, about(twice))
    owned = assets_by_key(call.store, call.uid)
    foreign = [{"adamId": key[0], "pricingParam": key[1]} for key in keys if key not in owned]
    if foreign:
        raise AppleRefusal(_INVALID, "The location does not own these assets.", info=about(foreign))
    return [owned[key] for key in keys]


def _asset_key(raw: JsonObject) -> tuple[str, str]:
    adam_id, pricing = raw.get("adamId"), raw.get("pricingParam", STANDARD)
    if not isinstance(adam_id, str) or not adam_id or pricing not in _PRICES or set(raw) - {"adamId", "pricingParam"}:
        raise invalid("An asset has an adamId, a text, and may have a pricingParam, STDQ or PLUS.")
    return adam_id, str(pricing)


def _targets(body: JsonObject, most_people: int, most_devices: int) -> Targets:
    people, devices = (_texts(body, name) for name in _TARGETS)
    if not people and not devices:
        raise AppleRefusal(_NO_TARGETS)
    _limit("clientUserIds", len(people), most_people)
    _limit("serialNumbers", len(devices), most_devices)
    _check_twice("clientUserIds", people, about(client_user_ids=_repeated(people)))
    _check_twice("serialNumbers", devices, about(serial_numbers=_repeated(devices)))
    return Targets(tuple(people), tuple(devices))


def _limit(name: str, number: int, most: int) -> None:
    if number > most:
        raise AppleRefusal(_TOO_MANY[name])


def _check_twice(name: str, values: list[Any], info: JsonObject) -> None:
    if len(set(values)) < len(values):
        raise AppleRefusal(_TWICE[name], info=info)


def _repeated(values: list[Any]) -> list[Any]:
    """Values that stand more than once, each once, in the order of their first appearance."""
    return [value for value, number in Counter(values).items() if number > 1]


def _objects(body: JsonObject, name: str) -> list[JsonObject]:
    found = body.get(name) or []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise invalid(f"The property '{name}' must be a list of objects.")
    return found


def _texts(body: JsonObject, name: str) -> list[str]:
    found = body.get(name) or []
    if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
        raise invalid(f"The property '{name}' must be a list of texts.")
    return found
