"""Reading Apple's side: assets with their counts, who has which licence, people, and what became of a write."""

from collections.abc import Mapping
from typing import Any

from reconciler.sandbox.apple_assets import Asset, asset_json, assets_at, assets_of, unlimited_json
from reconciler.sandbox.apple_call import AppleCall, ParameterKind
from reconciler.sandbox.apple_errors import AppleRefusal, invalid
from reconciler.sandbox.apple_events import find_event
from reconciler.sandbox.apple_pages import page_of
from reconciler.sandbox.apple_people import ACTIVE, person_json, shown_state, status_of
from reconciler.sandbox.apple_rows import placed_rows, rows_at
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.values import text_of

_PAGING: Mapping[str, ParameterKind] = {"pageIndex": "number"}
_CHANGES: Mapping[str, ParameterKind] = {**_PAGING, "sinceVersionId": "text"}
ASSET_PARAMETERS: Mapping[str, ParameterKind] = {
    **_PAGING,
    "adamId": "text",
    "pricingParam": "price",
    "productType": "product",
    "revocable": "flag",
    "deviceAssignable": "flag",
    "minAvailableCount": "number",
    "maxAvailableCount": "number",
    "minAssignedCount": "number",
    "maxAssignedCount": "number",
    "unlimited": "flag",
}
ASSIGNMENT_PARAMETERS: Mapping[str, ParameterKind] = {
    **_CHANGES,
    "adamId": "text",
    "pricingParam": "price",
    "clientUserId": "text",
    "serialNumber": "text",
    "excludeInactiveUsers": "flag",
    "includeUserState": "flag",
}
USER_PARAMETERS: Mapping[str, ParameterKind] = {
    **_CHANGES,
    "clientUserId": "text",
    "activeOnly": "flag",
    "retiredOnly": "flag",
}
_NO_EVENT = 9708


def get_assets(call: AppleCall) -> Answer:
    """A page of assets; with `unlimited=true` those that never run out stand in a list of their own."""
    asked = call.asked(ASSET_PARAMETERS)
    page = page_of(call, "assets", asked, lambda: _matching_assets(call, asked))
    chosen = assets_at(call.store, call.uid, page.places)
    if asked.get("unlimited") is not True:
        return call.answer({**page.paging, "assets": [asset_json(asset) for asset in chosen]})
    unlimited = [unlimited_json(asset) for asset in chosen if asset.unlimited]
    limited = [asset_json(asset) for asset in chosen if not asset.unlimited]
    return call.answer({**page.paging, "assets": limited, "unlimitedAssets": unlimited})


def get_assignments(call: AppleCall) -> Answer:
    """A page of who has which licence, on request with the state of the person."""
    asked = call.asked(ASSIGNMENT_PARAMETERS)
    page = page_of(call, "assignments", asked, lambda: _matching_assignments(call, asked))
    rows = rows_at(call.store, page.places)
    shown = [_assignment_json(call, row, asked.get("includeUserState") is True) for row in rows]
    return call.answer({**page.paging, "assignments": shown})


def get_users(call: AppleCall) -> Answer:
    """A page of people, retired ones included unless it is asked otherwise."""
    asked = call.asked(USER_PARAMETERS)
    if asked.get("activeOnly") and asked.get("retiredOnly"):
        raise invalid("activeOnly and retiredOnly leave nobody.")
    page = page_of(call, "users", asked, lambda: _matching_users(call, asked))
    return call.answer({**page.paging, "users": [person_json(row) for row in rows_at(call.store, page.places)]})


def get_status(call: AppleCall) -> Answer:
    """What became of a write of this location."""
    identifier = call.asked({"eventId": "text"}).get("eventId")
    if identifier is None:
        raise invalid("The parameter 'eventId' is missing.")
    event = find_event(call, identifier)
    if event is None:
        raise AppleRefusal(_NO_EVENT)
    return call.answer(event)


def _matching_assets(call: AppleCall, asked: Mapping[str, Any]) -> list[int]:
    return [asset.pos for asset in assets_of(call.store, call.uid) if _fits(asset, asked)]


def _fits(asset: Asset, asked: Mapping[str, Any]) -> bool:
    exact = {
        "adamId": asset.adam_id,
        "pricingParam": asset.pricing,
        "productType": asset.product_type,
        "revocable": asset.revocable,
        "deviceAssignable": asset.device_assignable,
    }
    if any(name in asked and asked[name] != value for name, value in exact.items()):
        return False
    if asked.get("unlimited") is False and asset.unlimited:
        return False
    counts = {"AvailableCount": asset.available, "AssignedCount": asset.assigned}
    return all(
        asked.get(f"min{name}", count) <= count <= asked.get(f"max{name}", count) for name, count in counts.items()
    )


def _matching_assignments(call: AppleCall, asked: Mapping[str, Any]) -> list[int]:
    exact = {name: asked[name] for name in ("clientUserId", "serialNumber", "pricingParam") if name in asked}
    inactive = _inactive(call) if asked.get("excludeInactiveUsers") else frozenset()
    return [
        place
        for place, row in placed_rows(call.store, call.uid, "assignments", asked.get("adamId"))
        if all((text_of(row, name) or _DEFAULTS.get(name)) == value for name, value in exact.items())
        and row.get("clientUserId") not in inactive
    ]


_DEFAULTS = {"pricingParam": "STDQ"}


def _inactive(call: AppleCall) -> frozenset[object]:
    """clientUserIds that have rows, but none that is Registered or Associated."""
    known: dict[object, bool] = {}
    for _, row in placed_rows(call.store, call.uid, "users"):
        name = row.get("clientUserId")
        known[name] = known.get(name, False) or status_of(row) in ACTIVE
    return frozenset(name for name, active in known.items() if not active)


def _matching_users(call: AppleCall, asked: Mapping[str, Any]) -> list[int]:
    rows = placed_rows(call.store, call.uid, "users", asked.get("clientUserId"))
    wanted = {True} if asked.get("activeOnly") else {False} if asked.get("retiredOnly") else {True, False}
    return [place for place, row in rows if (status_of(row) in ACTIVE) in wanted]


def _assignment_json(call: AppleCall, row: JsonObject, with_state: bool) -> JsonObject:
    shown: JsonObject = {"adamId": row.get("adamId"), "pricingParam": text_of(row, "pricingParam") or "STDQ"}
    shown |= {name: text for name in ("clientUserId", "serialNumber") if (text := text_of(row, name))}
    if with_state and "clientUserId" in shown:
        shown |= shown_state(call.store, call.uid, shown["clientUserId"])
    return shown
