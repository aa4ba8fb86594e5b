"""One request to Apple's side: which location's content token it bears, what it asks for, what it wants written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qsl

from reconciler.sandbox.apple_content import bare, format_apple_instant
from reconciler.sandbox.apple_errors import AppleRefusal, invalid
from reconciler.sandbox.apple_rows import location_token_state
from reconciler.sandbox.apple_standing import expiry_of_token, standing_of
from reconciler.sandbox.call import read_json_object
from reconciler.sandbox.errors import Refusal
from reconciler.sandbox.messages import Answer, JsonObject, Request
from reconciler.sandbox.objects import Row, find_object
from reconciler.sandbox.settings import Settings
from reconciler.sandbox.store import Store

ParameterKind: TypeAlias = Literal["text", "number", "flag", "price", "product"]
_NUMBER = re.compile(r"-?[0-9]{1,10}", re.ASCII)
_WORDS: Mapping[str, frozenset[str]] = {
    "flag": frozenset({"true", "false"}),
    "price": frozenset({"STDQ", "PLUS"}),
    "product": frozenset({"App", "Book"}),
}
_REFUSED = {"expired": 9621, "revoked": 9625, "throttled": 9646}
_NO_BEARER, _UNKNOWN_TOKEN, _WRONG_CONTENT_TYPE = 9722, 9622, 9727


@dataclass(frozen=True, slots=True)
class AppleCall:
    """A request whose content token is good, inside a transaction of its tenant's store."""

    request: Request
    now: datetime
    settings: Settings
    store: Store
    known: JsonObject
    location: Row

    @property
    def uid(self) -> str:
        """The id of the location."""
        return str(self.location.json["uId"])

    def answer(self, body: JsonObject) -> Answer:
        """An answer with what nearly all of Apple's have in common: location, manager, expiry of the token."""
        common: JsonObject = {"uId": self.uid}
        expiry = expiry_of_token(self.known)
        if expiry is not None:
            common["tokenExpirationDate"] = format_apple_instant(expiry)
        manager = self.location.json.get("mdmInfo")
        if isinstance(manager, dict) and manager:
            common["mdmInfo"] = manager
        return Answer(200, {**common, **body})

    def asked(self, kinds: Mapping[str, ParameterKind]) -> dict[str, Any]:
        """The query by name, with numbers and flags read. Refuses (9602) unknown, repeated and wrong parameters."""
        found: dict[str, Any] = {}
        for name, value in parse_qsl(self.request.query, keep_blank_values=True):
            if name not in kinds:
                raise invalid(f"The parameter '{name}' is not known here.")
            if name in found:
                raise invalid(f"The parameter '{name}' stands twice.")
            found[name] = _parameter(name, kinds[name], value)
        return found

    def body(self, known: Iterable[str]) -> JsonObject:
        """The body, a JSON object with these properties only. Refuses with 9727 or 9602."""
        content_type = (self.request.header("Content-Type") or "application/json").partition(";")[0].strip()
        if content_type.lower() != "application/json":
            raise AppleRefusal(_WRONG_CONTENT_TYPE)
        try:
            body = read_json_object(self.request.body)
        except Refusal as refusal:
            raise invalid(refusal.message) from refusal
        unknown = sorted(set(body) - set(known))
        if unknown:
            raise invalid(f"The property '{unknown[0]}' is not known here.")
        return body


def find_bearer(request: Request) -> str | None:
    """The content token that a request bears; None when the header is missing or has another shape."""
    scheme, _, bearer = (request.header("Authorization") or "").strip().partition(" ")
    token = bearer.strip()
    return token if scheme.lower() == "bearer" and token and token == bare(token) else None


def known_token(store: Store, request: Request) -> JsonObject:
    """What Apple knows of the content token that a request bears. Refuses with 9722 or 9622."""
    bearer = find_bearer(request)
    if bearer is None:
        raise AppleRefusal(_NO_BEARER)
    known = location_token_state(store, bearer)
    if known is None:
        raise AppleRefusal(_UNKNOWN_TOKEN)
    return known


def open_call(store: Store, request: Request, now: datetime, settings: Settings) -> AppleCall:
    """The call behind a request. Refuses a content token that is missing, unknown, over, revoked or throttled."""
    known = known_token(store, request)
    standing = standing_of(known, now)
    if standing != "valid":
        raise AppleRefusal(_REFUSED[standing])
    location = find_object(store, "location", str(known["uId"]))
    if location is None:
        raise AppleRefusal(_UNKNOWN_TOKEN, "The location of the content token does not exist.")
    return AppleCall(request, now, settings, store, known, location)


def _parameter(name: str, kind: ParameterKind, value: str) -> str | int | bool:
    if kind in _WORDS and value not in _WORDS[kind]:
        raise invalid(f"The parameter '{name}' must be one of {', '.join(sorted(_WORDS[kind]))}.")
    if kind == "number" and not _NUMBER.fullmatch(value):
        raise invalid(f"The parameter '{name}' must be a whole number.")
    if kind == "number":
        return int(value)
    return value == "true" if kind == "flag" else value
