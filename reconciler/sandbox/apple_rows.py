"""Apple's side of the tenant in the store: locations with their assets, users and associations.

A row's key is what it is found by: the adamId of assets and associations, the clientUserId of users. Its alias is
the clientUserId of an association and the account of a user.
"""

import json
import re
from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias

from reconciler.sandbox.apple_assets import move_counts, pools, share_out
from reconciler.sandbox.apple_content import bare
from reconciler.sandbox.apple_versions import mark_changed, move_version
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import Row, find_object, objects_after
from reconciler.sandbox.store import Store, dump
from reconciler.sandbox.values import objects_of, text_of

Section: TypeAlias = Literal["assets", "users", "assignments"]
SECTIONS: tuple[Section, ...] = ("assets", "users", "assignments")
_STORE_ID = re.compile(r"/id(\d+)")


def add_rows(store: Store, location: str, section: Section, values: Iterable[JsonObject]) -> None:
    """Appends rows to a section of a location."""
    store.many(
        "INSERT INTO apple_row(location, section, key, alias, json) VALUES (?, ?, ?, ?, ?)",
        ((location, section, _key(section, value), _alias(section, value), dump(value)) for value in values),
    )
    move_version(store, location)


def change_row(store: Store, location: str, section: Section, pos: int, value: JsonObject) -> None:
    """Stores the new JSON of a row, which keeps its place; whoever asks for changes is told."""
    store.rows(
        "UPDATE apple_row SET key = ?, alias = ?, json = ? WHERE pos = ?",
        (_key(section, value), _alias(section, value), dump(value), pos),
    )
    mark_changed(store, location, pos)


def remove_rows(store: Store, location: str, positions: Collection[int]) -> None:
    """Takes rows away."""
    store.rows("DELETE FROM apple_row WHERE pos IN (SELECT value FROM json_each(?))", (dump(list(positions)),))
    move_version(store, location)


def rows_of(store: Store, location: str, section: Section) -> list[JsonObject]:
    """All rows of a section, in order."""
    return [value for _, value in placed_rows(store, location, section)]


def placed_rows(store: Store, location: str, section: Section, key: str | None = None) -> list[tuple[int, JsonObject]]:
    """(place, JSON) of the rows of a section, in order; with a key only those that it finds."""
    sql = "SELECT pos, json FROM apple_row WHERE section = ? AND location = ?"
    values = [section, location] if key is None else [section, location, key]
    narrowed = sql if key is None else f"{sql} AND key = ?"
    return [(pos, json.loads(text)) for pos, text in store.rows(f"{narrowed} ORDER BY pos", values)]


def rows_at(store: Store, places: Collection[int]) -> list[JsonObject]:
    """The rows at these places, in order."""
    sql = "SELECT json FROM apple_row WHERE pos IN (SELECT value FROM json_each(?)) ORDER BY pos"
    return [json.loads(text) for (text,) in store.rows(sql, (dump(list(places)),))]


def held_by(store: Store, location: str, client_user_id: str) -> list[tuple[int, JsonObject]]:
    """(place, JSON) of the associations of a user."""
    sql = "SELECT pos, json FROM apple_row WHERE section = 'assignments' AND location = ? AND alias = ? ORDER BY pos"
    return [(pos, json.loads(text)) for pos, text in store.rows(sql, (location, client_user_id))]


def held_by_device(store: Store, location: str, serial_number: str) -> list[tuple[int, JsonObject]]:
    """(place, JSON) of the associations of a device."""
    sql = """
    SELECT pos, json FROM apple_row WHERE section = 'assignments' AND location = ? AND alias IS NULL
      AND json_extract(json, '$.serialNumber') = ? ORDER BY pos
    """
    return [(pos, json.loads(text)) for pos, text in store.rows(sql, (location, serial_number))]


def store_id(book: Row) -> str | None:
    """A book's adamId, as its address in Apple's store ends."""
    match = _STORE_ID.search((text_of(book.json, "informationUrl") or "").partition("?")[0])
    return match.group(1) if match else None


def location_of_book(store: Store, book: Row) -> str | None:
    """The location whose licences a book's VPP token uses; None when it is not known."""
    token = find_object(store, "vppToken", text_of(book.json, "vppTokenId") or "")
    return location_of_token(store, token) if token else None


def location_of_token(store: Store, token: Row) -> str | None:
    """The location of a VPP token: by its content token, else by a location name that only one has."""
    known = location_token_state(store, text_of(token.json, "token") or "")
    if known is not None:
        return str(known["uId"])
    name = text_of(token.json, "locationName")
    named = [row for row in objects_after(store, "location") if name and row.json.get("locationName") == name]
    return str(named[0].json["uId"]) if len(named) == 1 else None


def location_token_state(store: Store, secret: str) -> JsonObject | None:
    """What Apple knows of a content token; None when it does not know it."""
    wanted = bare(secret)
    tokens = objects_of({"tokens": store.meta("appleTokens")}, "tokens")
    return next((known for known in tokens if wanted and bare(str(known.get("sToken"))) == wanted), None)


def associated_users(store: Store, location: str, adam_id: str) -> set[str]:
    """Who holds an asset, each by one name without case: the account where it is known, else the clientUserId."""
    sql = """
    SELECT DISTINCT coalesce(u.alias, o.alias, a.alias) FROM apple_row a
      LEFT JOIN apple_row u ON u.section = 'users' AND u.location = a.location AND u.key = a.alias
      LEFT JOIN object o ON o.kind = 'user' AND o.key = lower(a.alias)
    WHERE a.section = 'assignments' AND a.location = ? AND a.key = ? AND a.alias IS NOT NULL
    """
    return {name.casefold() for (name,) in store.rows(sql, (location, adam_id))}


def associate(store: Store, location: str, adam_id: str, users: Iterable[Row]) -> None:
    """Gives one licence of an asset to each of some users, who become known to Apple where they are not."""
    people = [_client_user(store, location, user) for user in users]
    offered = pools(store, location, adam_id)
    qualities = share_out(offered, len(people))
    added = [
        {"adamId": adam_id, "pricingParam": quality, "clientUserId": person}
        for person, quality in zip(people, qualities, strict=True)
    ]
    add_rows(store, location, "assignments", added)
    for asset in offered:
        move_counts(store, location, asset, assigned=qualities.count(asset.pricing))


def _client_user(store: Store, location: str, user: Row) -> str:
    """The clientUserId of a user of the tenant; who is not registered, or not any more, is registered with the id."""
    account = str(user.json.get("userPrincipalName", user.key))
    sql = """
    SELECT key FROM apple_row WHERE section = 'users' AND location = ? AND (alias = ? OR key = ?)
      AND coalesce(json_extract(json, '$.status'), '') NOT IN ('Retired', 'Deleted') LIMIT 1
    """
    found = store.rows(sql, (location, account.casefold(), user.json["id"])).fetchone()
    if found:
        return str(found[0])
    known = {"clientUserId": user.json["id"], "email": account, "status": "Associated"}
    add_rows(store, location, "users", [known])
    return str(user.json["id"])


def _key(section: Section, value: JsonObject) -> str | None:
    return text_of(value, "clientUserId" if section == "users" else "adamId")


def _alias(section: Section, value: JsonObject) -> str | None:
    match section:
        case "users":
            account = text_of(value, "managedAppleId") or text_of(value, "email")
            return account.casefold() if account else None
        case "assignments":
            return text_of(value, "clientUserId")
        case _:
            return None
