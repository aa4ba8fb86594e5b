"""What a sync of a VPP token brings from Apple: totals and new books. It never removes one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from reconciler.sandbox.apple_assets import UNLIMITED, Asset, assets_of
from reconciler.sandbox.apple_rows import location_of_token, location_token_state, store_id
from reconciler.sandbox.apple_standing import control, standing_of
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

STATE_OF_STANDING: Mapping[str, str] = {"expired": "expired", "revoked": "invalid"}
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
    trouble = _trouble(store, token, location, at)
    if trouble is not None:
        _mark(store, token, {"lastSyncStatus": "failed", **trouble})
        return
    if location is not None:
        _bring_books(store, token, location, at)
    for book in objects_by_alias(store, "managedEBook", str(token.json["id"])):
        take_seats(store, book, part_of(store, book, "assignments") or [])
    _mark(store, token, {"lastSyncStatus": "completed", "lastSyncDateTime": format_instant(at)})


def _trouble(store: Store, token: Row, location: str | None, at: datetime) -> JsonObject | None:
    """What a sync learns of Apple that keeps it from its work, as fields of the token; None when all is well.

    A sync finds a token to be worse than it was, never better: that takes an upload.
    """
    known = location_token_state(store, text_of(token.json, "token") or "")
    standing = "valid" if known is None else standing_of(known, at)
    if standing == "throttled":
        return {}
    if standing != "valid":
        return {"state": STATE_OF_STANDING[standing]}
    if location is not None and not control(store, location, claims=False):
        return {"state": "assignedToExternalMDM"}
    return None


def _mark(store: Store, token: Row, changes: JsonObject) -> None:
    replace_object(store, Row(token.pos, token.kind, token.key, {**token.json, **changes}))


def _bring_books(store: Store, token: Row, location: str, at: datetime) -> None:
    known = {store_id(book): book for book in objects_by_alias(store, "managedEBook", str(token.json["id"]))}
    for adam_id, assets in _books_at(store, location).items():
        book = known.get(adam_id)
        if book is None:
            add_objects(store, "managedEBook", [_new_book(token, adam_id, assets, at)])
        else:
            replace_object(store, Row(book.pos, book.kind, book.key, {**book.json, **_counts(book, assets)}))


def _books_at(store: Store, location: str) -> Mapping[str, list[Asset]]:
    """The book assets of a location by adamId: standard and PLUS licences are one book to Intune."""
    found: dict[str, list[Asset]] = {}
    for asset in assets_of(store, location):
        if asset.product_type == "Book" and asset.adam_id:
            found.setdefault(asset.adam_id, []).append(asset)
    return found


def _counts(book: Row, assets: Iterable[Asset]) -> JsonObject:
    """Total and used seats after a sync. Without a total at Apple the book's own stays; used seats never come back."""
    told = [asset for asset in assets if "totalCount" in asset.json]
    counts: JsonObject = {"totalLicenseCount": _total(told)} if told else {}
    used = max(whole_number(book.json, "usedLicenseCount"), _used(assets))
    return {**counts, "usedLicenseCount": used} if used or "usedLicenseCount" in book.json else counts


def _total(assets: Iterable[Asset]) -> int:
    return min(UNLIMITED, sum(asset.total for asset in assets))


def _used(assets: Iterable[Asset]) -> int:
    return sum(asset.assigned + asset.retired for asset in assets)


def _new_book(token: Row, adam_id: str, assets: list[Asset], at: datetime) -> JsonObject:
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
        "totalLicenseCount": _total(assets),
        "usedLicenseCount": _used(assets),
        "roleScopeTagIds": [],
    }
