"""Which ways to sign in an environment offers, in the order they are tried. Read `ways_to_sign_in`.

| way | offered where | and needs |
| --- | --- | --- |
| client secret | AZURE_CLIENT_SECRET | AZURE_CLIENT_ID |
| client certificate | AZURE_CLIENT_CERTIFICATE_PATH | AZURE_CLIENT_ID |
| GitHub Actions | ACTIONS_ID_TOKEN_REQUEST_URL | ACTIONS_ID_TOKEN_REQUEST_TOKEN, AZURE_CLIENT_ID |
| GitLab | GITLAB_OIDC_TOKEN | AZURE_CLIENT_ID |
| Azure DevOps | SYSTEM_OIDCREQUESTURI | SYSTEM_ACCESSTOKEN, id of service connection and client |
| federated token file | AZURE_FEDERATED_TOKEN_FILE | AZURE_CLIENT_ID |
| managed identity | IDENTITY_ENDPOINT, MSI_ENDPOINT, or AZURE_TOKEN_CREDENTIALS says so | nothing |
| Azure CLI | `az` in PATH | nothing |
| device code | somebody at a terminal | nothing |

What somebody put there on purpose goes before what is just there. The tenant is the declared one; only where none is
declared, AZURE_TENANT_ID. Nothing else in the environment changes the cloud or the tenant.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reconciler.model.entities import Cloud
from reconciler.model.errors import UsageError

GRAPH_COMMAND_LINE_TOOLS = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
"""Microsoft's own app for people at a terminal, the one that `Connect-MgGraph` signs in with."""

_TENANT = "AZURE_TENANT_ID"
_CLIENT = "AZURE_CLIENT_ID"
_CHOICE = "AZURE_TOKEN_CREDENTIALS"


class Method(StrEnum):
    """How the identity is proven; the value is what people call it."""

    SECRET = "client secret"
    CERTIFICATE = "client certificate"
    GITHUB = "GitHub Actions"
    GITLAB = "GitLab"
    AZURE_DEVOPS = "Azure DevOps"
    TOKEN_FILE = "federated token file"
    MANAGED_IDENTITY = "managed identity"
    AZURE_CLI = "Azure CLI"
    DEVICE_CODE = "device code"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in from: the tenant's cloud and id, the environment, and a terminal where there is one.

    `ask` shows a text to the person at the terminal; None where nobody is there.
    """

    cloud: Cloud
    tenant_id: str | None
    environ: Mapping[str, str] = field(repr=False)
    ask: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to sign in. `lacking` names what it would still need; with anything in it, it cannot be tried.

    `values` are its parameters by name: `tenant`, `client`, and what the method needs beyond.
    """

    method: Method
    values: Mapping[str, str] = field(repr=False)
    lacking: tuple[str, ...] = ()


_CLIENT_OF_CONNECTION = ("AZURESUBSCRIPTION_CLIENT_ID", _CLIENT)
_CONNECTION = ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "AZURE_SERVICE_CONNECTION_ID")

_Needs = Mapping[str, tuple[str, ...]]
_BY_VARIABLES: tuple[tuple[Method, str, _Needs], ...] = (
    (Method.SECRET, "AZURE_CLIENT_SECRET", {"client": (_CLIENT,), "secret": ("AZURE_CLIENT_SECRET",)}),
    (
        Method.CERTIFICATE,
        "AZURE_CLIENT_CERTIFICATE_PATH",
        {"client": (_CLIENT,), "path": ("AZURE_CLIENT_CERTIFICATE_PATH",)},
    ),
    (
        Method.GITHUB,
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        {
            "client": (_CLIENT,),
            "url": ("ACTIONS_ID_TOKEN_REQUEST_URL",),
            "bearer": ("ACTIONS_ID_TOKEN_REQUEST_TOKEN",),
        },
    ),
    (Method.GITLAB, "GITLAB_OIDC_TOKEN", {"client": (_CLIENT,), "assertion": ("GITLAB_OIDC_TOKEN",)}),
    (
        Method.AZURE_DEVOPS,
        "SYSTEM_OIDCREQUESTURI",
        {"client": _CLIENT_OF_CONNECTION, "connection": _CONNECTION, "bearer": ("SYSTEM_ACCESSTOKEN",)},
    ),
    (
        Method.TOKEN_FILE,
        "AZURE_FEDERATED_TOKEN_FILE",
        {"client": (_CLIENT,), "file": ("AZURE_FEDERATED_TOKEN_FILE",)},
    ),
)
"""Method, the variable that offers it, and its values with the variables that may hold each."""

_CHOICES: Mapping[str, frozenset[Method]] = {
    "environmentcredential": frozenset({Method.SECRET, Method.CERTIFICATE}),
    "workloadidentitycredential": frozenset({Method.TOKEN_FILE}),
    "managedidentitycredential": frozenset({Method.MANAGED_IDENTITY}),
    "azureclicredential": frozenset({Method.AZURE_CLI}),
    "prod": frozenset(Method) - {Method.AZURE_CLI, Method.DEVICE_CODE},
    "dev": frozenset({Method.AZURE_CLI, Method.DEVICE_CODE}),
}


def ways_to_sign_in(place: Place) -> tuple[Way, ...]:
    """What the environment offers, in the order of the table above, also what lacks something.

    AZURE_TOKEN_CREDENTIALS narrows the choice; raises UsageError when it names no way that is known here.
    """
    chosen = _chosen(place.environ)
    tenant = place.tenant_id or place.environ.get(_TENANT) or ""
    ways = [
        _by_variables(place.environ, tenant, method, needs)
        for method, sign, needs in _BY_VARIABLES
        if place.environ.get(sign)
    ]
    ways += _by_what_is_there(place, tenant)
    return tuple(way for way in ways if way.method in chosen)


def _chosen(environ: Mapping[str, str]) -> frozenset[Method]:
    choice = environ.get(_CHOICE, "")
    if choice and choice.lower() not in _CHOICES:
        names = "EnvironmentCredential, WorkloadIdentityCredential, ManagedIdentityCredential, AzureCliCredential"
        raise UsageError(
            f'{_CHOICE} is "{choice}", which is no way to sign in here.', f"Unset it, or set it to one of: {names}."
        )
    return _CHOICES[choice.lower()] if choice else frozenset(Method)


def _by_variables(environ: Mapping[str, str], tenant: str, method: Method, needs: _Needs) -> Way:
    found = {name: next((environ[one] for one in several if environ.get(one)), "") for name, several in needs.items()}
    lacking = [" or ".join(several) for name, several in needs.items() if not found[name]]
    if not tenant:
        lacking.append(f"tenantId in the YAML, or {_TENANT}")
    optional = {"password": environ.get("AZURE_CLIENT_CERTIFICATE_PASSWORD", "")} if "path" in needs else {}
    return Way(method, {"tenant": tenant, **found, **optional}, tuple(lacking))


def _by_what_is_there(place: Place, tenant: str) -> list[Way]:
    environ, client = place.environ, place.environ.get(_CLIENT, "")
    ways = []
    named = environ.get(_CHOICE, "").lower() == "managedidentitycredential"
    if named or environ.get("IDENTITY_ENDPOINT") or environ.get("MSI_ENDPOINT"):
        ways.append(Way(Method.MANAGED_IDENTITY, {"tenant": tenant, "client": client}))
    if shutil.which("az", path=environ.get("PATH", "")):
        ways.append(Way(Method.AZURE_CLI, {"tenant": tenant}))
    if place.ask is not None:
        ways.append(Way(Method.DEVICE_CODE, {"tenant": tenant, "client": client or GRAPH_COMMAND_LINE_TOOLS}))
    return ways
