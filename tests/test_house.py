"""The house is tested too: who may import whom, who touches the outside, and how large a thing may be."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reconciler"

MODEL = frozenset({"model"})
ROOT_ONLY = frozenset({""})  # the package itself, which holds the version and nothing else
CORRIDOR, ROOF, SANDBOX = frozenset({"reconcile", "validation"}), frozenset({"cli", "schema"}), "sandbox"
WITH_TRANSPORT = frozenset({"graph", "apple", "forge"})
OUTSIDE = frozenset({"cli", SANDBOX})  # may read the clock and the environment, and print
PURE = frozenset({"rules", "match", "diff", "drift", "hold", "forecast", "plan", "policy", "suppose"}) | {
    "desired.resolve",
    "report.view",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the package: `module` without `reconciler.`, `room` its first part."""

    path: Path
    module: str
    text: str

    @property
    def room(self) -> str:
        return self.module.split(".")[0]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


@cache
def sources() -> tuple[Source, ...]:
    return tuple(source(path) for path in sorted(PACKAGE.rglob("*.py")))


def source(path: Path) -> Source:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return Source(path, ".".join(part for part in parts if part != "__init__"), path.read_text("utf-8"))


@cache
def rooms() -> frozenset[str]:
    return frozenset(each.room for each in sources()) - ROOT_ONLY


def told(bad: Iterator[str]) -> list[str]:
    return sorted(bad)


# Who imports whom


def imported(tree: ast.Module, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """(line, room) of every import of ours, wherever it stands in the file; the package itself is the room ""."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from ((node.lineno, room) for room in _room(alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module == "reconciler":
            yield from ((node.lineno, alias.name if alias.name in known else "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, room) for room in _room(node.module or ""))


def _room(name: str) -> Iterator[str]:
    package, *rest = name.split(".")
    if package == "reconciler":
        yield rest[0] if rest else ""


def allowed(room: str, known: frozenset[str]) -> frozenset[str]:
    """The rooms that this room may import."""
    own = frozenset({room}) | ROOT_ONLY
    if room in ("", SANDBOX):
        return own
    if room in ROOF:
        return known | ROOF | ROOT_ONLY
    if room in CORRIDOR:
        return (known | ROOT_ONLY) - ROOF - {SANDBOX}
    if room in WITH_TRANSPORT:
        return own | MODEL | {"transport"}
    return own | (MODEL if room != "model" else frozenset())


def foreign(each: Source, known: frozenset[str]) -> Iterator[str]:
    for line, room in imported(each.tree, known):
        if room not in allowed(each.room, known):
            yield f"{each.path.relative_to(ROOT)}:{line} imports {room or 'the package'}"


def test_a_room_imports_the_nouns_and_itself_only() -> None:
    assert [] == told(line for each in sources() for line in foreign(each, rooms()))


@pytest.mark.parametrize(
    ("bad", "module", "text"),
    [
        (1, "diff", "from reconciler.plan import make_plan"),
        (1, "ledger.chain", "def late():\n    from reconciler.report import view"),
        (1, "model.ids", "import reconciler.diff"),
        (1, "sandbox.store", "from reconciler.model.ids import BookId"),
        (1, "rules.books", "from reconciler import cli"),
        (1, "ledger.chain", "from reconciler.transport import send"),
        (1, "reconcile", "from reconciler.cli import main"),
        (0, "reconcile", "from reconciler.diff import diff"),
        (0, "graph.client", "from reconciler.transport import send"),
        (0, "ledger.chain", "from reconciler.model.ids import Digest\nfrom reconciler.ledger.runs import Runs"),
        (0, "cli.main", "from reconciler import __version__\nfrom reconciler.validation import validate"),
    ],
)
def test_the_rule_of_imports_tells_a_bad_import_from_a_good_one(bad: int, module: str, text: str) -> None:
    known = frozenset({"cli", "diff", "graph", "ledger", "model", "plan", "report", "rules", "transport"})
    known |= {"reconcile", "validation"}
    assert bad == len(list(foreign(Source(ROOT / "x.py", module, text), known)))


def test_imports_are_absolute() -> None:
    assert [] == told(
        f"{each.path.relative_to(ROOT)}:{node.lineno}"
        for each in sources()
        for node in ast.walk(each.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    )


def test_only_the_command_line_imports_by_name() -> None:
    assert [] == told(
        f"{each.path.relative_to(ROOT)}:{line} {what}"
        for each in sources()
        if each.room != "cli"
        for line, what in touched(each.tree, frozenset({"importlib.import_module", "__import__"}))
    )


# Who touches the outside

CLOCK = {f"{kind}.{name}" for kind in ("datetime", "date") for name in ("now", "utcnow", "today")}
CLOCK |= {"time.time", "time.time_ns", "time.localtime", "time.gmtime"}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getcwd", "Path.cwd", "Path.home", "sys.argv"}
PRINTING = {"print", "input", "sys.stdout", "sys.stderr", "sys.stdin"}
DOORS = frozenset({"os", "io", "socket", "subprocess", "sqlite3", "httpx", "time", "random", "shutil", "tempfile"})


def touched(tree: ast.Module, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """(line, name) where one of the names is used: `a.b`, also at the end of a longer path, or a plain name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found = f"{_last(node.value)}.{node.attr}"
        elif isinstance(node, ast.Name):
            found = node.id
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, name) for each in node.names if (name := f"{node.module}.{each.name}") in names)
            continue
        else:
            continue
        if found in names:
            yield node.lineno, found


def _last(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def test_only_the_command_line_reads_clock_and_environment_and_prints() -> None:
    names = frozenset(CLOCK | ENVIRONMENT | PRINTING)
    assert [] == told(
        f"{each.path.relative_to(ROOT)}:{line} {what}"
        for each in sources()
        if each.room not in OUTSIDE
        for line, what in touched(each.tree, names)
    )


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["datetime.now"], "import datetime as d\nx = d.datetime.now(d.UTC)"),
        (["datetime.now"], "from datetime import datetime\ndef f(clock=datetime.now): ..."),
        (["time.time"], "from time import time"),
        (["os.environ"], "import os\nx = os.environ.get('HOME')"),
        (["print"], "print('x')"),
        ([], "import time\nx = time.monotonic()\nprinted = 1"),
    ],
)
def test_a_look_at_clock_or_environment_is_seen(expected: list[str], text: str) -> None:
    assert expected == [what for _, what in touched(ast.parse(text), frozenset(CLOCK | ENVIRONMENT | PRINTING))]


def test_the_pure_rooms_open_no_door() -> None:
    assert [] == told(
        f"{each.path.relative_to(ROOT)}:{node.lineno}"
        for each in sources()
        if each.room in PURE or each.module in PURE
        for node in ast.walk(each.tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and opens_a_door(node)
    )


def opens_a_door(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        impure_path = node.module == "pathlib" and any(not each.name.startswith("Pure") for each in node.names)
        return impure_path or (node.module or "").split(".")[0] in DOORS
    return any(each.name.split(".")[0] in DOORS | {"pathlib"} for each in node.names)


SPEAKS_TO_A_SERVICE = WITH_TRANSPORT | {"transport", "apply", "observed"}


def takes_something_away(text: str) -> list[str]:
    return re.findall(r"""["']DELETE["']|revoke|\.delete\(""", text)


def test_nothing_can_be_deleted_or_revoked_at_a_service() -> None:
    speaking = [each for each in sources() if each.room in SPEAKS_TO_A_SERVICE]
    assert len(speaking) > 10
    assert {} == {each.module: found for each in speaking if (found := takes_something_away(each.text))}
    for bad in ('self.write("DELETE", path)', 'post("/vppTokens/1/revokeLicenses")', "client.delete(url)"):
        assert takes_something_away(bad)


GIVES_THE_LOCK_BACK = "apply.run"
"""Before any write, whatever goes wrong must not leave the tenant locked; the error itself goes on."""


def test_only_the_outermost_rooms_catch_everything() -> None:
    assert [] == told(
        f"{each.path.relative_to(ROOT)}:{node.lineno}"
        for each in sources()
        if each.room not in OUTSIDE and each.module != GIVES_THE_LOCK_BACK
        for node in ast.walk(each.tree)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    )


def catches_everything(node: ast.ExceptHandler) -> bool:
    if node.type is None:
        return True
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(_last(kind) in ("Exception", "BaseException") for kind in kinds)


# How large, and how told


def test_every_file_says_what_it_is_for() -> None:
    assert [] == told(str(each.path.relative_to(ROOT)) for each in sources() if not ast.get_docstring(each.tree))


def test_every_public_function_and_class_says_what_it_gives() -> None:
    assert [] == told(
        f"{each.path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for each in sources()
        for node in each.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    )


def test_no_file_is_longer_than_400_lines() -> None:
    assert [] == told(str(each.path.relative_to(ROOT)) for each in sources() if len(each.text.splitlines()) > 400)


def test_no_function_is_longer_than_50_lines() -> None:
    assert [] == told(
        f"{each.path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for each in sources()
        for node in ast.walk(each.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or node.lineno) - node.lineno >= 50
    )


def test_tests_patch_nothing() -> None:
    patching = frozenset({"unittest.mock", "monkeypatch.setattr", "monkeypatch.setitem", "mocker.patch"})
    assert [] == told(
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line, what in touched(ast.parse(path.read_text("utf-8")), patching)
    )


# Decisions and workflows


def test_decisions_are_numbered_without_gap_and_say_what_a_decision_says() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [f"{number:04d}" for number in range(1, len(pages) + 1)] == [page.name[:4] for page in pages]
    for page in pages:
        headings = [line[3:] for line in page.read_text("utf-8").splitlines() if line.startswith("## ")]
        assert ["Context", "Choice", "Alternatives", "Consequence"] == headings, page.name


def workflows() -> list[Path]:
    return sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_there_is_a_workflow_that_runs_what_the_pipeline_runs() -> None:
    assert any(".ci/run" in path.read_text("utf-8") for path in workflows())


@pytest.mark.parametrize("path", workflows(), ids=lambda path: path.name)
def test_workflows_pin_their_actions_and_may_only_read(path: Path) -> None:
    text = path.read_text("utf-8")
    workflow: dict[Any, Any] = yaml.safe_load(text)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert "pull_request_target" not in text
    for line in re.findall(r"uses:.*", text):
        assert re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", line), line
