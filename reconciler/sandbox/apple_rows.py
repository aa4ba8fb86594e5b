"""Apple's side of the tenant in the store: locations with their assets, users and associations.

A row's key is what it is found by: the adamId of assets and associations, the clientUserId of users. Its alias is
the clientUserId of an association and the account of a user.
"""

import json
import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

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


def rows_of(store: Store, location: str, section: Section) -> list[JsonObject]:
    """All rows of a section, in order."""
    sql = "SELECT json FROM apple_row WHERE section = ? AND location = ? ORDER BY pos"
    return [json.loads(text) for (text,) in store.rows(sql, (section, location))]


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
    secret = text_of(token.json, "token")
    for known in store.meta("appleTokens") or []:
        if secret is not None and known.get("sToken") == secret:
            return str(known["uId"])
    name = text_of(token.json, "locationName")
    named = [row for row in objects_after(store, "location") if name and row.json.get("locationName") == name]
    return str(named[0].json["uId"]) if len(named) == 1 else None


def location_token_state(store: Store, secret: str) -> JsonObject | None:
    """What Apple knows of a content token; None when it does not know it."""
    tokens = objects_of({"tokens": store.meta("appleTokens")}, "tokens")
    return next((known for known in tokens if known.get("sToken") == secret), None)


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
    added = [
        {"adamId": adam_id, "pricingParam": "STDQ", "clientUserId": _client_user(store, location, user)}
        for user in users
    ]
    add_rows(store, location, "assignments", added)
    _count_assigned(store, location, adam_id, len(added))


def _client_user(store: Store, location: str, user: Row) -> str:
    account = str(user.json.get("userPrincipalName", user.key))
    sql = "SELECT key FROM apple_row WHERE section = 'users' AND location = ? AND (alias = ? OR key = ?) LIMIT 1"
    found = store.rows(sql, (location, account.casefold(), user.json["id"])).fetchone()
    if found:
        return str(found[0])
    known = {"clientUserId": user.json["id"], "email": account, "status": "Associated"}
    add_rows(store, location, "users", [known])
    return str(user.json["id"])


def _count_assigned(store: Store, location: str, adam_id: str, number: int) -> None:
    sql = "SELECT pos, json FROM apple_row WHERE section = 'assets' AND location = ? AND key = ? ORDER BY pos LIMIT 1"
    found = store.rows(sql, (location, adam_id)).fetchone()
    if found is None:
        return
    asset = json.loads(found[1])
    for name, change in (("assignedCount", number), ("availableCount", -number)):
        if isinstance(asset.get(name), int):
            asset[name] += change
    store.rows("UPDATE apple_row SET json = ? WHERE pos = ?", (dump(asset), found[0]))


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
