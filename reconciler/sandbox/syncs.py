"""What a sync of a VPP token brings from Apple: totals and new books. It never removes one."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from reconciler.sandbox.apple_rows import location_of_token, rows_of, store_id
from reconciler.sandbox.clock import format_instant
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import (
    Row,
    add_objects,
    find_object,
    objects_by_alias,
    part_of,
    replace_object,
)
from reconciler.sandbox.seats import take_seats
from reconciler.sandbox.store import Store
from reconciler.sandbox.values import text_of, whole_number

_HEALTHY = frozenset({"valid", "duplicateLocationId"})


def complete_sync(store: Store, token_key: str, at: datetime) -> None:
    """Ends a sync: `completed` with a new time and what Apple has, or `failed` for a token that is not valid."""
    token = find_object(store, "vppToken", token_key)
    if token is None:  # deleted while the sync ran
        return
    if token.json.get("state", "valid") not in _HEALTHY:
        _mark(store, token, {"lastSyncStatus": "failed"})
        return
    location = location_of_token(store, token)
    if location is not None:
        _bring_books(store, token, location, at)
    for book in objects_by_alias(store, "managedEBook", str(token.json["id"])):
        take_seats(store, book, part_of(store, book, "assignments") or [])
    _mark(store, token, {"lastSyncStatus": "completed", "lastSyncDateTime": format_instant(at)})


def _mark(store: Store, token: Row, changes: JsonObject) -> None:
    replace_object(store, Row(token.pos, token.kind, token.key, {**token.json, **changes}))


def _bring_books(store: Store, token: Row, location: str, at: datetime) -> None:
    known = {store_id(book): book for book in objects_by_alias(store, "managedEBook", str(token.json["id"]))}
    for asset in rows_of(store, location, "assets"):
        if asset.get("productType", "Book") != "Book":
            continue
        book = known.get(text_of(asset, "adamId"))
        if book is None:
            add_objects(store, "managedEBook", [_new_book(token, asset, at)])
        elif "totalCount" in asset:
            changed = {**book.json, "totalLicenseCount": whole_number(asset, "totalCount")}
            replace_object(store, Row(book.pos, book.kind, book.key, changed))


def _new_book(token: Row, asset: JsonObject, at: datetime) -> JsonObject:
    adam_id = str(asset["adamId"])
    now = format_instant(at)
    return {
        "@odata.type": "#microsoft.graph.iosVppEBook",
        "id": str(uuid5(NAMESPACE_URL, f"book:{token.json['id']}:{adam_id}")),
        "displayName": f"Book {adam_id}",
        "description": None,
        "publisher": None,
        "publishedDateTime": now,
        "createdDateTime": now,
        "lastModifiedDateTime": now,
        "informationUrl": f"https://books.apple.com/se/book/id{adam_id}",
        "privacyInformationUrl": None,
        "vppTokenId": token.json["id"],
        "appleId": token.json.get("appleId"),
        "vppOrganizationName": token.json.get("organizationName"),
        "genres": [],
        "language": None,
        "seller": None,
        "totalLicenseCount": whole_number(asset, "totalCount"),
        "usedLicenseCount": whole_number(asset, "assignedCount"),
        "roleScopeTagIds": [],
    }
