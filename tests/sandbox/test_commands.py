"""`reconciler sandbox`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reconciler.cli.sandbox_cmd import sandbox
from reconciler.sandbox import Sandbox
from tests.sandbox.client import BOOKS, Client


def test_reset_makes_the_file_and_puts_the_example_school_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "tenant.sqlite"
    assert 0 == CliRunner().invoke(sandbox, ["reset", "--state", str(path)]).exit_code
    client = Client(Sandbox(path))
    client.put_state()
    client.sandbox.close()
    assert 0 == CliRunner().invoke(sandbox, ["reset", "--state", str(path)]).exit_code
    client = Client(Sandbox(path))
    assert 8 == len(client.get(BOOKS)["value"])
    client.sandbox.close()


def test_without_a_file_named_the_tenants_own_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    environ = {"RECONCILER_SANDBOX_STATE": None}
    assert 0 == CliRunner().invoke(sandbox, ["reset", "--tenant", "skåne"], env=environ).exit_code
    assert (tmp_path / ".reconciler/sandbox/skåne.sqlite").is_file()


@pytest.mark.parametrize("command", ["reset", "serve"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, command: str) -> None:
    result = CliRunner().invoke(sandbox, [command, "--state", str(tmp_path)])
    assert 64 == result.exit_code
    assert str(tmp_path) in result.output
