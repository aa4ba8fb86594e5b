"""Prints how fast the software is, as a table of ratios measured in this run.

`scripts/bench` runs it. Options: `--sizes 1000,10000` for less, `--rounds N` for more certainty,
`--only offline,startup,octodns,latency`. Seconds differ from machine to machine; the ratios hardly do.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import latency, offline, relative, startup
from benchmarks.table import Aim, Row, in_markdown

SIZES = (1_000, 10_000, 100_000)
PARTS = ("offline", "startup", "octodns", "latency")
VENV = Path(__file__).parents[1] / "build" / "bench" / "octodns"
_LATENCY_AIM = 1.2


def main(arguments: list[str]) -> None:
    """Measures, and prints each row as soon as it is known."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for line in in_markdown(_rows(options, Path(folder))):
            print(line, flush=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, type=_numbers, help="numbers of assignments, with commas")
    parser.add_argument("--rounds", default=3, type=int, help="runs of each command; small sizes have more")
    parser.add_argument("--only", default=PARTS, type=lambda text: tuple(text.split(",")), help=", ".join(PARTS))
    return parser.parse_args(arguments)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _rows(options: argparse.Namespace, root: Path) -> Iterator[Row]:
    if "startup" in options.only:
        yield from startup.rows(root)
    if "offline" in options.only:
        yield from offline.rows(root, options.sizes, options.rounds)
    if "octodns" in options.only:
        yield from relative.rows(root, VENV, options.sizes)
    if "latency" in options.only:
        yield from _latency_rows(root)


def _latency_rows(root: Path) -> Iterator[Row]:
    """A plan over HTTP against a service that is far away."""
    for books in latency.SIZES:
        folder = root / f"latency-{books}"
        folder.mkdir()
        found = latency.measure(folder, books)
        floor = found.requests * latency.LATENCY
        what = f"plan of {books:,} books, service {latency.LATENCY * 1000:.0f} ms away, against latency × requests"
        yield Row(what, found.ratio, _LATENCY_AIM, Aim.MOST, f"{found.seconds:.2f} s : {floor:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
