"""Writes VPP tokens: uploads, renewals, changed fields, and "Sync now". Read `TokenDoor`.

The content token is in the body of two of these requests and nowhere else. Reading VPP tokens: `books`.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from reconciler.graph.books import TOKENS
from reconciler.graph.client import JsonObject, Version
from reconciler.graph.wire import content_to_wire, token_to_wire
from reconciler.graph.writing import TOKEN_WRITES, Writing
from reconciler.model.content_token import ContentToken
from reconciler.model.ids import TokenId
from reconciler.model.providers import Written
from reconciler.model.token_fields import BETA_ONLY


class TokenDoor:
    """Writes VPP tokens one at a time; every request is sent once. Errors as `Writing.send`."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    def create(self, content: ContentToken, fields: Mapping[str, Any]) -> Written:
        """Uploads a content token as a new VPP token; `token` is its id, None where the service did not tell it."""
        body = {**token_to_wire(fields), **content_to_wire(content)}
        answer = self._writing.send("POST", _version(fields), TOKENS, body, TOKEN_WRITES, _secrets(content))
        identity = answer.body.get("id")
        token = TokenId(identity.lower()) if isinstance(identity, str) and identity else None
        return Written(answer.request_id, token, answer.client_request_id)

    def renew(self, token: TokenId, content: ContentToken) -> Written:
        """Puts a newer content token into a VPP token. Nothing else is in the request, so nothing else can change."""
        body = {**token_to_wire({}), **content_to_wire(content)}
        return self._patch("v1.0", token, body, _secrets(content))

    def update(self, token: TokenId, fields: Mapping[str, Any]) -> Written:
        """Changes fields of a VPP token: through beta where one of them is only there, else through v1.0."""
        return self._patch(_version(fields), token, token_to_wire(fields))

    def sync(self, token: TokenId) -> Written:
        """Asks Intune to fetch licences from Apple; it answers before that is done."""
        answer = self._writing.send("POST", "v1.0", f"{_path(token)}/syncLicenses", {}, TOKEN_WRITES)
        return Written(answer.request_id, client_request_id=answer.client_request_id)

    def _patch(self, version: Version, token: TokenId, body: JsonObject, secrets: tuple[str, ...] = ()) -> Written:
        answer = self._writing.send("PATCH", version, _path(token), body, TOKEN_WRITES, secrets)
        return Written(answer.request_id, client_request_id=answer.client_request_id)


def _version(fields: Mapping[str, Any]) -> Version:
    return "beta" if any(name in BETA_ONLY for name in fields) else "v1.0"


def _path(token: TokenId) -> str:
    return f"{TOKENS}/{quote(token, safe='')}"


def _secrets(content: ContentToken) -> tuple[str, ...]:
    """What a service that repeats its request could give away: the content token, and what it says inside."""
    try:
        inside = base64.b64decode(content.text).decode("utf-8", "replace")
    except binascii.Error:
        inside = ""
    return content.text, inside
