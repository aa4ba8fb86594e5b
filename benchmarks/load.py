"""How long loading, judging and resolving the YAML takes, as a ratio to the bare libyaml parse of the same bytes.

Run it: `.venv/bin/python benchmarks/load.py [ASSIGNMENTS …]`. For each size it writes a repository of books into a
temporary folder and measures in a process of its own:

* bare: PyYAML's C parser makes nodes of every file, and nothing else is done with them (best of three);
* ours: `load`, `check_static` and `resolve`, the search for content tokens included (best of three);
* peak: the process's largest resident size beyond what it had before; lasting: what the desired state keeps, per
  assignment, by tracemalloc in a further run.

Target: ours at most 2.0 times bare, and at most 300 bytes per assignment.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import yaml

from reconciler.desired.documents import adapter
from reconciler.desired.load import load
from reconciler.desired.resolve import resolve
from reconciler.model.desired import DesiredState
from reconciler.rules.static import check_static

SIZES = (1_000, 10_000, 100_000)
PER_BOOK = 10
PER_FILE = 100
ROUNDS = 3
GROUPS = 500

TENANT = """tenant: {name: bench, cloud: sandbox}
tokens:
  - {name: norrskolan, organization: Norrskolan, appleId: it@norr.example, accountType: education}
"""


def main(arguments: list[str]) -> None:
    """Prints one line per size; with `--one FOLDER` measures that folder and prints JSON."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(Path(arguments[1]))))
        return
    print("assignments   bytes     bare s   ours s   ratio   peak MB   lasting bytes/assignment")
    for size in [int(argument) for argument in arguments] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            total = write(Path(folder), size)
            done = subprocess.run(
                [sys.executable, __file__, "--one", folder], capture_output=True, check=True, text=True
            )
            found = json.loads(done.stdout)
            ratio = found["ours"] / found["bare"]
            print(
                f"{size:>11}  {total:>9}  {found['bare']:>7.3f}  {found['ours']:>7.3f}  {ratio:>6.2f}"
                f"  {found['peak'] / 1024:>8.1f}  {found['lasting'] / size:>8.0f}"
            )


def write(folder: Path, assignments: int) -> int:
    """A repository with so many assignments; gives its size in bytes."""
    (folder / "tenant.yaml").write_text(TENANT, encoding="utf-8")
    for number in range(0, assignments, PER_FILE):
        books = "".join(book(number + first) for first in range(0, PER_FILE, PER_BOOK))
        (folder / f"books-{number:07}.yaml").write_text(f"books:\n{books}", encoding="utf-8")
    return sum(file.stat().st_size for file in folder.iterdir())


def book(number: int) -> str:
    """One book with its assignments."""
    head = (
        f'  - title: Läsebok {number}\n    token: norrskolan\n    adamId: "{1_000_000_000 + number}"\n'
        f"    publisher: Förlaget\n    assignments:\n"
    )
    return head + "".join(
        f"      - group: klass-{(number + each) % GROUPS}\n        intent: {'required' if each % 2 else 'available'}\n"
        f"        seatCap: {20 + each}\n"
        for each in range(PER_BOOK)
    )


def measure(folder: Path) -> dict[str, float]:
    """Seconds, and memory in kB (peak) and bytes (lasting), for one folder."""
    files = sorted(folder.glob("*.yaml"))
    adapter()
    bare = best(lambda: [yaml.compose(file.read_bytes(), Loader=yaml.CSafeLoader) is None for file in files])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = best(lambda: run(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    tracemalloc.start()
    kept = run(folder)
    lasting, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if not kept.books:
        raise SystemExit("nothing was loaded")
    return {"bare": bare, "ours": ours, "peak": peak, "lasting": lasting}


def run(folder: Path) -> DesiredState:
    """Load, judge and resolve, as `validate` and `plan` do."""
    loaded = load(["."], folder)
    findings = (*loaded.findings, *check_static(loaded.repository))
    if findings:
        raise SystemExit(f"{len(findings)} findings, the first: {findings[0].message}")
    return resolve(loaded.repository.tenants[0])


def best(work: Callable[[], object]) -> float:
    """Seconds of the processor in the fastest round: other programs on the machine do not count."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


if __name__ == "__main__":
    main(sys.argv[1:])
