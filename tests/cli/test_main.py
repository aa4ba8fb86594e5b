"""Options before every command, help, and how a run ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.cli.group import COMMANDS
from tests.cli.command import COMMAND, environment, run

HEAVY = ("pydantic", "httpx", "rich", "jinja2", "yaml", "ruamel", "deepdiff", "azure", "sqlite3")
_LOADED = """
import sys
from reconciler.cli.main import cli
try:
    cli.main({arguments!r})
except SystemExit as ended:
    assert not ended.code, ended.code
print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
"""


def loaded_by(arguments: list[str]) -> str:
    """Which heavy modules a run had loaded at its end."""
    script = _LOADED.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment(), check=True)
    return done.stderr.decode().strip()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_nothing_heavy(command: str) -> None:
    assert loaded_by([*command.split(), "--help"]) == "[]"


def test_explain_loads_nothing_heavy() -> None:
    assert loaded_by(["explain", "VPP401"]) == "[]"


def test_help_names_every_command(tmp_path: Path) -> None:
    out = run("--help", cwd=tmp_path).out
    assert [name for name in COMMANDS if f"  {name} " not in out] == []


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("sandbox", "ledger")])
def test_help_of_each_command_has_examples(command: str, tmp_path: Path) -> None:
    assert "Examples:\n    reconciler " + command in run(command, "--help", cwd=tmp_path).out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["plan", "--nonsense"],
        ["plan", "--format", "pdf"],
        ["plan", "a", "b"],
        ["show"],
        ["show", "missing.json"],
        ["snapshot"],
        ["ledger", "release"],
        ["ledger", "nonsense"],
        ["sandbox", "nonsense"],
        ["explain", "VPP999"],
        ["--quiet", "--verbose", "schema"],
        ["--chdir", "missing", "schema"],
        ["--language", "fi", "schema"],
    ],
)
def test_wrong_usage_ends_with_64_and_says_why(arguments: list[str], tmp_path: Path) -> None:
    ended = run(*arguments, cwd=tmp_path)
    assert (64, "") == (ended.code, ended.out)
    assert ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("RECONCILER_NOW", "yesterday"), ("RECONCILER_NOW", "2026-11-22T12:00:00"), ("RECONCILER_RETRY_SECONDS", "-1")],
)
def test_a_variable_that_means_nothing_ends_with_64_and_is_named(name: str, value: str, tmp_path: Path) -> None:
    ended = run("explain", "VPP401", cwd=tmp_path, env={name: value})
    assert ended.code == 64
    assert name in ended.err


def test_an_unknown_rule_is_answered_with_the_nearest(tmp_path: Path) -> None:
    assert "Did you mean TOKEN-EXPIRED?" in run("explain", "TOKEN-EXPIERD", cwd=tmp_path).err


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "explain", "VPP401"], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        err = process.stderr.read() if process.stderr else b""
        assert (0, b"") == (process.wait(60), err)


def test_without_a_terminal_there_is_no_colour(tmp_path: Path) -> None:
    ended = run("explain", "VPP401", cwd=tmp_path)
    assert "\x1b" not in ended.out + ended.err
