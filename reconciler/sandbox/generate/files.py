"""Writes a generated tenant into a folder: its state, a snapshot of it, and the YAML. Read `generate` first."""

import json
from pathlib import Path

from reconciler.sandbox.generate.nouns import Size
from reconciler.sandbox.generate.snapshot import snapshot_of
from reconciler.sandbox.generate.tenant import state_of
from reconciler.sandbox.generate.world import make_world
from reconciler.sandbox.generate.yaml_files import yaml_files
from reconciler.sandbox.messages import JsonObject

STATE, SNAPSHOT, DESIRED = "state.json", "snapshot.json", "desired"


def generate(folder: Path, size: Size, seed: int, books_per_file: int | None = None) -> int:
    """Writes `state.json`, `snapshot.json` and `desired/` into a folder, and gives the number of YAML files.

    YAML files of an earlier run are taken away first: what `desired/` holds is what this run made. Equal arguments
    give equal bytes. Raises CannotGenerateError for a size that cannot be, and OSError where writing fails.
    """
    world = make_world(size, seed)
    desired = folder / DESIRED
    _clear(desired)
    _write(folder / STATE, _json(state_of(world)))
    _write(folder / SNAPSHOT, _json(snapshot_of(world)))
    written = 0
    for name, text in yaml_files(world, books_per_file):
        _write(desired / name, text)
        written += 1
    return written


def _clear(desired: Path) -> None:
    for old in (*desired.glob("*.yaml"), *desired.glob("books/*.yaml")):
        old.unlink()


def _json(value: JsonObject) -> str:
    """One line with sorted keys, as canonical as a snapshot of the tenant itself."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
