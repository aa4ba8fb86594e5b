"""The guides, typed out: what a reader is told to type works, and shows what the page says.

`--accept` writes into the pages what the commands print now; read the difference as a reader would, and cut it short.
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reconciler.sandbox import Request, Sandbox
from reconciler.sandbox.example import example_state
from tests.cli.command import COMMAND, NOW, environment
from tests.docs.console import accepted, problems, program, steps_of, type_out

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def nothing_but_a_sandbox_for_books(folder: Path) -> None:
    """Nothing is there yet; the repository `books` will find its sandbox where it looks for it."""
    put_example(folder / "books/.reconciler/sandbox/nordskolan.sqlite")


def nothing_but_a_sandbox(folder: Path) -> None:
    """Nothing is there yet; a tenant in this folder will find its sandbox where it looks for it."""
    put_example(folder / ".reconciler/sandbox/nordskolan.sqlite")


def the_example_school(folder: Path) -> None:
    """The folder `desired-state/` of this repository, and its sandbox."""
    nothing_but_a_sandbox(folder)
    shutil.copytree(ROOT / "desired-state", folder / "desired-state")
    (folder / ".gitignore").write_text(".reconciler/\nplan.json\n", "utf-8")


PAGES: dict[str, Callable[[Path], None]] = {
    "tutorial.md": nothing_but_a_sandbox_for_books,
    "first-tenant.md": nothing_but_a_sandbox,
    "daily-work.md": the_example_school,
    "reviewing.md": the_example_school,
    "school-year.md": the_example_school,
    "auditing.md": the_example_school,
}
"""The pages whose commands are run, and what there is before the first one."""
ELSEWHERE = {"audit.md"}
"""Pages whose commands another test runs: tests/audit/test_ten_questions.py."""


@pytest.mark.parametrize("name", PAGES)
def test_a_guide_can_be_typed_out(name: str, tmp_path: Path, accept: bool) -> None:
    page = DOCS / name
    text = page.read_text("utf-8")
    seen = type_out(steps_of(text), prepared(tmp_path, PAGES[name]), surroundings(tmp_path))
    if accept:
        page.write_text(accepted(text, seen), "utf-8")
    told = problems(seen)
    assert accept or not told, f"{name}:\n" + "\n\n".join(told)


def test_every_page_that_shows_a_console_is_typed_out() -> None:
    showing = {page.name for page in DOCS.rglob("*.md") if "```console" in page.read_text("utf-8")}
    assert {*PAGES, *ELSEWHERE} == showing


def prepared(tmp_path: Path, lay_out: Callable[[Path], None]) -> Path:
    """The folder to type in."""
    folder = tmp_path / "work"
    folder.mkdir()
    lay_out(folder)
    return folder


def put_example(file: Path) -> None:
    """The sandbox as it is made at its first use, but its clock stands at the instant of the run."""
    file.parent.mkdir(parents=True)
    sandbox = Sandbox(file)
    try:
        state = {**example_state(datetime.fromisoformat(NOW)), "now": NOW}
        headers = {"Content-Type": "application/json"}
        body = json.dumps(state).encode()
        answer = sandbox.handle(Request("PUT", "/_sandbox/state", headers, body, host="127.0.0.1"))
    finally:
        sandbox.close()
    assert 204 == answer.status, answer.body


def surroundings(tmp_path: Path) -> dict[str, str]:
    """An environment with `reconciler` on its path, a clock that stands still, and a name for git."""
    program(tmp_path / "bin/reconciler", COMMAND)
    settings = "[user]\nname = Ada\nemail = ada@norr.example\n[init]\ndefaultBranch = main\n"
    (tmp_path / "gitconfig").write_text(settings, "utf-8")
    known = {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
    }
    return environment(known)
