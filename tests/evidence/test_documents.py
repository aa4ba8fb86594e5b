"""What docs/evidence.md tells an auditor to type works, without a line of this software."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from reconciler.model.canonical import canonical
from tests.evidence.instance import ISSUER, WORKFLOW, Instance
from tests.evidence.keys import openssl_is_here, pair, record

LACKING = not openssl_is_here() or shutil.which("python3") is None
PAGE = Path(__file__).parents[2] / "docs/evidence.md"


def _steps(having: str = "pkeyutl") -> str:
    """The one block that checks a signature, of a key or in the name of a pipeline."""
    fenced = PAGE.read_text("utf-8").split("```")[1::2]
    (block,) = [block for block in fenced if having in block]
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


MADE = Instance()


@pytest.mark.skipif(find_spec("sigstore") is None, reason="the extra is not installed: reconciler[sigstore]")
@pytest.mark.parametrize(
    ("confirmed", "name", "by", "changed"),
    [
        (True, WORKFLOW, MADE, {}),
        (False, WORKFLOW.replace("main", "other"), MADE, {}),
        (False, WORKFLOW, Instance(), {}),
        (False, WORKFLOW, MADE, {"author": "somebody@else.example"}),
    ],
    ids=["honest", "another name", "another instance", "another record"],
)
def test_the_steps_with_the_tool_of_sigstore_confirm_the_identity_that_signed_and_no_other(
    confirmed: bool, name: str, by: Instance, changed: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "00000002-receipt.json").write_bytes(canonical({**MADE.signed(), **changed}) + b"\n")
    (tmp_path / "trust.json").write_text(json.dumps(by.trust()), "utf-8")
    tool = f"{shlex.quote(sys.executable)} -m sigstore --trust-config trust.json"
    steps = _steps("verify identity").replace("python3 -m sigstore", tool)
    env = {**os.environ, "NAME": name, "ISSUER": ISSUER}
    done = subprocess.run(["sh", "-c", steps], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert (confirmed, confirmed) == (done.returncode == 0, b"OK: content" in done.stderr), done.stderr
