"""The tenants that are measured: made up by `reconciler sandbox generate`, in a folder that is thrown away."""

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Command, run

PER_BOOK = 10
GROUPS = 200
SEED = 1
RECONCILER = Path(sys.executable).parent / "reconciler"
"""The command as it was installed beside this Python."""


@dataclass(frozen=True, slots=True)
class World:
    """A made-up tenant: its YAML, and the snapshot that fits it."""

    assignments: int
    folder: Path

    @property
    def desired(self) -> Path:
        """The folder of the YAML."""
        return self.folder / "desired"

    @property
    def snapshot(self) -> Path:
        """The snapshot of the tenant."""
        return self.folder / "snapshot.json"

    @property
    def plan(self) -> Command:
        """The command that plans it offline."""
        return [RECONCILER, "plan", self.desired, "--from-snapshot", self.snapshot]

    @property
    def floor(self) -> Command:
        """The command that does the least: parse the YAML, decode the snapshot."""
        return [sys.executable, Path(__file__).parent / "floor.py", self.desired, self.snapshot]


def world(root: Path, assignments: int, books_per_file: int) -> World:
    """A tenant with ten assignments per book, written below `root`."""
    folder = root / f"{assignments}-{books_per_file}"
    size = ["--books", str(max(1, assignments // PER_BOOK)), "--groups", str(GROUPS), "--assignments", str(assignments)]
    shape = ["--seed", str(SEED), "--books-per-file", str(books_per_file), "--out", str(folder)]
    run([RECONCILER, "sandbox", "generate", *size, *shape], root)
    return World(assignments, folder)
