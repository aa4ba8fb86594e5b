"""Runs commands as whole processes, in turn, and keeps the best of each. Read `in_turn`."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]
BYTES_PER_KB = 1024
_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds on the clock and of the processor, and its largest resident size in bytes."""

    wall: float
    cpu: float
    peak: int


@dataclass(frozen=True, slots=True)
class Best:
    """The least of several runs, each figure by itself: what other programs took only ever adds to them."""

    wall: float
    cpu: float
    peak: int


def in_turn(commands: Mapping[str, Command], rounds: int, cwd: Path) -> dict[str, Best]:
    """The best run of each command. They run A B A B, so that a slow minute of the machine meets all of them."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command, cwd))
    return {name: best(several) for name, several in runs.items()}


def best(runs: Sequence[Run]) -> Best:
    """The least figures of several runs of one command."""
    return Best(min(one.wall for one in runs), min(one.cpu for one in runs), min(one.peak for one in runs))


def run(command: Command, cwd: Path) -> Run:
    """One process from its start to its end. Raises SystemExit with what it said when it fails."""
    with open(cwd / "said.txt", "w+b") as said:  # noqa: PTH123  a file, since a full pipe would stop the process
        begin = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=said, stderr=said, cwd=cwd, env=_clean())
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            told = said.read(_SHOWN).decode("utf-8", "replace")
            raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{told}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * BYTES_PER_KB)


def _clean() -> dict[str, str]:
    """The environment without what would steer a plan elsewhere."""
    return {key: value for key, value in os.environ.items() if not key.startswith("RECONCILER_")}
