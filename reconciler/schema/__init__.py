"""The JSON Schemas of all files that people and programs exchange. `schemas` gives them; the rest writes and compares.

The schema of the YAML is made from the shapes that judge it. The others describe what is written elsewhere.
"""

import json
from pathlib import Path
from typing import Any

from reconciler.desired.documents import adapter
from reconciler.schema.ledger import receipt, record
from reconciler.schema.parts import DIALECT, findings, published
from reconciler.schema.plan import plan
from reconciler.schema.snapshot import snapshot

Schema = dict[str, Any]

_TITLE = "Desired state: tenants, VPP tokens, groups, books and reading lists"


def schemas() -> dict[str, Schema]:
    """File name → JSON Schema (draft 2020-12), each with a description for every property."""
    made = [
        published("desired-state", _desired_state()),
        published("findings", findings()),
        published("plan", plan()),
        published("receipt", receipt()),
        published("record", record()),
        published("snapshot", snapshot()),
    ]
    return {str(schema["$id"]).rpartition("/")[2]: schema for schema in made}


def write(folder: Path) -> None:
    """Writes all schemas into a folder that exists."""
    for name, schema in schemas().items():
        (folder / name).write_bytes(_bytes(schema))


def stale(folder: Path) -> list[str]:
    """The names of schemas that are missing in the folder, or not what `write` would write; sorted."""
    return sorted(name for name, schema in schemas().items() if _content(folder / name) != _bytes(schema))


def _desired_state() -> Schema:
    schema = adapter().json_schema()
    schema.pop("$schema", None)
    return {**_without_titles(schema), "title": _TITLE}


def _without_titles(value: Any) -> Any:
    """The schema without the titles that are made from key names and say nothing more."""
    if isinstance(value, list):
        return [_without_titles(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _without_titles(item) for key, item in value.items() if key != "title" or isinstance(item, dict)}


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _bytes(schema: Schema) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


__all__ = ["DIALECT", "schemas", "stale", "write"]
