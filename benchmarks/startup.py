"""How quickly the command line starts, against Python importing click and nothing else. Read `rows`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import Command, in_turn
from benchmarks.table import Aim, Row
from benchmarks.worlds import RECONCILER, world

_FILES = 10
_BOOKS = _FILES - 3
"""Beside one file per book there are those of the tenant, its tokens and its groups."""
_ROUNDS = 15


def rows(root: Path) -> Iterator[Row]:
    """`--help`, and `validate` of ten files."""
    made = world(root, _BOOKS * 10, 1)
    files = sum(1 for _ in made.desired.rglob("*.yaml"))
    commands: dict[str, Command] = {
        "click": [sys.executable, "-c", "import click"],
        "help": [RECONCILER, "--help"],
        "validate": [RECONCILER, "validate", made.desired],
    }
    found = in_turn(commands, _ROUNDS, root)
    click = found["click"].cpu
    for name, what, aim in (("help", "`--help`", 1.15), ("validate", f"`validate` of {files} files", 4.0)):
        detail = f"{found[name].cpu * 1000:.0f} ms of processor : {click * 1000:.0f} ms"
        yield Row(f'{what} against `python -c "import click"`', found[name].cpu / click, aim, Aim.MOST, detail)
