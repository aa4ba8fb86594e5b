"""Where the content tokens of a tenant are looked for, and as whom."""

from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.cli.secret_door import secret_sources
from reconciler.cli.settings import read_settings
from reconciler.model.content_token import Absence
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Secret
from reconciler.model.errors import UsageError
from reconciler.secrets.vault import AzureVault
from tests import worlds as w


def declared(secret: Secret | None) -> DesiredState:
    return w.desired(tokens=[replace(w.token(), secret=secret)])


@pytest.mark.parametrize("secret", [None, Secret("env", "A"), Secret("file", "/run/a")])
def test_no_vault_is_opened_where_none_is_declared(secret: Secret | None, tmp_path: Path) -> None:
    environ = {"AZURE_TOKEN_CREDENTIALS": "nonsense", "A": "b"}
    sources = secret_sources(read_settings(environ, tmp_path), declared(secret))
    assert (None, tmp_path / "desired") == (sources.vault, sources.folder)
    assert "b" == sources.environ["A"]


def test_a_declared_vault_is_opened_and_nobody_signs_in_yet(tmp_path: Path) -> None:
    settings = read_settings({"AZURE_CLIENT_ID": "c"}, tmp_path)
    vault = secret_sources(settings, declared(Secret("keyVault", "https://norr.vault.azure.net", "a"))).vault
    assert isinstance(vault, AzureVault)
    assert Absence.BAD_VAULT is vault.read("https://norr.vault.azure.cn", "a")


def test_a_way_to_sign_in_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    settings = read_settings({"AZURE_TOKEN_CREDENTIALS": "nonsense"}, tmp_path)
    with pytest.raises(UsageError, match="AZURE_TOKEN_CREDENTIALS"):
        secret_sources(settings, declared(Secret("keyVault", "https://norr.vault.azure.net", "a")))
