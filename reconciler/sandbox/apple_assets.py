"""Assets of a location with their counts whole: what the state leaves out is worked out from the rest.

The identity of an asset is its adamId together with its quality: the standard one (`STDQ`) and `PLUS` are two assets.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reconciler.sandbox.apple_versions import move_version
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.store import Store, dump
from reconciler.sandbox.values import text_of

UNLIMITED = 2147483647  # also the largest number that Apple's interface can write
STANDARD = "STDQ"


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset: its place, its JSON as stored, and what is true of it."""

    pos: int
    json: JsonObject
    adam_id: str
    pricing: str
    product_type: str
    assigned: int
    available: int
    retired: int
    total: int
    revocable: bool
    device_assignable: bool

    @property
    def unlimited(self) -> bool:
        """Whether there are as many licences as anybody wants."""
        return self.total >= UNLIMITED

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other assets of its location."""
        return self.adam_id, self.pricing

    @property
    def name(self) -> JsonObject:
        """The key as requests and errors write it."""
        return {"adamId": self.adam_id, "pricingParam": self.pricing}


def assets_of(store: Store, location: str) -> list[Asset]:
    """All assets of a location, in order."""
    sql = "SELECT pos, json FROM apple_row WHERE section = 'assets' AND location = ? ORDER BY pos"
    return [_asset(store, location, pos, json.loads(text)) for pos, text in store.rows(sql, (location,)).fetchall()]


def assets_at(store: Store, location: str, places: Collection[int]) -> list[Asset]:
    """The assets at these places, in order."""
    sql = "SELECT pos, json FROM apple_row WHERE pos IN (SELECT value FROM json_each(?)) ORDER BY pos"
    rows = store.rows(sql, (dump(list(places)),)).fetchall()
    return [_asset(store, location, pos, json.loads(text)) for pos, text in rows]


def assets_by_key(store: Store, location: str) -> dict[tuple[str, str], Asset]:
    """All assets of a location by adamId and quality; of two equal keys the first counts."""
    return {asset.key: asset for asset in reversed(assets_of(store, location))}


def pools(store: Store, location: str, adam_id: str) -> list[Asset]:
    """The assets with an adamId, the standard quality first."""
    sql = "SELECT pos, json FROM apple_row WHERE section = 'assets' AND location = ? AND key = ? ORDER BY pos"
    rows = store.rows(sql, (location, adam_id)).fetchall()
    found = [_asset(store, location, pos, json.loads(text)) for pos, text in rows]
    return sorted(found, key=lambda asset: (asset.pricing != STANDARD, asset.pos))


def share_out(assets: Iterable[Asset], number: int) -> list[str]:
    """Qualities for so many licences, one after the other as long as they last; beyond that the first quality."""
    offered = list(assets)
    shared: list[str] = []
    for asset in offered:
        shared += [asset.pricing] * min(asset.available, number - len(shared))
    first = offered[0].pricing if offered else STANDARD
    return shared + [first] * (number - len(shared))


def move_counts(store: Store, location: str, asset: Asset, *, assigned: int = 0, retired: int = 0) -> None:
    """Changes how many licences are assigned and retired; the available ones make up for it."""
    counts = {
        "assignedCount": asset.assigned + assigned,
        "availableCount": max(0, asset.available - assigned - retired),
        "retiredCount": asset.retired + retired,
        "totalCount": asset.total,
    }
    store.rows("UPDATE apple_row SET json = ? WHERE pos = ?", (dump({**asset.json, **counts}), asset.pos))
    move_version(store, location)


def asset_json(asset: Asset) -> JsonObject:
    """An asset as Apple shows it."""
    shown: JsonObject = {
        **asset.name,
        "productType": asset.product_type,
        "assignedCount": asset.assigned,
        "availableCount": asset.available,
        "retiredCount": asset.retired,
        "totalCount": asset.total,
        "deviceAssignable": asset.device_assignable,
        "revocable": asset.revocable,
    }
    platforms = asset.json.get("supportedPlatforms")
    return {**shown, "supportedPlatforms": platforms} if isinstance(platforms, list) else shown


def unlimited_json(asset: Asset) -> JsonObject:
    """The same without the counts that mean nothing where licences never run out."""
    counts = ("availableCount", "retiredCount", "totalCount")
    return {name: value for name, value in asset_json(asset).items() if name not in counts}


def _asset(store: Store, location: str, pos: int, raw: JsonObject) -> Asset:
    """An asset from its JSON. A missing count follows from the others, and from who holds it."""
    pricing, adam_id = text_of(raw, "pricingParam") or STANDARD, text_of(raw, "adamId") or ""
    retired, total = _count(raw, "retiredCount") or 0, _count(raw, "totalCount")
    assigned = _count(raw, "assignedCount")
    if assigned is None:
        assigned = max(0, _held(store, location, adam_id, pricing) - retired)
    available = _count(raw, "availableCount")
    if available is None:
        available = max(0, (total or 0) - assigned - retired)
    is_app = raw.get("productType") == "App"
    return Asset(
        pos=pos,
        json=raw,
        adam_id=adam_id,
        pricing=pricing,
        product_type=text_of(raw, "productType") or "Book",
        assigned=assigned,
        available=available,
        retired=retired,
        total=min(UNLIMITED, assigned + available + retired) if total is None else total,
        revocable=_flag(raw, "revocable", is_app),
        device_assignable=_flag(raw, "deviceAssignable", is_app),
    )


def _held(store: Store, location: str, adam_id: str, pricing: str) -> int:
    sql = """
    SELECT count(*) FROM apple_row WHERE section = 'assignments' AND location = ? AND key = ?
      AND coalesce(json_extract(json, '$.pricingParam'), 'STDQ') = ?
    """
    return int(store.rows(sql, (location, adam_id, pricing)).fetchone()[0])


def _count(raw: JsonObject, name: str) -> int | None:
    found = raw.get(name)
    return min(max(found, 0), UNLIMITED) if isinstance(found, int) and not isinstance(found, bool) else None


def _flag(raw: JsonObject, name: str, otherwise: bool) -> bool:
    found = raw.get(name)
    return found if isinstance(found, bool) else otherwise
