"""What Apple thinks of a content token, and who manages a location: asked by both sides of the tenant.

| who manages the location            | a sync, or an upload without the claim | an upload or patch with the claim |
| ----------------------------------- | -------------------------------------- | --------------------------------- |
| nobody                              | becomes Intune                         | becomes Intune                    |
| Intune                              | stays                                  | stays                             |
| another service                     | the token is assignedToExternalMDM     | becomes Intune                    |
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from reconciler.sandbox.apple_content import apple_instant, expiry_of
from reconciler.sandbox.apple_memory import recall, remember
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import Row, find_object, objects_after, replace_object
from reconciler.sandbox.store import Store
from reconciler.sandbox.values import objects_of, text_of

Standing: TypeAlias = Literal["valid", "expired", "revoked", "throttled"]
INTUNE = "Intune"
_SAID: Mapping[str, Standing] = {"expired": "expired", "revoked": "revoked", "throttled": "throttled"}
_NAMES_OF_INTUNE = frozenset({"intune", "microsoft intune"})


def standing_of(known: JsonObject, now: datetime) -> Standing:
    """What Apple thinks of a content token that it knows: its state, or expired once its time is over."""
    said = _SAID.get(text_of(known, "state") or "valid", "valid")
    expiry = expiry_of_token(known)
    return "expired" if said == "valid" and expiry is not None and expiry <= now else said


def expiry_of_token(known: JsonObject) -> datetime | None:
    """When a content token that Apple knows expires: as the state says, else as its text says."""
    try:
        return apple_instant(text_of(known, "tokenExpirationDate") or "")
    except ValueError:
        return expiry_of(str(known.get("sToken")))


def control(store: Store, location: str, *, claims: bool) -> bool:
    """Whether Intune manages a location now: takes it where nobody does, and with the claim from anybody."""
    row = find_object(store, "location", location)
    if row is None:
        return True
    know_intune(store)
    manager = row.json.get("mdmInfo")
    if isinstance(manager, dict) and manager and not is_intune(store, manager) and not claims:
        return False
    if not (isinstance(manager, dict) and is_intune(store, manager)):
        replace_object(store, Row(row.pos, row.kind, row.key, {**row.json, "mdmInfo": intune_mdm(store)}))
    return True


def is_intune(store: Store, manager: JsonObject) -> bool:
    """Whether an mdmInfo is that of this tenant's Intune; the id decides, since anybody may take the name."""
    return manager.get("id") == intune_mdm(store)["id"] or manager.get("id") in _own(store)["ids"]


def intune_mdm(store: Store) -> JsonObject:
    """How this tenant's Intune names itself to Apple."""
    return dict(_own(store)["mdmInfo"])


def know_intune(store: Store) -> None:
    """Settles who Intune is, from the state as it was given. For writers: before anybody else claims a location."""
    if recall(store, "intuneMdm", "") is None:
        remember(store, "intuneMdm", "", _look(store))


def _own(store: Store) -> JsonObject:
    return recall(store, "intuneMdm", "") or _look(store)


def _look(store: Store) -> JsonObject:
    """Managers with Intune's name in the state are ours; without any, one is made from the organisation's id."""
    managers: list[Any] = [row.json.get("mdmInfo") for row in objects_after(store, "location")]
    own = [each for each in managers if isinstance(each, dict) and _is_named_intune(each)]
    return {"mdmInfo": own[0] if own else _made_up(store), "ids": [each["id"] for each in own]}


def _is_named_intune(manager: JsonObject) -> bool:
    named = (text_of(manager, "name") or "").casefold() in _NAMES_OF_INTUNE
    return named and all(text_of(manager, name) for name in ("id", "metadata"))


def _made_up(store: Store) -> JsonObject:
    organisation = next((row.json for row in objects_after(store, "organization")), {})
    domains = objects_of(organisation, "verifiedDomains")
    domain = next((text_of(each, "name") for each in domains if each.get("isDefault")), None)
    identifier = str(uuid5(NAMESPACE_URL, f"intune:{organisation.get('id', '')}"))
    return {"id": identifier, "name": INTUNE, "metadata": domain or INTUNE}
