"""An offline plan against the floor: time, growth, memory. Read `rows`."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.processes import Best, in_turn
from benchmarks.table import Aim, Row
from benchmarks.worlds import World, world

_SHAPES = {1: "one book per file", 1_000: "1,000 books per file"}
_AIMS = {1: 2.8, 1_000: 6.0}
"""For the largest size; at smaller ones the start of the process is most of it."""
_LARGE = 100_000
_EXPONENT = 1.05
_BYTES = 600
_ROUNDS = {1_000: 9, 10_000: 5}


def rows(root: Path, sizes: Sequence[int], rounds: int) -> Iterator[Row]:
    """One row per shape and size, then growth and memory per shape."""
    for per_file, shape in _SHAPES.items():
        measured: dict[int, Best] = {}
        for size in sizes:
            made = world(root, size, per_file)
            pair = _measure(made, max(rounds, _ROUNDS.get(size, 0)))
            measured[size] = pair["plan"]
            yield _ratio(shape, size, pair, _AIMS[per_file])
        if len(measured) > 1:
            yield _growth(shape, measured)
            yield _memory(shape, measured)


def _measure(made: World, rounds: int) -> dict[str, Best]:
    return in_turn({"floor": made.floor, "plan": made.plan}, rounds, made.folder)


def _ratio(shape: str, size: int, pair: dict[str, Best], aim: float) -> Row:
    plan, floor = pair["plan"], pair["floor"]
    return Row(
        f"offline plan, {shape}, {size:,} assignments, against the floor",
        plan.cpu / floor.cpu,
        aim if size >= _LARGE else None,
        Aim.MOST,
        f"{plan.cpu:.2f} s of processor : {floor.cpu:.2f} s",
    )


def _growth(shape: str, measured: dict[int, Best]) -> Row:
    """How time grows with size, n to the power of this, between the two largest: there the start matters least."""
    small, large = sorted(measured)[-2:]
    exponent = math.log(measured[large].cpu / measured[small].cpu) / math.log(large / small)
    detail = f"{measured[small].cpu:.2f} s → {measured[large].cpu:.2f} s for {large // small} times as many"
    return Row(f"offline plan, {shape}, growth exponent", exponent, _EXPONENT, Aim.MOST, detail, "")


def _memory(shape: str, measured: dict[int, Best]) -> Row:
    small, large = sorted(measured)[-2:]
    further = (measured[large].peak - measured[small].peak) / (large - small)
    detail = f"{measured[small].peak / 1e6:.0f} MB → {measured[large].peak / 1e6:.0f} MB at its peak"
    return Row(f"offline plan, {shape}, memory per further assignment", further, _BYTES, Aim.MOST, detail, "bytes")
