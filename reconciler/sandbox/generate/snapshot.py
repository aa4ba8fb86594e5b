"""The generated world as a snapshot: what `reconciler snapshot` would write about the tenant.

The key of the pseudonyms comes from the seed, not from chance, so that equal arguments give equal bytes. It hides
nobody, since nobody here exists.
"""

import hashlib
import hmac
from functools import cache

from reconciler.sandbox.generate.nouns import EXPIRES_AT, MADE_AT, ORGANISATION, Book, Group, Token, World
from reconciler.sandbox.messages import JsonObject

FORMAT_VERSION = "1.0"
HEX_DIGITS = 32


def key_of_seed(seed: int) -> bytes:
    """The key under which the members of a generated tenant are hidden."""
    return hashlib.sha256(f"reconciler sandbox generate {seed}".encode()).digest()


def snapshot_of(world: World) -> JsonObject:
    """The tenant with all its groups and their members, read through beta at the moment of its making."""
    pseudonyms = _Pseudonyms(world)
    return {
        "formatVersion": FORMAT_VERSION,
        "at": MADE_AT,
        "beta": True,
        "tokens": [_token(token) for token in world.tokens],
        "books": [_book(world, book, pseudonyms) for book in world.books],
        "groups": [_group(group, pseudonyms) for group in world.groups],
        "names": {},
        "missing": [],
        "unread": {},
    }


class _Pseudonyms:
    """Two for each user, made once: of the id and of the account."""

    def __init__(self, world: World) -> None:
        key = key_of_seed(world.seed)

        @cache
        def hide(text: str) -> str:
            return hmac.digest(key, text.encode(), "sha256").hex()[:HEX_DIGITS]

        self.of_id = [hide(user.id) for user in world.users]
        self.of_account = [hide(user.account) for user in world.users]


def _token(token: Token) -> JsonObject:
    return {
        "id": token.id,
        "organization": ORGANISATION,
        "appleId": token.apple_id,
        "accountType": "education",
        "country": "SE",
        "automaticallyUpdateApps": False,
        "expires": EXPIRES_AT,
        "state": "valid",
        "lastSync": MADE_AT,
        "syncStatus": "completed",
        "displayName": token.name,
        "locationName": token.location_name,
        "dataSharingConsent": True,
        "takeControl": False,
    }


def _book(world: World, book: Book, pseudonyms: _Pseudonyms) -> JsonObject:
    return {
        "id": book.id,
        "title": book.title,
        "publisher": book.publisher,
        "token": world.tokens[book.token].id,
        "adamId": book.adam_id,
        "language": "sv",
        "total": book.total,
        "used": book.used,
        "assignments": [
            {"type": "group", "id": world.groups[group].id, "intent": intent} for group, intent in book.there.items()
        ],
        "holders": sorted(pseudonyms.of_account[number] for number in book.holders),
    }


def _group(group: Group, pseudonyms: _Pseudonyms) -> JsonObject:
    users = {pseudonyms.of_id[number]: pseudonyms.of_account[number] for number in group.reach}
    return {
        "id": group.id,
        "displayName": group.name,
        "groupTypes": ["Unified"] if group.unified else [],
        "securityEnabled": True,
        "mailEnabled": group.unified,
        "visibility": "Private" if group.unified else None,
        "onPremises": None,
        "created": MADE_AT,
        "members": {"users": dict(sorted(users.items())), "devices": 0, "groups": len(group.inside)},
    }
