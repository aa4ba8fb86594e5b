"""What docs/evidence.md tells an auditor to type works, without a line of this software."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reconciler.model.canonical import canonical
from tests.evidence.keys import openssl_is_here, pair, record

LACKING = not openssl_is_here() or shutil.which("python3") is None
PAGE = Path(__file__).parents[2] / "docs/evidence.md"


def _steps() -> str:
    """The one block that checks a signature."""
    fenced = PAGE.read_text("utf-8").split("```")[1::2]
    (block,) = [block for block in fenced if "pkeyutl" in block]
    return block


@pytest.mark.skipif(LACKING, reason="there is no openssl 3 or no python3 here")
@pytest.mark.parametrize("honest", [True, False])
def test_the_steps_confirm_a_signed_receipt_and_no_other(honest: bool, tmp_path: Path) -> None:
    signed = record(pair().signer()) if honest else {**record(pair().signer()), "author": "somebody@else.example"}
    (tmp_path / "00000002-receipt.json").write_bytes(canonical(signed) + b"\n")
    (tmp_path / "ledger-key.pub").write_text(pair().public, "utf-8")
    done = subprocess.run(["sh", "-c", _steps()], cwd=tmp_path, capture_output=True, check=False)
    told = done.stdout.decode().splitlines()
    assert (str(honest), 0) == (told[0], done.returncode), done.stderr


@pytest.mark.skipif(LACKING, reason="there is no openssl 3 or no python3 here")
def test_the_steps_do_not_confirm_the_signature_of_another_key(tmp_path: Path) -> None:
    (tmp_path / "00000002-receipt.json").write_bytes(canonical(record(pair().signer())) + b"\n")
    (tmp_path / "ledger-key.pub").write_text(pair(name="foreign").public, "utf-8")
    assert 0 != subprocess.run(["sh", "-c", _steps()], cwd=tmp_path, capture_output=True, check=False).returncode
