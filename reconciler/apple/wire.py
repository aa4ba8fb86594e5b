"""Apple's JSON as our nouns: the service, the location, assets, assignments, users, pages of lists, error numbers.

Apple marks every property of an answer as optional: what is missing or of another type becomes None, and a count is
never taken for 0. What nothing can be told apart without (ids of locations and assets) raises VPP505. Names and
addresses of people, invitations and the notification secret are not read at all.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

from reconciler.model.apple import AppleAsset, AppleAssignment, AppleLocation, AppleService, AppleUsers, Mdm
from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId
from reconciler.model.instants import instant
from reconciler.model.observed import UNLIMITED

JsonObject: TypeAlias = Mapping[str, Any]

BASE = "/mdm/v2"
SERVICE_CONFIG = f"{BASE}/service/config"
CLIENT_CONFIG = f"{BASE}/client/config"

BOOK = "Book"
STANDARD = "STDQ"
"""The pricing of an asset that does not name one."""

_WITHOUT_LIMIT = "unlimitedAssets"
"""Where Apple may list assets that never run out, without their total."""

_ADDRESSES = {
    "clientConfig": CLIENT_CONFIG,
    "getAssets": f"{BASE}/assets",
    "getAssignments": f"{BASE}/assignments",
    "getUsers": f"{BASE}/users",
}
_ACCOUNT_TYPES = {"volumestore": "education", "enterprisestore": "business"}
_JOINED, _INVITED, _RETIRED = "Associated", "Registered", frozenset({"Retired", "Deleted"})
_NUMBER_SAID = re.compile(r'"errornumber"\s*:\s*"?([0-9]{1,6})')
_NOT_A_NUMBER = 0
"""Stands for an error whose number cannot be read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list at Apple: its path, what is asked of it, where its rows stand, and how messages call it."""

    path: str
    query: Mapping[str, str]
    rows: tuple[str, ...]
    what: str

    def address(self, page: int) -> str:
        """The address of one page, counted from 0."""
        return f"{BASE}{self.path}?{urlencode({**self.query, 'pageIndex': page})}"


BOOKS = Listing("/assets", {"productType": BOOK}, ("assets", _WITHOUT_LIMIT), "Apple's list of books")
USERS = Listing("/users", {}, ("users",), "Apple's list of people")


def assignments_of(adam_id: AdamId | None) -> Listing:
    """The list of licences in people's hands, of one asset or of all."""
    query = {} if adam_id is None else {"adamId": adam_id}
    return Listing("/assignments", query, ("assignments",), "Apple's list of licences in use")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. Pages of one `version` belong together; `following` is the number of the next page."""

    rows: tuple[JsonObject, ...]
    version: tuple[str | None, str | None]
    following: int | None


def page_from_wire(wire: JsonObject, listing: Listing, asked: int) -> Page:
    """One page of a list. Raises VPP505 when it is no list of objects, or not the page that was asked for."""
    if _count(wire.get("currentPageIndex")) not in (None, asked):
        raise unreadable(listing.what, f"page {asked} was asked for and another one came")
    version = (_text(wire.get("versionId")), _text(wire.get("uId")))
    return Page(_rows(wire, listing), version, _following(wire, listing, asked))


def error_number(wire: JsonObject) -> int | None:
    """The number of an error in an answer, whatever HTTP said; None where it is none."""
    told = wire.get("errorNumber")
    if told is None:
        return None
    if isinstance(told, str) and re.fullmatch(r"[0-9]{1,6}", told):
        return int(told)
    return _count(told) or _NOT_A_NUMBER


def number_said(said: str) -> int | None:
    """The number of an error in the lower-case text of a refused answer; None where it holds none."""
    found = _NUMBER_SAID.search(said)
    return int(found[1]) if found else None


def service_from_wire(wire: JsonObject) -> AppleService:
    """What the service says about itself."""
    limits, urls = wire.get("limits"), wire.get("urls")
    known = {name: _count(value) for name, value in limits.items()} if isinstance(limits, dict) else {}
    told = urls if isinstance(urls, dict) else {}
    return AppleService(
        limits={name: value for name, value in sorted(known.items()) if value is not None},
        moved=tuple(sorted(name for name, path in _ADDRESSES.items() if _is_elsewhere(told.get(name), path))),
    )


def location_from_wire(wire: JsonObject, organization: str) -> AppleLocation:
    """The location behind a content token. Raises VPP505 when it has no id."""
    uid = _text(wire.get("uId"))
    if not uid:
        raise unreadable("the location", "it has no id")
    return AppleLocation(
        uid=uid,
        name=_text(wire.get("locationName")),
        country=_text(wire.get("countryISO2ACode")),
        account_type=_ACCOUNT_TYPES.get(_text(wire.get("defaultPlatform")) or ""),
        organization=organization,
        expires=_instant(wire.get("tokenExpirationDate")),
        mdm=_mdm(wire.get("mdmInfo")),
    )


def books_from_wire(wires: Iterable[JsonObject]) -> tuple[AppleAsset, ...]:
    """Assets that are books, or of untold kind, sorted by adamId and pricing.

    Raises VPP505 when an asset has no adamId, or is listed twice with different numbers.
    """
    found: dict[tuple[AdamId, str], AppleAsset] = {}
    for asset in (_asset(wire) for wire in wires):
        if asset.product_type not in (None, BOOK):
            continue
        if found.setdefault((asset.adam_id, asset.pricing), asset) != asset:
            raise unreadable("an asset", f"{asset.adam_id} ({asset.pricing}) is listed twice and differs")
    return tuple(found[key] for key in sorted(found))


def assignments_from_wire(wires: Iterable[JsonObject]) -> tuple[AppleAssignment, ...]:
    """Licences in people's hands, each once, sorted. Raises VPP505 when one has no adamId."""
    found = {
        AppleAssignment(_adam_id(wire), _pricing(wire), _text(wire.get("clientUserId")) or None): None for wire in wires
    }
    return tuple(sorted(found, key=lambda one: (one.adam_id, one.pricing, one.client_user or "")))


def users_from_wire(wires: Collection[JsonObject]) -> AppleUsers:
    """People counted by status, with the ids of those who are not retired."""
    states = [_text(wire.get("status")) or "" for wire in wires]
    joined, invited = states.count(_JOINED), states.count(_INVITED)
    retired = sum(state in _RETIRED for state in states)
    ids = (_text(wire.get("clientUserId")) for wire in wires if _text(wire.get("status")) in (_JOINED, _INVITED))
    return AppleUsers(joined, invited, retired, len(states) - joined - invited - retired, frozenset(filter(None, ids)))


def unreadable(what: str, why: str) -> ServiceError:
    """Apple sent something that nothing can be concluded from."""
    return ServiceError(
        f"Apple sent something that cannot be used: {what}, {why}.",
        "Nothing is concluded from a part of it. Run again; if it stays so, report it.",
        code="VPP505",
    )


def _rows(wire: JsonObject, listing: Listing) -> tuple[JsonObject, ...]:
    """The rows of a page. Apple leaves out what has no value, so a page without rows may be an empty one."""
    rows: list[JsonObject] = []
    listed = [key for key in listing.rows if wire.get(key) is not None]
    if not listed and not _is_empty(wire):
        raise unreadable(listing.what, "a page has no rows")
    for key in listed:
        found = wire[key]
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise unreadable(listing.what, "a page is no list of objects")
        rows.extend({"totalCount": UNLIMITED, **row} if key == _WITHOUT_LIMIT else row for row in found)
    return tuple(rows)


def _is_empty(wire: JsonObject) -> bool:
    """Whether something without rows is a page at all, and counts none."""
    is_page = bool(_text(wire.get("versionId")) or _text(wire.get("uId")))
    return is_page and _count(wire.get("size", 0)) == 0


def _following(wire: JsonObject, listing: Listing, asked: int) -> int | None:
    """The number of the next page: as it is told, else as the count of pages implies; None after the last."""
    told = wire.get("nextPageIndex")
    if told is None:
        return asked + 1 if asked + 1 < (_count(wire.get("totalPages")) or 0) else None
    if _count(told) != asked + 1:
        raise unreadable(listing.what, f"after page {asked} does not come page {asked + 1}")
    return asked + 1


def _asset(wire: JsonObject) -> AppleAsset:
    return AppleAsset(
        adam_id=_adam_id(wire),
        pricing=_pricing(wire),
        product_type=_text(wire.get("productType")),
        total=_count(wire.get("totalCount")),
        assigned=_count(wire.get("assignedCount")),
        available=_count(wire.get("availableCount")),
        retired=_count(wire.get("retiredCount")),
    )


def _adam_id(wire: JsonObject) -> AdamId:
    told = wire.get("adamId")
    if not isinstance(told, str) or not (told.isascii() and told.isdigit()):
        raise unreadable("an asset", "it has no adamId")
    return AdamId(told)


def _pricing(wire: JsonObject) -> str:
    return _text(wire.get("pricingParam")) or STANDARD


def _mdm(value: Any) -> Mdm | None:
    """Who claimed the location. Something that cannot be read is somebody, since nobody is told by leaving it out."""
    if value is None:
        return None
    told = value if isinstance(value, dict) else {}
    return Mdm(_text(told.get("id")) or None, _text(told.get("name")) or None)


def _is_elsewhere(url: Any, path: str) -> bool:
    """Whether an address is told, and is another than the one that is used. Hosts are not compared."""
    try:
        return isinstance(url, str) and not urlsplit(url).path.rstrip("/").endswith(path)
    except ValueError:
        return True


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: Any) -> int | None:
    """A number of licences or pages; None for what is missing, negative, broken, or larger than Apple's type holds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return None
    return int(value) if 0 <= value <= UNLIMITED and value == int(value) else None


def _instant(value: Any) -> datetime | None:
    """An instant. Apple writes its offset without a colon, which ISO 8601 allows."""
    try:
        return instant(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
