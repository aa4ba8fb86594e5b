"""Sign-in: where the bearer for Microsoft Graph comes from. Read `signed_in`.

azure-identity is heavy and imported only here, when somebody signs in.
"""

import base64
import binascii
import json
import re
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from reconciler.graph.client import ROOTS
from reconciler.model.entities import Cloud
from reconciler.model.errors import ServiceError, UsageError
from reconciler.transport import Bearer

AUTHORITIES = {
    Cloud.GLOBAL: "login.microsoftonline.com",
    Cloud.USGOV: "login.microsoftonline.us",
    Cloud.USGOVDOD: "login.microsoftonline.us",
    Cloud.CHINA: "login.chinacloudapi.cn",
}
"""Hosts that sign in. Source: Microsoft Graph, "National cloud deployments", app registration endpoints."""

_ASK_AGAIN_SECONDS = 240.0
_REMEDY = (
    "In a pipeline set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; at a desk run `az login`. "
    "An access token at hand goes into RECONCILER_GRAPH_TOKEN."
)


class AccessToken(Protocol):
    """What a credential gives: the bearer, and when it ends."""

    @property
    def token(self) -> str:
        """The bearer."""


class Credential(Protocol):
    """One way to sign in, as azure-identity makes them."""

    def get_token(self, *scopes: str) -> Any:
        """An `AccessToken` for the scopes."""


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


def signed_in(cloud: Cloud, tenant_id: str | None) -> Bearer:
    """Signs in where a bearer is first needed: by the environment's service principal, else by the Azure CLI."""
    scope = f"{ROOTS[cloud]}/.default"
    return CredentialBearer(lambda: _chain(cloud, tenant_id), scope)


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

    def _ask(self) -> str:
        from azure.core.exceptions import AzureError  # heavy: loads an HTTP stack of its own

        try:
            if self._credential is None:
                self._credential = self._make()
            return str(self._credential.get_token(self._scope).token)
        except (AzureError, ValueError) as error:
            raise ServiceError(f"The sign-in failed{_reason(error)}.", _REMEDY, status=401) from error


def token_tenant(access_token: str) -> str | None:
    """The tenant that an access token names (its claim `tid`), in lower case; None where it tells none.

    Nothing is verified: the service does that. It serves to notice a sign-in to another tenant.
    """
    parts = access_token.split(".")
    if len(parts) != 3:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        tenant = claims.get("tid")
    except (binascii.Error, ValueError, RecursionError, AttributeError):
        return None
    return tenant.lower() if isinstance(tenant, str) and tenant else None


def _chain(cloud: Cloud, tenant_id: str | None) -> Credential:
    """The ways to sign in, in the order they are tried."""
    from azure.identity import AzureCliCredential, ChainedTokenCredential, EnvironmentCredential  # heavy, see above

    return ChainedTokenCredential(
        EnvironmentCredential(authority=AUTHORITIES[cloud]),
        AzureCliCredential(tenant_id=tenant_id or ""),
    )


def _reason(error: Exception) -> str:
    """Microsoft's number of the failure; the rest of its text may hold what belongs in no log."""
    code = re.search(r"\bAADSTS[0-9]{3,9}\b", str(error))
    return f" with {code[0]}" if code else ""
