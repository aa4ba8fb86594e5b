"""The bearer for Microsoft Graph: given, or of somebody who signs in. Read `signed_in`.

Which ways to sign in there are: `ways`. How each is done: `credentials`.
"""

import base64
import binascii
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from reconciler.graph.client import ROOTS
from reconciler.graph.credentials import Chain, Credential, build_credential
from reconciler.graph.ways import Place, ways_to_sign_in
from reconciler.model.doctor import SignIn
from reconciler.model.errors import UsageError
from reconciler.transport import Bearer

_ASK_AGAIN_SECONDS = 240.0


def no_bearer() -> None:
    """No sign-in: nothing is sent."""


def static_bearer(access_token: str) -> Bearer:
    """An access token that was given. Raises UsageError when it can be none."""
    text = access_token.strip()
    if not text or not text.isprintable():
        raise UsageError(
            "RECONCILER_GRAPH_TOKEN holds no access token, or one with control characters.",
            "Set it to the bare access token, without the word Bearer and without line breaks.",
        )
    return lambda: text


def signed_in(place: Place) -> Bearer:
    """Signs in where a bearer is first needed, by the first way that the place offers and that has an identity."""
    return CredentialBearer(
        lambda: Chain(place, ways_to_sign_in(place), build_credential), f"{ROOTS[place.cloud]}/.default"
    )


class CredentialBearer:
    """The bearer of a credential, asked for again every four minutes.

    Credentials renew what is about to end, at least five minutes before; asking each time would start the Azure
    CLI for each request. `make` is called once, at the first request.
    """

    def __init__(self, make: Callable[[], Credential], scope: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._make = make
        self._scope = scope
        self._clock = clock
        self._lock = threading.Lock()
        self._credential: Credential | None = None
        self._text = ""
        self._until = 0.0

    def __call__(self) -> str:
        """The bearer. Raises ServiceError when the sign-in fails."""
        with self._lock:
            if not self._text or self._clock() >= self._until:
                self._text = self._ask()
                self._until = self._clock() + _ASK_AGAIN_SECONDS
            return self._text

    @property
    def way(self) -> str:
        """How somebody signed in, where the credential tells."""
        return self._credential.method if isinstance(self._credential, Chain) else ""

    def _ask(self) -> str:
        if self._credential is None:
            self._credential = self._make()
        return str(self._credential.get_token(self._scope).token)


def token_tenant(access_token: str) -> str | None:
    """The tenant that an access token names (its claim `tid`), in lower case; None where it tells none.

    Nothing is verified: the service does that. It serves to notice a sign-in to another tenant.
    """
    tenant = _claims(access_token).get("tid")
    return tenant.lower() if isinstance(tenant, str) and tenant else None


def describe_sign_in(bearer: Bearer) -> SignIn:
    """Who a bearer signs in, as far as its access token tells. Raises what signing in raises."""
    access_token = bearer() or ""
    claims = _claims(access_token)
    names = (claims.get(name) for name in _NAMES)
    return SignIn(
        way=_way(bearer),
        who=next((name for name in names if isinstance(name, str) and name), ""),
        tenant=token_tenant(access_token),
        permissions=_permissions(claims),
    )


_NAMES = ("upn", "unique_name", "app_displayname", "appid")
"""Claims that name somebody, the most telling first. Source: Microsoft Entra, "Access token claims reference"."""


def _permissions(claims: Mapping[str, Any]) -> frozenset[str] | None:
    """The claims `roles` (of an app) and `scp` (of a person); None where the access token has neither."""
    roles, scopes = claims.get("roles"), claims.get("scp")
    if not isinstance(roles, list) and not isinstance(scopes, str):
        return None
    own = roles if isinstance(roles, list) else []
    return frozenset([*(one for one in own if isinstance(one, str)), *(scopes.split() if scopes else ())])


def _way(bearer: Bearer) -> str:
    if isinstance(bearer, CredentialBearer):
        return bearer.way
    return "none" if bearer is no_bearer else "given"


def _claims(access_token: str) -> Mapping[str, Any]:
    """What an access token says of itself; empty for one that is opaque."""
    parts = access_token.split(".")
    if len(parts) != 3:
        return {}
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
