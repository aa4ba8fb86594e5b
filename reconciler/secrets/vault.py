"""Reads secrets out of Azure Key Vault. Read `AzureVault`.

The SDK is an extra (`pip install "reconciler[azure]"`) and heavy: it is imported only in here, when a vault is asked.
"""

import logging
from typing import Any, Protocol

from reconciler.model.content_token import Absence
from reconciler.model.entities import Cloud
from reconciler.model.errors import ServiceError
from reconciler.model.secret import VAULT_SUFFIXES, is_secret_name, is_vault

_SECONDS_TO_CONNECT = 10
_SECONDS_TO_ANSWER = 20
_REPEATS = 2
_OF_ODD_ANSWERS = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What the SDK raises for an answer with 200 that has not the shape it takes for granted."""
_STATUS = {401: Absence.REFUSED, 403: Absence.REFUSED, 404: Absence.NOT_IN_VAULT}


class Credential(Protocol):
    """Somebody who is signed in, as azure-identity makes them."""

    def get_token(self, *scopes: str) -> Any:
        """An access token for the scopes. Raises ServiceError when the sign-in fails."""


class AzureVault:
    """The key vaults of one cloud, read as somebody who is signed in.

    Asks the declared vault and nobody else: https, the cloud's own suffix, no redirects. The access token is for key
    vaults only, whatever a vault asks for. `options` go to the SDK's client, for instance another `transport`.
    """

    def __init__(self, cloud: Cloud, credential: Credential, **options: Any) -> None:
        self._cloud = cloud
        self._signed_in = _SignedIn(credential, f"https://{VAULT_SUFFIXES[cloud].removeprefix('.')}/.default")
        self._options = {
            "permit_redirects": False,
            "connection_timeout": _SECONDS_TO_CONNECT,
            "read_timeout": _SECONDS_TO_ANSWER,
            "retry_total": _REPEATS,
            **options,
        }

    def read(self, vault: str, name: str) -> str | Absence:
        """The text of the newest version of a secret, or why there is none."""
        if not is_vault(self._cloud, vault) or not is_secret_name(name):
            return Absence.BAD_VAULT
        try:
            from azure.keyvault.secrets import SecretClient  # an extra, and heavy: see above
        except ImportError:
            return Absence.NOT_INSTALLED
        logging.getLogger("azure").addHandler(logging.NullHandler())  # nothing of a vault on the terminal
        with SecretClient(vault, self._signed_in, **self._options) as client:
            return _asked(client, name)


class _SignedIn:
    """Gives the SDK access tokens for one scope, whatever scope or tenant a vault's challenge names."""

    def __init__(self, credential: Credential, scope: str) -> None:
        self._credential = credential
        self._scope = scope

    def get_token(self, *_: str, **__: Any) -> Any:
        """An access token for key vaults."""
        return self._credential.get_token(self._scope)


def _asked(client: Any, name: str) -> str | Absence:
    """The secret's text. What the SDK raises may hold an answer, and with it the secret: it is left behind here."""
    from azure.core.exceptions import AzureError, ClientAuthenticationError, HttpResponseError  # heavy, see above

    try:
        value = client.get_secret(name).value
    except ClientAuthenticationError:
        return Absence.REFUSED
    except HttpResponseError as refused:
        return _STATUS.get(refused.status_code or 0, Absence.UNREACHABLE)
    except ServiceError:
        return Absence.NO_SIGN_IN
    except (AzureError, OSError, *_OF_ODD_ANSWERS):
        return Absence.UNREACHABLE
    return value if isinstance(value, str) else Absence.NOT_IN_VAULT
