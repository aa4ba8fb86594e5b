"""Where the content tokens of one tenant are looked for: environment, files, and the key vaults that it declares."""

from typing import TYPE_CHECKING

from reconciler.cli.doors import tenant_folder
from reconciler.cli.settings import Settings
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Cloud, Tenant
from reconciler.secrets.find import Sources

if TYPE_CHECKING:
    from reconciler.secrets.vault import AzureVault


def secret_sources(settings: Settings, desired: DesiredState) -> Sources:
    """The places for `secrets.find`. Nobody signs in before a vault is asked; where none is declared, none can be.

    Raises UsageError where the environment names no known way to sign in.
    """
    declared = any(token.secret is not None and token.secret.kind == "keyVault" for token in desired.tokens)
    vault = _vault(settings, desired.tenant) if declared else None
    return Sources(settings.environ, tenant_folder(settings, desired.tenant), vault)


def _vault(settings: Settings, tenant: Tenant) -> "AzureVault":
    """Key vaults, read by an identity of their own: the bearer of Graph is for Graph, also one that was given.

    Nobody at a terminal is asked: a device code signs in to Graph alone. The sandbox has no cloud of its own.
    """
    from reconciler.graph.credentials import Chain, build_credential  # here: few tenants declare a vault
    from reconciler.graph.ways import Place, ways_to_sign_in
    from reconciler.secrets.vault import AzureVault

    cloud = Cloud.GLOBAL if tenant.cloud is Cloud.SANDBOX else tenant.cloud
    place = Place(cloud, tenant.tenant_id, settings.environ)
    chain = Chain(place, ways_to_sign_in(place), build_credential)
    return AzureVault(cloud, chain, timeout=settings.retry_seconds)
