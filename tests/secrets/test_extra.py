"""What holds without the extra for Azure Key Vault, and that the reference names every reason."""

import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.model.content_token import Absence, Flaw

ROOT = Path(__file__).parents[2]
_WITHOUT_THE_EXTRA = """
import sys
sys.modules["azure.keyvault"] = None
from reconciler.model.entities import Cloud
from reconciler.secrets.vault import AzureVault
print(AzureVault(Cloud.GLOBAL, None).read("https://norr.vault.azure.net", "vpp-norr"))
print(sorted(set(sys.modules) & {"azure.core", "requests", "httpx", "pydantic"}))
"""


def test_without_the_extra_a_vault_gives_nothing_and_says_why() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_THE_EXTRA], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ["not-installed", "[]"] == done.stdout.split()


@pytest.mark.parametrize("word", [*Absence, *Flaw])
def test_the_reference_names_every_reason(word: str) -> None:
    assert f"`{word}`" in (ROOT / "docs/reference/tokens.md").read_text("utf-8")
