"""Makes the credential behind a way to sign in, and tries several in order. Read `Chain`.

azure-identity is heavy and is imported only in here, when somebody signs in.
"""

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from reconciler.graph.client import ROOTS
from reconciler.graph.federation import github_assertion
from reconciler.graph.ways import Method, Place, Way
from reconciler.model.entities import Cloud
from reconciler.model.errors import ServiceError

AUTHORITIES = {
    Cloud.GLOBAL: "login.microsoftonline.com",
    Cloud.USGOV: "login.microsoftonline.us",
    Cloud.USGOVDOD: "login.microsoftonline.us",
    Cloud.CHINA: "login.chinacloudapi.cn",
}
"""Hosts that sign in. Source: Microsoft Graph, "National cloud deployments", app registration endpoints."""

AUDIENCES = {
    Cloud.GLOBAL: "api://AzureADTokenExchange",
    Cloud.USGOV: "api://AzureADTokenExchangeUSGov",
    Cloud.USGOVDOD: "api://AzureADTokenExchangeUSGov",
    Cloud.CHINA: "api://AzureADTokenExchangeChina",
}
"""For whom a pipeline vouches. Source: Microsoft Entra, "Configure an app to trust an external identity provider"."""

_DELEGATED = ("DeviceManagementApps.ReadWrite.All", "GroupMember.Read.All")
_CLI_SECONDS = 30
_WHAT_TO_SET = (
    "In GitHub Actions give the job `id-token: write` and set AZURE_CLIENT_ID; in GitLab set the id_token "
    "GITLAB_OIDC_TOKEN and AZURE_CLIENT_ID; in Azure DevOps pass SYSTEM_ACCESSTOKEN and use a service connection; "
    "elsewhere set AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH; at a desk run `az login`. "
    "An access token at hand goes into RECONCILER_GRAPH_TOKEN."
)


class Credential(Protocol):
    """One way to sign in, as azure-identity makes them."""

    def get_token(self, *scopes: str) -> Any:
        """An access token for the scopes, as `.token`."""


class Chain:
    """The ways that an environment offers, tried in order until one has an identity; that one is kept.

    A way that is there and refused ends the search: to go on as somebody else would hide the mistake.
    """

    def __init__(self, place: Place, ways: Sequence[Way], build: Callable[[Way, Place], Credential]) -> None:
        self._place = place
        self._ways = ways
        self._build = build
        self._kept: tuple[Way, Credential] | None = None

    def get_token(self, *scopes: str) -> Any:
        """The access token of the first way that has an identity. Raises ServiceError, naming what was tried."""
        from azure.identity import CredentialUnavailableError  # heavy, see above

        if self._kept is not None:
            way, credential = self._kept
            return _asked(way, credential, self._scopes(way, scopes))
        tried = [f"{way.method} ({' and '.join(way.lacking)} not set)" for way in self._ways if way.lacking]
        for way in self._ways:
            if way.lacking:
                continue
            credential = _built(self._build, way, self._place)
            try:
                given = _asked(way, credential, self._scopes(way, scopes))
            except CredentialUnavailableError:
                tried.append(f"{way.method} (no identity there)")
                continue
            self._kept = way, credential
            return given
        raise _nobody(tried)

    @property
    def method(self) -> str:
        """The way that had an identity; empty before one was asked for."""
        return str(self._kept[0].method) if self._kept is not None else ""

    def _scopes(self, way: Way, scopes: tuple[str, ...]) -> tuple[str, ...]:
        """A person is asked for the permissions themselves; everybody else has been given them before."""
        root = ROOTS[self._place.cloud]
        return tuple(f"{root}/{one}" for one in _DELEGATED) if way.method is Method.DEVICE_CODE else scopes


def build_credential(way: Way, place: Place, **options: Any) -> Credential:
    """The credential of azure-identity for a way; `options` go to its HTTP client.

    Raises ValueError or OSError where the values of the way cannot be used.
    """
    logging.getLogger("azure").addHandler(logging.NullHandler())  # it would tell the terminal what we tell better
    values = way.values
    pinned = {"authority": AUTHORITIES[place.cloud], "disable_instance_discovery": True, **options}
    match way.method:
        case Method.SECRET | Method.CERTIFICATE:
            return _service_principal(way, pinned)
        case Method.GITHUB:
            return _asserting(way, github_assertion(values["url"], values["bearer"], AUDIENCES[place.cloud]), pinned)
        case Method.GITLAB:
            return _asserting(way, lambda: values["assertion"], pinned)
        case Method.AZURE_DEVOPS | Method.TOKEN_FILE:
            return _federated(way, pinned)
        case Method.MANAGED_IDENTITY | Method.AZURE_CLI | Method.DEVICE_CODE:
            return _there(way, place, pinned)


def _service_principal(way: Way, pinned: dict[str, Any]) -> Credential:
    from azure.identity import CertificateCredential, ClientSecretCredential  # heavy, see above

    values = way.values
    if way.method is Method.SECRET:
        return ClientSecretCredential(values["tenant"], values["client"], values["secret"], **pinned)
    password = values["password"] or None
    return CertificateCredential(values["tenant"], values["client"], values["path"], password=password, **pinned)


def _asserting(way: Way, assertion: Callable[[], str], pinned: dict[str, Any]) -> Credential:
    from azure.identity import ClientAssertionCredential  # heavy, see above

    return ClientAssertionCredential(way.values["tenant"], way.values["client"], assertion, **pinned)


def _federated(way: Way, pinned: dict[str, Any]) -> Credential:
    from azure.identity import AzurePipelinesCredential, WorkloadIdentityCredential  # heavy, see above

    values = way.values
    identity = {"tenant_id": values["tenant"], "client_id": values["client"]}
    if way.method is Method.TOKEN_FILE:
        return WorkloadIdentityCredential(**identity, token_file_path=values["file"], **pinned)
    return AzurePipelinesCredential(
        **identity, service_connection_id=values["connection"], system_access_token=values["bearer"], **pinned
    )


def _there(way: Way, place: Place, pinned: dict[str, Any]) -> Credential:
    from azure.identity import AzureCliCredential, DeviceCodeCredential, ManagedIdentityCredential  # heavy, see above

    values, ask = way.values, place.ask
    if way.method is Method.MANAGED_IDENTITY:
        return ManagedIdentityCredential(client_id=values["client"] or None)
    if way.method is Method.AZURE_CLI:
        return AzureCliCredential(tenant_id=values["tenant"], process_timeout=_CLI_SECONDS)
    assert ask is not None  # without somebody to ask the way is not offered
    return DeviceCodeCredential(
        values["client"],
        tenant_id=values["tenant"] or "organizations",
        prompt_callback=lambda address, code, _: ask(f"To sign in, open {address} and enter the code {code}."),
        **pinned,
    )


def _built(build: Callable[[Way, Place], Credential], way: Way, place: Place) -> Credential:
    try:
        return build(way, place)
    except (ValueError, OSError) as error:
        raise _refused(way, error) from error


def _asked(way: Way, credential: Credential, scopes: tuple[str, ...]) -> Any:
    from azure.core.exceptions import AzureError  # heavy, see above
    from azure.identity import CredentialUnavailableError

    try:
        return credential.get_token(*scopes)
    except CredentialUnavailableError:
        raise
    except (AzureError, ValueError, OSError) as error:
        raise _refused(way, error) from error


def _refused(way: Way, error: Exception) -> ServiceError:
    return ServiceError(
        f"The sign-in by {way.method} failed{reason(error)}.",
        f"Correct what it signs in with, or remove it from the environment to sign in another way. {_WHAT_TO_SET}",
        status=401,
    )


def _nobody(tried: Sequence[str]) -> ServiceError:
    what = f"tried {', '.join(tried)}" if tried else "the environment offers no way to sign in"
    return ServiceError(f"The sign-in failed: {what}.", _WHAT_TO_SET, status=401)


def reason(error: Exception) -> str:
    """Microsoft's number of the failure; the rest of its text may hold what belongs in no log."""
    code = re.search(r"\bAADSTS[0-9]{3,9}\b", str(error))
    return f" with {code[0]}" if code else f" ({type(error).__name__})"
