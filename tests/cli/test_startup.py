"""What a command loads decides how quickly it starts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import environment, run

_LOADED = """
import sys
from reconciler.cli.main import cli
try:
    cli.main({arguments!r})
except SystemExit as ended:
    assert not ended.code, ended.code
print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
"""
_HTTP = ("httpx", "sqlite3", "tenacity", "reconciler.graph.provider", "reconciler.sandbox")
_TENANT = ("reconciler.model.apple", "reconciler.model.observed")
_SHAPES = ("pydantic", "rich", "jinja2", "ruamel", "deepdiff", "azure")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A made-up tenant with its snapshot."""
    size = ("--books", "3", "--groups", "3", "--assignments", "6", "--seed", "1")
    assert run("sandbox", "generate", *size, "--out", "school", cwd=tmp_path).code == 0
    return tmp_path / "school"


def loaded_by(arguments: list[str], cwd: Path, more: tuple[str, ...] = ()) -> list[str]:
    """Which heavy modules, and which of some more, a run had loaded at its end."""
    script = _LOADED.format(arguments=arguments, heavy=_HTTP + _SHAPES + more)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment(), check=True, cwd=cwd)
    found: list[str] = json.loads(done.stderr.decode().splitlines()[-1].replace("'", '"'))
    return found


def test_validate_loads_nothing_heavy(school: Path) -> None:
    assert [] == loaded_by(["validate"], school, more=_TENANT)


def test_a_plan_from_a_snapshot_loads_neither_http_nor_a_database(school: Path) -> None:
    assert [] == loaded_by(["plan", "--from-snapshot", "snapshot.json"], school)


@pytest.mark.parametrize(("columns", "widest"), [("40", 50), ("70", 68), ("200", 78), ("0", 78), ("wide", 78)])
def test_help_is_as_wide_as_the_terminal_within_limits(columns: str, widest: int, tmp_path: Path) -> None:
    out = run("--help", cwd=tmp_path, env={"COLUMNS": columns}).out
    prose = out.split("Options:")[0]
    assert widest - 12 <= max(map(len, prose.splitlines())) <= widest
