"""An offline plan against octoDNS planning as many records. Read `rows`.

octoDNS is the nearest relative of this software: desired state as YAML in git, a plan, an apply. It gets an
environment of its own, a zone in YAML, and as its service a JSON file with the same records, decoded in one go, as a
snapshot is here. Both plans are empty; both are whole processes.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.processes import Command, in_turn, run
from benchmarks.table import Aim, Row
from benchmarks.worlds import world

VERSION = "1.22.0"
_AIMS = {1_000: 2, 10_000: 10, 100_000: 20}
_CONFIG = """\
providers:
  config:
    class: octodns.provider.yaml.YamlProvider
    directory: {folder}
    default_ttl: 3600
  service:
    class: json_service.JsonService
    file: {folder}/records.json
zones:
  bench.example.:
    sources: [config]
    targets: [service]
"""


def rows(root: Path, venv: Path, sizes: Sequence[int]) -> Iterator[Row]:
    """One row per size: how many times as long octoDNS takes."""
    environment(venv)
    for size in sizes:
        folder = root / f"octodns-{size}"
        folder.mkdir()
        zone(folder, size)
        commands: dict[str, Command] = {"octodns": command(venv, folder), "plan": world(root, size, 1_000).plan}
        found = in_turn(commands, 1 if size > 10_000 else 3, folder)
        detail = f"{found['octodns'].cpu:.2f} s of processor : {found['plan'].cpu:.2f} s"
        times = found["octodns"].cpu / found["plan"].cpu
        yield Row(f"octoDNS {VERSION} planning {size:,} records", times, _AIMS.get(size, 1), Aim.LEAST, detail)


def environment(venv: Path) -> None:
    """Makes the environment with octoDNS, unless it is there."""
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    found = subprocess.run(
        [python, "-c", f"import octodns as o; assert o.__version__ == '{VERSION}'"], check=False, capture_output=True
    )
    if found.returncode:
        run([python, "-m", "pip", "install", "--quiet", f"octodns=={VERSION}"], venv)


def zone(folder: Path, records: int) -> None:
    """Writes a zone of so many address records, the service with the same ones, and the configuration."""
    names = {
        f"host{number:06}": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" for number in range(records)
    }
    lines = [f"{name}:\n  ttl: 300\n  type: A\n  value: {address}\n" for name, address in names.items()]
    (folder / "bench.example.yaml").write_text("---\n" + "".join(lines), "utf-8")
    stored = {name: {"ttl": 300, "type": "A", "value": address} for name, address in names.items()}
    (folder / "records.json").write_text(json.dumps(stored), "utf-8")
    (folder / "config.yaml").write_text(_CONFIG.format(folder=folder), "utf-8")


def command(venv: Path, folder: Path) -> Command:
    """A dry run of octoDNS. The module with the service is found beside this file."""
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from octodns.cmds.sync import main; main()"
    )
    return [venv / "bin" / "python", "-c", script, "--quiet", f"--config-file={folder / 'config.yaml'}"]
