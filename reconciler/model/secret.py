"""What was found where a declared content token should be: with the secret for a write, without it for a plan."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from reconciler.model.content_token import Absence, ContentToken, Flaw
from reconciler.model.contents import ContentFacts, Contents
from reconciler.model.entities import Cloud, Secret
from reconciler.model.ids import Handle
from reconciler.model.quoting import SECRET, holds_secret, shown

VAULT_SUFFIXES = {
    Cloud.SANDBOX: ".vault.azure.net",
    Cloud.GLOBAL: ".vault.azure.net",
    Cloud.USGOV: ".vault.usgovcloudapi.net",
    Cloud.USGOVDOD: ".vault.usgovcloudapi.net",
    Cloud.CHINA: ".vault.azure.cn",
}
"""Where the vaults of each cloud live. Source: Azure Key Vault, "DNS suffixes for object identifiers"."""

_VAULT_NAME = r"https://[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]"
_SECRET_NAME = r"[A-Za-z0-9-]{1,127}"


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing was found. `where` is the place as messages name it."""

    where: str
    why: Absence


@dataclass(frozen=True, slots=True)
class Bad:
    """Something was found that is no content token."""

    where: str
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Found:
    """A content token was found. For the write alone: everybody else is given `facts`."""

    where: str
    content: ContentToken

    @property
    def facts(self) -> ContentFacts:
        """What it says, without the secret."""
        return ContentFacts(self.content.organization, self.content.expires)


Sought = Found | Missing | Bad
"""What became of the search for one content token."""


class VaultReader(Protocol):
    """Reads secrets out of key vaults."""

    def read(self, vault: str, name: str) -> str | Absence:
        """The text of the newest version of a secret, or why there is none. Raises nothing that a vault may cause."""


def contents_of(sought: Mapping[Handle, Sought]) -> Contents:
    """What a plan is given, without the secrets: facts, flaws, or why there is nothing, by handle."""
    facts = {name: one.facts for name, one in sought.items() if isinstance(one, Found)}
    flaws = {name: one.flaw for name, one in sought.items() if isinstance(one, Bad)}
    absences = {name: one.why for name, one in sought.items() if isinstance(one, Missing)}
    return {**facts, **flaws, **absences}


def place_of(secret: Secret) -> str:
    """Where a secret is, as messages name it: the variable, the path, or vault and name.

    A content token that somebody wrote there in place of a reference is not shown.
    """
    if holds_secret(f"{secret.where} {secret.name}".encode("utf-8", "replace")):
        return SECRET
    whole = f"{secret.where.rstrip('/')}/secrets/{secret.name}" if secret.kind == "keyVault" else secret.where
    return "/".join(shown(part) for part in whole.split("/"))


def is_vault(cloud: Cloud, address: str) -> bool:
    """Whether an address is that of a key vault of this cloud: https, one name, the cloud's own suffix, no more."""
    return re.fullmatch(_VAULT_NAME + re.escape(VAULT_SUFFIXES[cloud]) + "/?", address) is not None


def is_secret_name(name: str) -> bool:
    """Whether a key vault can have a secret of this name; another one could lead elsewhere in the vault."""
    return re.fullmatch(_SECRET_NAME, name) is not None
